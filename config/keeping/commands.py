"""`yunhui backup` and `yunhui restore`: with the city open where that is enough, else with its database alone."""

import argparse
from pathlib import Path

from config.env import environment
from config.keeping import backup as taking
from config.keeping.drill import drill
from config.supervisor import postgres
from config.supervisor.__main__ import with_database


def backup(arguments: argparse.Namespace) -> int:
    """Write one archive. With the embedded server and a closed city the server is started for it alone."""
    env = environment()
    words = [str(Path(arguments.archive).absolute()), *_passphrase(arguments)]
    words += ["--keys-in-clear"] if arguments.keys_in_clear else []
    if env.embedded and not postgres.answers(env):
        return with_database(env, [["config.keeping.backup", *words]])
    return taking.main(words)


def restore(arguments: argparse.Namespace) -> int:
    """Put an archive back. Raises Refusal while the city is open, except for a drill."""
    env = environment()
    archive = Path(arguments.archive).absolute()
    if arguments.drill:
        if env.embedded and not postgres.answers(env):
            words = ["restore", "--drill", str(archive), *_passphrase(arguments)]
            return with_database(env, [["config.cli", *words]])
        return drill(env, archive, arguments.passphrase_file)
    words = [str(archive), *_passphrase(arguments), *(["--replace"] if arguments.replace else [])]
    return with_database(env, [["config.prepare"], ["config.keeping.restore", *words], ["config.prepare"]])


def _passphrase(arguments: argparse.Namespace) -> list[str]:
    path = arguments.passphrase_file
    return ["--passphrase-file", str(Path(path).absolute())] if path else []
