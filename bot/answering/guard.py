"""
The guard: answers each request exactly once and in time, whatever its handler does.

Slack waits three seconds. The guard runs the handler as a task of its own and waits a little less; then it answers
with what there is. A handler that has begun to save goes on, and the person is told the outcome afterwards. One that
has not begun is taken back, so that "nothing was saved" is true. Tasks are held until they end, and at shutdown.
"""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from bot.answering import words
from bot.answering.answers import Answer, Outside, SlackRefused, Tell
from bot.answering.payloads import Event, Payload
from bot.answering.replies import Ack, Reply
from bot.answering.work import Work, doing
from coaching_core.errors import CoachingError

log = logging.getLogger(__name__)

PATIENCE = 2.3
"""Seconds after which the person gets an answer, ready or not: Slack's three, less the way there and back."""


class Acknowledge(Protocol):
    """Bolt's ``ack``."""

    async def __call__(self, text: Ack = "") -> object: ...


@dataclass(frozen=True, slots=True)
class Answered:
    """
    One request and how it went, for the counters.

    Args:
        kind: ``click``, ``submission``, ``command`` …
        name: the registered id, ``unknown`` for any other.
        outcome: ``answered``, ``refused``, ``failed``, ``late`` or ``nothing saved``.
        seconds: from arrival to acknowledgement.
    """

    kind: str
    name: str
    outcome: str
    seconds: float


def _observe_nothing(_: Answered) -> None:
    return None


