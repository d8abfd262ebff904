"""
Two load generators. ``load``: so many requests in flight, each on its own connection, ready-made to the last byte.
``steady``: so many a second, whether or not earlier ones are answered, as people click.
"""

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial


@dataclass(frozen=True, slots=True)
class Result:
    """``seconds``: each request's own time, sorted. ``wrong``: answers that were not an empty 200."""

    in_flight: int
    lasted: float
    seconds: Sequence[float]
    wrong: int

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.lasted

    def within(self, share: float) -> float:
        """The time within which this share was answered."""
        return self.seconds[min(len(self.seconds) - 1, int(len(self.seconds) * share))]


class _Connection(asyncio.Protocol):
    """One keep-alive connection; the next request goes out when the last is answered."""

    def __init__(self, requests: Iterator[bytes], taken: list[float], wrong: list[bytes], done: asyncio.Event) -> None:
        self._requests, self._taken, self._wrong, self._done = requests, taken, wrong, done
        self._received = b""
        self._sent_at = 0.0
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport
        self._next()

    def _next(self) -> None:
        assert self._transport is not None
        request = next(self._requests, None)
        if request is None:
            self._transport.close()
            return
        self._sent_at = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, ended, body = self._received.partition(b"\r\n\r\n")
        if not ended or len(body) < _length(head):
            return
        self._taken.append(time.perf_counter() - self._sent_at)
        if b" 200 " not in head[:16] or body:
            self._wrong.append(self._received)
        self._received = b""
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        self._done.set()


def _length(head: bytes) -> int:
    found = head.lower().partition(b"content-length:")[2]
    return int(found.partition(b"\r\n")[0] or 0)


async def load(port: int, requests: Sequence[bytes], in_flight: int) -> Result:
    """Send all of them, so many at a time. Raises ``RuntimeError`` if not all were answered."""
    waiting, taken, wrong = iter(requests), list[float](), list[bytes]()
    loop = asyncio.get_running_loop()
    ends = [asyncio.Event() for _ in range(in_flight)]
    began = time.perf_counter()
    for end in ends:
        await loop.create_connection(partial(_Connection, waiting, taken, wrong, end), "127.0.0.1", port)
    for end in ends:
        await end.wait()
    lasted = time.perf_counter() - began
    if len(taken) != len(requests):
        raise RuntimeError(f"{len(requests) - len(taken)} of {len(requests)} requests were not answered")
    return Result(in_flight, lasted, sorted(taken), len(wrong))


class _Line(asyncio.Protocol):
    """One keep-alive connection, used by whoever is next while nobody waits on it."""

    def __init__(self, idle: list["_Line"]) -> None:
        self._idle = idle
        self._received = b""
        self._answered: asyncio.Future[bool] | None = None
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    async def ask(self, request: bytes) -> bool:
        """Returns whether the answer was an empty 200."""
        assert self._transport is not None
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answered

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, ended, body = self._received.partition(b"\r\n\r\n")
        if not ended or len(body) < _length(head) or self._answered is None:
            return
        self._received = b""
        self._idle.append(self)
        self._answered.set_result(b" 200 " in head[:16] and not body)

    def connection_lost(self, exc: Exception | None) -> None:
        if self in self._idle:
            self._idle.remove(self)
        if self._answered is not None and not self._answered.done():
            self._answered.set_result(False)

    def hang_up(self) -> None:
        assert self._transport is not None
        self._transport.close()


async def steady(port: int, requests: Iterable[bytes], a_second: float) -> Result:
    """
    Send so many a second.

    Returns:
        Each request's time counts from the moment at which it should have been sent.
    """
    loop, idle, taken = asyncio.get_running_loop(), list[_Line](), list[float]()
    wrong, most = 0, 0

    async def one(request: bytes, due: float) -> None:
        nonlocal wrong
        line = idle.pop() if idle else (await loop.create_connection(lambda: _Line(idle), "127.0.0.1", port))[1]
        wrong += not await line.ask(request)
        taken.append(loop.time() - due)

    began = loop.time()
    under_way = set[asyncio.Task[None]]()
    for number, request in enumerate(requests):
        due = began + number / a_second
        await asyncio.sleep(max(0.0, due - loop.time()))
        task = loop.create_task(one(request, due))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        most = max(most, len(under_way))
    await asyncio.gather(*under_way)
    lasted = loop.time() - began
    for line in idle:
        line.hang_up()
    return Result(most, lasted, sorted(taken), wrong)
