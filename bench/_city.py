"""A city of its own to measure: the processes as we ship them, PostgreSQL with durability, in a folder of its own.

    def main() -> None:
        parser = argument_parser(__doc__)
        ...
        with opened(parser.parse_args()) as city: ...

The script and the city's processes share the machine; what the script itself took is said beside its figures.
"""

import argparse
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config.supervisor import account, leftovers  # noqa: E402


@dataclass(frozen=True)
class City:
    """An open city: where it answers, and its supervisor, of which every other process is a child."""

    var: Path
    port: int
    supervisor: int

    @property
    def host(self) -> str:
        """As a browser names it."""
        return f"127.0.0.1:{self.port}"

    def seconds(self) -> dict[str, float]:
        """CPU seconds so far of each part, its children included; PostgreSQL's own among them."""
        taken: dict[str, float] = {}
        for found in leftovers.find(self.var):
            name = "postgres" if _is_postgres(found.pid) else found.name
            taken[name] = taken.get(name, 0.0) + _cpu(found.pid)
        return taken


def argument_parser(doc: str | None) -> argparse.ArgumentParser:
    """With what every script of this folder that opens a city takes."""
    text = (doc or "").split("\n\n")[0]
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--var", type=Path, help="the city's folder, emptied first (default: one of its own)")
    parser.add_argument("--keep", action="store_true", help="use the city that an earlier run left in its folder")
    parser.add_argument("--workers", type=int, default=2, help="web processes")
    return parser


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[City]:
    """Open an empty city for the block, with Django in this process connected to it as its owner; closed afterwards.

    Started by root, the script begins again as the city's account, as the city itself does.
    """
    var = Path(options.var).resolve() if getattr(options, "var", None) else ROOT / "var" / "bench"
    account.leave_root(ROOT, var, list(sys.argv))
    var.mkdir(parents=True, exist_ok=True)
    leftovers.stop(var, patience=5)
    if not getattr(options, "keep", False):
        for name in ("postgres", "files", "audit", "run"):
            shutil.rmtree(var / name, ignore_errors=True)
    _surround(var, options.workers)
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.supervisor", "run"],
            cwd=ROOT, env=os.environ | {"YUNHUI_DATABASE_ROLE": "app"}, stdout=said, stderr=said,
        )  # fmt: skip
        try:
            _wait_open(process, said)
            os.environ["YUNHUI_DATABASE_ROLE"] = "owner"
            import django

            django.setup()
            yield City(var, int(os.environ["PORT"]), process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
            said.seek(0)
            if "Traceback" in (words := said.read()):
                print(words, file=sys.stderr)


def cookies_of(users: Any, port: int, *, assurance: int = 2) -> list[str]:
    """A `Cookie` header for each account, signed in a moment ago; sessions and their visits are written in bulk."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils.timezone import timedelta

    from yunhui.foundation.accounts.models import Visit
    from yunhui.kernel import clock

    store, now, rows, visits = SessionStore(), clock.now(), [], []
    for user in users:
        data = {
            SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(), "began": now.timestamp(), "seen": now.timestamp(),
            "assurance": assurance, **({"proved_at": now.timestamp()} if assurance >= 2 else {}),
        }  # fmt: skip
        key = store._get_new_session_key()
        rows.append(Session(session_key=key, session_data=store.encode(data), expire_date=now + timedelta(hours=12)))
        visits.append(Visit(session_key=key, user=user))
    Session.objects.bulk_create(rows, batch_size=1000)
    Visit.objects.bulk_create(visits, batch_size=1000)
    name, csrf = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME
    return [f"{name}={row.session_key}; {csrf}={CSRF}; yunhui_language=zh-hans" for row in rows]


# A token as a browser would have been given one: any 32 letters and digits do.
CSRF = "benchbenchbenchbenchbenchbench12"


def headline(**more: object) -> None:
    """When, where and how: the first line of every table."""
    words = [f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", platform.machine(), f"{os.cpu_count()} cores"]
    words += [f"Python {platform.python_version()}", f"load before {os.getloadavg()[0]:.1f}"]
    print(" · ".join(words + [f"{name} {value}" for name, value in more.items()]) + "\n", flush=True)


def quantile(sorted_values: list[float], share: float) -> float:
    """The value below which a share of the values lies (nearest rank)."""
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]


def analyse() -> None:
    """Let PostgreSQL know what was written in bulk."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _surround(var: Path, workers: int) -> None:
    for name in [name for name in os.environ if name.startswith(("YUNHUI_", "DATABASE_")) or name == "PORT"]:
        del os.environ[name]
    port, realtime = _free_ports(2)
    os.environ.update({
        "DJANGO_SETTINGS_MODULE": "config.settings", "YUNHUI_VAR": str(var), "YUNHUI_DEMO": "0", "PORT": str(port),
        "YUNHUI_REALTIME_PORT": str(realtime), "YUNHUI_WEB_WORKERS": str(workers), "YUNHUI_LOG_LEVEL": "WARNING",
    })  # fmt: skip


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _wait_open(process: subprocess.Popen[bytes], said: Any) -> None:
    deadline = time.monotonic() + 180
    while True:
        said.seek(0)
        words = said.read()
        if "the city is open" in words:
            return
        if process.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"the city did not open:\n{words}")
        time.sleep(0.1)


def _is_postgres(pid: int) -> bool:
    try:
        return "postgres" in Path(f"/proc/{pid}/comm").read_text()
    except OSError:
        return False


def _cpu(pid: int) -> float:
    try:
        fields = re.split(r"\) ", Path(f"/proc/{pid}/stat").read_text())[-1].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
