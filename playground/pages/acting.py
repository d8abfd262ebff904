"""
What a click or a key press in the page does: each function takes the JSON that the script sends and acts through
the person's `Keyboard`. The answer is JSON too: {"ok": bool, "error": a sentence or null, …}.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from playground.apps import command_owner
from playground.elements import NotThere, find
from playground.model import Json, Message, MessageRef, Ref, View, ViewRef
from playground.pages.composing import as_sent, with_ids
from playground.pages.naming import zone_of
from playground.pages.render_rich_text import as_rich_text
from playground.world import World

if TYPE_CHECKING:
    from playground.people import Keyboard, Outcome
    from playground.slack import Slack

Given = Mapping[str, Any]
Act = Callable[["Slack", "Keyboard", Given], Awaitable[Json]]

COMMANDS_ONLY = "{app} does not read messages here. Type / to see what you can ask it."
NOT_IN_THREADS = "Commands do not work inside a thread. Use the message field of the conversation."
NO_SUCH_COMMAND = "There is no command {command} here. Type / to see the commands."
OUT_OF_DATE = "This has changed in the meantime. Please look again."

WORDS = {
    "operation_timeout": "{app} did not answer in time. Please try again.",
    "dispatch_failed": "{app} could not be reached, or failed to answer. Please try again.",
}


def container_of(ref: str) -> Ref:
    """
    The message or view that a container's reference names ("m C1 1.2", "thread m C1 1.2", "v V1").

    Raises:
        NotThere: it names nothing.
    """
    match ref.removeprefix("thread ").split(" "):
        case ["m", channel_id, ts]:
            return MessageRef(channel_id, ts)
        case ["v", view_id]:
            return ViewRef(view_id)
        case _:
            raise NotThere(f"no message or view is called {ref!r}")


def blocks_of(world: World, ref: Ref, person_id: str) -> list[Json]:
    """
    The blocks that a person sees in a message or view.

    Raises:
        NotThere: they see no such thing.
    """
    if isinstance(ref, ViewRef):
        view = world.views.get(ref.view_id)
        if view is None or view.person_id != person_id:
            raise NotThere("no such view")
        return view.blocks
    message = world.message(ref.channel_id, ref.ts, person_id)
    channel = world.channels.get(ref.channel_id)
    if message is None or message.deleted or channel is None or person_id not in channel.members:
        raise NotThere("no such message")
    return message.blocks


async def use(slack: Slack, me: Keyboard, given: Given) -> Json:
    """A button was pressed or something chosen: {ref, block, action, value, typed}."""
    ref = container_of(given["ref"])
    _fill(slack, me, ref, given.get("typed") or ())
    place = find(blocks_of(slack.world, ref, me.me.id), given["action"], given["block"], given.get("value"))
    value = _value(place.element, given.get("value"), me)
    outcome = await me.click(ref, given["action"], value, block_id=given["block"])
    return _answer(_app_name(slack, ref, me), outcome)


async def type_in(slack: Slack, me: Keyboard, given: Given) -> Json:
    """Something was typed that goes nowhere yet: {ref, typed: [{block, action, value}]}."""
    _fill(slack, me, container_of(given["ref"]), given.get("typed") or ())
    return {"ok": True, "error": None}


async def submit(slack: Slack, me: Keyboard, given: Given) -> Json:
    """The submit button of a modal: {ref, typed}."""
    ref = container_of(given["ref"])
    if not isinstance(ref, ViewRef):
        raise NotThere("only a view can be submitted")
    _fill(slack, me, ref, given.get("typed") or ())
    name = _app_name(slack, ref, me)
    outcome = await me.submit(ref)
    return _answer(name, outcome) | {"fields": len(outcome.errors)}


async def close(slack: Slack, me: Keyboard, given: Given) -> Json:
    """Cancel, × or Escape in a modal: {ref, all}."""
    ref = container_of(given["ref"])
    if not isinstance(ref, ViewRef):
        raise NotThere("only a view can be closed")
    name = _app_name(slack, ref, me)
    return _answer(name, await me.close_modal(ref, all_of_them=bool(given.get("all"))))


async def say(slack: Slack, me: Keyboard, given: Given) -> Json:
    """Something was sent from the composer: {channel, text, thread}. A line that begins with a slash is a command."""
    text, channel = str(given.get("text", "")).strip(), slack.world.channels[given["channel"]]
    people = [person for person in slack.world.people.values() if not person.deleted]
    if not text:
        return {"ok": True, "error": None}
    if text.startswith("/"):
        if given.get("thread"):
            return {"ok": False, "error": NOT_IN_THREADS}
        command = text.split()[0]
        app = command_owner(slack.apps, command)
        if app is None:
            return {"ok": False, "error": NO_SUCH_COMMAND.format(command=command)}
        return _answer(app.name, await me.run_command(channel.id, with_ids(text, people)))
    for app in slack.apps.values():
        with_app = channel.kind == "im" and app.bot_user_id in channel.members
        if with_app and (app.manifest.messages_tab_read_only or not app.manifest.messages_tab):
            return {"ok": False, "error": COMMANDS_ONLY.format(app=app.name)}
    await me.say(channel.id, as_sent(text, people), given.get("thread") or None)
    return {"ok": True, "error": None}


async def shortcut(slack: Slack, me: Keyboard, given: Given) -> Json:
    """A shortcut from the lightning menu ({callback}) or from a message's menu ({callback, channel, ts})."""
    message = MessageRef(given["channel"], given["ts"]) if given.get("ts") else None
    owners = (
        app
        for app in slack.apps.values()
        if any(one.callback_id == given["callback"] for one in app.manifest.shortcuts)
    )
    name = next(owners, slack.app).name
    return _answer(name, await me.run_shortcut(given["callback"], message))


