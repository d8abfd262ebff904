"""
The command line, ``coach``.

Every command imports what it needs when it runs: ``coach --help`` answers at once, and ``coach run`` loads only what
a running app uses.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.cli.speaking import complain

USAGE_ERROR = 2


def run(arguments: Sequence[str]) -> int:
    """Returns the exit code: 0 fine, 1 something is to be mended, 2 the command line or the settings are wrong."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except KeyboardInterrupt:
        return 130
    except _settings_error() as problem:
        complain("The settings need a change:", *(f"- {line}" for line in str(problem).splitlines()))
        return USAGE_ERROR


def _settings_error() -> type[Exception]:
    from bot.settings import SettingsError

    return SettingsError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="coach",
        description="Common Ground: coaching conversations in Slack in which the rep goes first.",
        epilog="Settings come from the environment and from .env in this folder; .env.example lists them.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("run", help="run the app (Socket Mode if SLACK_APP_TOKEN is set, else HTTP)")
    command.set_defaults(command=_run)

    command = commands.add_parser("playground", help="try it: a local Slack with three people, and the app in it")
    command.add_argument("--port", type=int, default=4000, help="of the local Slack, 0 for any (default: %(default)s)")
    command.add_argument("--http", action="store_true", help="let it send signed HTTP instead of using Socket Mode")
    command.add_argument("--no-open", action="store_true", help="don't open a browser")
    command.set_defaults(command=_playground)

    command = commands.add_parser("doctor", help="check settings, tokens, scopes and database, and say what to do")
    command.set_defaults(command=_doctor)

    command = commands.add_parser("db", help="look after the database")
    actions = command.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("upgrade", help="bring the tables up to date").set_defaults(command=_upgrade)

    command = commands.add_parser("import", help="pair managers with reps, from a file")
    command.add_argument("file", type=Path, help="CSV with the columns manager and rep: Slack's member ids (U…)")
    command.set_defaults(command=_import)

    command = commands.add_parser("export", help="print what is kept about a person, as that person may see it")
    command.add_argument("person", help="Slack's member id (U…)")
    command.add_argument("--workspace", help="Slack's workspace id (T…), where the app serves many")
    command.set_defaults(command=_export)

    command = commands.add_parser("questionnaire", help="work on questionnaires")
    actions = command.add_subparsers(required=True, metavar="ACTION")
    action = actions.add_parser("check", help="say what is wrong in a questionnaire file, and how to mend it")
    action.add_argument("file", type=Path)
    action.set_defaults(command=_check_questionnaire)

    command = commands.add_parser("manifest", help="print the manifest to create the Slack app from")
    command.add_argument("--http", metavar="URL", help="for HTTP: where Slack reaches the app (https://…)")
    command.set_defaults(command=_manifest)
    return parser


def _run(_: argparse.Namespace) -> int:
    from bot.cli.running import run_app

    return run_app()


def _playground(options: argparse.Namespace) -> int:
    from bot.cli.demo import play

    return play(port=options.port, http=options.http, browser=not options.no_open)


def _doctor(_: argparse.Namespace) -> int:
    from bot.cli.doctor import examine

    return examine()


def _upgrade(_: argparse.Namespace) -> int:
    from bot.cli.data import upgrade

    return upgrade()


def _import(options: argparse.Namespace) -> int:
    from bot.cli.data import import_pairings

    return import_pairings(options.file)


def _export(options: argparse.Namespace) -> int:
    from bot.cli.data import export

    return export(options.person, options.workspace)


def _check_questionnaire(options: argparse.Namespace) -> int:
    from bot.cli.data import check_questionnaire

    return check_questionnaire(options.file)


def _manifest(options: argparse.Namespace) -> int:
    from bot.cli.manifest import print_manifest

    return print_manifest(options.http)
