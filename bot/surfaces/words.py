"""
The words that more than one surface says. Behaviour and task, never the person; "you both see", never "you are".

Rules of the house: who reads it stands before the question; one question a message; always a way out; no praise, no
consolation, no emoji as a verdict. Notification texts name no skill, step, rating or word.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from coaching_core.domain.assessment import Answer, Factor, Unrated
from coaching_core.domain.plan import ItemKind, Occasion, Verdict
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Role
from coaching_core.ids import SkillKey

GOES_ON = "Your coaching conversation goes on."
"""What a lock screen shows, whatever the message is about."""

FACTORS: Mapping[Factor, str] = {
    Factor.LEADS: "Leads",
    Factor.TERRITORY: "Territory",
    Factor.COMPETITOR: "A competitor",
    Factor.PRODUCT: "The product",
    Factor.TOOLING: "Tools",
    Factor.OTHER: "Something else",
    Factor.PERSONAL: "I'd rather say it in person",
}

OCCASIONS: Mapping[Occasion, str] = {
    Occasion.CALL: "Observe a call",
    Occasion.VISIT: "Go to a customer together",
    Occasion.RECORDING: "Listen to a recording",
    Occasion.ROLE_PLAY: "Role play",
    Occasion.DOCUMENT: "Read a proposal or e-mail",
    Occasion.FIGURES: "Look at the CRM figures",
    Occasion.WORD: "Ask a customer or colleague",
    Occasion.KNOWLEDGE: "Knowledge check",
}

KINDS: Mapping[ItemKind, str] = {
    ItemKind.EMPOWER: "Take on",
    ItemKind.DEVELOP: "Work on",
    ItemKind.INVESTIGATE: "Look into",
    ItemKind.CLEAR_THE_WAY: "Clear the way",
    ItemKind.STRETCH: "Stretch",
}

VERDICTS: Mapping[Verdict, str] = {Verdict.YES: "Yes", Verdict.YES_IF: "Yes, if", Verdict.NOT_YET: "Not yet"}


def unrated(answer: Unrated, role: Role) -> str:
    if answer is Unrated.NOT_IN_ROLE:
        return "Not in this role"
    return "No chance yet" if role is Role.REP else "Haven't seen it yet"


def answered(questionnaire: Questionnaire, answer: Answer | None, role: Role) -> str:
    """Returns an answer in words, the number second."""
    if answer is None:
        return "no answer yet"
    if isinstance(answer, Unrated):
        return unrated(answer, role)
    return f"{questionnaire.scale.label(answer)} ({answer})"


def rule(questionnaire: Questionnaire) -> str:
    """How answers become categories, as printed on the form."""
    middle = questionnaire.scale.midpoint
    return (
        f"{middle} is {questionnaire.scale.label(middle).lower()}: typical for the role, not a polite {middle - 1}. "
        f"Both above {middle}: a strength. Both {middle} or below: room to grow. Anything else: something to look into."
    )


def who_reads(role: Role, other: str) -> str:
    """
    Who reads what, and when: said before the first question.

    Args:
        role: who is told.
        other: the other one's name.
    """
    opens = f"{other} opens" if role is Role.MANAGER else "you open"
    return (
        "• Until you've both finished, nobody sees an answer.\n"
        f"• Then only you and {other}, a piece at a time as you talk: first which skills you see alike and which "
        "differently. That alone tells which side of average the other one is on.\n"
        "• Where you see it alike, you can both look at answers and comments then. "
        f"The rest stays closed until {opens} it.\n"
        "• Administrators can't open it in this app. What is posted in Slack follows your company's Slack rules."
    )


def listed(parts: Sequence[str]) -> str:
    """Returns "one", "one and two", "one, two and three"."""
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)


def shortlist(parts: Sequence[str], most: int) -> str:
    """Returns as many as given, then how many more there are: "one, two and 3 more"."""
    more = len(parts) - most
    return f"{', '.join(parts[:most])} and {more} more" if more > 0 else ", ".join(parts)


def names(questionnaire: Questionnaire, keys: Iterable[SkillKey]) -> str:
    """Returns skill names in a row, for a sentence."""
    return ", ".join(questionnaire.skill(key).name for key in keys)


def number(amount: int) -> str:
    """Returns "no", "one", "ten", "11"."""
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return small[amount] if amount < len(small) else str(amount)


def count(amount: int, one: str, many: str) -> str:
    """Returns "one skill", "five skills", "12 skills"."""
    return f"{number(amount)} {one if amount == 1 else many}"


def period(months: int) -> str:
    """Returns "a month", "two months", "a quarter", "half a year"."""
    return {1: "a month", 3: "a quarter", 6: "half a year"}.get(months, count(months, "month", "months"))


def size(form: Questionnaire) -> str:
    """Returns "12 questions, four minutes"."""
    return f"{count(len(form.skills), 'question', 'questions')}, {count(form.minutes, 'minute', 'minutes')}"


def day(when: date) -> str:
    """Returns a calendar day, without a time, so that no time zone moves it: "Tue 1 Dec 2026"."""
    return f"{when:%a} {when.day} {when:%b %Y}"


def local_day(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b}"
