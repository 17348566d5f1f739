"""Under which user the city runs, and how that user reaches a checkout that lies behind a closed folder.

PostgreSQL refuses to run as root, and nothing else of ours should. Standard library only: the set-up needs it before
the environment exists. No permission of any file outside `var/` is ever changed.
"""

import ctypes
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from config.refusal import Refusal

NAME = "yunhui"
_CLONE_NEWNS = 0x00020000
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_REMOUNT, _MS_BIND, _MS_REC, _MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
_PR_SET_NO_NEW_PRIVS = 38
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int


def city_account(var: Path) -> Account | None:
    """The account that the city runs under when root starts it; None for a plain user, who runs it themself.

    It is the owner of `var/`, so that a city once started by a plain user goes on under that user; otherwise the
    system user `yunhui`, made when missing. `var/` is made and handed over here, with what root has put into it before;
    once it belongs to somebody else, root changes nothing in it any more: links laid there could lead it astray.
    """
    if os.geteuid() != 0:
        return None
    var.mkdir(mode=0o755, parents=True, exist_ok=True)
    owner = var.stat().st_uid
    try:
        entry = pwd.getpwuid(owner) if owner else pwd.getpwnam(NAME)
    except KeyError:
        if owner:
            raise Refusal(f"{var} belongs to user number {owner}, who is unknown here: chown it to a user.") from None
        entry = _make_user()
    if not owner:
        for path in [*var.rglob("*"), var]:
            os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _make_user() -> pwd.struct_passwd:
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if program is None:
        raise Refusal(f"The user {NAME} is missing and there is no useradd: make the user, or run as a plain user.")
    words = [
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/usr/sbin/nologin",
    ]
    done = subprocess.run([program, *words, NAME], capture_output=True, text=True)
    if done.returncode:
        raise Refusal(f"The user {NAME} could not be made ({done.stderr.strip()}): make it, or run as a plain user.")
    return pwd.getpwnam(NAME)


def reaches(account: Account, path: Path) -> bool:
    """Can the account walk to `path` and, if it is a folder, into it? Asked of the kernel, by a child in its place."""
    child = os.fork()
    if child == 0:
        try:
            _change_user(account)
            mode = os.R_OK | os.X_OK if path.is_dir() else os.R_OK
            os._exit(0 if os.access(path, mode) else 1)
        except OSError:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def become(account: Account, needed: Iterable[Path]) -> None:
    """Turn this process into the account for good, able to reach every folder in `needed`.

    Where a closed folder such as /root (0700) is in the way, the process first takes a private view of the file
    system (a mount namespace that only it and its children see), lays an empty folder over the closed one and binds
    back the needed folders alone. Must run before any thread is started. Raises Refusal where that is not permitted.
    """
    needed = [Path(os.path.realpath(path)) for path in needed]
    blocked = [path for path in needed if not reaches(account, path)]
    if blocked:
        _open_privately(account, blocked)
    _change_user(account)
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    for path in needed:
        if not os.access(path, os.R_OK | os.X_OK):
            raise Refusal(
                f"The user {account.name} may not read {path}: let it (chmod -R go+rX {path}), or run as a plain user."
            )


def leave_root(checkout: Path, var: Path, words: list[str]) -> None:
    """As root: become the city's account and go on as `python *words` in a fresh process. A plain user returns.

    For every command that writes into `var/`: what root leaves there the city could not read.
    """
    var = var.resolve()
    city = city_account(var)
    if city is None:
        return
    become(city, {checkout, Path(sys.base_prefix), checkout if checkout in var.parents else var})
    os.chdir(checkout)
    surroundings = {**os.environ, "HOME": str(var), "USER": city.name, "LOGNAME": city.name}
    os.execve(sys.executable, [sys.executable, *words], surroundings)  # noqa: S606


def _open_privately(account: Account, blocked: list[Path]) -> None:
    covers = {_first_closed(account, path) for path in blocked} - set(blocked)
    try:
        if _libc.unshare(_CLONE_NEWNS):
            raise OSError(ctypes.get_errno(), "unshare")
        _mount(None, "/", None, _MS_REC | _MS_PRIVATE)
        for cover in covers:
            inside = {path: os.open(path, os.O_PATH) for path in blocked if cover in path.parents}
            _mount("tmpfs", cover, "tmpfs", _MS_NOSUID | _MS_NODEV, b"mode=0755,size=1m")
            for path, handle in inside.items():
                path.mkdir(mode=0o755, parents=True, exist_ok=True)
                _mount(f"/proc/self/fd/{handle}", path, None, _MS_BIND | _MS_REC)
                os.close(handle)
            _mount("tmpfs", cover, "tmpfs", _MS_REMOUNT | _MS_RDONLY | _MS_NOSUID | _MS_NODEV)
    except OSError:
        raise Refusal(
            f"The user {account.name} cannot reach {blocked[0]} behind a closed folder, and this machine permits no "
            "private view of it: move the checkout to /opt, or run as a plain user."
        ) from None


def _first_closed(account: Account, path: Path) -> Path:
    """The topmost folder above `path` that the account cannot enter; `path` itself when all above are open."""
    return next((p for p in reversed(path.parents) if not reaches(account, p)), path)


def _mount(source: str | None, target: Path | str, kind: str | None, flags: int, data: bytes | None = None) -> None:
    words = [os.fsencode(word) if word is not None else None for word in (source, target, kind)]
    if _libc.mount(*words, ctypes.c_ulong(flags), data):
        raise OSError(ctypes.get_errno(), "mount")


def _change_user(account: Account) -> None:
    os.setgroups([account.gid])
    os.setgid(account.gid)
    os.setuid(account.uid)
