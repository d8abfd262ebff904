"""What was seen: written down in a form, or begun from a message in Slack."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Protocol

from bot.answering import NOTHING, Answer, Click, Dispatcher, MessageRef, Open, Shortcut, Submission, Tell
from bot.handlers.finding import FindsPeople
from bot.slack_ids import Act, Modal, ShortcutName
from bot.surfaces import evidence, packing
from bot.surfaces.texts import as_typed
from bot.system import InThread
from coaching_core.domain.people import Actor, PersonKind
from coaching_core.errors import CoachingError
from coaching_core.ids import ItemId, PersonId, ReviewId, WorkspaceId
from coaching_core.use_cases.keeping_plans import KeepingPlans


class FindsMessages(Protocol):
    def permalink(self, workspace: WorkspaceId, message: MessageRef) -> Awaitable[str | None]:
        """Returns None for a message that the app can't read."""
        ...


@dataclass(frozen=True, slots=True)
class EvidenceHandlers:
    plans: KeepingPlans
    people: FindsPeople
    messages: FindsMessages
    run: InThread

    def register(self, to: Dispatcher) -> None:
        to.click(Act.EVIDENCE, self.on_add)
        to.submission(Modal.EVIDENCE, self.on_form, block_of=evidence.block_of)
        to.shortcut(ShortcutName.EVIDENCE, self.on_message)

    async def on_add(self, click: Click) -> Answer:
        plan, item = ReviewId(packing.of(click.value, "r")), packing.unpack(click.value).get("i")
        await self.run.look(self.plans.see, _actor(click), plan)
        offer = await self.run.look(self.plans.areas, _actor(click), plan)
        return Open(evidence.form(offer, ItemId(item) if item else None))

    async def on_message(self, used: Shortcut) -> Answer:
        """The words and the link are kept as the person leaves them in the form; who wrote the message is not."""
        offer = await self.run.look(self.plans.areas, _actor(used))
        link = await self.messages.permalink(used.workspace, used.message) if used.message is not None else None
        readable = link is not None and await self._is_ours(used.workspace, used.author)
        said, link = (as_typed(used.words), link or "") if readable else ("", "")
        return Open(evidence.form(offer, said=said, link=link, from_message=True))

    async def on_form(self, sent: Submission) -> Answer:
        plan, item, seen = evidence.parse(sent.values)
        await self.run(self.plans.add_evidence, _actor(sent), plan, item, seen)
        return NOTHING if packing.in_a_row(sent.private_metadata) else Tell(evidence.KEPT)

    async def _is_ours(self, workspace: WorkspaceId, author: PersonId | None) -> bool:
        """Words of somebody of another organisation are not ours to copy."""
        if author is None:
            return False
        try:
            return (await self.people.find(workspace, author)).kind is not PersonKind.STRANGER
        except CoachingError:
            return False


def _actor(used: Click | Submission | Shortcut) -> Actor:
    return Actor(used.workspace, used.person)
