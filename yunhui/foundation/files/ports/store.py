"""Where the bytes of files lie: a store names each content by its digest and keeps it once, sealed or plain."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from yunhui.foundation.files.ports.shelves import Shelf
from yunhui.foundation.files.ports.shelves.disk import DiskShelf
from yunhui.kernel.crypto import Vault
from yunhui.kernel.ids import new_id
from yunhui.kernel.sealed import seal, sealed_under, unsealed

_BLOCK = 1 << 20


class Store:
    """A content-addressed store. Keys are digests, `algorithm:hex`; what is there is whole and never changes.

    Attributes:
        shelf: where the bytes lie as they are, sealed ones sealed.
        sealing: whether new contents are sealed; sealed and plain ones are read either way.
    """

    def __init__(self, shelf: Shelf, vault: Vault, scratch: Path, *, sealing: bool = False) -> None:
        self.shelf, self.sealing = shelf, sealing
        self._vault, self._scratch = vault, scratch

    def put(self, key: str, source: Path, *, anew: bool = False) -> None:
        """Keep the content of a plain file under its digest; the source stays. Twice is once.

        Args:
            anew: write it also where it is, to seal or unseal it.
        """
        if not anew and self.shelf.has(key):
            return
        if not self.sealing:
            self.shelf.put(key, source)
            return
        with self._part() as part, source.open("rb") as plain:
            with part.open("wb") as stream:
                seal(self._vault, key, plain, stream)
            self.shelf.put(key, part)

    def open(self, key: str) -> BinaryIO:
        """A stream of the content, to be read from any place.

        Raises:
            FileNotFoundError: the store has no such content.
            StoreSilent: it lies elsewhere and cannot be had now.
            Damaged: it is sealed and was changed, or its key is gone; perhaps only when it is read.
        """
        stream = self.shelf.open(key)
        try:
            return unsealed(self._vault, key, stream) if sealed_under(stream) else stream
        except BaseException:
            stream.close()
            raise

    def path(self, key: str) -> Path | None:
        """Where the content lies plainly on this machine, for a server that sends it itself; else None."""
        path = self.shelf.path(key)
        return None if path is None or (path.is_file() and self.sealed_under(key)) else path

    @contextmanager
    def at_hand(self, key: str) -> Iterator[Path]:
        """The content as a plain file, for programs that read files: its place, or a copy that is gone afterwards.

        Raises:
            FileNotFoundError, StoreSilent, Damaged: as `open`.
        """
        if path := self.path(key):
            if not path.is_file():
                raise FileNotFoundError(key)
            yield path
            return
        with self._part() as part:
            with self.open(key) as source, part.open("wb") as target:
                while block := source.read(_BLOCK):
                    target.write(block)
            yield part

    def remove(self, key: str) -> None:
        """Forget a content; what is not there is no error."""
        self.shelf.remove(key)

    def contents(self) -> Iterator[tuple[str, float]]:
        """Every digest in the store with when it came, in seconds since 1970."""
        return self.shelf.contents()

    def sealed_under(self, key: str) -> str | None:
        """`cipher$key id` of a sealed content, None of a plain one.

        Raises:
            FileNotFoundError, StoreSilent, Damaged: as `open`.
        """
        with self.shelf.open(key) as stream:
            return sealed_under(stream)

    def seals_under(self) -> str | None:
        """What `sealed_under` would say of a content that comes now."""
        return f"{self._vault.cipher_id}${self._vault.keys.current()}" if self.sealing else None

    @contextmanager
    def _part(self) -> Iterator[Path]:
        """A file of our own (0600) that is gone afterwards; one whose process died is swept after a day."""
        self._scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self._scratch / f"{new_id().hex}.{os.getpid()}"
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            yield part
        finally:
            part.unlink(missing_ok=True)


def store() -> Store:
    """The city's store: a bucket where the environment names one, else `var/files`."""
    root = Path(settings.FILES_ROOT)
    return store_of(root, settings.FILES_BUCKET, settings.VAULT, sealing=settings.FILES_SEALED)


def store_of(root: Path, bucket: Any, vault: Vault, *, sealing: bool) -> Store:
    """A store on a folder, or in a bucket (`shelves.s3.Bucket`); pieces under way lie in the folder either way."""
    return Store(DiskShelf(root) if bucket is None else _far(bucket), vault, root / "parts", sealing=sealing)


@lru_cache(maxsize=8)
def _far(bucket: Any) -> Shelf:
    from yunhui.foundation.files.ports.shelves.s3 import S3Shelf  # noqa: PLC0415 - most cities have a disk alone

    return S3Shelf(bucket)
