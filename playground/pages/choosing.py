"""What the list of a select offers: its own options, people, conversations, or what the app suggests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from playground.elements import find
from playground.model import Channel, Json
from playground.pages.acting import blocks_of, container_of
from playground.pages.naming import WorldNames, conversation_name
from playground.pages.render_selects import draw_options
from playground.pages.render_text import text_of
from playground.pages.scene import Scene
from playground.world import World

if TYPE_CHECKING:
    from playground.people import Keyboard
    from playground.slack import Slack

Option = tuple[str, str, str]
"""(value, name, note)"""
MOST = 100
"""Options that a list shows at once; typing narrows it down."""


async def offered(
    slack: Slack, me: Keyboard, *, ref: str, block_id: str, action_id: str, typed: str, base: str
) -> Markup:
    """
    The contents of the list for what was typed so far.

    Raises:
        NotThere: the person does not see such a select.
    """
    where = container_of(ref)
    element = find(blocks_of(slack.world, where, me.me.id), action_id, block_id).element
    kind = str(element.get("type")).removeprefix("multi_")
    scene = Scene(viewer=me.me.id, names=WorldNames(slack.world, me.me.id))
    least = int(element.get("min_query_length", 3)) if kind == "external_select" else 0
    if len(typed) < least:
        return Markup('<li role="presentation" class="no-options">{}</li>').format(_type_more(least))
    groups: list[tuple[str, list[Option]]]
    if kind == "external_select":
        found = await me.suggestions(where, action_id, typed, block_id=block_id)
        groups = [("", [_option(one, scene) for one in found])]
    elif kind == "users_select":
        groups = [("", _narrowed(_people(slack.world), typed))]
    elif kind in {"conversations_select", "channels_select"}:
        rooms = _conversations(slack.world, me, element, public_only=kind == "channels_select")
        groups = [("", _narrowed(rooms, typed))]
    else:
        groups = [("", _narrowed((_option(one, scene) for one in element.get("options") or ()), typed))]
        for group in element.get("option_groups") or ():
            options = (_option(one, scene) for one in group.get("options") or ())
            groups.append((text_of(group.get("label"), scene), _narrowed(options, typed)))
    state = me.state(where).get(block_id, {}).get(action_id, {})
    return draw_options(groups, _chosen(state), base)


def _type_more(least: int) -> str:
    return f"Type at least {least} letter{'s' if least > 1 else ''}."


def _option(option: Json, scene: Scene) -> Option:
    return str(option.get("value")), text_of(option.get("text"), scene), text_of(option.get("description"), scene)


def _people(world: World) -> Iterator[Option]:
    for person in sorted(world.people.values(), key=lambda one: one.display_name.casefold()):
        if not person.deleted:
            note = "App" if person.is_bot else "Guest" if person.is_restricted else person.title
            yield person.id, person.display_name, note


def _conversations(world: World, me: Keyboard, element: Json, *, public_only: bool) -> Iterator[Option]:
    wanted = set((element.get("filter") or {}).get("include") or ("im", "mpim", "private", "public"))
    if public_only:
        wanted = {"public"}
    for channel in world.channels.values():
        sort = _sort_of(channel)
        if channel.is_archived or sort not in wanted or (sort != "public" and me.me.id not in channel.members):
            continue
        name = conversation_name(world, channel, me.me.id)
        yield channel.id, f"#{name}" if channel.kind == "channel" else name, ""


def _sort_of(channel: Channel) -> str:
    if channel.kind == "channel":
        return "private" if channel.is_private else "public"
    return channel.kind


def _narrowed(options: Iterable[Option], typed: str) -> list[Option]:
    words = typed.casefold().split()
    fitting = (one for one in options if all(word in f"{one[1]} {one[2]}".casefold() for word in words))
    return [one for one, _ in zip(fitting, range(MOST), strict=False)]


def _chosen(state: Json) -> list[str]:
    values: list[Any] = []
    for key, value in state.items():
        if key.startswith("selected_"):
            values += value if isinstance(value, list) else [value]
    return [str(one["value"] if isinstance(one, dict) else one) for one in values if one is not None]
