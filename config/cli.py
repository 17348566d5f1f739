"""The `yunhui` command: the brain without a database, and the city's own tools with one."""

import argparse
import os
import sys

from config.env import ROOT, environment
from config.refusal import Refusal
from config.supervisor import account


def main(argv: list[str] | None = None) -> int:
    """Parse, dispatch, return the exit code."""
    words = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog="yunhui", description=__doc__)
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    decide = choices.add_parser("decide", help="assign, affinity, calibrate, timetable: on open files, no database")
    if words[:1] == ["decide"]:
        from yunhui.decide import cli  # the solvers load slowly, so only where they are asked for

        cli.add_commands(decide, words[1] if len(words) > 1 else "")
        return cli.run(parser.parse_args(words))
    demo = choices.add_parser("demo", help="build the demo city")
    demo.add_argument("--if-empty", action="store_true", help="do nothing where there is a city already")
    choices.add_parser("health", help="how the city's machinery is, for a person or a monitor")
    init = choices.add_parser("init", help="make a real, empty city from a file")
    init.add_argument("file", nargs="?", metavar="CITY.toml", help="or - for what comes in")
    init.add_argument("--template", action="store_true", help="print the file to fill in")
    init.add_argument("--check", action="store_true", help="check the file and write nothing")
    audit = choices.add_parser("audit", help="verify the security-audit log")
    audit.add_argument("verb", choices=["verify"])
    files = choices.add_parser("files", help="prove stored files, seal them, carry them to a bucket, remove orphans")
    files.add_argument("verb", choices=["verify", "seal", "carry", "orphans"], help="see docs/runbook/files.md")
    files.add_argument("--dry-run", action="store_true", help="orphans: only say which")
    files.add_argument("--remove", action="store_true", help="carry: take from the disk what lies whole in the bucket")
    backup = choices.add_parser("backup", help="write database, files and keys into one archive; the city may be open")
    backup.add_argument("archive", metavar="FILE")
    keys = backup.add_mutually_exclusive_group(required=True)
    keys.add_argument("--passphrase-file", metavar="FILE", help="its first line seals the keys in the archive")
    keys.add_argument("--keys-in-clear", action="store_true", help="whoever has the archive has the keys")
    restore = choices.add_parser("restore", help="put a backup back into an empty city, which is closed meanwhile")
    restore.add_argument("archive", metavar="FILE")
    restore.add_argument("--passphrase-file", metavar="FILE")
    how = restore.add_mutually_exclusive_group()
    how.add_argument("--replace", action="store_true", help="replace the city that is there")
    how.add_argument("--drill", action="store_true", help="restore beside the city, prove it, throw it away")
    _add_run_call(choices.add_parser("run-call", help="run a whole call on a file of applications, from the shell"))
    arguments = parser.parse_args(words)
    from django.db import OperationalError

    from config import commands
    from config.keeping import commands as keeping

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if arguments.command != "run-call":  # its files are the caller's own
        account.leave_root(ROOT, environment().var, ["-m", "config.cli", *words])
    doors = {
        "audit": commands.audit_verify,
        "backup": keeping.backup,
        "demo": commands.demo,
        "files": commands.files,
        "health": commands.health,
        "init": commands.init,
        "restore": keeping.restore,
        "run-call": commands.run_call,
    }
    try:
        return doors[arguments.command](arguments)
    except Refusal as refusal:
        sys.stderr.write(f"yunhui {arguments.command}: {refusal}\n")
        return 2
    except OperationalError as error:
        reason = (str(error).strip().splitlines() or ["it does not answer"])[0]
        sys.stderr.write(f"yunhui {arguments.command}: the database does not answer; is the city open? ({reason})\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\nstopped\n")
        return 130


def _add_run_call(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--recipe", default="cloud-roadshow", choices=["cloud-roadshow"])
    parser.add_argument("--applications", required=True, metavar="FILE", help="CSV of a company directory")
    parser.add_argument("--sample", type=int, metavar="N", help="take N of them by a seeded draw (default: all)")
    parser.add_argument("--experts", metavar="FILE", help="CSV name,email,organisation,industries,profile")
    parser.add_argument("--scores", metavar="FILE", help="CSV entry,judge,score[,criterion]; default: synthetic")
    parser.add_argument("--select", type=int, default=32, metavar="N")
    parser.add_argument("--reserve", type=int, default=5, metavar="N")
    parser.add_argument("--out", required=True, metavar="DIR")
    parser.add_argument("--seed", type=int, default=1)


if __name__ == "__main__":
    sys.exit(main())
