"""
Signed, and nonsense all the same: whatever stands in a request, it is answered, and nothing changes.

What two people really sent on their way to an agreed plan is bent at random places and sent again, signed, by
themselves and by somebody else. Never a server error, never the inside of the app on anybody's screen.
"""

import asyncio
import contextlib
import copy
import json
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import playground
from bot.web.edge import Edge
from playground.slack import Slack
from tests.bot.conftest import MANIFEST, PEOPLE
from tests.bot.hands import Hands
from tests.bot.playing import App, Pair, agreed, app_on, facts
from tests.edge import payloads
from tests.edge.test_edge import FORM, Answer, post, signed

Json = dict[str, Any]
SMALL, WHOLE = 600, 50_000
INSIDE = ("Traceback", 'File "', "Error(", "Exception", "<class", "object at 0x", "sqlalchemy", ".py")
"""What no person may ever read."""

ODD_TEXTS = (
    *("", "x", "null", "0", "-1", "{}", '{"v":1}', '{"v":1,"r":"x","t":"x"}', '{"v":1,"r":[],"t":9e99}', "[" * 2000),
    *("\x00", "\ud800", "é\u202e", "<!channel>", "9" * 400, "1e999", "2035-13-45", "x" * 5000, "U" * 300, "'; --"),
)
TEXTS: st.SearchStrategy[Any] = st.sampled_from(ODD_TEXTS)
NUMBERS = st.sampled_from([0, -1, 1, 2**63, 10**400, 1.5, float("inf"), float("-inf"), float("nan"), True, False, None])
OTHER_KINDS: st.SearchStrategy[Any] = st.sampled_from(
    [[], {}, [[]], [None], {"": ""}, {"type": "x"}, {"id": None}, [{"action_id": 5}], {"values": []}, {"v": {"x": 5}}]
)
JUNK = TEXTS | NUMBERS | OTHER_KINDS
GONE = object()
BENDS = st.lists(st.tuples(st.integers(0, 100_000), JUNK | st.just(GONE)), min_size=1, max_size=3)


@dataclass
class Target:
    """The app with an agreed review in it, its own door, and everything that was sent to it on the way."""

    slack: Slack
    app: App
    edge: Edge
    sent: Sequence[Json]
    before: list[object]


async def opened(stack: AsyncExitStack, folder: Path) -> Target:
    running = playground.running(manifest=MANIFEST, people=PEOPLE, rate_limits=False, pages=False)
    slack = await stack.enter_async_context(running)
    app = await stack.enter_async_context(app_on(slack, f"sqlite:///{folder}/coach.sqlite"))
    who = Pair(Hands(slack.person("UMARIA")), Hands(slack.person("UANA")))
    for person in who.both:
        await person.keyboard.open_home()
    await agreed(who)
    await who.manager.types(f"/coach-log <@{who.rep.id}> 45m call debrief")
    await who.manager.types(f"/coach-review <@{who.rep.id}>")  # while it runs, asking for one changes nothing
    await app.settled()
    sent = [one.payload for one in slack.record.delivered()]
    team = {"team": {"id": slack.team_id, "domain": "acme"}}
    sent += [
        {**payloads.shortcut(), **team},
        {**payloads.suggestion(), **team},
        {**payloads.message_shortcut(), **team, "response_url": slack.address},
    ]
    slack.record.clear()
    return Target(slack, app, app.edge(), distinct(sent), facts(app.database))


def distinct(sent: Sequence[Json]) -> list[Json]:
    """One of each kind and id, so that the many clicks of a form do not crowd out the rest."""
    found: dict[tuple[str, str, str], Json] = {}
    for body in sent:
        actions = body.get("actions") or [{}]
        about = str(actions[0].get("action_id", "")).partition("#")[0]
        event = (body.get("event") or {}).get("type", "")
        kind = str(body.get("type", body.get("command")))
        found.setdefault((kind, str((body.get("view") or {}).get("callback_id", "")), about or event), body)
    return list(found.values())


def bent(body: Json, bends: Sequence[tuple[int, object]], stranger: bool) -> Json:
    """Put junk, or nothing, at so many places of the payload."""
    body = copy.deepcopy(body)
    if stranger and isinstance(body.get("user"), dict):
        body["user"]["id"] = "UGIL"
    elif stranger and "user_id" in body:
        body["user_id"] = "UGIL"
    for number, junk in bends:
        places = list(places_in(body))
        if not places:
            break
        holder, key = places[number % len(places)]
        if junk is GONE:
            del holder[key]
        else:
            holder[key] = copy.deepcopy(junk)
    return body


def places_in(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places_in(value[key])


def encoded(body: Json) -> tuple[bytes, str]:
    """As Slack would send this kind, however bent; JSON with numbers that are none is sent as Python writes it."""
    if "command" in body:
        fields = {key: value if isinstance(value, str) else json.dumps(value) for key, value in body.items()}
        return urlencode(fields, errors="replace").encode(), FORM
    if "event" in body or "challenge" in body:
        return json.dumps(body).encode(), "application/json"
    return b"payload=" + quote_plus(json.dumps(body)).encode(), FORM


async def sends(target: Target, raw: bytes, content_type: str) -> Answer:
    headers = signed(raw, content_type, secret=target.slack.signing_secret, at=target.slack.clock.real().timestamp())
    return await post(target.edge, raw, headers)


async def nothing_comes_of_it(target: Target, raw: bytes, content_type: str) -> None:
    with contextlib.suppress(UnicodeDecodeError):  # what is no UTF-8 cannot even be signed by Slack's own library
        answer = await sends(target, raw, content_type)
        assert answer.status in (200, 400, 404), (answer.status, raw[:2000])
        said = answer.body.decode()
        assert not any(one in said for one in INSIDE), said
        while target.app.answering:  # noqa: ASYNC110 - what follows an acknowledgement has no event
            await asyncio.sleep(0)
        nothing_has_changed(target)


def nothing_has_changed(target: Target) -> None:
    after = facts(target.app.database)
    before, target.before = target.before, after
    assert after == before
    for call in target.slack.record.calls():
        said = json.dumps([call.arguments.get("view"), call.arguments.get("text"), call.arguments.get("blocks")])
        assert not any(one in said for one in INSIDE), said
    target.slack.record.clear()


def fuzz(folder: Path, examples: int) -> None:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            target = runner.run(opened(stack, folder))

            @settings(max_examples=examples, suppress_health_check=list(HealthCheck), deadline=None)
            @given(st.sampled_from(target.sent), BENDS, st.booleans())
            def bent_requests(body: Json, bends: list[tuple[int, object]], stranger: bool) -> None:
                runner.run(nothing_comes_of_it(target, *encoded(bent(body, bends, stranger))))

            @settings(max_examples=examples // 5, suppress_health_check=list(HealthCheck), deadline=None)
            @given(st.sampled_from(target.sent), st.integers(0, 100_000), st.binary(max_size=6))
            def broken_bytes(body: Json, at: int, junk: bytes) -> None:
                raw, content_type = encoded(body)
                at %= len(raw)
                runner.run(nothing_comes_of_it(target, raw[:at] + junk + raw[at + len(junk) + 1 :], content_type))

            bent_requests()
            broken_bytes()
        finally:
            runner.run(stack.aclose())


def test_bent_requests_are_answered_and_change_nothing(tmp_path: Path) -> None:
    fuzz(tmp_path, SMALL)


@pytest.mark.long
def test_fifty_thousand_bent_requests_are_answered_and_change_nothing(tmp_path: Path) -> None:
    fuzz(tmp_path, WHOLE)
