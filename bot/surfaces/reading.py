"""Modals in which everything can be read to the last letter: what was said before a turn, and the plan."""

from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces import fitting, kept_plan, plan, thread
from bot.surfaces.packing import number, pack, unpack
from coaching_core.domain.roles import Stage
from coaching_core.domain.seen import Seen


def everything(seen: Seen, turn: int, page: int = 1) -> b.Block:
    """What was said just before a turn; the message of that turn may have shortened it."""

    def way(label: str, to: int) -> b.Block:
        return b.button(label, f"{Act.READ_ALL}#{to}", pack(r=seen.view.id, t=turn, p=to))

    blocks = thread.whole(seen, turn) if 0 < turn <= len(seen.view.turns) else []
    return _modal("What was said", fitting.page_of(blocks or [_nothing()], page, way))


def the_plan(seen: Seen, page: int = 1) -> b.Block:
    """The whole plan, as it stands."""

    def way(label: str, to: int) -> b.Block:
        return b.button(label, f"{Act.HOME_PLAN}#{to}", pack(r=seen.view.id, p=to))

    more = [b.actions(kept_plan.button(seen.view.id))] if seen.view.stage is Stage.AGREED else []
    return _modal("Your plan", fitting.page_of([*(plan.said_plan(seen) or [_nothing()]), *more], page, way))


def page_of(value: str | None) -> int:
    """The page that a button leads to: the first, if it names none."""
    return number(value, "p") if "p" in unpack(value) else 1


def _nothing() -> b.Block:
    return b.section(b.mrkdwn("There is nothing to read here yet."))


def _modal(title: str, blocks: list[b.Block]) -> b.Block:
    return b.modal(title, blocks, callback_id=Modal.READING)