async def look(slack: Slack, me: Keyboard, given: Given) -> Json:
    """The person came to one of an app's tabs ({app, tab}); the app is told, as Slack does at each visit."""
    app = slack.apps.get(given.get("app", ""), slack.app)
    if given.get("tab") in ("home", "messages"):
        return _answer(app.name, await me.open_home(given["tab"], app_id=app.id))
    return {"ok": True, "error": None}


async def read(slack: Slack, me: Keyboard, given: Given) -> Json:
    """The conversation is on the screen: {channel}."""
    if slack.world.unread(me.me.id, given["channel"]):
        me.mark_read(given["channel"])
    return {"ok": True, "error": None}


async def dismiss(slack: Slack, me: Keyboard, given: Given) -> Json:
    """Take a private note away: {channel, ts}."""
    for message in me.ephemerals(given["channel"]):
        if message.ts == given["ts"]:
            slack.world.delete(message)
    return {"ok": True, "error": None}


async def converse(slack: Slack, me: Keyboard, given: Given) -> Json:
    """Begin (or find) a conversation with people: {people}. Answers with its id."""
    channel = await me.open_conversation(*[str(each) for each in given["people"]])
    return {"ok": True, "error": None, "channel": channel.id}


async def clock(slack: Slack, me: Keyboard, given: Given) -> Json:
    """Move the workspace's time: {to: "hour", "morning", "week", "month" or "now"}."""
    here = slack.world.clock.now().astimezone(zone_of(me.me))
    clock = slack.world.clock
    match given["to"]:
        case "hour":
            clock.move(timedelta(hours=1))
        case "morning":
            clock.move_to(nine_oclock(here + timedelta(days=1)))
        case "week":
            clock.move(timedelta(weeks=1))
        case "month":
            clock.move_to(nine_oclock((here.replace(day=1) + timedelta(days=32)).replace(day=1)))
        case _:
            clock.reset()
    slack.world.clock_moved()
    return {"ok": True, "error": None}


def nine_oclock(day: datetime) -> datetime:
    """Nine in the morning of that day, where the person is, in UTC."""
    return day.replace(hour=9, minute=0, second=0, microsecond=0).astimezone(UTC)


ACTS: dict[str, Act] = {
    "use": use,
    "type": type_in,
    "submit": submit,
    "close": close,
    "say": say,
    "shortcut": shortcut,
    "look": look,
    "read": read,
    "dismiss": dismiss,
    "converse": converse,
    "clock": clock,
}


def _fill(slack: Slack, me: Keyboard, ref: Ref, typed: Any) -> None:
    """Keep what stands in the fields. A field that vanished while it was typed into is no error."""
    with suppress(NotThere):
        blocks = blocks_of(slack.world, ref, me.me.id)
        for field in typed:
            with suppress(NotThere):
                element = find(blocks, field["action"], field["block"]).element
                me.fill(ref, field["action"], _value(element, field.get("value"), me), block_id=field["block"])


def _value(element: Json, value: Any, me: Keyboard) -> Any:
    """What a field of the page holds, as the element's value: pickers without a date give None."""
    kind = element.get("type")
    if kind == "rich_text_input" and isinstance(value, str):
        return as_rich_text(value)
    if value == "" and not (kind or "").endswith("button"):
        return None
    if kind == "datetimepicker" and isinstance(value, str):
        return int(datetime.fromisoformat(value).replace(tzinfo=zone_of(me.me)).timestamp())
    return value


def _app_name(slack: Slack, ref: Ref, me: Keyboard) -> str:
    """What the app is called that a message or view belongs to."""
    where: Message | View | None
    if isinstance(ref, ViewRef):
        where = slack.world.views.get(ref.view_id)
    else:
        where = slack.world.message(ref.channel_id, ref.ts, me.me.id)
    return slack.apps.get((where.app_id if where else None) or "", slack.app).name


def _answer(app_name: str, outcome: Outcome) -> Json:
    if outcome.ok or outcome.errors:
        return {"ok": outcome.ok, "error": None}
    words = WORDS.get(outcome.error or "", "{app} answered with an error: " + str(outcome.error))
    return {"ok": False, "error": words.format(app=app_name)}
