"""The clock, ids and threads."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import playground
from bot.system import InThread, RandomIds, SystemClock

MANIFEST = Path(__file__).parents[2] / "manifest.yml"


async def test_business_time_follows_the_local_slacks_clock() -> None:
    clock = SystemClock()
    async with playground.running(manifest=MANIFEST, pages=False) as slack:
        slack.clock.move(timedelta(days=30))
        following = asyncio.create_task(clock.follow(f"{slack.address}/_playground/clock", every=0.01))
        async with asyncio.timeout(10):
            while clock.now() < datetime.now(UTC) + timedelta(days=29):  # noqa: ASYNC110, TID251
                await asyncio.sleep(0.01)
        following.cancel()
    assert clock.now().tzinfo is UTC


async def test_a_clock_that_gives_no_time_changes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    clock = SystemClock()
    following = asyncio.create_task(clock.follow("http://127.0.0.1:9/clock", every=0.01))
    async with asyncio.timeout(10):
        while "gave no time" not in caplog.text:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    following.cancel()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)  # noqa: TID251


def test_ids_do_not_repeat_and_references_can_be_read_aloud() -> None:
    ids = RandomIds()
    assert len({ids.review() for _ in range(1000)}) == 1000
    reference = ids.reference()
    assert len(reference) == 6
    assert not set(reference) & set("01ilo")


async def test_use_cases_run_in_a_thread_and_raise_what_they_raise() -> None:
    with ThreadPoolExecutor(1, thread_name_prefix="writer") as writer, ThreadPoolExecutor(1) as reader:
        run = InThread(writer.submit, reader.submit)

        def where(extra: str, *, more: str) -> str:
            return threading.current_thread().name[:6] + extra + more

        def fail() -> None:
            raise LookupError

        assert await run(where, "!", more="?") == "writer!?"
        assert (await run.look(where, "", more="")) != "writer"
        with pytest.raises(LookupError):
            await run(fail)
