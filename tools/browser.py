"""A Chromium for the browser tests: found, or installed from Debian where that is allowed. Standard library only."""

import os
import shutil
import subprocess

from tools.machine import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PACKAGES = ("chromium", "fonts-noto-cjk")


def find() -> str | None:
    """Path of a Chromium on this machine."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure() -> None:
    """Install one when there is none; say in one line why the browser tests are left out otherwise."""
    if find():
        return
    prefix = _apt()
    if prefix is None:
        say("browser tests are skipped: no Chromium here and no right to install one (apt install chromium).")
        return
    say("installing Debian's chromium and fonts-noto-cjk for the browser tests …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*prefix, "apt-get", "install", "-y", "-q", "--no-install-recommends", *_PACKAGES]
    for words in ([*prefix, "apt-get", "update", "-q"], install):
        done = subprocess.run(words, env=quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if find() is None:
        last = (done.stderr.strip().splitlines() or ["apt-get gave no reason"])[-1]
        say(f"browser tests are skipped: Chromium could not be installed ({last}).")


def _apt() -> list[str] | None:
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None
