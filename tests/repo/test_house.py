"""What the repository says about itself is true."""

import dataclasses
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
NAMES = {field.name.upper() for field in dataclasses.fields(Settings)}
TEXT = {".py", ".md", ".toml", ".yml", ".yaml", ".txt", ".lock", ".in", ".html", ".css", ".js", ".example", ""}


def files() -> list[Path]:
    """What is in the repository, as text."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a checkout")
    return [ROOT / name for name in listed if Path(name).suffix in TEXT and (ROOT / name).is_file()]


def test_the_example_lists_every_setting_and_no_other() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == NAMES


def test_the_example_can_be_used_as_it_is_once_the_tokens_are_in(tmp_path: Path) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    (tmp_path / ".env").write_text(example, encoding="utf-8")
    settings = Settings.read({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, dotenv=tmp_path / ".env")
    assert settings == Settings.read({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"})


def test_the_readme_explains_every_setting_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first_cells = re.findall(r"^\| (`[A-Z_]+`[^|]*)\|", readme, re.MULTILINE)
    explained = {name for cell in first_cells for name in re.findall(r"`([A-Z_]+)`", cell)}
    if not explained:
        pytest.skip("no table of settings yet")
    assert explained == NAMES


@pytest.mark.parametrize(
    "host",
    [r"py[p]i\.org", r"python[h]osted\.org", r"npm[j]s\.(org|com)", r"registry\.\w+\.\w+", r"index-url\s*[=:]?\s*http"],
)
def test_no_package_registry_is_named(host: str) -> None:
    pattern = re.compile(host)
    own = Path(__file__)
    found = [path.name for path in files() if path != own and pattern.search(path.read_text("utf-8", "replace"))]
    assert found == []


def test_every_locked_package_has_its_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        pinned = [line for line in lines if "==" in line and not line.lstrip().startswith("#")]
        assert pinned
        assert all(line.rstrip().endswith("\\") for line in pinned), "each is followed by its hashes"


def test_the_import_contracts_are_kept() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_happens_on_import() -> None:
    """Importing the whole app in a bare process opens nothing and prints nothing."""
    code = "import bot.wiring, bot.cli, bot.web, threading; assert threading.active_count() == 1"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
