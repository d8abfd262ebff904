"""The audit of dependencies: fails for what is known, and never for a network that is not there."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

ROOT = Path(__file__).parents[2]
LOCK = "aiohttp==3.10.0 ; python_version >= '3.11' \\\n    --hash=sha256:00\nyarl==1.18.0 \\\n    --hash=sha256:01\n"


async def audited(tmp_path: Path, answer: Any) -> tuple[int, str, list[Any]]:
    """Run it against a database that gives this answer. Returns exit code, what it said, what it asked."""
    asked: list[Any] = []

    async def on_query(request: web.Request) -> web.Response:
        asked.append(await request.json())
        return web.Response(text=json.dumps(answer))

    app = web.Application()
    app.router.add_post("/", on_query)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    code, said = await run(tmp_path, f"http://127.0.0.1:{runner.addresses[0][1]}/")
    await runner.cleanup()
    return code, said, asked


async def run(tmp_path: Path, database: str) -> tuple[int, str]:
    lock = tmp_path / "lock"
    lock.write_text(LOCK)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(ROOT / ".ci/audit.py"), "--lock", str(lock), "--database", database),
        stdout=asyncio.subprocess.PIPE,
        env={"no_proxy": "*"},
    )
    out, _ = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode or 0, out.decode()


async def test_a_known_vulnerability_fails(tmp_path: Path) -> None:
    code, said, asked = await audited(tmp_path, {"results": [{"vulns": [{"id": "GHSA-1"}]}, {}]})
    assert (code, "aiohttp 3.10.0: GHSA-1" in said, "yarl" in said) == (1, True, False)
    assert [one["package"]["name"] for one in asked[0]["queries"]] == ["aiohttp", "yarl"]
    assert [one["version"] for one in asked[0]["queries"]] == ["3.10.0", "1.18.0"]


async def test_nothing_known_passes(tmp_path: Path) -> None:
    code, said, _ = await audited(tmp_path, {"results": [{}, {}]})
    assert (code, said) == (0, "audit: nothing known against 2 dependencies\n")


@pytest.mark.parametrize("answer", [{}, [], {"results": []}, "no"])
async def test_an_answer_that_is_none_is_said_and_passes(tmp_path: Path, answer: Any) -> None:
    code, said, _ = await audited(tmp_path, answer)
    assert (code, "skipped" in said) == (0, True)


async def test_no_network_is_said_and_passes(tmp_path: Path) -> None:
    code, said = await run(tmp_path, "http://127.0.0.1:9/")
    assert (code, "skipped" in said) == (0, True)
