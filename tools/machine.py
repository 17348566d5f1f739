"""Running other programs during the set-up, and saying what went wrong in one sentence. Standard library only."""

import errno
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.refusal import Refusal

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "setup.log"
_UNREACHABLE = (
    "retrieving",
    "No matching distribution",
    "Could not find a version",
    "Connection refused",
    "Name or service not known",
    "Temporary failure",
    "Max retries",
    "NewConnectionError",
    "ENOTFOUND",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "EAI_AGAIN",
    "network",
)


@dataclass(frozen=True)
class Registry:
    """A source of packages: its name, and how a person points its client at a mirror."""

    name: str
    mirror: str


PYTHON_PACKAGES = Registry("The Python package registry", "pip config set global.index-url ADDRESS")
NPM_PACKAGES = Registry("The npm registry", "npm config set registry ADDRESS")


def say(text: str) -> None:
    """One line of progress."""
    print(text, flush=True)


def need_space(megabytes: int) -> None:
    """Raise Refusal when the checkout's disk has less free space."""
    free = shutil.disk_usage(ROOT).free >> 20
    if free < megabytes:
        raise Refusal(f"Only {free} MB are free on the disk of {ROOT} and the set-up needs {megabytes} MB: free some.")


def run(words: Sequence[str | Path], registry: Registry, extra: Mapping[str, str] | None = None) -> None:
    """Run a package client and keep its output in .venv/setup.log.

    Raises Refusal with one sentence when it fails: the disk, the registry, or the last line that it wrote.
    """
    try:
        done = subprocess.run(
            [str(word) for word in words],
            cwd=ROOT,
            env={**os.environ, **(extra or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as problem:
        raise in_words(problem) from None
    try:
        LOG.write_text(f"$ {' '.join(str(word) for word in words)}\n{done.stdout}")
    except OSError as problem:
        if done.returncode == 0 or problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise in_words(problem) from None
    if done.returncode == 0:
        return
    text = done.stdout
    if "No space left" in text or "ENOSPC" in text:
        raise Refusal(f"The disk of {ROOT} is full: free 3 GB and start again.")
    if any(sign in text for sign in _UNREACHABLE):
        raise Refusal(
            f"{registry.name} cannot be reached: check the network, or name a mirror ({registry.mirror}); see {LOG}."
        )
    last = next((line for line in reversed(text.splitlines()) if line.strip()), "it said nothing")
    raise Refusal(f"{Path(str(words[0])).name} failed ({last.strip()[:200]}): {LOG} has more.")


def in_words(problem: OSError) -> Refusal:
    """The sentence for an error of the file system."""
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Refusal(f"The disk of {ROOT} is full: free 3 GB and start again.")
    if isinstance(problem, PermissionError):
        return Refusal(
            f"{problem.filename or ROOT} may not be written by this user: start as its owner, or clone into a folder "
            "of your own."
        )
    return Refusal(f"{problem.strerror}: {problem.filename or ROOT}.")
