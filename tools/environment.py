"""The Python environment in `.venv`, made from requirements.lock with plain pip. Standard library only."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from config.refusal import Refusal
from config.supervisor.account import Account, reaches
from tools.machine import PYTHON, PYTHON_PACKAGES, ROOT, VENV, need_space, run, say

LOCK = ROOT / "requirements.lock"
_PIP = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_ROOT_USER_ACTION": "ignore"}
_PROBE = "import ensurepip, venv, sys; print(*sys.version_info[:2], sys.base_prefix, sep='\\n')"
_COMMAND = f"""#!{PYTHON}
import sys
from config.cli import main
sys.exit(main())
"""


def ensure(account: Account | None) -> None:
    """Make or renew the environment when the lock file or the Python changed; nothing otherwise.

    `account`: the user who will run the city when root sets it up. Its Python is then one that this user can reach,
    when the machine has such a one; otherwise the city is given a private view of the Python that there is.
    Raises Refusal: Python without venv, no space, no registry.
    """
    stamp = VENV / ".stamp"
    want = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == want and _works():
        return
    if not os.access(VENV if VENV.exists() else ROOT, os.W_OK):
        raise Refusal(f"{ROOT} belongs to another user: start as its owner, or clone into a folder of your own.")
    need_space(2500)
    if not _works():
        shutil.rmtree(VENV, ignore_errors=True)
        python = _choose(account)
        if subprocess.run([python, "-m", "venv", VENV], capture_output=True).returncode:
            raise Refusal(f"{python} cannot make an environment in {VENV}: apt install python3-venv, and free 3 GB.")
    say("installing the Python packages of requirements.lock (the first time takes one to three minutes) …")
    stamp.unlink(missing_ok=True)
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--require-hashes", "--only-binary=:all:", "--no-deps"]
    run([*pip, "-r", LOCK], PYTHON_PACKAGES, _PIP)
    _install_ourselves()
    stamp.write_text(want)


def site_packages() -> Path:
    """The environment's folder of packages."""
    return next((VENV / "lib").glob("python3*/site-packages"))


def _install_ourselves() -> None:
    """Make this checkout importable and give it its command.

    By hand and not by `pip install -e`, which would fetch a build backend that no lock file pins.
    """
    (site_packages() / "yunhui.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin" / "yunhui"
    command.write_text(_COMMAND)
    command.chmod(0o755)


def _works() -> bool:
    """Does the environment start and is it this checkout's? A copied checkout brings an environment of elsewhere."""
    try:
        words: list[str | Path] = [PYTHON, "-c", "import sys, pip; print(sys.prefix)"]
        return Path(subprocess.run(words, capture_output=True, text=True, timeout=60).stdout.strip()) == VENV
    except (OSError, subprocess.TimeoutExpired):
        return False


def _choose(account: Account | None) -> str:
    """The Python to build on: this one, unless root was given one that the city's user cannot reach."""
    names = [sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"]
    names += [f"/usr/bin/python3.{minor}" for minor in (14, 13, 12, 11)]
    usable: list[tuple[str, Path]] = []
    for name in dict.fromkeys(names):
        try:
            done = subprocess.run([name, "-c", _PROBE], capture_output=True, text=True)
        except OSError:
            continue
        if done.returncode == 0:
            major, minor, prefix = done.stdout.strip().split("\n")
            if (int(major), int(minor)) >= (3, 11):
                usable.append((name, Path(prefix)))
    if not usable:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Refusal(f"{sys.executable} (Python {version}) comes without venv: apt install python{version}-venv.")
    if account:
        usable = [one for one in usable if reaches(account, one[1] / "bin")] or usable
    return usable[0][0]
