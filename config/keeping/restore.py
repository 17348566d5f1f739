"""Putting a backup back, into an empty city or a drill's, and proving that what came back is what went in.

`python -m config.keeping.restore ARCHIVE …` runs as the database's owner, with the city closed.
"""

import argparse
import io
import os
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

import psycopg

from config.env import Environment, environment
from config.keeping import archive, database
from config.keeping.backup import KEY_CHECK, KEY_WORD
from config.keeping.passphrase import passphrase_in
from config.refusal import Refusal
from yunhui.foundation.files.ports.shelves import StoreSilent
from yunhui.foundation.files.ports.store import Store, store_of
from yunhui.kernel.crypto import Digester, FileKeys, Vault
from yunhui.kernel.sealed import Damaged


def put_back(env: Environment, source: Path, passphrase: str | None, *, replace: bool = False) -> archive.Manifest:
    """Check the whole archive, then replace database, files, audit heads and keys by what it holds.

    Nothing is touched before every member has been checked and the keys are known to open the encrypted columns. The
    files and keys that were there stay beside the new ones as `<name>.before`.

    Raises:
        Refusal: with one sentence; the city is as it was.
    """
    if not replace and (found := _what_is_there(env)):
        raise Refusal(f"{found}: restore into an empty city, or say --replace.")
    env.var.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore.", dir=env.var) as name:
        folder = Path(name)
        manifest = archive.unpack(source, folder)
        _open_keys(folder, passphrase)
        _check_keys(folder / "keys", manifest)
        _check_files(folder)
        with psycopg.connect(env.database_owner_url) as connection:
            server = connection.info.server_version // 10000
        if env.bucket is not None:
            _carry(env, folder)
        database.load(env, folder / archive.DATABASE, server)
        with psycopg.connect(env.database_owner_url) as connection:
            _compare_rows(manifest, database.rows_of(connection))
        for part, place in (("files", env.var / "files"), ("audit", env.var / "audit")):
            _replace(folder / part, place)
        for part in ("data", "secret_key"):
            _replace(folder / "keys" / part, env.keys / part)
    return manifest


def _what_is_there(env: Environment) -> str:
    try:
        with psycopg.connect(env.database_owner_url) as connection:
            there = connection.execute("SELECT to_regclass('public.accounts_user')").fetchone()
            if there and there[0]:
                row = connection.execute("SELECT count(*) FROM public.accounts_user").fetchone()
                if row and row[0]:
                    return f"This database holds a city already ({row[0]} accounts)"
    except psycopg.OperationalError as error:
        raise Refusal(f"The database does not answer: {str(error).strip().splitlines()[0]}") from None
    return ""


def _open_keys(folder: Path, passphrase: str | None) -> None:
    sealed = folder / archive.SEALED
    if not sealed.exists():
        return
    if passphrase is None:
        raise Refusal("The keys of this backup are sealed: name the passphrase's file with --passphrase-file.")
    with tarfile.open(fileobj=io.BytesIO(archive.unseal(sealed.read_bytes(), passphrase))) as tar:
        archive.extract(tar, folder / "keys")
    sealed.unlink()


def _check_keys(keys: Path, manifest: archive.Manifest) -> None:
    try:
        opened = Vault(FileKeys(keys / "data")).decrypt(KEY_CHECK, manifest.key_check)
    except ValueError:
        opened = ""
    if opened != KEY_WORD:
        raise Refusal("The keys in this backup do not open its encrypted columns: take another backup.")


def _check_files(folder: Path) -> None:
    """A stored file's name is the digest of its content, sealed or not."""
    store = _unpacked(folder)
    for key, _came in store.contents():
        try:
            digester = Digester(key.partition(":")[0])
            with store.open(key) as stream:
                while piece := stream.read(1 << 20):
                    digester.update(piece)
            is_sound = digester.value() == key
        except (Damaged, KeyError):
            is_sound = False
        if not is_sound:
            raise Refusal(f"The file {key} was damaged before it was backed up: see `yunhui files verify`.")


def _carry(env: Environment, folder: Path) -> None:
    """Contents into the city's bucket, as they were backed up. What is there already is the same; what else is there
    stays, as an orphan."""
    bucket = store_of(env.var / "files", env.bucket, Vault(FileKeys(folder / "keys" / "data")), sealing=False).shelf
    here = _unpacked(folder).shelf
    try:
        for key, _came in list(here.contents()):
            if (path := here.path(key)) and not bucket.has(key):
                bucket.put(key, path)
            here.remove(key)
    except StoreSilent as silent:
        raise Refusal(f"The files cannot be put back, {silent.reason}: nothing was restored.") from None


def _unpacked(folder: Path) -> Store:
    return store_of(folder / "files", None, Vault(FileKeys(folder / "keys" / "data")), sealing=False)


def _compare_rows(manifest: archive.Manifest, rows: dict[str, int]) -> None:
    for table in sorted(manifest.rows.keys() | rows.keys()):
        if manifest.rows.get(table) != rows.get(table):
            raise Refusal(
                f"{table} has {rows.get(table)} rows and had {manifest.rows.get(table)}: the restore is not sound."
            )


def _replace(source: Path, place: Path) -> None:
    before = place.with_name(f"{place.name}.before")
    if before.exists():
        shutil.rmtree(before) if before.is_dir() else before.unlink()
    if place.exists():
        place.rename(before)
    if source.exists():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.move(source, place)


def main(words: list[str]) -> int:
    """Restore, migrate to this version, verify the audit log; the exit code."""
    parser = argparse.ArgumentParser(prog="yunhui restore")
    parser.add_argument("archive")
    parser.add_argument("--passphrase-file")
    parser.add_argument("--replace", action="store_true")
    given = parser.parse_args(words)
    env = environment()
    try:
        manifest = put_back(env, Path(given.archive), passphrase_in(given.passphrase_file), replace=given.replace)
    except Refusal as refusal:
        sys.stderr.write(f"yunhui restore: {refusal}\n")
        return 2
    print(f"restored: {sum(manifest.rows.values())} rows in {len(manifest.rows)} tables, as of {manifest.made_at}")
    return _bring_up_to_date()


def _bring_up_to_date() -> int:
    """What a restored database still needs: this version's migrations, and the proof that its log is whole."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from yunhui.foundation.audit.selectors import verify
    from yunhui.kernel import actor

    report = verify(actor.system("restore"))
    for finding in report.findings:
        print(f"{finding.kind}: {finding.place}: {finding.text}")
    print(f"audit log: {report.entries} entries, {'sound' if report.is_sound else 'NOT SOUND'}")
    return 0 if report.is_sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
