"""Another manager: the question whether they may read what opened before, and what that was."""

from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import fitting, kept_plan, views
from bot.surfaces.drawn import Message
from bot.surfaces.packing import pack
from coaching_core.domain.coaching_plan import Consent
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import PastSeen, PlanSeen
from coaching_core.ids import ReviewId


def question(seen: PlanSeen) -> Message | None:
    """To the rep alone, who can change their mind at any time."""
    came, before = seen.plan.came_from, seen.before
    if came is None or before is None:
        return None
    new, old = b.escape(seen.name(Role.MANAGER)), b.escape(before.name)
    past = f"what opened between you and {old}: both views of skills that you two opened, and the notes on that plan"
    match came.past:
        case Consent.ASKED:
            said = (
                f"*{new}* coaches you now, and your plan goes on: its open items came along. May {new} read {past}? "
                "What never opened stays closed, whatever you say. It's yours to decide, now or later."
            )
            buttons = [
                _button("Yes, they may read it", Act.PAST_YES, seen),
                _button("No, it stays there", Act.PAST_NO, seen),
            ]
        case Consent.YES:
            said = f"{new} may read {past}. What never opened stays closed."
            buttons = [_button("Close it again", Act.PAST_NO, seen)]
        case Consent.NO:
            said = f"What opened between you and {old} stays between you two. {new} reads the plan alone."
            buttons = [_button("Let them read it", Act.PAST_YES, seen)]
    text = "There is a question about your coaching plan." if came.past is Consent.ASKED else "You have decided."
    return Message(text, [b.section(b.mrkdwn(said)), b.actions(*buttons)])


def past(seen: PastSeen, taken: ReviewId, page: int = 1) -> b.Block:
    """
    What opened before, for whoever the rep lets read it.

    Args:
        taken: the plan that was taken over, whose people read it.
    """

    def way(label: str, to: int) -> b.Block:
        return b.button(label, f"{Act.PAST}#{to}", pack(r=taken, p=to))

    rep, old = seen.plan.name(Role.REP), seen.plan.name(Role.MANAGER)
    blocks = [
        b.context(
            b.plain(f"What {rep} and {old} had opened. {rep} has opened it to the two of you, and can close it again.")
        ),
        b.header("Their plan", level=2),
        *kept_plan.read_only(seen.plan),
    ]
    opened = [block for key in seen.review.view.views for block in views.skill(seen.review, key)]
    if opened:
        blocks += [b.header("Both views, of what they opened", level=2), *opened]
    return b.modal("What came before", fitting.page_of(blocks, page, way), callback_id=Modal.READING)


def _button(label: str, act: Act, seen: PlanSeen) -> b.Block:
    return b.button(label, act, pack(r=seen.plan.id))
