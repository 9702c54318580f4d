"""The `cairn` command. The coach answers at once: for it, nothing of the rest is loaded."""

import sys

COACH = "coach"


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == [COACH]:
        from cairn.cli.coach import run_coach

        sys.exit(run_coach(words[1:]))
    from cairn.cli.commands import run

    sys.exit(run(words))
