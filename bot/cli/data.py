"""Commands about data: the database's tables, pairings, questionnaires."""

import asyncio
import csv
from dataclasses import dataclass
from pathlib import Path

from bot.cli.speaking import complain, say, settings

COLUMNS = ("manager", "rep")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file, as it stands there."""

    line: int
    manager: str
    rep: str


def upgrade() -> int:
    """``coach db upgrade``."""
    from bot import wiring

    try:
        wiring.upgrade(settings())
    except ValueError as problem:
        complain(str(problem))
        return 2
    say("The database is up to date.")
    return 0


def import_pairings(file: Path) -> int:
    """``coach import people.csv``."""
    rows, problems = read_rows(file)
    if problems:
        complain("Nothing was imported:", *problems)
        return 1
    from bot import wiring

    told = asyncio.run(wiring.import_pairings(settings(), [(row.manager, row.rep) for row in rows]))
    say(*told)
    return 0


def export(person: str, workspace: str | None) -> int:
    """``coach export U012AB3CD``."""
    from bot import wiring
    from bot.answering import SlackRefused
    from coaching_core.errors import NotFound

    chosen = settings()
    if chosen.many_workspaces and workspace is None:
        complain("Say which workspace: coach export U012AB3CD --workspace T012AB3CD")
        return 2
    try:
        say(asyncio.run(wiring.export_person(chosen, person, workspace)))
    except NotFound as problem:
        complain(str(problem))
        return 1
    except SlackRefused as problem:
        complain(f"Slack says {problem.code}. coach doctor tells more; or name the workspace with --workspace.")
        return 1
    return 0


def read_rows(file: Path) -> tuple[list[Row], list[str]]:
    """
    Read who coaches whom.

    Returns:
        The rows, and what is wrong with the file: a sentence each, with the line.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as problem:
        return [], [f"{file}: {problem.strerror}"]
    except UnicodeDecodeError:
        return [], [f"{file}: not UTF-8. Save it as “CSV UTF-8”."]
    lines = text.splitlines()
    table = csv.DictReader(lines, delimiter=";" if lines and ";" in lines[0] else ",")
    names = [name.strip().lower() for name in table.fieldnames or ()]
    table.fieldnames = names
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        return [], [f"{file}, line 1: the columns {' and '.join(COLUMNS)} are needed; missing: {', '.join(missing)}"]
    rows, problems = [], []
    for cells in table:
        row = Row(table.line_num, *((cells[column] or "").strip() for column in COLUMNS))
        found = _problem(row)
        if found:
            problems.append(f"{file}, line {row.line}: {found}")
        rows.append(row)
    return rows, problems


def _problem(row: Row) -> str | None:
    for column, value in ((COLUMNS[0], row.manager), (COLUMNS[1], row.rep)):
        if not value.isalnum() or not value.isascii() or value[0] not in "UW":
            return f"{column} should be a Slack member id such as U012AB3CD (a profile's menu, “Copy member ID”)"
    return "nobody coaches themselves" if row.manager == row.rep else None


def check_questionnaire(file: Path) -> int:
    """``coach questionnaire check FILE``."""
    from coaching_core.content.reader import read_questionnaire
    from coaching_core.errors import QuestionnaireError

    try:
        found = read_questionnaire(file.read_text(encoding="utf-8"), name=str(file))
    except OSError as problem:
        complain(f"{file}: {problem.strerror}")
        return 1
    except UnicodeDecodeError:
        complain(f"{file}: not UTF-8.")
        return 1
    except QuestionnaireError as problem:
        complain(str(problem))
        return 1
    skills = sum(len(section.skills) for section in found.sections)
    say(f"{file}: {skills} skills in {len(found.sections)} sections. It can be used.")
    return 0
