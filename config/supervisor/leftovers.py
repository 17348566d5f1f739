"""What a killed start left behind: found by our mark, stopped, never mistaken for a stranger's process.

Every child carries `YUNHUI_CHILD=<name>:<var>` in its environment, which its own children inherit. PostgreSQL
overwrites its environment to show a title, so it is known by its working folder: the cluster in `var/postgres`.
A signal goes through a process descriptor that is opened before the mark is read once more: a number that was given
to another program in between is not hit.
"""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MARK = "YUNHUI_CHILD"


@dataclass(frozen=True, slots=True)
class Leftover:
    """A process of ours: its number, the clock tick at which it began, and what it is."""

    pid: int
    started: str
    name: str


def mark(name: str, var: Path) -> str:
    """The mark of the child `name` of the city in `var`."""
    return f"{name}:{var}"


def identify(pid: int, var: Path) -> Leftover | None:
    """Whose process is this? None when it is not one of the city in `var`, or gone, or only waits to be reaped."""
    process = Path("/proc") / str(pid)
    try:
        state, *fields = (process / "stat").read_text().rpartition(")")[2].split()
        owners = {folder.stat().st_uid for folder in (var, var / "postgres") if folder.exists()}
        if state in {"Z", "X"} or process.stat().st_uid not in owners:
            return None
        started = fields[18]
        for entry in (process / "environ").read_bytes().split(b"\0"):
            key, _, value = os.fsdecode(entry).partition("=")
            name, _, home = value.partition(":")
            if key == MARK and home == str(var):
                return Leftover(pid, started, name)
        here, data = (process / "cwd").stat(), (var / "postgres").stat()
        if (here.st_dev, here.st_ino) == (data.st_dev, data.st_ino) and "postgres" in (process / "comm").read_text():
            return Leftover(pid, started, "postgres")
    except OSError:
        return None  # gone meanwhile, or not ours to look into
    return None


def find(var: Path) -> list[Leftover]:
    """Every living process of the city in `var` except this one."""
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal())
    return [found for pid in numbers if pid != os.getpid() and (found := identify(pid, var))]


def send(found: Leftover, var: Path, number: int) -> None:
    """Signal a leftover, if that number still is the same process."""
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(found.pid)
        try:
            if identify(found.pid, var) == found:
                signal.pidfd_send_signal(handle, number)
        finally:
            os.close(handle)


def stop(var: Path, patience: float = 10.0) -> list[Leftover]:
    """Stop all leftovers and return them. Must hold the city's lock.

    PostgreSQL is asked to stop fast (SIGINT), then at once (SIGQUIT); the others to drain (SIGTERM); whoever is left
    after twice `patience` seconds is killed. What the database had not finished it recovers at its next start.
    """
    seen = find(var)
    for attempt in range(3):
        left = find(var)
        for found in left:
            gentle = signal.SIGINT if found.name == "postgres" else signal.SIGTERM
            firm = signal.SIGQUIT if found.name == "postgres" else signal.SIGKILL
            send(found, var, (gentle, firm, signal.SIGKILL)[attempt])
        deadline = time.monotonic() + patience
        while left and time.monotonic() < deadline:
            time.sleep(0.05)
            left = find(var)
        if not left:
            break
    return seen
