"""What every surface shows: from what may be seen to what Slack takes. Pure; ``None`` means there is nothing."""

from collections.abc import Sequence
from datetime import date

from bot.surfaces import (
    assessment,
    before_talk,
    coaching_time,
    dates,
    desk,
    handover,
    home,
    kept_plan,
    month,
    moved,
    notes,
    pairing,
    second_look,
    thread,
    views,
)
from bot.surfaces.drawn import Home, Message
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import (
    DeskSeen,
    Drawable,
    HomeSeen,
    LookSeen,
    MonthSeen,
    MovedSeen,
    PairingSeen,
    PlanSeen,
    Seen,
    SessionSeen,
)
from coaching_core.domain.surfaces import SurfaceKind


def render(
    kind: SurfaceKind,
    part: str,
    seen: Drawable | None,
    forms: Sequence[Questionnaire] = (),
) -> Message | Home | None:
    """
    Args:
        part: which one of its kind (a role, the number of a turn).
        seen: made by the core for the reader of the surface's place; None when its subject is gone.
        forms: the questionnaires, for their titles.
    """
    match seen:
        case HomeSeen():
            return home.home(seen)
        case PlanSeen():
            return handover.question(seen) if kind is SurfaceKind.HANDOVER else kept_plan.message(seen)
        case MovedSeen():
            return moved.message(seen)
        case LookSeen():
            return second_look.message(seen, part)
        case DeskSeen():
            return desk.message(seen, part)
        case MonthSeen():
            return month.post(seen, date.fromisoformat(part))
        case PairingSeen():
            return _of_pairing(kind, seen)
        case SessionSeen():
            return coaching_time.question(seen, int(part))
        case Seen():
            return _of_review(kind, part, seen, forms)
        case None:
            return None


def _of_pairing(kind: SurfaceKind, seen: PairingSeen) -> Message | None:
    match kind:
        case SurfaceKind.PAIRING:
            return pairing.request(seen)
        case SurfaceKind.WISH:
            return before_talk.wish(seen)
        case _:
            return pairing.answer(seen)


def _of_review(kind: SurfaceKind, part: str, seen: Seen, forms: Sequence[Questionnaire]) -> Message | None:
    match kind:
        case SurfaceKind.ASSESSMENT:
            return assessment.message(seen)
        case SurfaceKind.ASK:
            return dates.ask(seen, part, forms)
        case SurfaceKind.TURN:
            return thread.message(seen, int(part))
        case SurfaceKind.ENDED:
            return notes.ended(seen)
        case SurfaceKind.NUDGE:
            return notes.nudge(seen, Role(part.split(" ")[0]))
        case SurfaceKind.CHART:
            return views.chart(seen)
        case _:
            return None
