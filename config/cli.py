"""The `yunhui` command: the brain without a database, and the city's own tools with one."""

import argparse
import sys


def main(argv: list[str] | None = None) -> int:
    """Parse, dispatch, return the exit code."""
    parser = argparse.ArgumentParser(prog="yunhui", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    decide = commands.add_parser("decide", help="assign, affinity, calibrate, timetable: on open files, no database")
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["decide"]:
        from yunhui.decide import cli

        cli.add_commands(decide)
        return cli.run(parser.parse_args(words))
    parser.parse_args(words)
    return 2


if __name__ == "__main__":
    sys.exit(main())
