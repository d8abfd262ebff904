"""
What a person does, as the app hears of it: commands, clicks, submissions, shortcuts, suggestions.

Each function builds the payload, hands it over, and carries out what the acknowledgement asks for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from playground.delivery.answers import Answer
from playground.delivery.courier import Courier
from playground.delivery.response_urls import ResponseUrls, read_message, say_as_app
from playground.delivery.submissions import Verdict, verdict_of
from playground.delivery.triggers import Triggers
from playground.elements import Placed, action_payload, placed, values_of
from playground.manifest import Command, Shortcut
from playground.model import Channel, Json, Message, Person, View
from playground.objects import channel_name, message_json, person_json, team_json, view_json
from playground.refusal import Refused
from playground.world import World

_NAME = re.compile(r"(?<![\w<])@([\w.-]+)")
_ROOM = re.compile(r"(?<![\w<&])#([\w-]+)")
_ESCAPED = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


class Interactions:
    """Everything of a person's doing that the app answers to."""

    def __init__(
        self, world: World, couriers: Mapping[str, Courier], triggers: Triggers, response_urls: ResponseUrls
    ) -> None:
        self._world = world
        self._couriers = couriers
        self._triggers = triggers
        self._response_urls = response_urls

    async def command(self, app_id: str, person: Person, channel: Channel, command: Command, text: str) -> Answer:
        """Run a slash command of an app; shows what the acknowledgement says, or that there was none."""
        team = self._world.workspaces[channel.team_id]
        payload: Json = {
            "token": "verification",
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": channel.id,
            "channel_name": channel_name(channel),
            "user_id": person.id,
            "user_name": person.name,
            "command": command.name,
            "text": self._escape(text, person.team_id) if command.should_escape else self._unescape(text),
            "api_app_id": app_id,
            "is_enterprise_install": "false",
            "response_url": self._response_urls.issue(person.id, team.id, channel.id, app_id=app_id),
            "trigger_id": self._triggers.issue(person.id, team.id, None, app_id),
        }
        answer = await self._couriers[app_id].hand_over("command", "slash_commands", payload)
        if answer.error:
            words = f"{command.name} did not work, because the app gave no usable answer ({answer.error})."
            self._world.notice(person.id, answer.error, words, channel.id)
            return answer
        if answer.body:
            try:
                self._answer_command(app_id, person, channel, command, text, answer.body)
            except Refused as refused:
                words = f"{command.name} did not work, because the app's answer was not valid ({refused.error})."
                self._world.notice(person.id, refused.error, words, channel.id)
                return Answer("dispatch_failed", status=answer.status, body=answer.body, seconds=answer.seconds)
        return answer

    async def act_in_message(
        self, person: Person, message: Message, place: Placed, value: Any, state: Json | None
    ) -> Answer:
        """Use an element of a message."""
        channel = self._world.channels[message.channel_id]
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.ephemeral_for is not None,
        }
        thread_ts = message.thread_ts if message.is_reply else None
        if thread_ts:
            container["thread_ts"] = thread_ts
        app_id = self._owner(message)
        url = self._response_urls.issue(person.id, channel.team_id, channel.id, message.ref, thread_ts, app_id=app_id)
        payload = self._interaction("block_actions", app_id, person, channel.team_id)
        payload |= {
            "container": container,
            "channel": {"id": channel.id, "name": channel_name(channel)},
            "state": {"values": values_of(message.blocks, self._world.chosen.of(self._key(message), person.id))},
            "response_url": url,
            "actions": [action_payload(place, state, value, self._world.stamps.next())],
        }
        if message.ephemeral_for is None:
            payload["message"] = message_json(message, self._world, all_metadata=True)
        return self._heard(person, await self._send(payload), channel.id)

    async def act_in_view(self, person: Person, view: View, place: Placed, value: Any, state: Json | None) -> Answer:
        """Use an element of a modal or Home."""
        payload = self._interaction("block_actions", view.app_id, person, view.team_id, view)
        payload |= {
            "container": {"type": "view", "view_id": view.id},
            "view": view_json(view, self._world),
            "actions": [action_payload(place, state, value, self._world.stamps.next())],
        }
        return self._heard(person, await self._send(payload))

    async def submit(self, person: Person, view: View) -> tuple[Answer, Verdict]:
        """Submit a modal and carry out the app's answer; the verdict says what became of the modal."""
        payload = self._interaction("view_submission", view.app_id, person, view.team_id, view)
        payload |= {"view": view_json(view, self._world), "response_urls": self._asked_for(person, view)}
        answer = await self._send(payload)
        verdict = verdict_of(self._world, view, answer)
        if verdict.error:
            words = "We could not reach the app, or its answer made no sense. What you typed is still here."
            self._world.notice(person.id, verdict.error, words)
        return answer, verdict

    async def closed(self, person: Person, view: View, *, is_cleared: bool) -> Answer:
        """Tell the app that the person closed a modal."""
        payload = self._interaction("view_closed", view.app_id, person, view.team_id)
        del payload["trigger_id"]
        payload |= {"view": view_json(view, self._world, with_values=False), "is_cleared": is_cleared}
        return await self._send(payload)

    async def shortcut(self, app_id: str, person: Person, shortcut: Shortcut, message: Message | None) -> Answer:
        """Use a global shortcut, or one of a message's menu."""
        if message is None:
            payload = self._interaction("shortcut", app_id, person, person.team_id)
            payload |= {"callback_id": shortcut.callback_id, "action_ts": self._world.stamps.next()}
            return self._heard(person, await self._send(payload))
        channel = self._world.channels[message.channel_id]
        payload = self._interaction("message_action", app_id, person, channel.team_id)
        payload |= {
            "callback_id": shortcut.callback_id,
            "action_ts": self._world.stamps.next(),
            "message_ts": message.ts,
            "channel": {"id": channel.id, "name": channel_name(channel)},
            "message": message_json(message, self._world, all_metadata=True),
            "response_url": self._response_urls.issue(
                person.id, channel.team_id, channel.id, message.ref, app_id=app_id
            ),
        }
        return self._heard(person, await self._send(payload), channel.id)

    async def suggest(self, person: Person, container: Message | View, place: Placed, typed: str) -> list[Json]:
        """Ask the app for the options of an external select; none if it does not answer well."""
        team_id = (
            container.team_id if isinstance(container, View) else self._world.channels[container.channel_id].team_id
        )
        payload = self._interaction("block_suggestion", self._owner(container), person, team_id)
        del payload["trigger_id"]
        payload |= {"action_id": place.key[1], "block_id": place.key[0], "value": typed}
        if isinstance(container, View):
            payload |= {
                "container": {"type": "view", "view_id": container.id},
                "view": view_json(container, self._world),
            }
        else:
            channel = self._world.channels[container.channel_id]
            payload |= {
                "container": {"type": "message", "message_ts": container.ts, "channel_id": channel.id},
                "channel": {"id": channel.id, "name": channel_name(channel)},
                "message": message_json(container, self._world),
            }
        answer = await self._send(payload)
        body = answer.body if isinstance(answer.body, dict) else {}
        groups = [group for group in body.get("option_groups") or () if isinstance(group, dict)]
        options = list(body.get("options") or ()) + [o for group in groups for o in group.get("options") or ()]
        if answer.error or len(options) > 100 or not all(isinstance(o, dict) and "value" in o for o in options):
            return []
        return options

    def _owner(self, container: Message | View) -> str:
        return container.app_id or next(iter(self._couriers))

    def _asked_for(self, person: Person, view: View) -> list[Json]:
        """An address for each conversation that was chosen in a field with `response_url_enabled`."""
        chosen, given = values_of(view.blocks, self._world.chosen.of(view.id, person.id)), []
        for place in placed(view.blocks):
            (block_id, action_id), element = place.key, place.element
            state = chosen.get(block_id, {}).get(action_id, {})
            channel_id = state.get("selected_conversation") or state.get("selected_channel")
            if element.get("response_url_enabled") and channel_id in self._world.channels:
                url = self._response_urls.issue(person.id, view.team_id, channel_id, app_id=view.app_id)
                told = {"block_id": block_id, "action_id": action_id, "channel_id": channel_id}
                given.append(told | {"response_url": url})
        return given

    def _interaction(self, kind: str, app_id: str, person: Person, team_id: str, view: View | None = None) -> Json:
        in_modal = view.id if view is not None and view.kind == "modal" else None
        return {
            "type": kind,
            "token": "verification",
            "team": team_json(self._world, team_id),
            "user": person_json(person),
            "api_app_id": app_id,
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": self._triggers.issue(person.id, team_id, in_modal, app_id),
        }

    async def _send(self, payload: Json) -> Answer:
        courier = self._couriers[payload["api_app_id"]]
        if not courier.app.manifest.interactivity:
            return Answer("dispatch_failed")  # the manifest says that nobody listens
        return await courier.hand_over(payload["type"], "interactive", payload)

    def _heard(self, person: Person, answer: Answer, channel_id: str | None = None) -> Answer:
        if answer.error:
            words = f"The app did not answer, so this may not have worked ({answer.error})."
            self._world.notice(person.id, answer.error, words, channel_id)
        return answer

    def _answer_command(
        self, app_id: str, person: Person, channel: Channel, command: Command, text: str, body: Any
    ) -> None:
        answer: Json = body if isinstance(body, dict) else {"text": str(body)}
        words, blocks = read_message(self._world, answer)
        public = answer.get("response_type") == "in_channel"
        if public:
            line = f"{command.name} {text}".rstrip()
            stamp, now = self._world.stamps.next(), self._world.clock.now()
            self._world.post(Message(channel.id, stamp, person.id, line, now))
        only_for = None if public else person.id
        say_as_app(self._world, app_id, channel.team_id, channel.id, words, blocks, only_for=only_for)

    def _escape(self, text: str, team_id: str) -> str:
        by_name = {p.name.lower(): p.id for p in self._world.people.values() if p.team_id == team_id or p.is_stranger}
        rooms = {c.name: c for c in self._world.channels.values() if c.kind == "channel" and c.team_id == team_id}

        def person(match: re.Match[str]) -> str:
            found = by_name.get(match.group(1).lower())
            return f"<@{found}>" if found else match.group(0)

        def room(match: re.Match[str]) -> str:
            found = rooms.get(match.group(1))
            if found is None:
                return match.group(0)
            return f"<#{found.id}|{'' if found.is_private else found.name}>"

        return _ROOM.sub(room, _NAME.sub(person, text))

    def _unescape(self, text: str) -> str:
        def name(match: re.Match[str]) -> str:
            found = self._world.people.get(match.group(1))
            return f"@{found.name}" if found else match.group(0)

        return _ESCAPED.sub(name, text)

    def _key(self, message: Message) -> str:
        return self._world.container_key(message.ref)
