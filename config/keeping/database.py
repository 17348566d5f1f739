"""The database side of a backup: a consistent dump with the rows of each table, and putting it back."""

import gzip
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from config.env import Environment
from config.refusal import Refusal
from config.supervisor import postgres

# Settings that a newer pg_dump writes and an older server does not know; none of them concerns the data.
_UNKNOWN_BEFORE_17 = (b"SET transaction_timeout",)


def program(name: str, env: Environment, server: int) -> str:
    """Path of a client program that knows a server of this major version: the embedded one's, else the machine's.

    Raises:
        Refusal: there is none.
    """
    try:
        own = str(postgres.binary(name))
    except Refusal:
        own = ""
    machine = "" if env.embedded else shutil.which(name) or ""
    for path in filter(None, (own, machine)):
        words = subprocess.run([path, "--version"], capture_output=True, text=True).stdout.split()
        if words and int(words[2].split(".")[0]) >= server:
            return path
    raise Refusal(f"There is no {name} for PostgreSQL {server} on this machine: install its client programs.")


@contextmanager
def snapshot(url: str) -> Iterator[tuple[psycopg.Connection[tuple[object, ...]], str]]:
    """A transaction whose view of the database a dump can share, and the snapshot's name."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        name = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert name
        yield connection, str(name[0])


def rows_of(connection: psycopg.Connection[tuple[object, ...]]) -> dict[str, int]:
    """Table -> rows, exactly, in the connection's view."""
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    ).fetchall()
    counts = {}
    for (table,) in tables:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", str(table))))
        found = row.fetchone()
        assert found
        counts[str(table)] = int(str(found[0]))
    return counts


def migrations_of(connection: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    """The migrations that have been applied, as `app.name`."""
    rows = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return [str(row[0]) for row in rows]


def dump(env: Environment, name: str, server: int, target: Path) -> None:
    """Write the snapshot as compressed plain SQL.

    Raises:
        Refusal: pg_dump said no; its last line is in the sentence.
    """
    words = [program("pg_dump", env, server), "--no-owner", "--no-privileges", "--no-comments"]
    words += [f"--snapshot={name}", "--lock-wait-timeout=10s", f"--dbname={_without_password(env.database_owner_url)}"]
    with (
        gzip.open(target, "wb", compresslevel=6) as out,
        subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_with_password(env.database_owner_url)
        ) as running,
    ):
        assert running.stdout and running.stderr
        for line in running.stdout:
            if not line.startswith(_UNKNOWN_BEFORE_17):
                out.write(line)
        said = running.stderr.read().decode(errors="replace").strip()
    if running.returncode:
        raise Refusal(f"The database could not be dumped: {(said.splitlines() or ['pg_dump failed'])[-1]}")


def load(env: Environment, source: Path, server: int) -> None:
    """Replace the schema `public` by a dump, in one transaction.

    Raises:
        Refusal: the server refused; its first line is in the sentence, and nothing has changed.
    """
    words = [program("psql", env, server), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    words += ["--output=/dev/null", f"--dbname={_without_password(env.database_owner_url)}"]
    with subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_with_password(env.database_owner_url),
    ) as running:
        assert running.stdin and running.stderr
        try:
            running.stdin.write(
                b"SET client_min_messages = error;\nDROP SCHEMA IF EXISTS public CASCADE;\nCREATE SCHEMA public;\n"
            )
            with gzip.open(source, "rb") as lines:
                shutil.copyfileobj(lines, running.stdin, 1 << 20)
            running.stdin.close()
        except BrokenPipeError:
            pass  # psql stopped at an error, which it has said
        said = running.stderr.read().decode(errors="replace").strip()
    if running.returncode:
        raise Refusal(f"The database could not be restored: {(said.splitlines() or ['psql failed'])[0]}")


def _without_password(url: str) -> str:
    """The address for a command line, which every user of the machine may read."""
    parts = psycopg.conninfo.conninfo_to_dict(url)
    parts.pop("password", None)
    return psycopg.conninfo.make_conninfo("", **parts)


def _with_password(url: str) -> dict[str, str]:
    password = psycopg.conninfo.conninfo_to_dict(url).get("password")
    return {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
