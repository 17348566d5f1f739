"""`python -m config.supervisor run | reset`: what `make run` and `make demo-reset` end in."""

import contextlib
import errno
import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from config.env import ROOT, Environment, environment
from config.refusal import Refusal
from config.supervisor import account, leftovers, postgres
from config.supervisor.child import Child
from config.supervisor.city import City, Stopped
from config.supervisor.journal import Journal

_LEAST_FREE = 300 << 20
_OWNER = {"YUNHUI_DATABASE_ROLE": "owner"}


def main(words: list[str]) -> int:
    """Run one command; the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))  # until the city takes over: nothing is running yet
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    account.leave_root(ROOT, Path(os.environ.get("YUNHUI_VAR", ROOT / "var")), ["-m", "config.supervisor", *words])
    os.umask(0o027)
    env = environment()
    with _full_disk_in_words(env), _locked(env):
        _check_disk(env)
        journal = Journal(env.var / "log")
        healed = leftovers.stop(env.var)
        if healed:
            names = ", ".join(sorted({found.name for found in healed}))
            journal.say(f"stopped what an earlier start had left behind: {names}")
        if words == ["reset"]:
            _forget_demo(env)
        else:
            _check_ports(env)
        return _live(env, City(journal), once=words == ["reset"])


def with_database(env: Environment, programs: list[list[str]]) -> int:
    """Run `python -m` programs one after another as the owner, with the city closed and its database up.

    The exit code of the first that fails, else 0. Raises Refusal while the city is open.
    """
    with _full_disk_in_words(env), _locked(env):
        _check_disk(env)
        leftovers.stop(env.var)
        city = City(Journal(env.var / "log", alone="task"))
        try:
            like = _start_database(env, city) or _web(env)
            for words in programs:
                if code := city.step("task", [sys.executable, "-m", *words], _OWNER, like):
                    return code
        except Stopped:
            return 130
        finally:
            city.stop()
    return 0


@contextlib.contextmanager
def _full_disk_in_words(env: Environment) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Refusal(f"The disk of {env.var} is full: free some space and start again.") from None
        if isinstance(problem, PermissionError):
            raise Refusal(
                f"{problem.filename or env.var} may not be written: it belongs to another user, so start as that user."
            ) from None
        raise


@contextlib.contextmanager
def _locked(env: Environment) -> Iterator[None]:
    """Hold `var/run/lock`; the kernel lets it go when we die, however we die."""
    (env.var / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
    with (env.var / "run" / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            with suppress(ValueError):
                other = json.loads(file.read())
                raise Refusal(
                    f"Yunhui already runs in this checkout: {other['address']} (process {other['pid']})."
                ) from None
            raise Refusal("Yunhui is just being started in this checkout by another terminal.") from None
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "address": env.public_url}))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _check_disk(env: Environment) -> None:
    free = shutil.disk_usage(env.var).free
    if free < _LEAST_FREE:
        raise Refusal(f"Only {free >> 20} MB are free on the disk of {env.var}: free at least {_LEAST_FREE >> 20} MB.")


def _check_ports(env: Environment) -> None:
    for port, name in ((env.port, "PORT"), (env.realtime_port, "YUNHUI_REALTIME_PORT")):
        family = socket.AF_INET6 if ":" in env.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((env.host, port))
            except PermissionError:
                raise Refusal(
                    f"Port {port} is only for root: choose one above 1023, as in make run PORT=8001."
                ) from None
            except OSError:
                raise Refusal(
                    f"Port {port} is taken by another program: choose another with {name}, as in make run "
                    f"{name}={port + 1}."
                ) from None


def _forget_demo(env: Environment) -> None:
    """Throw the demo city away. Raises Refusal where the data could be somebody's."""
    if not env.demo or not env.embedded:
        raise Refusal("demo-reset throws all data away: it works only on the embedded database in demo mode.")
    for name in ("postgres", "files"):
        shutil.rmtree(env.var / name, ignore_errors=True)


def _live(env: Environment, city: City, *, once: bool) -> int:
    """Bring everything up, keep it up, take it down. `once`: end when the city is prepared."""
    try:
        database = _start_database(env, city)
        _prepare(env, city, like=database or _web(env))
        if not once:
            _start_rest(env, city)
            city.journal.say(f"the city is open: {env.public_url}")
            city.watch()
    except Stopped:
        city.journal.say("stopping")
    finally:
        city.stop()
    city.journal.say("the demo city is rebuilt" if once else "stopped")
    return 0


def _start_database(env: Environment, city: City) -> Child | None:
    if not env.embedded:
        return None
    if postgres.initialise(env):
        city.journal.say("made a new database in var/postgres")
    postgres.make_socket_folder(env)
    postgres.remove_stale_locks(env)
    database = Child(
        "postgres",
        postgres.command(env),
        env.var,
        ready=partial(postgres.answers, env),
        stop_signal=signal.SIGINT,
        firm_signal=signal.SIGQUIT,
        orphan_signal=signal.SIGINT,
        patience=30.0,
    )
    city.database = database
    city.start(database)
    city.wait_ready(database, 300.0)  # it may first have a crash to recover from
    return database


def _prepare(env: Environment, city: City, like: Child) -> None:
    if city.step("prepare", [sys.executable, "-m", "config.prepare"], _OWNER, like):
        raise Refusal(f"The database could not be prepared: the lines above say why ({city.journal.path}).")
    if env.demo and city.step("demo", [sys.executable, "-m", "config.cli", "demo", "--if-empty"], {}, like):
        raise Refusal(f"The demo city could not be built: the lines above say why ({city.journal.path}).")


def _web(env: Environment) -> Child:
    words = ["--workers", str(env.web_workers), "--blocking-threads", str(env.web_threads), "--no-ws"]
    words += ["--blocking-threads-idle-timeout", "600", "--respawn-failed-workers", "--respawn-interval", "0.5"]
    return _served(env, "web", "wsgi", "config.wsgi:application", env.port, "/health", [*words])


def _served(env: Environment, name: str, interface: str, app: str, port: int, path: str, words: list[str]) -> Child:
    command = [sys.executable, "-m", "granian", "--interface", interface, "--host", env.host, "--port", str(port)]
    command += ["--workers-kill-timeout", "8", "--log-level", "warning", *words, app]
    return Child(name, command, env.var, ready=partial(_says_ok, env.host, port, path))


def _start_rest(env: Environment, city: City) -> None:
    said = env.var / "run" / "worker.ready"
    said.unlink(missing_ok=True)
    rest = [
        _web(env),
        _served(env, "realtime", "asgi", "config.realtime:application", env.realtime_port, "/rt/health", ["--no-ws"]),
        # As an orphan it has no database to finish its jobs with; they are taken up again.
        Child(
            "worker",
            [sys.executable, "-m", "config.worker"],
            env.var,
            ready=said.exists,
            orphan_signal=signal.SIGKILL,
        ),
    ]
    for child in rest:
        city.start(child)
    for child in rest:
        city.wait_ready(child, 60.0)


def _says_ok(host: str, port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1" if host in {"0.0.0.0", "::"} else host, port, timeout=2)  # noqa: S104
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
