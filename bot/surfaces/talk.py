"""The time of the talk: asked with the plan, confirmed in the agreeing tap, or logged in one tap under it."""

from bot.slack_ids import Act
from bot.surfaces import blocks as b
from bot.surfaces.lengths import length
from bot.surfaces.packing import pack
from coaching_core.domain.conversation import Turn
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import Seen
from coaching_core.domain.talk import USUAL_MINUTES, live_minutes

_OFFERED = (15, 20, 30, 45, 60, 90)


def asked(seen: Seen, block_id: str) -> b.Block:
    """How long the two talked; nothing is chosen beforehand unless they talked live, as nobody may have talked."""
    rep, known = seen.name(Role.REP), live_minutes(seen.view.turns, seen.now)
    options = [b.option(length(one), str(one)) for one in sorted({*_OFFERED, *([known] if known else [])})]
    hint = f"{rep} confirms it when agreeing, and then it counts as coaching time. Leave it empty if you didn't talk."
    if known:
        hint = f"About {length(known)} by the steps of your live conversation. {hint}"
    return b.input_block(
        "How long did you talk?",
        b.select(Act.INPUT, options, initial=str(known) if known else None, placeholder="Choose a length"),
        block_id,
        optional=True,
        hint=hint,
    )


def agree_buttons(seen: Seen, turn: Turn) -> list[b.Block]:
    """I agree; where the other one said how long you talked, the tap that confirms it says so, and one that doesn't."""
    plain: dict[str, str | int] = {"r": seen.view.id, "t": turn.number, "f": seen.view.plan.fingerprint}
    talked = seen.view.talked
    if talked is None or talked.by is turn.speaker:
        return [b.button("I agree", Act.AGREE, pack(**plain), style="primary", accessibility_label=_PLAN)]
    minutes = length(talked.minutes)
    spoken = f"Agree, and confirm {minutes} of coaching"
    both = pack(**plain, m=talked.minutes)
    return [
        b.button(f"Agree, and confirm {minutes}", Act.AGREE, both, style="primary", accessibility_label=spoken),
        b.button("The plan only", f"{Act.AGREE}#plan", pack(**plain), accessibility_label=_PLAN_ONLY),
    ]


_PLAN = "I agree to this plan"
_PLAN_ONLY = "The plan only: I agree to it, and am asked about the time apart"


def said_to_agree(seen: Seen, turn: Turn) -> str:
    """What the tap confirms besides the plan; nothing where it confirms nothing."""
    talked = seen.view.talked
    if talked is None or talked.by is turn.speaker:
        return ""
    return (
        f" {b.escape(seen.name(talked.by))} says that you talked for {length(talked.minutes)}; "
        "the first button confirms that, too, as coaching time."
    )


def logged_or_offered(seen: Seen) -> tuple[list[b.Block], list[b.Block]]:
    """Under the agreed plan: what was logged, or the one tap that does it. Returns blocks, and buttons."""
    talked = seen.view.talked
    if talked is not None:
        return [b.context(b.mrkdwn(f"Logged for this talk: {length(talked.minutes)} of coaching."))], []
    known = live_minutes(seen.view.turns, seen.view.ended_at or seen.now)
    minutes = known or USUAL_MINUTES
    how = "by the steps of your live conversation" if known else "as is usual"
    said = (
        f"Did you talk it through? One tap logs {length(minutes)}, {how}. The other one is asked, and can correct it."
    )
    return [b.context(b.mrkdwn(said))], [
        b.button(
            f"Log {length(minutes)}",
            Act.LOG_TALK,
            pack(r=seen.view.id, m=minutes),
            accessibility_label=f"Log {length(minutes)} of coaching for this talk",
        )
    ]
