"""Where the bytes of files lie: a store names each content by its digest and keeps it once."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings


class Store(Protocol):
    """A content-addressed store. Keys are digests, `algorithm:hex`; what is there is whole and never changes."""

    def put(self, key: str, source: Path) -> None:
        """Keep the content of a file under its digest; the source stays. Twice is once."""
        ...

    def open(self, key: str) -> BinaryIO:
        """A stream of the content.

        Raises:
            FileNotFoundError: the store has no such content.
        """
        ...

    def path(self, key: str) -> Path | None:
        """Where the content lies on this machine, for programs that read files; None where it lies elsewhere."""
        ...

    def remove(self, key: str) -> None:
        """Forget a content; what is not there is no error."""
        ...

    def contents(self) -> Iterator[tuple[str, float]]:
        """Every digest in the store with when it came, in seconds since 1970."""
        ...


class DiskStore:
    """Files in a folder, by the first letters of their digest. Only the service reads it (0700)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, source: Path) -> None:
        """Copy beside the target, flush it to the disk, then give it its name: half a file never has one."""
        target = self._place(key)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = target.with_name(f"{target.name}.{os.getpid()}.part")
        with source.open("rb") as incoming, part.open("wb") as stream:
            shutil.copyfileobj(incoming, stream, 1 << 20)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)

    def open(self, key: str) -> BinaryIO:
        """The file."""
        return self._place(key).open("rb")

    def path(self, key: str) -> Path | None:
        """Its place."""
        return self._place(key)

    def remove(self, key: str) -> None:
        """Unlink it."""
        self._place(key).unlink(missing_ok=True)

    def contents(self) -> Iterator[tuple[str, float]]:
        """Every whole file; what begins with a dot or ends with .part is none."""
        for found in self.root.glob("*/??/*"):
            if found.is_file() and found.suffix != ".part":
                yield f"{found.parent.parent.name}:{found.name}", found.stat().st_mtime

    def _place(self, key: str) -> Path:
        algorithm, _colon, value = key.partition(":")
        if not (algorithm.isalnum() and value.isalnum()):
            raise FileNotFoundError(key)
        return self.root / algorithm / value[:2] / value


def store() -> Store:
    """The city's store."""
    return DiskStore(Path(settings.FILES_ROOT))
