"""What all parts of the state stand on: clocks, who is told of changes, where things are kept, new ids."""

from __future__ import annotations

from itertools import count

from playground.changes import Changes
from playground.clock import Clock, TimeStamps
from playground.keeping import Keeper
from playground.model import Change, Person


class Base:
    """Shared by the parts of `World`."""

    def __init__(self, clock: Clock, changes: Changes | None = None, keeper: Keeper | None = None) -> None:
        self.clock = clock
        self.stamps = TimeStamps()
        self.changes = changes or Changes()
        self.keeper = keeper or Keeper()
        self.people: dict[str, Person] = {}
        self._numbers = count(int(self.keeper.marked("numbers") or 1))

    def new_id(self, prefix: str) -> str:
        """An id that no other thing has, such as "C0PG0000012"."""
        number = next(self._numbers)
        self.keeper.mark("numbers", str(number + 1))
        return f"{prefix}0PG{number:07d}"

    def seconds(self) -> int:
        """Real time, in whole seconds since the epoch."""
        return int(self.clock.real().timestamp())

    def _changed(
        self,
        kind: str,
        person_ids: tuple[str, ...],
        channel_id: str | None = None,
        ts: str | None = None,
        thread_ts: str | None = None,
        view_id: str | None = None,
    ) -> None:
        self.changes.tell(Change(kind, person_ids, channel_id, ts, thread_ts, view_id))
