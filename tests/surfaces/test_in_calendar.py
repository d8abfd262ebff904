"""Calendar links and files: what stands in them, to the octet."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.surfaces import ics, in_calendar
from coaching_core.domain.in_calendar import CalendarDay
from coaching_core.domain.plan import Occasion
from tests.surfaces.looking import LONG, SHORT

MADE = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DAY = CalendarDay("0123456789abcdef01234567", date(2026, 3, 31), Occasion.CALL, MADE)


def test_the_file_of_an_occasion() -> None:
    assert in_calendar.file(DAY).split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Common Ground//Coaching//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:0123456789abcdef01234567@common-ground",
        "DTSTAMP:20260302T093000Z",
        "SEQUENCE:3243450",
        "DTSTART;VALUE=DATE:20260331",
        "DTEND;VALUE=DATE:20260401",
        "SUMMARY:Coaching: a call to look at together",
        "DESCRIPTION:More about it in Slack\\, in the app Common Ground.",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_a_link_has_the_whole_day_and_the_same_words() -> None:
    google, outlook = (urlsplit(link(DAY)) for link in (in_calendar.google, in_calendar.outlook))
    assert (google.scheme, google.hostname) == ("https", "calendar.google.com")
    assert parse_qs(google.query)["dates"] == ["20260331/20260401"]
    assert parse_qs(google.query)["text"] == ["Coaching: a call to look at together"]
    assert (outlook.scheme, outlook.hostname) == ("https", "outlook.office.com")
    asked = parse_qs(outlook.query)
    assert (asked["startdt"], asked["enddt"], asked["allday"]) == (["2026-03-31"], ["2026-04-01"], ["true"])
    assert asked["subject"] == ["Coaching: a call to look at together"]


@pytest.mark.parametrize("occasion", [None, *Occasion])
def test_no_skill_and_no_rating_stands_in_any_of_them(occasion: Occasion | None) -> None:
    day = CalendarDay("u", DAY.on, occasion, MADE)
    said = f"{in_calendar.title(day)} {in_calendar.TEXT}".lower()
    for form in (SHORT, LONG):
        names = {skill.name.lower() for skill in form.skills.values()} | {one.lower() for one in form.scale.labels}
        assert not [name for name in names if name in said]


def unfolded(lines: list[str]) -> str:
    return lines[0] + "".join(line.removeprefix(" ") for line in lines[1:])


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=300))
def test_folding_tears_no_letter_and_loses_nothing(text: str) -> None:
    lines = list(ics.folded(text))
    assert all(len(line.encode()) <= 75 for line in lines)
    assert all(line.startswith(" ") for line in lines[1:])
    assert unfolded(lines) == text


def test_folding_at_the_very_octet() -> None:
    assert list(ics.folded("x" * 75)) == ["x" * 75]
    assert list(ics.folded("x" * 76)) == ["x" * 75, " x"]
    assert list(ics.folded("ñ" * 38)) == ["ñ" * 37, " ñ"], "two octets each: the 38th would end at 76"
    assert list(ics.folded("👩" * 19)) == ["👩" * 18, " 👩"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("one, two; three", "one\\, two\\; three"),
        ("a\\b", "a\\\\b"),
        ("first\nsecond\r\nthird\rfourth", "first\\nsecond\\nthird\\nfourth"),
        ("END:VEVENT\nBEGIN:VALARM", "END:VEVENT\\nBEGIN:VALARM"),
        ("\x00a\x07b\tc\x7f", "ab\tc"),
    ],
)
def test_signs_that_mean_something_are_escaped(text: str, value: str) -> None:
    assert ics.escaped(text) == value


@given(st.text())
def test_whatever_is_written_it_stays_one_event(text: str) -> None:
    made = ics.whole_day(uid="u", on=DAY.on, title=text.encode(errors="replace").decode(), text="x", made_at=MADE)
    lines = made.split("\r\n")
    assert [line for line in lines if line.startswith(("BEGIN:", "END:"))] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    assert "\n" not in "".join(lines)
    assert "\r" not in "".join(lines)
