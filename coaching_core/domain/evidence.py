"""
What was seen of an area to look into: behaviour, on a day, in the words of whoever saw it. It is only ever added to.

The rep says first what they saw. The manager adds after that, or from the item's day on, or where the manager owns it.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from coaching_core.domain.assessment import checked_words
from coaching_core.domain.coaching_plan import CoachingPlan, Evidence, PlanItem
from coaching_core.domain.plan import ItemKind
from coaching_core.domain.roles import Role
from coaching_core.errors import BadInput, NotFound, TooLate
from coaching_core.ids import ItemId

EVIDENCE_MAX = 20
"""Of one item: what both look at again, not a file about somebody."""
LINK_MAX = 1000
_LOOKS_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Observed:
    """
    What somebody writes down.

    Args:
        on: their local date.
        words: behaviour, in a sentence or a few.
        link: where it can be seen again; "" for nowhere.
    """

    on: date
    words: str
    link: str = ""


def open_areas(plan: CoachingPlan) -> tuple[PlanItem, ...]:
    """The areas that are looked into now."""
    return tuple(one for one in plan.open_items if plan.current and one.item.kind is ItemKind.INVESTIGATE)


def may_add(kept: PlanItem, by: Role, today: date) -> bool:
    """Whether this one may say now what they saw."""
    if by is Role.REP or kept.item.owner is Role.MANAGER:
        return True
    day_has_come = kept.item.due is not None and kept.item.due <= today
    return day_has_come or any(one.by is Role.REP for one in kept.evidence)


def add_evidence(
    plan: CoachingPlan, item: ItemId, by: Role, seen: Observed, *, today: date, now: datetime
) -> CoachingPlan:
    """
    Args:
        today: the local date of whoever saw it.
    Returns:
        The plan with it; the same plan if the very same is there already.
    Raises:
        NotFound: no such item.
        TooLate: it is not looked into any more.
        BadInput: ``fields`` names attributes of ``Observed``; or the rep has not said yet what they saw.
    """
    kept = plan.item(item)
    if kept is None:
        raise NotFound("That item is not in the plan any more. Nothing has changed.")
    if kept not in open_areas(plan):
        raise TooLate("That isn't looked into any more. Nothing has changed.")
    if not may_add(kept, by, today):
        raise BadInput("The rep says first what they saw. You can add yours after that, or from the item's day on.")
    seen = _checked(seen, today)
    if any((one.by, one.on, one.words, one.link) == (by, seen.on, seen.words, seen.link) for one in kept.evidence):
        return plan  # sent twice is added once
    if len(kept.evidence) >= EVIDENCE_MAX:
        raise BadInput(f"There are {EVIDENCE_MAX} entries already. A second look says more now than another one.")
    added = Evidence(by, seen.on, seen.words, now, seen.link)
    return plan.with_item(replace(kept, evidence=(*kept.evidence, added)))


def _checked(seen: Observed, today: date) -> Observed:
    wrong: dict[str, str] = {}
    words, link = seen.words, seen.link.strip()
    try:
        words = checked_words(seen.words, "words")
    except BadInput as problem:
        wrong["words"] = str(problem)
    if not words.strip():
        wrong["words"] = "Please say in a sentence what was seen."
    if seen.on > today:
        wrong["on"] = "That day is still to come. Add it when something was seen."
    elif today - seen.on > _LOOKS_BACK:
        wrong["on"] = "That's more than a year ago. Please add what is more recent."
    if link and not _is_link(link):
        wrong["link"] = "That isn't a link. It begins with https:// or http://, or is left out."
    if wrong:
        raise BadInput(next(iter(wrong.values())), wrong)
    return replace(seen, words=words, link=link)


def _is_link(link: str) -> bool:
    """An address of the web, on one line, that shows where it leads to."""
    if len(link) > LINK_MAX or not link.isprintable() or set(link) & set(' <>|"@\\'):
        return False
    try:
        parts = urlsplit(link)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
