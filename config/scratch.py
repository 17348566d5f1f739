"""PostgreSQL beside the city's, in a folder of `var`, for tests and `run-call`: a migrated template to copy.

`python -m config.scratch FOLDER start | stop` is a program of its own, because root must fork and change user to start
the server, which a process with threads must not. Durability is off. `DATABASE_URL` names another server instead;
then nothing is started or stopped.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from importlib.metadata import version

import django
import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from config import database as roles
from config.env import OWNER, ROOT, Environment, environment
from config.refusal import Refusal
from config.supervisor import account, leftovers, postgres


def template_name(env: Environment) -> str:
    """The name of the migrated database for this owner and the migrations as they are now."""
    facts = [application_role(env), *(version(name) for name in ("django", "procrastinate"))]
    digest = hashlib.sha256(" ".join(facts).encode())
    for path in sorted([*ROOT.glob("yunhui/**/migrations/*.py"), ROOT / "config" / "database.py"]):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return f"yunhui_template_{digest.hexdigest()[:16]}"


def application_role(env: Environment) -> str:
    """The role that a test may act as. On a server of somebody's own it is one that cannot sign in."""
    url = env.database_url if env.embedded else env.database_owner_url
    user = str(psycopg.conninfo.conninfo_to_dict(url)["user"])
    return user if env.embedded else f"{user}_test"


def start() -> None:
    """Let a server answer that has the migrated template. Raises Refusal with one sentence where it cannot."""
    env = environment()
    if env.embedded:
        if not postgres.answers(env):
            _start_embedded(env)
        roles.provision(env, postgres.superuser_url(env))
        with psycopg.connect(postgres.superuser_url(env), autocommit=True) as root:
            root.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER)))
    else:
        _make_role(env)
    _make_template(env)


def stop() -> None:
    """Stop the embedded server, if it runs."""
    leftovers.stop(environment().var)


@contextmanager
def database(folder: str) -> Iterator[None]:
    """A fresh, migrated database of its own for the block, with Django connected to it; it is dropped afterwards.

    Runs one at a time in a checkout. Raises Refusal with one sentence where there can be none.
    """
    surround(os.environ, folder)
    with (ROOT / "var" / folder / "run" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _ask(folder, "start")
        try:
            yield from _copied()
        finally:
            _ask(folder, "stop")


def _ask(folder: str, verb: str) -> None:
    words = [sys.executable, "-m", "config.scratch", folder, verb]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise Refusal((done.stderr.strip().splitlines() or ["PostgreSQL did not start"])[-1])


def _copied() -> Iterator[None]:
    env = environment()
    name = sql.Identifier(f"yunhui_scratch_{os.getpid()}")
    with psycopg.connect(env.database_owner_url, autocommit=True) as owner:
        template = sql.Identifier(template_name(env))
        owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, template))
    django.setup()
    connection.settings_dict["NAME"] = name.as_string()[1:-1]
    try:
        yield
    finally:
        connection.close()
        with psycopg.connect(env.database_owner_url, autocommit=True) as owner:
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _start_embedded(env: Environment) -> None:
    leftovers.stop(env.var)
    city = account.city_account(ROOT / "var")
    owner = (city.uid, city.gid) if city else None
    if city and not account.reaches(city, env.var / "run"):
        (env.var / "run").chmod(0o755)
    become: Callable[[], None] | None = (lambda: account.become(city, [ROOT])) if city else None
    postgres.initialise(env, become, owner)
    postgres.make_socket_folder(env, owner)
    postgres.remove_stale_locks(env)
    log = env.var / "postgres.log"
    with log.open("wb") as file:
        server = subprocess.Popen(
            postgres.command(env, volatile=True),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
            preexec_fn=become,
            cwd="/",
        )
    deadline = time.monotonic() + 60
    while not postgres.answers(env):
        if server.poll() is not None or time.monotonic() > deadline:
            raise Refusal(f"PostgreSQL did not start: see {log}.")
        time.sleep(0.02)


def _make_role(env: Environment) -> None:
    name = application_role(env)
    with psycopg.connect(env.database_owner_url, autocommit=True) as owner:
        if owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
            return
        try:
            owner.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))
            owner.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            raise Refusal(
                "Tests and run-call make a role: give the one in DATABASE_URL the right CREATEROLE."
            ) from None


def _make_template(env: Environment) -> None:
    name, draft = template_name(env), f"yunhui_draft_{os.getpid()}"
    with psycopg.connect(env.database_owner_url, autocommit=True) as owner:
        known = {row[0] for row in owner.execute("SELECT datname FROM pg_database").fetchall()}
        if name in known:
            return
        if env.embedded:  # ours alone: what older migrations left, and databases of killed runs
            for old in (n for n in known if n.startswith(("yunhui_template_", "yunhui_draft_"))):
                owner.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
        try:
            owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
        except psycopg.errors.InsufficientPrivilege:
            raise Refusal(
                "Tests and run-call make databases: give the role in DATABASE_URL the right CREATEDB."
            ) from None
        django.setup()
        connection.settings_dict["NAME"] = draft
        call_command("migrate", verbosity=0, interactive=False)
        connection.close()
        with psycopg.connect(env.database_owner_url, dbname=draft) as inside:
            roles.grant(inside, application_role(env))
        owner.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))


def surround(variables: MutableMapping[str, str], name: str) -> None:
    """Point the environment at a folder of its own in `var`, never at a city's."""
    folder = ROOT / "var" / name
    for own in [own for own in variables if own.startswith("YUNHUI_")] + ["PORT"]:
        variables.pop(own, None)
    variables.update({"YUNHUI_VAR": str(folder), "YUNHUI_DATABASE_ROLE": "owner", "YUNHUI_DEMO": "0"})
    variables.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    account.city_account(ROOT / "var")
    (folder / "run").mkdir(parents=True, exist_ok=True)


if __name__ == "__main__":
    surround(os.environ, sys.argv[1])
    {"start": start, "stop": stop}[sys.argv[2]]()
