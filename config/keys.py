"""Secrets that are made once and kept in `var/keys`, one file each, readable by their owner only."""

import os
import secrets
from pathlib import Path

from config.refusal import Refusal


def secret(folder: Path, name: str) -> str:
    """Return the secret `name` (64 URL-safe characters, 384 bits), making it at the first call.

    Two processes that ask at the same moment get the same answer: the file appears whole or not at all.
    Raises Refusal when the folder belongs to somebody else.
    """
    path = folder / name
    try:
        if not path.exists():
            _make(path)
        value = path.read_text().strip()
    except PermissionError:
        raise Refusal(
            f"{folder} belongs to another user: start Yunhui as that user, or set YUNHUI_VAR to a folder of your own."
        ) from None
    if len(value) < 32:
        raise Refusal(f"The secret {path} is shorter than 32 characters: restore it from your backup.")
    return value


def _make(path: Path) -> None:
    folder = path.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{path.name}.{os.getpid()}"
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(handle)
            if os.geteuid() == 0:  # a command typed by root must not lock the city out of its own keys
                owner = folder.parent.stat()
                os.chown(folder, owner.st_uid, owner.st_gid)
                os.fchown(handle, owner.st_uid, owner.st_gid)
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return  # somebody else was quicker; theirs counts
    finally:
        draft.unlink(missing_ok=True)
