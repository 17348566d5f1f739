"""The archive of a city: a tar of members, each with its digest in a manifest that comes last.

| member | holds |
|---|---|
| `database.sql.gz` | one consistent snapshot, plain SQL without owners and rights |
| `files/<algorithm>/<aa>/<hex>` | stored files, named by their digest |
| `audit/heads.jsonl` | exported heads of the audit chain |
| `keys.sealed` or `keys/<name>` | the master keys of encrypted columns, under a passphrase or in clear |
| `manifest.json` | format, time, migrations, rows of each table, digest and size of each member |
"""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from config.refusal import Refusal

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.sql.gz"
HEADS = "audit/heads.jsonl"
SEALED = "keys.sealed"
_BLOCK = 1 << 20
# RFC 7914; about a tenth of a second and 64 MB for each guess.
_SCRYPT = {"length": 32, "n": 2**16, "r": 8, "p": 1}


@dataclass(slots=True)
class Manifest:
    """What an archive holds. `rows`: table -> rows in the snapshot; `members`: name -> [sha256 hex, bytes]."""

    made_at: str
    server: str
    migrations: list[str]
    rows: dict[str, int]
    key_check: str
    format: int = FORMAT
    members: dict[str, tuple[str, int]] = field(default_factory=dict)


class Writer:
    """Adds members to a tar and remembers their digests."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.members: dict[str, tuple[str, int]] = {}

    def add(self, name: str, path: Path) -> None:
        """Add a file's content under a name; its owner and time stay at home."""
        info = tarfile.TarInfo(name)
        info.mode = 0o600
        with path.open("rb") as stream:
            info.size = os.fstat(stream.fileno()).st_size
            counting = _Digesting(stream)
            self._tar.addfile(info, counting)
            self.members[name] = (counting.hex, info.size)

    def add_bytes(self, name: str, data: bytes) -> None:
        """Add some bytes under a name."""
        with _bytes(data) as stream:
            info = tarfile.TarInfo(name)
            info.mode, info.size = 0o600, len(data)
            self._tar.addfile(info, stream)
        self.members[name] = (hashlib.sha256(data).hexdigest(), len(data))

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, which names everything before it."""
        manifest.members = dict(self.members)
        self.add_bytes(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode())


class _Digesting:
    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._hash = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._hash.update(data)
        return data

    @property
    def hex(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write an archive beside its place, readable by its owner only; it appears whole or not at all.

    Raises:
        Refusal: something lies at the path already.
    """
    if path.exists():
        raise Refusal(f"{path} exists: choose another name; a backup never writes over another.")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def unpack(path: Path, into: Path) -> Manifest:
    """Unpack an archive into an empty folder and check every member against the manifest.

    Raises:
        Refusal: no archive of ours, of a newer format, cut short, or a member that is missing, added or changed.
    """
    try:
        with tarfile.open(path, "r:") as tar:
            found = extract(tar, into)
    except FileNotFoundError:
        raise Refusal(f"{path} is not there.") from None
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Refusal(f"{path} cannot be read to its end ({error}): take another backup.") from None
    manifest = _manifest(path, into)
    expected = {name: (digest, size) for name, (digest, size) in manifest.members.items()}
    found.pop(MANIFEST)
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            raise Refusal(f"{path}: “{name}” is not what was backed up. Take another backup; nothing was restored.")
    return manifest


def extract(tar: tarfile.TarFile, into: Path) -> dict[str, tuple[str, int]]:
    """Unpack plain files, readable by their owner only, and nothing outside the folder: name -> (sha256 hex, bytes).

    tarfile's own filter would do, but came to Python 3.11 with a patch release that not every machine has.

    Raises:
        Refusal: a link, a device or a path that leads out.
    """
    found: dict[str, tuple[str, int]] = {}
    for info in tar:
        target = into / info.name
        if not info.isreg() or not target.resolve().is_relative_to(into.resolve()):
            raise Refusal(f"The backup holds “{info.name}”, which no backup of Yunhui does: it was not restored.")
        target.parent.mkdir(parents=True, exist_ok=True)
        source = tar.extractfile(info)
        assert source is not None
        found[info.name] = _copy(source, target)
    return found


def _manifest(path: Path, into: Path) -> Manifest:
    try:
        data: dict[str, Any] = json.loads((into / MANIFEST).read_bytes())
        known = Manifest(**data)
    except (FileNotFoundError, ValueError, TypeError):
        raise Refusal(f"{path} is no whole backup of Yunhui: its manifest is missing or damaged.") from None
    if known.format > FORMAT:
        raise Refusal(f"{path} was made by a newer Yunhui (format {known.format}): restore it with that version.")
    known.members = {name: (str(one[0]), int(one[1])) for name, one in known.members.items()}
    return known


def seal(data: bytes, passphrase: str) -> bytes:
    """Bytes under a passphrase: 16 of salt, 12 of nonce, AES-256-GCM with a key by scrypt."""
    salt, nonce = os.urandom(16), os.urandom(12)
    key = Scrypt(salt=salt, **_SCRYPT).derive(passphrase.encode())
    return salt + nonce + AESGCM(key).encrypt(nonce, data, b"yunhui keys")


def unseal(data: bytes, passphrase: str) -> bytes:
    """The bytes again.

    Raises:
        Refusal: another passphrase, or changed bytes.
    """
    key = Scrypt(salt=data[:16], **_SCRYPT).derive(passphrase.encode())
    try:
        return AESGCM(key).decrypt(data[16:28], data[28:], b"yunhui keys")
    except InvalidTag:
        raise Refusal("The passphrase does not open the keys of this backup.") from None


def _copy(source: IO[bytes], target: Path) -> tuple[str, int]:
    mark, size = hashlib.sha256(), 0
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        while block := source.read(_BLOCK):
            mark.update(block)
            size += len(block)
            stream.write(block)
    return mark.hexdigest(), size


@contextmanager
def _bytes(data: bytes) -> Iterator[IO[bytes]]:
    from io import BytesIO

    with BytesIO(data) as stream:
        yield stream
