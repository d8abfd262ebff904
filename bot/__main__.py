"""``python -m bot`` is ``coach``."""

import sys


def main() -> int:
    """Run the command line. Returns the exit code."""
    from bot.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
