"""Modals (a stack of at most three for each person) and App Homes: which are open, and how they change."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from playground.model import Change, Json, Surface, View
from playground.texts import view_texts

if TYPE_CHECKING:
    from playground.world import World

STACK_LIMIT = 3


class OpenViews:
    """All views that can be seen. A view keeps its id while it is updated; its hash changes each time."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_id: dict[str, View] = {}
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[tuple[str, str], View] = {}

    def get(self, view_id: str) -> View | None:
        """An open view by its id."""
        return self._by_id.get(view_id)

    def by_external_id(self, external_id: str, app_id: str, team_id: str) -> View | None:
        """An open view by the id that the app gave it."""
        for view in self._by_id.values():
            if view.external_id == external_id and view.app_id == app_id and view.team_id == team_id:
                return view
        return None

    def stack(self, person_id: str) -> list[View]:
        """The person's open modals, the one on top last."""
        return list(self._stacks.get(person_id, ()))

    def top(self, person_id: str) -> View | None:
        """The modal on top, if one is open."""
        stack = self._stacks.get(person_id)
        return stack[-1] if stack else None

    def home(self, person_id: str, app_id: str) -> View | None:
        """What the app last published for the person."""
        return self._homes.get((app_id, person_id))

    def new_hash(self) -> str:
        """A value that no view has had."""
        ts = self._world.stamps.next()
        return f"{ts.split('.')[0]}.{hashlib.sha256(ts.encode()).hexdigest()[:8]}"

    def open(self, view: View) -> View:
        """Show a modal in place of whatever modals were open."""
        self._drop(view.person_id, self._stacks.pop(view.person_id, []))
        return self.push(view)

    def push(self, view: View) -> View:
        """Show a modal on top of those that are open. The caller has checked the limit of three."""
        stack = self._stacks.setdefault(view.person_id, [])
        view.previous_view_id = stack[-1].id if stack else None
        view.root_view_id = stack[0].root_view_id if stack else view.id
        stack.append(view)
        self._by_id[view.id] = view
        self._seen(view)
        return view

    def replace(self, view: View, new: View) -> View:
        """Give an open view other contents; its id and its place in the stack stay."""
        for name in ("blocks", "title", "submit", "close", "callback_id", "private_metadata", "external_id"):
            setattr(view, name, getattr(new, name))
        view.clear_on_close, view.notify_on_close = new.clear_on_close, new.notify_on_close
        view.hash = self.new_hash()
        self._seen(view)
        return view

    def publish(self, view: View) -> View:
        """Set a person's App Home; it keeps one id for good."""
        before = self.home(view.person_id, view.app_id)
        if before is not None:
            return self.replace(before, view)
        view.root_view_id = view.id
        self._homes[(view.app_id, view.person_id)] = view
        self._by_id[view.id] = view
        self._seen(view)
        return view

    def take_in(self, home: View) -> None:
        """Know an App Home that was published earlier."""
        self._homes[(home.app_id, home.person_id)] = home
        self._by_id[home.id] = home

    def close(self, view: View) -> None:
        """Take one modal away; the one below it is on top then."""
        stack = self._stacks.get(view.person_id, [])
        if view in stack:
            stack.remove(view)
            self._drop(view.person_id, [view])

    def clear(self, person_id: str) -> list[View]:
        """Take all of a person's modals away; returns them, the one on top last."""
        closed = self._stacks.pop(person_id, [])
        self._drop(person_id, closed)
        return closed

    def _drop(self, person_id: str, views: list[View]) -> None:
        for view in views:
            self._by_id.pop(view.id, None)
            self._world.chosen.drop(view.id)
        if views:
            self._world.changes.tell(Change("modals", (person_id,), view_id=views[-1].id))

    def _seen(self, view: View) -> None:
        surface: Surface = "home" if view.kind == "home" else "modal"
        self._world.show((view.person_id,), surface, view.id, view_texts(view))
        kind = "home" if view.kind == "home" else "modals"
        if view.kind == "home":
            self._world.keeper.put(view)
        self._world.changes.tell(Change(kind, (view.person_id,), view_id=view.id))


def new_view(world: World, source: Json, *, app_id: str, team_id: str, person_id: str) -> View:
    """A view from what the app sent, which has been validated."""
    return View(
        id=world.new_id("V"),
        kind="home" if source.get("type") == "home" else "modal",
        app_id=app_id,
        team_id=team_id,
        person_id=person_id,
        hash=world.views.new_hash(),
        blocks=list(source.get("blocks") or ()),
        title=source.get("title"),
        submit=source.get("submit"),
        close=source.get("close"),
        callback_id=source.get("callback_id") or "",
        private_metadata=source.get("private_metadata") or "",
        external_id=source.get("external_id") or "",
        clear_on_close=bool(source.get("clear_on_close")),
        notify_on_close=bool(source.get("notify_on_close")),
    )
