"""The supervisor for real: opened, asked twice, killed, healed, closed. Each step is a process of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from config.env import ROOT
from config.supervisor import leftovers

PATIENCE = 90.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class City:
    """A city of its own in a folder of its own, on ports that nobody uses."""

    def __init__(self, var: Path) -> None:
        self.var, self.port, self.realtime_port = var, free_port(), free_port()
        self.log = var.parent / "said.txt"
        self.process: subprocess.Popen[bytes] | None = None

    def spawn(self) -> subprocess.Popen[bytes]:
        surroundings = {
            name: value for name, value in os.environ.items() if not name.startswith(("YUNHUI_", "DATABASE_"))
        }
        surroundings |= {
            "YUNHUI_VAR": str(self.var),
            "YUNHUI_DEMO": "0",
            "YUNHUI_WEB_WORKERS": "1",
            "PORT": str(self.port),
            "YUNHUI_REALTIME_PORT": str(self.realtime_port),
        }
        words = [sys.executable, "-m", "config.supervisor", "run"]
        with self.log.open("wb") as said:
            return subprocess.Popen(words, cwd=ROOT, env=surroundings, stdout=said, stderr=said)

    def open(self) -> None:
        self.process = self.spawn()
        deadline = time.monotonic() + PATIENCE
        while "the city is open" not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def ask(self) -> tuple[int, str]:
        """Start once more and wait for the end: (code, what it said)."""
        again = City(self.var)
        again.port, again.realtime_port, again.log = self.port, self.realtime_port, self.var.parent / "again.txt"
        return again.spawn().wait(PATIENCE), again.said()

    def answers(self, port: int, path: str) -> int:
        """The status of a GET, 0 when nobody listens."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def becomes_healthy(self) -> bool:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.answers(self.port, "/health") == self.answers(self.realtime_port, "/rt/health") == 200:
                return True
            time.sleep(0.1)
        return False

    def numbers(self, name: str) -> list[int]:
        return [found.pid for found in leftovers.find(self.var) if found.name == name]

    def postmaster(self) -> int:
        return int((self.var / "postgres" / "postmaster.pid").read_text().split("\n")[0])

    def close(self) -> int:
        assert self.process
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    city = City(tmp_path / "var")
    yield city
    if city.process and city.process.poll() is None:
        city.process.kill()
        city.process.wait()
    if city.var.exists():
        leftovers.stop(city.var, patience=3)


def test_a_killed_city_heals_at_its_next_start(city: City) -> None:
    city.open()
    assert city.becomes_healthy()

    code, said = city.ask()
    assert code == 1
    assert (
        said.strip()
        == f"Yunhui already runs in this checkout: http://127.0.0.1:{city.port} (process {city.process.pid})."
    )

    for victim in (city.process.pid, city.postmaster()):
        os.kill(victim, signal.SIGKILL)
    city.process.wait()
    # The number of the lost postmaster now belongs to somebody else: PostgreSQL alone would refuse to start.
    stale = city.var / "postgres" / "postmaster.pid"
    stale.write_text(stale.read_text().replace(stale.read_text().split("\n")[0], str(os.getppid()), 1))
    city.open()
    assert "database system was not properly shut down; automatic recovery in progress" in city.said()
    assert city.becomes_healthy()

    assert city.close() == 0
    assert leftovers.find(city.var) == []
    assert "Traceback" not in city.said()


def test_a_taken_port_is_a_sentence(city: City) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", city.port))
        taken.listen()
        code = city.spawn().wait(PATIENCE)
    assert code == 1
    assert f"Port {city.port} is taken by another program: choose another with PORT" in city.said()
    assert "Traceback" not in city.said()
    assert not (city.var / "postgres").exists()


@pytest.mark.soak
def test_children_that_are_killed_come_back_one_by_one(city: City) -> None:
    city.open()
    for name in ("web", "realtime", "worker"):
        before = city.numbers(name)
        for pid in before:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE
        while not (set(city.numbers(name)) - set(before)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert city.becomes_healthy(), name
    lost = city.postmaster()
    os.kill(lost, signal.SIGKILL)
    time.sleep(1)
    assert city.becomes_healthy()
    assert city.postmaster() != lost
    assert city.close() == 0
    assert leftovers.find(city.var) == []


@pytest.mark.soak
def test_a_child_that_cannot_live_stops_the_city_with_a_sentence(city: City) -> None:
    city.open()
    deadline = time.monotonic() + PATIENCE
    while city.process.poll() is None and time.monotonic() < deadline:
        for pid in city.numbers("worker"):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    assert city.process.poll() == 1
    assert "worker was killed by SIGKILL, for the fifth time within a minute" in city.said()
    assert leftovers.find(city.var) == []


@pytest.mark.soak
def test_children_do_not_outlive_a_killed_supervisor(city: City) -> None:
    city.open()
    city.process.kill()
    city.process.wait()
    deadline = time.monotonic() + PATIENCE
    while leftovers.find(city.var) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert leftovers.find(city.var) == []
