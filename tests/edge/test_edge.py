"""What does not come from Slack gets no further than the door, and nothing that stands in a request breaks it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.answering import READ, Click, Event, Payload, Tell
from bot.installs import Installs, bolt_app
from bot.settings import Secret
from bot.web.edge import MOST_BYTES, Edge, decode
from tests.edge import payloads
from tests.edge.conftest import Desk, Ids, answering

SECRET = "a-signing-secret"
NOW = 1_700_000_000.0
FORM = "application/x-www-form-urlencoded"


@dataclass
class Bolt:
    """Takes down what it is given."""

    seen: list[Payload] = field(default_factory=list)

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        self.seen.append(req.context[READ])
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": "é"})


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[bytes, bytes]

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def encoded(body: dict[str, Any]) -> tuple[bytes, str]:
    """A body as Slack sends its kind, with its content type."""
    if "command" in body or "ssl_check" in body:
        return urlencode(body).encode(), FORM
    if body.get("type") in ("event_callback", "url_verification"):
        return json.dumps(body).encode(), "application/json"
    return b"payload=" + quote_plus(json.dumps(body)).encode(), FORM


def signed(raw: bytes, content_type: str = FORM, *, secret: str = SECRET, at: float = NOW) -> dict[str, str]:
    signature = SignatureVerifier(secret).generate_signature(timestamp=str(int(at)), body=raw)
    assert signature is not None
    return {
        "content-type": content_type,
        "content-length": str(len(raw)),
        "x-slack-request-timestamp": str(int(at)),
        "x-slack-signature": signature,
    }


async def post(edge: Edge, raw: bytes, headers: dict[str, str], *, chunks: int = 1) -> Answer:
    """One request, straight into the application."""
    size = max(1, -(-len(raw) // chunks))
    parts = [raw[start : start + size] for start in range(0, len(raw), size)] or [b""]
    waiting = iter([{"type": "http.request", "body": part, "more_body": True} for part in parts[:-1]])
    ends = {"type": "http.request", "body": parts[-1], "more_body": False}
    sent: list[Any] = []

    async def receive() -> Any:
        return next(waiting, ends)

    async def send(message: Any) -> None:
        sent.append(message)

    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await edge({"type": "http", "headers": pairs}, receive, send)
    start, body = sent
    return Answer(start["status"], body["body"], dict(start["headers"]))


def edge_for(bolt: Any) -> Edge:
    return Edge(bolt, Secret(SECRET), real_time=lambda: NOW)


@pytest.fixture
def bolt() -> Bolt:
    return Bolt()


@pytest.fixture
def edge(bolt: Bolt) -> Edge:
    return edge_for(bolt)


# what comes from Slack


@pytest.mark.parametrize("kind", payloads.EVERY_KIND)
async def test_every_kind_of_request_gets_through(edge: Edge, bolt: Bolt, kind: str) -> None:
    raw, content_type = encoded(payloads.EVERY_KIND[kind])
    answer = await post(edge, raw, signed(raw, content_type))
    assert answer.status == 200
    assert answer.json == {"response_type": "ephemeral", "text": "é"}
    assert [(one.workspace, one.person) for one in bolt.seen] == [("T1", "UREP")]


@pytest.mark.parametrize(
    "text", ["a+b c&d=e%20f", "naïve ☕ 人", "שלום", "100 % + 1", "line\nbreak", '"quoted\\"', ";,/?:@#"]
)
async def test_words_arrive_as_they_were_typed(edge: Edge, bolt: Bolt, text: str) -> None:
    raw, content_type = encoded(payloads.click(value=text))
    await post(edge, raw, signed(raw, content_type))
    assert isinstance(bolt.seen[0], Click)
    assert bolt.seen[0].value == text


@given(st.text(max_size=60))
def test_any_text_survives_the_quick_way_of_decoding_a_form(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    assert decode(*encoded(payloads.click(value=text)))["actions"][0]["value"] == text


async def test_a_body_may_come_in_pieces(edge: Edge, bolt: Bolt) -> None:
    raw, content_type = encoded(payloads.click())
    assert (await post(edge, raw, signed(raw, content_type), chunks=7)).status == 200
    assert len(bolt.seen) == 1


async def test_the_handshakes_are_answered_at_the_door(edge: Edge, bolt: Bolt) -> None:
    for body, expected in (
        ({"type": "url_verification", "challenge": "3eZbrw", "token": "unused"}, b"3eZbrw"),
        ({"ssl_check": "1", "token": "unused"}, b""),
    ):
        raw, content_type = encoded(body)
        answer = await post(edge, raw, signed(raw, content_type))
        assert (answer.status, answer.body) == (200, expected)
    assert bolt.seen == []


async def test_a_repeated_request_within_five_minutes_is_answered_again(edge: Edge, bolt: Bolt) -> None:
    raw, content_type = encoded(payloads.click())
    headers = signed(raw, content_type, at=NOW - 299)
    assert [(await post(edge, raw, headers)).status for _ in range(3)] == [200, 200, 200]


# what does not


@pytest.mark.parametrize("at", [NOW - 301, NOW + 301, 0])
async def test_an_old_request_is_refused(edge: Edge, bolt: Bolt, at: float) -> None:
    raw, content_type = encoded(payloads.click())
    assert (await post(edge, raw, signed(raw, content_type, at=at))).status == 401
    assert bolt.seen == []


@pytest.mark.parametrize(
    "changed",
    [
        {"x-slack-signature": ""},
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-signature": "v0=é"},
        {"x-slack-signature": "v1=" + "0" * 64},
        {"x-slack-request-timestamp": ""},
        {"x-slack-request-timestamp": "now"},
        {"x-slack-request-timestamp": "²"},
        {"x-slack-request-timestamp": "9" * 400},
        {"x-slack-request-timestamp": "-1"},
        {"x-slack-request-timestamp": "1_700_000_000"},
    ],
)
async def test_a_request_that_is_not_signed_is_refused(edge: Edge, bolt: Bolt, changed: dict[str, str]) -> None:
    raw, content_type = encoded(payloads.click())
    assert (await post(edge, raw, signed(raw, content_type) | changed)).status == 401
    assert bolt.seen == []


async def test_another_secret_or_another_body_is_refused(edge: Edge, bolt: Bolt) -> None:
    raw, content_type = encoded(payloads.click())
    assert (await post(edge, raw, signed(raw, content_type, secret="another"))).status == 401
    assert (await post(edge, raw + b"&", signed(raw, content_type))).status == 401
    assert bolt.seen == []


NONSENSE = [
    (b"", FORM),
    (b"", "application/json"),
    (b"{", "application/json"),
    (b"null", "application/json"),
    (b"[1]", "application/json"),
    (b"[" * 100_000, "application/json"),
    (b'{"type": "url_verification"}', "application/json"),
    (b'{"type": "event_callback"}', "application/json"),
    (b'{"type": ["event_callback"]}', "application/json"),
    (b"payload=", FORM),
    (b"payload=%7B", FORM),
    (b"payload=%", FORM),
    (b"payload=%ff%fe", FORM),
    (b"payload=%5B%5D", FORM),
    (b"payload=%7B%22type%22%3A%22block_actions%22%7D", FORM),
    (b"command=/coach-review", FORM),
    (b"a=b&" * 200, FORM),
    ("payload=é".encode(), FORM),
    (b"\xff\xfe", FORM),
    (b"\xff\xfe", "application/json"),
]


@pytest.mark.parametrize(("raw", "content_type"), NONSENSE)
async def test_nonsense_is_refused_before_it_is_looked_at_and_after(
    edge: Edge, bolt: Bolt, raw: bytes, content_type: str
) -> None:
    try:
        headers = signed(raw, content_type)
    except UnicodeDecodeError:
        headers = {"content-type": content_type, "x-slack-signature": "v0=" + "0" * 64}
        headers["x-slack-request-timestamp"] = str(int(NOW))
        assert (await post(edge, raw, headers)).status == 401
        return
    unsigned = headers | {"x-slack-signature": "v0=" + "0" * 64}
    assert (await post(edge, raw, unsigned)).status == 401
    assert (await post(edge, raw, headers)).status == 400
    assert bolt.seen == []


async def test_a_body_that_is_too_large_is_refused_unread(edge: Edge) -> None:
    raw = b"a" * (MOST_BYTES + 1)
    headers = signed(b"")
    assert (await post(edge, b"", headers | {"content-length": str(MOST_BYTES + 1)})).status == 413
    assert (await post(edge, raw, headers | {"content-length": "1"}, chunks=9)).status == 413
    assert (await post(edge, b"", headers | {"content-length": "many"})).status == 400


async def test_a_body_that_does_not_come_is_not_waited_for(bolt: Bolt) -> None:
    edge = Edge(bolt, Secret(SECRET), body_seconds=0.05)

    async def never() -> Any:
        await asyncio.sleep(60)

    async def cut_off() -> Any:
        return {"type": "http.disconnect"}

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await edge({"type": "http", "headers": []}, cut_off, send)
    await edge({"type": "http", "headers": []}, never, send)
    assert [message["status"] for message in sent if "status" in message] == [400, 408]


# through Bolt


@asynccontextmanager
async def real_bolt(desk: Desk) -> AsyncIterator[Edge]:
    installs = Installs(api_url="http://127.0.0.1:9/api/", token=Secret("xoxb-none"))
    app = bolt_app(installs)
    desk.dispatcher.attach(app)
    yield edge_for(app)
    await installs.close()


async def test_bolt_is_given_one_listener_for_each_kind_of_payload(desk: Desk) -> None:
    async with real_bolt(desk):
        installs = Installs(api_url="http://127.0.0.1:9/api/", token=Secret("xoxb-none"))
        app = bolt_app(installs)
        desk.dispatcher.attach(app)
        assert len(app._async_listeners) == 7
        await installs.close()


async def test_what_a_handler_answers_goes_out_as_the_response(desk: Desk) -> None:
    desk.dispatcher.click(Ids.RATE, answering(Tell("Saved.")))
    desk.dispatcher.command(Ids.COMMAND, answering(Tell("Invited, ☕.")))
    desk.dispatcher.submission(Ids.FORM, answering(Tell("Thanks.")))
    async with real_bolt(desk) as edge:
        answers = {}
        for kind, body in payloads.EVERY_KIND.items():
            raw, content_type = encoded(body)
            answers[kind] = await post(edge, raw, signed(raw, content_type))
    assert {answer.status for answer in answers.values()} == {200}
    assert answers["command"].json == {"response_type": "ephemeral", "text": "Invited, ☕."}
    assert answers["command"].headers[b"content-type"].startswith(b"application/json")
    assert answers["submission"].json["response_action"] == "update"
    assert answers["suggestion"].json == {"options": []}
    assert answers["click"].body == b""
    await desk.settled()
    assert "Saved." in desk.outside.lines


async def test_an_event_that_was_not_stored_gets_a_server_error_so_that_it_comes_again(desk: Desk) -> None:
    trouble: list[BaseException] = [RuntimeError("no database")]

    async def on_home(_: object) -> None:
        if trouble:
            raise trouble.pop()

    desk.dispatcher.event(Ids.HOME_OPENED, on_home)
    raw, content_type = encoded(payloads.event())
    async with real_bolt(desk) as edge:
        assert (await post(edge, raw, signed(raw, content_type))).status == 500
        assert (await post(edge, raw, signed(raw, content_type))).status == 200


async def test_an_event_that_can_never_be_understood_does_not_come_again(desk: Desk) -> None:
    async def on_home(event: Event) -> None:
        event.payload["user"]["id"]

    desk.dispatcher.event(Ids.HOME_OPENED, on_home)
    raw, content_type = encoded(payloads.event())
    async with real_bolt(desk) as edge:
        assert (await post(edge, raw, signed(raw, content_type))).status == 200
    assert [one.outcome for one in desk.answered] == ["failed"]


@pytest.mark.parametrize("strange", ["", "U1 OR 1=1", "U1\n", "Ué", "\ud800", "x" * 200, 5, None, ["U1"]])
async def test_what_is_no_id_of_slacks_is_no_person(edge: Edge, bolt: Bolt, strange: object) -> None:
    for body in (payloads.click(), payloads.submission(), payloads.shortcut()):
        raw, content_type = encoded(body | {"user": {"id": strange}})
        assert (await post(edge, raw, signed(raw, content_type))).status == 400
    assert bolt.seen == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=3,
)


def places(body: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a payload, by its keys."""
    inner = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    return [path, *(place for key, value in inner for place in places(value, (*path, key)))]


def spoilt(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The same with something else at one place."""
    if not path:
        return value
    copy = dict(body) if isinstance(body, dict) else list(body)
    copy[path[0]] = spoilt(body[path[0]], path[1:], value)
    return copy


@given(data=st.data())
async def test_no_signed_request_ever_gets_a_server_error_for_what_stands_in_it(data: st.DataObject) -> None:
    body = data.draw(st.sampled_from([body for kind, body in payloads.EVERY_KIND.items() if kind != "command"]))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(body)))
        body = spoilt(body, path, data.draw(JSON))
    raw = b"payload=" + quote_plus(json.dumps(body)).encode()
    desk = Desk(patience=30)
    async with real_bolt(desk) as edge:
        answer = await post(edge, raw, signed(raw))
    await desk.settled()
    desk.writer.shutdown()
    assert answer.status in (200, 400, 404), (answer, body)
