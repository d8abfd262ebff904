"""Away until a day: said by the person alone, for their reminders. Nobody is told, and nothing else changes."""

from dataclasses import replace
from datetime import date, timedelta

from coaching_core.domain.people import Person
from coaching_core.errors import BadInput

LONGEST = timedelta(days=366)


def set_away(person: Person, until: date | None, today: date) -> Person:
    """
    Args:
        until: the day on which they are back; None when they are back now.
        today: the person's own local date.
    Raises:
        BadInput: not after today, or more than a year away; ``fields`` names until.
    """
    if until is not None and until <= today:
        raise _wrong("That day is here already. Choose the day on which you're back, or leave it empty.")
    if until is not None and until - today > LONGEST:
        raise _wrong("That's more than a year. Please choose a nearer day; you can change it at any time.")
    return replace(person, away_until=until)


def away_until(person: Person, today: date) -> date | None:
    """Returns the day on which they are back, as long as it is still to come."""
    until = person.away_until
    return until if until is not None and today < until else None


def _wrong(said: str) -> BadInput:
    return BadInput(said, {"until": said})
