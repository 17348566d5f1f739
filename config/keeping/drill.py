"""The drill: restore a backup into a database and a folder of its own, prove it, and throw both away."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from config.env import OWNER, ROOT, Environment, embedded_url
from config.keeping import stamp
from config.refusal import Refusal
from config.supervisor import postgres


def drill(env: Environment, archive: Path, passphrase_file: str | None) -> int:
    """Restore beside the city, which works on; the exit code of the restore. Its words go to the terminal.

    Raises:
        Refusal: a database for the drill cannot be made.
    """
    with _database(env) as url, tempfile.TemporaryDirectory(prefix=".drill.", dir=env.var) as folder:
        words = [sys.executable, "-m", "config.keeping.restore", str(archive.resolve())]
        words += ["--passphrase-file", str(Path(passphrase_file).resolve())] if passphrase_file else []
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("YUNHUI_", "DATABASE_"))}
        own = {"DATABASE_URL": url, "YUNHUI_VAR": folder, "YUNHUI_DATABASE_ROLE": "owner"}
        done = subprocess.run(words, cwd=ROOT, env={**kept, **own})
    if done.returncode == 0:
        stamp.drilled(env, archive.name)
    print("the drill is over: the backup can be restored" if done.returncode == 0 else "THE DRILL FAILED", flush=True)
    return done.returncode


@contextmanager
def _database(env: Environment) -> Iterator[str]:
    name = f"yunhui_drill_{os.getpid()}"
    maker = postgres.superuser_url(env) if env.embedded else env.database_owner_url
    url = (
        embedded_url(env.var, env.keys, OWNER, name)
        if env.embedded
        else psycopg.conninfo.make_conninfo(env.database_owner_url, dbname=name)
    )
    try:
        with psycopg.connect(maker, autocommit=True) as server:
            owner = sql.SQL(" OWNER {}").format(sql.Identifier(OWNER)) if env.embedded else sql.SQL("")
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + owner)
    except psycopg.Error as error:
        raise Refusal(f"The drill needs a database of its own: {str(error).strip().splitlines()[0]}") from None
    try:
        yield _as_url(url)
    finally:
        with psycopg.connect(maker, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _as_url(conninfo: str) -> str:
    """`DATABASE_URL` is read as a URL."""
    if conninfo.startswith("postgresql://"):
        return conninfo
    from urllib.parse import quote, urlencode

    parts = {key: str(value) for key, value in psycopg.conninfo.conninfo_to_dict(conninfo).items()}
    login = f"{quote(parts.pop('user', ''), safe='')}:{quote(parts.pop('password', ''), safe='')}"
    name, host, port = parts.pop("dbname"), parts.pop("host", ""), parts.pop("port", "")
    return f"postgresql://{login}@/{quote(name, safe='')}?" + urlencode(
        {**({"host": host} if host else {}), **({"port": port} if port else {}), **parts}
    )
