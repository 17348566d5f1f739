"""The command line of the brain: `yunhui decide assign | affinity | calibrate | timetable`."""

import argparse
import sys
from importlib import import_module
from types import ModuleType

from yunhui.decide.files import WrongInput

COMMANDS = ("assign", "affinity", "calibrate", "timetable")


def add_commands(parser: argparse.ArgumentParser, wanted: str = "") -> None:
    """Hang a sub-parser for each command below `parser`, or the wanted one alone: solvers load slowly."""
    choices = parser.add_subparsers(dest="decide", required=True, metavar="COMMAND")
    for name in (wanted,) if wanted in COMMANDS else COMMANDS:
        module: ModuleType = import_module(f"yunhui.decide.commands.{name}")
        command = choices.add_parser(name, help=module.HELP, description=module.__doc__)
        module.add_arguments(command)
        command.set_defaults(run=module.run)


def run(arguments: argparse.Namespace) -> int:
    """Run the chosen command; exit code 2 and one line on standard error for wrong input, 130 for Ctrl-C."""
    try:
        code: int = arguments.run(arguments)
    except WrongInput as wrong:
        sys.stderr.write(f"yunhui decide {arguments.decide}: {wrong}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\nstopped; nothing was written\n")
        return 130
    return code
