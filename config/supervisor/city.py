"""The supervisor: brings the children up in order, keeps them up, takes them down, and never leaves one behind.

A single thread with one selector: signals and the children's output wake it. What it does when is told in
docs/mechanisms/processes.md.
"""

import selectors
import signal
import socket
import time
from collections.abc import Mapping
from types import FrameType

from config.refusal import Refusal
from config.supervisor.child import Child
from config.supervisor.journal import Journal


class Stopped(Exception):
    """Somebody asked us to stop (Ctrl-C, SIGTERM, SIGHUP)."""


class City:
    """Children that start together and fail together."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.children: list[Child] = []
        self.database: Child | None = None
        self.asked = 0
        self.stopping = False
        self._selector = selectors.DefaultSelector()
        self._woken, self._bell = socket.socketpair()
        for end in (self._woken, self._bell):
            end.setblocking(False)
        self._selector.register(self._woken, selectors.EVENT_READ)
        signal.set_wakeup_fd(self._bell.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked += 1

    def start(self, child: Child) -> None:
        """Start a child and listen to it."""
        child.start()
        assert child.process and child.process.stdout
        self._selector.register(child.process.stdout, selectors.EVENT_READ, child)
        if child not in self.children:
            self.children.append(child)

    def turn(self, longest: float) -> None:
        """Wait for something to happen, at most `longest` seconds; pass lines on, notice deaths.

        Raises Stopped when we have been asked to stop and are not yet stopping.
        """
        for key, _ in self._selector.select(longest):
            if key.data is None:
                while self._heard():
                    pass
        for child in self.children:
            self._relay(child)
        if self.asked and not self.stopping:
            raise Stopped

    def _heard(self) -> bytes:
        try:
            return self._woken.recv(4096)
        except BlockingIOError:
            return b""

    def _relay(self, child: Child) -> None:
        stream = child.process.stdout if child.process else None
        lines = child.lines()
        if stream is not None and stream.closed:
            self._forget(child)
        for line in lines:
            self.journal.line(child.name, line)

    def _forget(self, child: Child) -> None:
        for key in list(self._selector.get_map().values()):
            if key.data is child:
                self._selector.unregister(key.fileobj)

    def wait_ready(self, child: Child, longest: float) -> None:
        """Turn until the child is ready. Raises Refusal when it dies or stays silent for `longest` seconds."""
        deadline = time.monotonic() + longest
        while not child.ready():
            if not child.alive:
                self.turn(0.1)
                raise Refusal(f"{child.name} ended while starting: its last lines above say why ({self.journal.path}).")
            if time.monotonic() > deadline:
                raise Refusal(f"{child.name} was not ready after {longest:.0f} s: see {self.journal.path}.")
            self.turn(0.1)

    def step(self, name: str, command: list[str], extra: Mapping[str, str], like: Child) -> int:
        """Run a program to its end under the same care and return its exit code."""
        child = Child(name, command, like.var, ready=lambda: True, extra=extra)
        self.start(child)
        while child.alive:
            self.turn(0.5)
        self.turn(0.0)
        self._forget(child)
        self.children.remove(child)
        assert child.process
        return child.process.returncode

    def watch(self) -> None:
        """Keep the children up until asked to stop (raises Stopped).

        A child that dies is started again after 0.5, 1, 2 and 4 s. Raises Refusal when one dies for the fifth time
        within a minute. While the database is away the others may die of that: they wait for it and it is not counted.
        """
        while True:
            mending = any(child.due for child in self.children)
            self.turn(0.1 if mending else 5.0)
            up = self._database_up()
            for child in self.children:
                if not child.alive:
                    self._mend(child, counts=up or child is self.database, allowed=up or child is self.database)

    def _database_up(self) -> bool:
        """Asked of the server only after a death: its own, or one that it may have caused."""
        if self.database is None or all(child.alive for child in self.children):
            return True
        return self.database.alive and self.database.ready()

    def _mend(self, child: Child, *, counts: bool, allowed: bool) -> None:
        if child.due is not None:
            if allowed and time.monotonic() >= child.due:
                self.start(child)
            return
        assert child.process
        code = child.process.returncode
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        child.sweep()
        self._relay(child)
        self._forget(child)
        pause = child.backoff() if counts else 0.5
        if pause is None:
            raise Refusal(f"{child.name} {how}, for the fifth time within a minute: see {self.journal.path}.")
        self.journal.say(f"{child.name} {how}; starting it again in {pause:g} s")
        child.due = time.monotonic() + pause

    def stop(self) -> None:
        """Stop everything: first those who use the database, then the database. A second request hurries."""
        self.stopping, self.asked = True, 0
        self._stop_all([child for child in self.children if child is not self.database])
        self._stop_all([self.database] if self.database else [])

    def _stop_all(self, children: list[Child]) -> None:
        for child in children:
            child.signal(child.stop_signal)
        began, urged, firm = time.monotonic(), self.asked, set[str]()
        while any(child.alive for child in children):
            self.turn(0.1)
            for child in children:
                late = self.asked > urged or time.monotonic() - began > child.patience
                if child.alive and late and child.name not in firm:
                    firm.add(child.name)
                    child.signal(child.firm_signal)
        for child in children:
            child.sweep()
            self._relay(child)
