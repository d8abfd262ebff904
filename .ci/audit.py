"""
Ask the open database of vulnerabilities (osv.dev) about every pinned dependency, in one request.

Exit code 1 for a known vulnerability. Without a network it says so and passes: a machine without one must be able to
run everything else, and the same lock is audited wherever there is one.
"""

import argparse
import json
import re
import sys
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DATABASE = "https://api.osv.dev/v1/querybatch"
SECONDS = 20
ACCEPTED: dict[str, str] = {}
"""Id of a vulnerability -> why it does not concern us."""
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


def pins(lock: str) -> list[tuple[str, str]]:
    """Returns name and version of everything in a lock file."""
    return sorted(set(_PIN.findall(lock)))


def known(asked: Sequence[tuple[str, str]], database: str) -> list[str]:
    """
    Returns:
        A line for each vulnerability.
    Raises:
        OSError, ValueError: the database does not answer, or not with an answer.
    """
    queries = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in asked]
    body = json.dumps({"queries": queries}).encode()
    request = urllib.request.Request(database, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        results: list[dict[str, Any]] = json.loads(answer.read())["results"]
    return [
        f"{name} {version}: {one['id']}"
        for (name, version), result in zip(asked, results, strict=True)
        for one in result.get("vulns", ())
        if one["id"] not in ACCEPTED
    ]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lock", type=Path, default=ROOT / "requirements-dev.lock")
    arguments.add_argument("--database", default=DATABASE)
    given = arguments.parse_args()
    asked = pins(given.lock.read_text(encoding="utf-8"))
    try:
        found = known(asked, given.database)
    except (OSError, ValueError, LookupError, TypeError) as problem:
        sys.stdout.write(
            f"audit: skipped, the database of vulnerabilities does not answer ({type(problem).__name__})\n"
        )
        return 0
    for line in found:
        sys.stdout.write(f"audit: {line}, see https://osv.dev/vulnerability/{line.rpartition(' ')[2]}\n")
    if found:
        sys.stdout.write("audit: raise these in pyproject.toml and run `make lock`\n")
        return 1
    sys.stdout.write(f"audit: nothing known against {len(asked)} dependencies\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
