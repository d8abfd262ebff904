"""The `<!date^…>` tokens of messages, written out in the time zone of the person who reads."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

_TOKEN = re.compile(r"\{([a-z_]+)\}")


def format_date(timestamp: int, pattern: str, zone: tzinfo, now: datetime) -> str | None:
    """
    Write a moment in the form that a pattern asks for.

    Args:
        timestamp: Unix seconds.
        pattern: text with tokens such as `{date_short_pretty}` or `{time}`.
        zone: of the reader. now: aware; decides about "today", "tomorrow" and `{ago}`.
    Returns:
        the text, or None if the pattern has a token that does not exist (the fallback is shown then).
    """
    try:
        moment = datetime.fromtimestamp(timestamp, UTC).astimezone(zone)
    except (OverflowError, ValueError, OSError):
        return None
    here = now.astimezone(zone)
    unknown = False

    def one(found: re.Match[str]) -> str:
        nonlocal unknown
        text = _token(found[1], moment, here)
        if text is None:
            unknown = True
            return ""
        return text[0].upper() + text[1:] if found.start() == 0 else text

    written = _TOKEN.sub(one, pattern)
    return None if unknown else written


def _token(name: str, moment: datetime, now: datetime) -> str | None:
    if name.endswith("_pretty"):
        days = (moment.date() - now.date()).days
        near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days)
        return near or _token(name.removesuffix("_pretty"), moment, now)
    match name:
        case "date_num":
            return f"{moment:%Y-%m-%d}"
        case "date":
            return f"{moment:%B} {_ordinal(moment.day)}, {moment.year}"
        case "date_short":
            return f"{moment:%b} {moment.day}, {moment.year}"
        case "date_long":
            return f"{moment:%A}, {moment:%B} {_ordinal(moment.day)}, {moment.year}"
        case "time":
            return f"{clock_time(moment)}"
        case "time_secs":
            return f"{moment.hour % 12 or 12}:{moment:%M:%S} {'AM' if moment.hour < 12 else 'PM'}"
        case "ago":
            return _ago(now - moment)
        case _:
            return None


def clock_time(moment: datetime) -> str:
    """A time of day as people read it in messages: "9:05 AM"."""
    return f"{moment.hour % 12 or 12}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'}"


def day_name(moment: datetime, now: datetime) -> str:
    """The heading of a day in a conversation: "Today", "Yesterday", or the date. Both in the reader's zone."""
    days = (moment.date() - now.date()).days
    near = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}.get(days)
    if near:
        return near
    year = f", {moment.year}" if moment.year != now.year else ""
    return f"{moment:%A}, {moment:%B} {_ordinal(moment.day)}{year}"


def _ordinal(day: int) -> str:
    ending = "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _ago(gap: timedelta) -> str:
    ahead = gap < timedelta(0)
    seconds = int(abs(gap).total_seconds())
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            words = f"{count} {unit}{'s' if count > 1 else ''}"
            return f"in {words}" if ahead else f"{words} ago"
    return "in a moment" if ahead else "just now"
