"""``python -m benchmarks``: measures, and prints what it measured."""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.load import Result, load
from benchmarks.scene import RATE, Scene, Server, assessing, coach_run, local_slack, requests
from benchmarks.steady import minute, newest
from benchmarks.ticks import ticks

IN_FLIGHT = (1, 16, 64)
ROUNDS = 3
IDLE_SECONDS = 10.0


def main() -> None:
    """Run the parts that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "part", nargs="?", choices=("clicks", "start", "minute", "ticks"), help="one part; all without it"
    )
    parser.add_argument("--requests", type=int, default=1500, help="in each round (default: %(default)s)")
    parser.add_argument("--rate", type=float, default=200, help="clicks a second in the minute (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=60, help="how long the minute is (default: %(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if options.part in (None, "start"):
            asyncio.run(start(Path(folder)))
        if options.part in (None, "clicks"):
            asyncio.run(clicks(Path(folder), options.requests))
        if options.part in (None, "ticks"):
            _say("", *ticks(Path(folder)).lines())
        if options.part in (None, "minute"):
            own = Path(folder) / "minute"
            own.mkdir()
            _say("", *asyncio.run(minute(own, a_second=options.rate, seconds=options.seconds)).lines())


async def start(folder: Path) -> None:
    """Time to ready, and memory when idle."""
    taken: list[float] = []
    megabytes = 0.0
    for turn in range(ROUNDS):
        own = folder / f"start-{turn}"
        own.mkdir()
        async with local_slack() as slack, coach_run(slack, own) as (process, _, seconds):
            taken.append(seconds)
            if turn == ROUNDS - 1:
                await asyncio.sleep(IDLE_SECONDS)
                megabytes = Server(process.pid, 0).megabytes()
    _say(f"time to ready   {statistics.median(taken):6.2f} s   (goal: under 3; first start, tables made)")
    _say(f"idle memory     {megabytes:6.0f} MB  (goal: under 150)")


async def clicks(folder: Path, count: int) -> None:
    """Rating clicks against an empty stock listener, in turns."""
    async with assessing(folder) as scene, _stock(scene) as stock_server:
        size = len(requests(scene.click, scene.slack.signing_secret, 1, first=0)[0])
        _say(f"\none rating click, {size / 1024:.1f} KB, {count} a round, best of {ROUNDS} rounds each, in turns")
        _say("in flight   stock, empty   ours, saved   ratio   ours p50      p99   processor time a click, ratio")
        first = 1
        for in_flight in IN_FLIGHT:
            best: dict[Server, Result] = {}
            spent: dict[Server, float] = dict.fromkeys((stock_server, scene.server), 0.0)
            for _ in range(ROUNDS):
                for server in spent:
                    made = requests(scene.click, scene.slack.signing_secret, count, first=first)
                    first += count
                    before = server.processor_seconds()
                    result = await load(server.port, made, in_flight)
                    spent[server] += (server.processor_seconds() - before) / count / ROUNDS
                    if result.wrong:
                        raise RuntimeError(f"{result.wrong} answers were not an empty 200")
                    if server not in best or result.rate > best[server].rate:
                        best[server] = result
            stock, ours = best[stock_server], best[scene.server]
            _say(
                f"{in_flight:9d} {stock.rate:10.0f} /s {ours.rate:10.0f} /s {ours.rate / stock.rate:9.2f}"
                f" {ours.within(0.5) * 1000:7.1f} ms {ours.within(0.99) * 1000:5.1f} ms"
                f" {spent[stock_server] * 1000:10.2f} / {spent[scene.server] * 1000:.2f} ms"
                f" {spent[stock_server] / spent[scene.server]:6.2f}"
            )
        _say(f"saved: the newest answer is from click {newest(scene)} of {first - 1}")


@asynccontextmanager
async def _stock(scene: Scene) -> AsyncIterator[Server]:
    environment = os.environ | {
        "BENCH_TOKEN": scene.slack.bot_token,
        "BENCH_API": scene.slack.base_url,
        "BENCH_SECRET": scene.slack.signing_secret,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.stock", RATE, stdout=asyncio.subprocess.PIPE, env=environment
    )
    try:
        assert process.stdout is not None
        yield Server(process.pid, int(await process.stdout.readline()))
    finally:
        process.terminate()
        await process.wait()


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
