"""Away until a day: the button, the form, and the line on Home. Only the person themselves sees any of it."""

from datetime import date

from bot.answering import Values
from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import words
from bot.surfaces.packing import pack

UNTIL = "until"


def button() -> b.Block:
    """For Home, and beside whatever reminds somebody."""
    return b.button("I'm away…", Act.AWAY, pack(), accessibility_label="I'm away… until a day that you choose")


def buttons(until: date | None) -> list[b.Block]:
    """For Home: going away, and being back while one is away."""
    back = b.button("I'm back", Act.BACK, pack(), accessibility_label="I'm back: reminders begin again")
    return [button(), *([back] if until else [])]


def line(until: date | None) -> list[b.Block]:
    return [b.context(b.mrkdwn(said(until)))] if until else []


def said(until: date | None) -> str:
    if until is None:
        return "You're not away. Reminders come as usual."
    return f"You're away until {words.day(until)}: no reminders until then."


def form(until: date | None) -> b.Block:
    return b.modal(
        "I'm away",
        [
            b.section(b.plain("No reminders until you're back. Nobody is told, and your reviews stay as they are.")),
            b.input_block(
                "On which day are you back?",
                b.datepicker(Act.INPUT, initial=until),
                UNTIL,
                optional=True,
                hint="Leave it empty if you're here. You can change it on Home at any time.",
            ),
        ],
        callback_id=Modal.AWAY,
        submit="Save",
        private_metadata=pack(),
    )


def parse(values: Values) -> date | None:
    return values.date(UNTIL)


def block_of(field: str) -> str | None:
    return UNTIL if field == UNTIL else None
