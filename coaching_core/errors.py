"""
What can go wrong in a way that a person can do something about.

The text of a ``CoachingError`` is shown to that person as it stands: short, kind, clear, and true. Anything else
that is raised is a bug and is shown as a reference only.
"""

from collections.abc import Mapping

from coaching_core.ids import PersonId


class CoachingError(Exception):
    """Something the person can act on; ``str(error)`` is written for them."""


class NotAllowed(CoachingError):
    """This person may not do this here, now or ever."""


class OutOfTurn(NotAllowed):
    """The other one is speaking. Nothing changed. ``speaker`` is the person whose turn it is."""

    def __init__(self, speaker: PersonId) -> None:
        super().__init__("The other one is speaking. You'll hear from us when it's your turn. Nothing has changed.")
        self.speaker = speaker


class TooLate(CoachingError):
    """The moment for this has passed."""


class NotFound(CoachingError):
    """There is no such thing, or not for this person (which of the two is never said)."""


class Stale(CoachingError):
    """Somebody else changed it in between; trying again reads it afresh."""


class AlreadyRunning(CoachingError):
    """A review of the same pair is under way."""


class BadInput(CoachingError):
    """
    What was entered cannot be used as it is.

    Args:
        text: what is wrong and what to do.
        fields: form field -> what is wrong with it, for forms that can say it at the field.
    """

    def __init__(self, text: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(text)
        self.fields: Mapping[str, str] = dict(fields or {})


class QuestionnaireError(CoachingError):
    """A questionnaire file is not usable; the text names the file, the place and the mend."""
