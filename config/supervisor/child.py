"""One child: how it is started so that it cannot outlive us, how its lines are read, how it is stopped."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from config.env import ROOT
from config.supervisor.leftovers import MARK, mark

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(number: int, parent: int) -> None:
    """Ask the kernel to send this process `number` when the process `parent` that started it dies."""
    _libc.prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        os.kill(os.getpid(), number)


@dataclass(slots=True)
class Child:
    """A program under supervision.

    `ready` is asked until it says yes. `stop_signal` lets it finish what it does and `firm_signal` does not, after
    `patience` seconds; `orphan_signal` is sent by the kernel when the supervisor itself is killed.
    """

    name: str
    command: list[str]
    var: Path
    ready: Callable[[], bool]
    extra: Mapping[str, str] = field(default_factory=dict)
    stop_signal: int = signal.SIGTERM
    firm_signal: int = signal.SIGKILL
    orphan_signal: int = signal.SIGTERM
    patience: float = 10.0
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)
    due: float | None = None
    _rest: bytes = b""

    def start(self) -> None:
        """Start it in a session of its own (a Ctrl-C reaches only us), bound to our life."""
        parent, number = os.getpid(), self.orphan_signal
        self.due, self._rest = None, b""
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env={**os.environ, **self.extra, MARK: mark(self.name, self.var), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # Safe, because this process never has a second thread.
            preexec_fn=lambda: die_with_parent(number, parent),
        )
        assert self.process.stdout
        os.set_blocking(self.process.stdout.fileno(), False)

    @property
    def alive(self) -> bool:
        """Started and not yet reaped."""
        return self.process is not None and self.process.poll() is None

    def lines(self) -> list[str]:
        """The whole lines that it has written since the last call, without waiting."""
        if self.process is None or self.process.stdout is None or self.process.stdout.closed:
            return []
        with suppress(BlockingIOError):
            while block := os.read(self.process.stdout.fileno(), 65536):
                self._rest += block
                if len(self._rest) > 1 << 20:
                    break  # a flood: let the others have their turn
            else:
                self.process.stdout.close()
                if self._rest and not self._rest.endswith(b"\n"):
                    self._rest += b"\n"
        *whole, self._rest = self._rest.split(b"\n")
        return [line.decode(errors="replace").rstrip() for line in whole]

    def signal(self, number: int) -> None:
        """Signal it, if it lives."""
        if self.process is not None and self.alive:
            self.process.send_signal(number)

    def sweep(self) -> None:
        """Kill what is left of its session: grandchildren that lost their parent and hold its port.

        Not for PostgreSQL, whose processes notice the loss themselves and must not be killed while they write.
        """
        if self.process is not None and self.stop_signal == signal.SIGTERM:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def backoff(self, window: float = 60.0) -> float | None:
        """Note a death now; seconds to wait before the next start, or None when it died five times in `window`."""
        now = time.monotonic()
        self.deaths = [*(moment for moment in self.deaths if now - moment < window), now]
        return None if len(self.deaths) >= 5 else 0.25 * 2 ** len(self.deaths)
