"""The ways of a day of the plan into somebody's own calendar. Neutral words: a calendar has many readers."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import ics, words
from bot.surfaces.packing import pack
from coaching_core.domain.in_calendar import CalendarDay
from coaching_core.domain.plan import Occasion
from coaching_core.ids import ItemId, ReviewId

TITLES: Mapping[Occasion, str] = {
    Occasion.CALL: "Coaching: a call to look at together",
    Occasion.VISIT: "Coaching: a visit together",
    Occasion.RECORDING: "Coaching: a recording to listen to",
    Occasion.ROLE_PLAY: "Coaching: something to try together",
    Occasion.DOCUMENT: "Coaching: something to read",
    Occasion.FIGURES: "Coaching: something to look at together",
    Occasion.WORD: "Coaching: somebody to ask",
    Occasion.KNOWLEDGE: "Coaching: something to look at together",
}
TALK = "Coaching: looking back together"
TEXT = "More about it in Slack, in the app Common Ground."
FILE = "coaching.ics"
SENT = f"Sent: “{FILE}” is in your own chat with this app. Open it, and your calendar has the day."
NOT_SENT = "This app can't send you the file just now. The two links work without it."


def button(plan: ReviewId, item: ItemId | None = None) -> b.Block:
    """Leads to the ways of an occasion; without an item, of the talk in which the two look back."""
    label = "In my calendar"
    spoken = f"{label}: looking back" if item is None else f"{label}: item {item}"
    action = Act.CALENDAR if item is None else f"{Act.CALENDAR}#{item}"
    return b.button(label, action, pack(r=plan, i=item), accessibility_label=spoken)


def ways(day: CalendarDay, plan: ReviewId, item: ItemId | None) -> b.Block:
    """What a calendar would show, and three ways of getting it there."""
    links = (
        f"Open it in <{_html(google(day))}|Google Calendar> or in <{_html(outlook(day))}|Outlook>, and save it there."
    )
    return b.modal(
        "In my calendar",
        [
            b.section(b.mrkdwn(f"*{title(day)}*\n{words.day(day.on)}, the whole day")),
            b.context(b.mrkdwn("That is all it says: no name, no skill, no word of your plan.")),
            b.section(b.mrkdwn(links)),
            b.section(
                b.mrkdwn("Any other calendar takes a file. When you two move the day, a new file moves it there, too."),
                b.button("Send me the file", Act.CALENDAR_FILE, pack(r=plan, i=item)),
            ),
        ],
        callback_id=Modal.READING,
    )


def title(day: CalendarDay) -> str:
    return TALK if day.occasion is None else TITLES[day.occasion]


def google(day: CalendarDay) -> str:
    """The address that opens a new event with these words; nothing is sent before somebody clicks it."""
    dates = f"{day.on:%Y%m%d}/{day.on + timedelta(days=1):%Y%m%d}"
    asked = {"action": "TEMPLATE", "text": title(day), "details": TEXT, "dates": dates}
    return f"https://calendar.google.com/calendar/render?{urlencode(asked)}"


def outlook(day: CalendarDay) -> str:
    asked = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": title(day),
        "body": TEXT,
        "startdt": day.on.isoformat(),
        "enddt": (day.on + timedelta(days=1)).isoformat(),
        "allday": "true",
    }
    return f"https://outlook.office.com/calendar/0/deeplink/compose?{urlencode(asked)}"


def file(day: CalendarDay) -> str:
    return ics.whole_day(uid=day.uid, on=day.on, title=title(day), text=TEXT, made_at=day.made_at)


def _html(url: str) -> str:
    return url.replace("&", "&amp;")
