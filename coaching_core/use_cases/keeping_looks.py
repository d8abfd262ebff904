"""Second looks beside their plan: as both may see them, and what becomes of them when the plan changes."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from coaching_core.domain.coaching_plan import CoachingPlan, moved_items
from coaching_core.domain.roles import LookStage, Reader
from coaching_core.domain.second_look import SecondLook, askable, carried_over, close
from coaching_core.domain.surfaces import surfaces_of_look
from coaching_core.domain.visibility import LookView, look_for
from coaching_core.ids import ItemId, PersonId, SkillKey
from coaching_core.ports import Transaction


def looks_beside(
    tx: Transaction, plan: CoachingPlan
) -> tuple[Mapping[ItemId, tuple[LookView, ...]], Mapping[ItemId, tuple[SkillKey, ...]]]:
    """
    Returns:
        Each item's looks as both of the plan's people may see them; and the skills that another look can be taken at.
    """
    looks = [one for one in tx.looks.of_plan(plan.id) if (one.rep, one.manager) == (plan.rep, plan.manager)]
    views = {
        one.item.id: tuple(look_for(look, Reader.BOTH) for look in looks if look.item == one.item.id)
        for one in plan.items
    }
    ready = {one.item.id: askable(plan, one.item.id, looks) for one in plan.items}
    return views, ready


def goes_on(plan: CoachingPlan, look: SecondLook) -> bool:
    """Whether the look's item is still looked into; if not, nobody can say anything more about it."""
    kept = plan.item(look.item)
    return plan.current and kept is not None and kept.is_open


def close_what_is_over(tx: Transaction, plan: CoachingPlan, now: datetime) -> None:
    """After a change of the plan: a look at something that is not looked into any more opens nothing."""
    looks = tx.looks.of_plan(plan.id)
    _keep(tx, looks, [one if goes_on(plan, one) else close(one, now=now) for one in looks])


def carry_over_looks(tx: Transaction, old: CoachingPlan, new: CoachingPlan, now: datetime) -> None:
    """``old``, ``new``: as they are before what is open goes on in the new one."""
    looks = tx.looks.of_plan(old.id)
    _keep(tx, looks, carried_over(looks, moved_items(old, new), new.id, now=now))


def close_looks_of(tx: Transaction, person: PersonId, now: datetime) -> None:
    """Somebody has left: what is sealed opens to nobody, and is gone."""
    looks = [one for one in tx.looks.of_person(person) if one.stage is LookStage.SEALED]
    _keep(tx, looks, [close(one, now=now) for one in looks])


def close_looks_between(tx: Transaction, rep: PersonId, manager: PersonId, now: datetime) -> None:
    """These two do not go on together: what is sealed opens to nobody, and is gone."""
    looks = [one for one in tx.looks.of_person(rep) if one.manager == manager and one.stage is LookStage.SEALED]
    _keep(tx, looks, [close(one, now=now) for one in looks])


def _keep(tx: Transaction, before: Iterable[SecondLook], after: Iterable[SecondLook]) -> None:
    for was, one in zip(before, after, strict=True):
        if one != was:
            tx.looks.save(one)
            tx.surfaces.want(surfaces_of_look(one))
