"""A folder."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from yunhui.foundation.files.ports.shelves import place_of


class DiskShelf:
    """Files in a folder, by the first letters of their digest. Only the service reads it (0700)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def has(self, key: str) -> bool:
        """Whether it is there."""
        return self._place(key).is_file()

    def put(self, key: str, source: Path) -> None:
        """Copy beside the target, flush it to the disk, then give it its name: half a file never has one."""
        target = self._place(key)
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
        """Every whole file; what ends with .part is none."""
        for found in self.root.glob("*/??/*"):
            if found.is_file() and found.suffix != ".part":
                yield f"{found.parent.parent.name}:{found.name}", found.stat().st_mtime

    def _place(self, key: str) -> Path:
        return self.root / place_of(key)
