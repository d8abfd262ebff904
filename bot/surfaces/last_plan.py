"""Last time's plan, with which a review opens: what became of each item, the manager's own promises first."""

from bot.surfaces import blocks as b
from bot.surfaces import fitting, kept_plan, words
from bot.surfaces.fitting import Room
from coaching_core.domain.coaching_plan import CoachingPlan, ItemState, PlanItem
from coaching_core.domain.roles import Role
from coaching_core.domain.seen import PlanSeen, Seen

_BLOCKS, _BYTES = 24, 6_000
"""Half of a message: the other half is the rep's, who opens."""


def line(seen: Seen) -> list[b.Block]:
    """On the invitation of each."""
    if seen.last_plan is None:
        return []
    plan = seen.last_plan.plan
    return [b.section(b.mrkdwn(f"*Last time's plan:* {_done(plan)}."), kept_plan.button(plan.id))]


def before_opening(seen: Seen) -> list[b.Block]:
    """In the root of the thread. What does not fit is behind its button, to the last letter."""
    kept = seen.last_plan
    return [] if kept is None else fitting.fitted(lambda room: _drawn(kept, room), blocks=_BLOCKS, size=_BYTES)


def _drawn(seen: PlanSeen, room: Room) -> list[b.Block]:
    manager = b.escape(seen.name(Role.MANAGER))
    said = _done(seen.plan)
    blocks = [
        b.header("Last time's plan", level=2),
        b.section(b.mrkdwn(f"{said[0].upper()}{said[1:]}."), kept_plan.button(seen.plan.id)),
        *kept_plan.came_along(seen),
        *_items_of(seen, Role.MANAGER, room),
    ]
    if seen.plan.support:
        blocks += [b.section(b.mrkdwn(f"*{manager}'s support*")), b.said(seen.plan.support, room.letters)]
    return [*blocks, *_items_of(seen, Role.REP, room)]


def _items_of(seen: PlanSeen, owner: Role, room: Room) -> list[b.Block]:
    own_items = [one for one in seen.plan.items if one.item.owner is owner]
    if not own_items:
        return []
    said = "takes over" if owner is Role.MANAGER and seen.before is not None else "said they'd do"
    blocks: list[b.Block] = [b.section(b.mrkdwn(f"*What {b.escape(seen.name(owner))} {said}*"))]
    for one in own_items[: room.items]:
        blocks += [b.section(b.mrkdwn(kept_plan.line(seen, one))), b.all_said(_said(seen, one), room.letters)]
    more = len(own_items) - room.items
    if more > 0:
        blocks.append(b.context(b.mrkdwn(f"And {words.count(more, 'more item', 'more items')}.")))
    return blocks


def _said(seen: PlanSeen, one: PlanItem) -> list[tuple[str, str]]:
    """The item's words, why it was dropped, and the newest note of either."""
    dropped = [(kept_plan.DROPPED, one.reason)] if one.reason else []
    notes = [(f"{seen.name(note.by)}:", note.words) for note in kept_plan.newest_of_each(one)]
    return [("", one.item.words), *dropped, *notes]


def _done(plan: CoachingPlan) -> str:
    """How many are done, in words; never a share."""
    total, done = len(plan.items), sum(one.state is ItemState.DONE for one in plan.items)
    if total and done == total:
        return "its one item is done" if total == 1 else f"all {words.number(total)} items are done"
    items = words.count(total, "item", "items")
    return f"{words.number(done)} of {items} done" if done else f"{items}, none marked as done yet"
