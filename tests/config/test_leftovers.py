"""Leftovers are found by our mark and stopped; a stranger's process never is."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.supervisor import leftovers


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()


def spawn(processes: list, code: str, **extra: str) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-c", f"import signal, sys, time\n{code}\nprint('up', flush=True)\ntime.sleep(60)"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, env={**os.environ, **extra})
    processes.append(process)
    assert process.stdout
    assert process.stdout.readline() == b"up\n"
    process.stdout.close()
    return process


def test_only_this_citys_processes_are_stopped(processes: list, tmp_path: Path) -> None:
    var = tmp_path / "var"
    var.mkdir()
    ours = spawn(processes, "", YUNHUI_CHILD=leftovers.mark("web", var))
    other_city = spawn(processes, "", YUNHUI_CHILD=leftovers.mark("web", tmp_path / "var2"))
    stranger = spawn(processes, "")
    assert [(found.pid, found.name) for found in leftovers.find(var)] == [(ours.pid, "web")]
    stopped = leftovers.stop(var, patience=30)
    assert [found.pid for found in stopped] == [ours.pid]
    assert ours.wait(60) == -signal.SIGTERM
    assert (other_city.poll(), stranger.poll()) == (None, None)


def test_one_that_ignores_the_request_is_killed(processes: list, tmp_path: Path) -> None:
    ignore = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    stubborn = spawn(processes, ignore, YUNHUI_CHILD=leftovers.mark("worker", tmp_path))
    leftovers.stop(tmp_path, patience=0.3)
    assert stubborn.wait(60) == -signal.SIGKILL


def test_a_number_given_to_another_program_meanwhile_is_not_hit(processes: list, tmp_path: Path) -> None:
    running = spawn(processes, "", YUNHUI_CHILD=leftovers.mark("web", tmp_path))
    (found,) = leftovers.find(tmp_path)
    before = leftovers.Leftover(found.pid, str(int(found.started) - 1), found.name)
    leftovers.send(before, tmp_path, signal.SIGKILL)
    assert running.poll() is None
    leftovers.send(found, tmp_path, signal.SIGTERM)
    assert running.wait(60) == -signal.SIGTERM


def test_a_process_that_is_gone_is_no_error(processes: list, tmp_path: Path) -> None:
    running = spawn(processes, "", YUNHUI_CHILD=leftovers.mark("web", tmp_path))
    (found,) = leftovers.find(tmp_path)
    running.kill()
    assert leftovers.find(tmp_path) == []  # dead, and not yet reaped by us
    running.wait()
    leftovers.send(found, tmp_path, signal.SIGTERM)