class Guard:
    """
    Args:
        outside: the calls that may be needed once the acknowledgement is gone.
        reference: makes a short word that the person sees and the log holds.
        observe: called once for each request, when it is acknowledged.
        sentence: what a person is told of a refusal.
        patience: seconds.
    """

    def __init__(
        self,
        outside: Outside,
        *,
        reference: Callable[[], str],
        observe: Callable[[Answered], None] = _observe_nothing,
        sentence: Callable[[CoachingError], str] = str,
        patience: float = PATIENCE,
    ) -> None:
        self._outside = outside
        self._reference = reference
        self._observe = observe
        self._sentence = sentence
        self._patience = patience
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def running(self) -> int:
        """How many handlers and tellings are under way."""
        return len(self._tasks)

    async def answer(
        self,
        handler: Callable[[], Coroutine[Any, Any, Answer]],
        reply: Reply,
        ack: Acknowledge,
        *,
        payload: Payload,
        name: str,
        received: float | None = None,
    ) -> None:
        """
        Run a handler and acknowledge its request. Never raises, always acknowledges, once.

        Args:
            name: the registered id, for counters and logs.
            received: the event loop's time at which the request arrived; now, if not given.
        """
        now = asyncio.get_running_loop().time
        began = now() if received is None else received
        reference = self._reference()
        work = Work()
        task = self._start(_within(work, handler))
        await asyncio.wait((task,), timeout=max(0.0, began + self._patience - now()))
        late = False
        if task.done():
            answer, outcome = self._outcome(task, reply, reference, payload, name)
        elif work.give_up():
            task.cancel()
            answer, outcome = reply.trouble(words.TOO_SLOW), "nothing saved"
        else:
            answer, outcome, late = None, "late", True
        if answer is None:
            await ack(reply.waiting())
            self._start(self._tell_outcome(task, reply, reference, payload, name))
        else:
            await self._acknowledge(answer, reply, ack, reference, payload, name)
        seconds = now() - began
        self._observe(Answered(_kind(payload), name, outcome, seconds))
        if log.isEnabledFor(level := logging.WARNING if late or outcome == "nothing saved" else logging.DEBUG):
            line = "%s %s: %s after %.2f s, reference=%s %s"
            log.log(level, line, _kind(payload), name, outcome, seconds, reference, _who(payload))

    async def store(self, handler: Callable[[], Coroutine[Any, Any, object]], event: Event) -> bool:
        """
        Run an event's handler to its end.

        Returns:
            False if it failed: it must not be acknowledged, so that Slack sends it again. What fails for what stands
            in the event would fail every time: that is logged, and done with.
        """
        began = asyncio.get_running_loop().time()
        task = self._start(handler())
        await asyncio.wait((task,))
        problem = None if task.cancelled() else task.exception()
        outcome = "failed" if task.cancelled() else "answered"
        if isinstance(problem, CoachingError):
            outcome = "refused"
            log.info("event %s: %s %s", event.type, type(problem).__name__, _who(event))
        elif problem is not None:
            outcome = "failed"
            self._log_bug(problem, self._reference(), event, event.type)
        self._observe(Answered("event", event.type, outcome, asyncio.get_running_loop().time() - began))
        return outcome != "failed" or isinstance(problem, _HOPELESS)

    async def drain(self, seconds: float) -> int:
        """
        Wait until everything under way has ended.

        Returns:
            How many had to be cancelled because the time was up.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self._tasks and loop.time() < end:
            await asyncio.wait(tuple(self._tasks), timeout=end - loop.time())
        left = tuple(self._tasks)
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left, timeout=1.0)
        return len(left)

    def _start(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # seen, so that asyncio has nothing to complain about

    def _outcome(
        self, task: asyncio.Task[Answer], reply: Reply, reference: str, payload: Payload, name: str
    ) -> tuple[Answer, str]:
        try:
            return self._as_answer(task, reply, reference, payload, name)
        except Exception as problem:  # noqa: BLE001 - finding the words for a refusal went wrong: still an answer
            self._log_bug(problem, reference, payload, name)
            return reply.trouble(words.went_wrong(reference)), "failed"

    def _as_answer(
        self, task: asyncio.Task[Answer], reply: Reply, reference: str, payload: Payload, name: str
    ) -> tuple[Answer, str]:
        if task.cancelled():
            return reply.trouble(words.TOO_SLOW), "nothing saved"
        problem = task.exception()
        if problem is None:
            return task.result(), "answered"
        if isinstance(problem, CoachingError):
            refusal = type(problem).__name__
            log.info("%s %s: %s, reference=%s %s", _kind(payload), name, refusal, reference, _who(payload))
            return reply.refusal(problem, self._sentence(problem)), "refused"
        if isinstance(problem, SlackRefused):
            said = problem.code
            log.warning("%s %s: slack said %s, reference=%s %s", _kind(payload), name, said, reference, _who(payload))
            return reply.trouble(words.TOO_LATE_TO_OPEN if problem.too_late else words.UNREACHABLE), "failed"
        self._log_bug(problem, reference, payload, name)
        return reply.trouble(words.went_wrong(reference)), "failed"

    async def _acknowledge(
        self, answer: Answer, reply: Reply, ack: Acknowledge, reference: str, payload: Payload, name: str
    ) -> None:
        try:
            await ack(reply.ack(answer))
        except Exception as problem:  # noqa: BLE001 - whatever a handler returned, the person gets an answer
            self._log_bug(problem, reference, payload, name)
            answer = reply.trouble(words.went_wrong(reference))
            await ack(reply.ack(answer))
        follow_up = reply.then(answer, self._outside, late=False)
        if follow_up is not None:
            instead = None if isinstance(answer, Tell) else reply
            self._start(self._follow_up(follow_up, instead, reference, payload, name))

    async def _tell_outcome(
        self, task: asyncio.Task[Answer], reply: Reply, reference: str, payload: Payload, name: str
    ) -> None:
        await asyncio.wait((task,))
        answer, outcome = self._outcome(task, reply, reference, payload, name)
        log.info("%s %s: %s in the end, reference=%s", _kind(payload), name, outcome, reference)
        follow_up = reply.then(answer, self._outside, late=True)
        if follow_up is not None:
            await self._follow_up(follow_up, None if isinstance(answer, Tell) else reply, reference, payload, name)

    async def _follow_up(
        self, call: Awaitable[object], instead: Reply | None, reference: str, payload: Payload, name: str
    ) -> None:
        """``instead``: where to say that it was not shown; None when nothing but a line was to be said."""
        try:
            await call
        except SlackRefused as problem:
            log.warning(
                "%s %s: slack said %s, reference=%s %s", _kind(payload), name, problem.code, reference, _who(payload)
            )
            if instead is not None and problem.code not in _NOBODY_MISSES_IT:
                said = words.TOO_LATE_TO_OPEN if problem.too_late else words.not_shown(reference)
                await self._say_instead(said, instead)
        except Exception as problem:  # noqa: BLE001 - the acknowledgement is gone: all that is left is to log it
            self._log_bug(problem, reference, payload, name)

    async def _say_instead(self, line: str, reply: Reply) -> None:
        call = reply.then(Tell(line), self._outside, late=True)
        if call is None:
            return
        try:
            await call
        except SlackRefused as problem:
            log.warning("could not say so either: %s", problem.code)

    def _log_bug(self, problem: BaseException, reference: str, payload: Payload, name: str) -> None:
        """Ids, the kind of error and the places it came through; never its text, which may quote what people wrote."""
        steps = traceback.extract_tb(problem.__traceback__)[-6:]
        way = " < ".join(f"{step.filename.rpartition('/')[2]}:{step.lineno}" for step in reversed(steps))
        log.error(
            "%s %s failed: reference=%s error=%s at %s %s",
            _kind(payload),
            name,
            reference,
            type(problem).__name__,
            way or "?",
            _who(payload),
        )


_HOPELESS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""How Python says that a value is not what it was taken for."""
_NOBODY_MISSES_IT = frozenset({"not_found", "hash_conflict", "exchanged_trigger_id", "trigger_exchanged"})
"""The modal is gone, has gone on meanwhile, or was opened when this same request came for the first time."""


async def _within(work: Work, handler: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
    with doing(work):
        return await handler()


def _kind(payload: Payload) -> str:
    return type(payload).__name__.lower()


def _who(payload: Payload) -> str:
    return f"workspace={payload.workspace} person={payload.person}"
