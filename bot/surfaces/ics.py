"""A calendar file (RFC 5545) of one whole day: the few lines of it that are needed here."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

_OCTETS = 75
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def whole_day(*, uid: str, on: date, title: str, text: str, made_at: datetime) -> str:
    """
    Args:
        uid: without a domain.
        made_at: of two files with one uid the later one counts.
    """
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Common Ground//Coaching//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{uid}@common-ground",
        f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{int((made_at - _EPOCH).total_seconds()) // 60}",
        f"DTSTART;VALUE=DATE:{on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}",  # the first day on which it is over
        f"SUMMARY:{escaped(title)}",
        f"DESCRIPTION:{escaped(text)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",  # a day that has a task in it is not a busy day
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def escaped(text: str) -> str:
    """Text as a value: §3.3.11."""
    for sign, instead in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\r", "\n"), ("\n", "\\n")):
        text = text.replace(sign, instead)
    return "".join(letter for letter in text if letter == "\t" or (letter >= " " and letter != "\x7f"))


def folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets, each further one begun with a space, no letter torn apart: §3.1."""
    part = ""
    for letter in line:
        if len(f"{part}{letter}".encode()) > _OCTETS:
            yield part
            part = " "
        part += letter
    yield part
