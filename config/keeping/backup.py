"""Taking a backup: a snapshot of the database first, then the files, which are only ever added to, and the keys.

`python -m config.keeping.backup FILE …` needs the database to answer; the city may be open.
"""

import argparse
import io
import os
import pwd
import shutil
import sys
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from config.env import Environment, environment
from config.keeping import archive, database, stamp
from config.keeping.passphrase import passphrase_in
from config.refusal import Refusal
from yunhui.foundation.files.ports.shelves import StoreSilent, place_of
from yunhui.foundation.files.ports.store import Store, store_of
from yunhui.kernel.crypto import FileKeys, Vault

KEY_CHECK = "backup.check"
KEY_WORD = "yunhui"
# What a restored city needs of `var/keys`; the passwords of database roles belong to the server that they open.
CARRIED = ("data", "secret_key")


def back_up(env: Environment, target: Path, passphrase: str | None) -> archive.Manifest:
    """Write database, files, audit heads and keys into one archive, while the city works on.

    Args:
        passphrase: seals the keys; None puts them into the archive in clear.

    Raises:
        Refusal: with one sentence; nothing is left behind.
    """
    _check_folder(target.parent)
    with tempfile.TemporaryDirectory(prefix=".backup.", dir=target.parent) as scratch, archive.writing(target) as out:
        dumped = Path(scratch) / "database.sql.gz"
        with database.snapshot(env.database_owner_url) as (connection, name):
            manifest = archive.Manifest(
                made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                server=str(connection.info.server_version // 10000),
                migrations=database.migrations_of(connection),
                rows=database.rows_of(connection),
                key_check=_vault(env).encrypt(KEY_CHECK, KEY_WORD),
            )
            database.dump(env, name, connection.info.server_version // 10000, dumped)
        out.add(archive.DATABASE, dumped)
        dumped.unlink()
        _add_files(env, out, Path(scratch) / "content")
        if (heads := env.var / "audit" / "heads.jsonl").exists():
            out.add(archive.HEADS, heads)
        if passphrase is None:
            for path in _keys(env.keys):
                out.add(f"keys/{path.relative_to(env.keys).as_posix()}", path)
        else:
            out.add_bytes(archive.SEALED, archive.seal(_bundle(env.keys), passphrase))
        out.finish(manifest)
    return manifest


def _add_files(env: Environment, out: archive.Writer, scratch: Path) -> None:
    """Contents as they lie, sealed ones sealed; and what has arrived of uploads, which lies on this disk always.

    A content whose last file goes while the backup is taken is left out: the snapshot came first, so a restore misses
    at most what was being thrown away.
    """
    shelf = _store(env).shelf
    try:
        for key, _came in sorted(shelf.contents()):
            try:
                path = shelf.path(key)
                if path is None:
                    path = scratch
                    with shelf.open(key) as stream, scratch.open("wb") as target:
                        shutil.copyfileobj(stream, target, 1 << 20)
                out.add(f"files/{place_of(key)}", path)
            except FileNotFoundError:
                continue
            finally:
                scratch.unlink(missing_ok=True)
    except StoreSilent as silent:
        raise Refusal(f"The files cannot be read, {silent.reason}: no backup was taken.") from None
    for path in sorted((env.var / "files" / "parts").glob("*")):
        if path.is_file():
            out.add(f"files/parts/{path.name}", path)


def _store(env: Environment) -> Store:
    return store_of(env.var / "files", env.bucket, _vault(env), sealing=env.seal_files)


def _vault(env: Environment) -> Vault:
    return Vault(FileKeys(env.keys / "data"))


def _keys(folder: Path) -> list[Path]:
    found = [
        path for name in CARRIED for path in ((folder / name), *sorted((folder / name).glob("*"))) if path.is_file()
    ]
    if not any(path.suffix == ".key" for path in found):
        raise Refusal(f"{folder} holds no keys: is YUNHUI_KEYS right? Without them a backup could not be read.")
    return found


def _bundle(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for path in _keys(folder):
            tar.add(path, path.relative_to(folder).as_posix(), recursive=False)
    return buffer.getvalue()


def _check_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable:
        user = pwd.getpwuid(os.geteuid()).pw_name
        raise Refusal(f"{folder} cannot be written by {user}, as whom the city runs: give it a folder of its own.")


def main(words: list[str]) -> int:
    """Back up and say what is in it; the exit code."""
    parser = argparse.ArgumentParser(prog="yunhui backup")
    parser.add_argument("archive")
    keys = parser.add_mutually_exclusive_group(required=True)
    keys.add_argument("--passphrase-file")
    keys.add_argument("--keys-in-clear", action="store_true")
    given = parser.parse_args(words)
    try:
        manifest = back_up(environment(), Path(given.archive).absolute(), passphrase_in(given.passphrase_file))
    except Refusal as refusal:
        sys.stderr.write(f"yunhui backup: {refusal}\n")
        return 2
    stamp.taken(environment(), Path(given.archive).name)
    size = Path(given.archive).stat().st_size
    files = sum(name.startswith("files/") for name in manifest.members)
    rows = sum(manifest.rows.values())
    print(f"{given.archive}: {size / 1e6:.1f} MB, {rows} rows in {len(manifest.rows)} tables, {files} files, keys")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
