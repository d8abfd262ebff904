"""
axe-core, the accessibility checker, fetched with npm when a test wants it and kept in pytest's cache.

Nothing of it is part of this repository. Where npm or the registry is missing, the tests that need it are skipped.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

VERSION = "4.14.1"
SERIOUS = ("serious", "critical")


@functools.cache
def source(folder: Path) -> str:
    """The script; installed into `folder` at first. Skips the test, with the reason, where that cannot be."""
    script = folder / VERSION / "node_modules/axe-core/axe.min.js"
    if not script.exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("axe-core is fetched with npm, which is not installed")
        with tempfile.TemporaryDirectory(dir=folder) as there:
            order = [npm, "install", "--prefix", there, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
            try:
                done = subprocess.run([*order, f"axe-core@{VERSION}"], capture_output=True, text=True, timeout=60)
            except subprocess.TimeoutExpired:
                pytest.skip("npm could not fetch axe-core in a minute")
            if done.returncode:
                pytest.skip(f"npm could not fetch axe-core: {done.stderr.strip().splitlines()[-1:]}")
            # Whole or not at all, also when two runs fetch it at once.
            shutil.copytree(there, folder / VERSION, dirs_exist_ok=True)
    return script.read_text(encoding="utf-8")


async def findings(page: Page, script: str) -> list[str]:
    """What axe calls serious or critical on the page as it stands, without its frames: rule, why, and where."""
    if not await page.evaluate("typeof window.axe === 'object'"):
        await page.evaluate(script)
    result: dict[str, Any] = await page.evaluate("axe.run(document, { resultTypes: ['violations'], iframes: false })")
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['target']} {node['html'][:160]}"
        for rule in result["violations"]
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]
