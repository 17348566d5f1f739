"""The places in which a store may keep its bytes: a disk, or an object store that speaks S3."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

from django.utils.translation import gettext_lazy as _

from yunhui.kernel.errors import DomainError


class StoreSilent(DomainError):
    """Files lie elsewhere and cannot be had now.

    Attributes:
        reason: why, for who runs the city: English words that a page translates (see `kernel.lines`).
        detail: the store's own code.
    """

    status = 503

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__("store_silent", _("Files cannot be reached at the moment. Try again in some minutes."))
        self.reason, self.detail = reason, detail
        self.seconds = 60


class Shelf(Protocol):
    """Keeps contents under their digest, `algorithm:hex`; what is there is whole.

    Every method may raise StoreSilent where the place lies elsewhere and does not answer.
    """

    def has(self, key: str) -> bool:
        """Whether the content is there."""
        ...

    def put(self, key: str, source: Path) -> None:
        """Keep the content of a file; the source stays. What was there under the digest is replaced, at once."""
        ...

    def open(self, key: str) -> BinaryIO:
        """A stream of the content, to be read from any place.

        Raises:
            FileNotFoundError: no such content.
        """
        ...

    def path(self, key: str) -> Path | None:
        """Where the content lies on this machine; None where it lies elsewhere."""
        ...

    def remove(self, key: str) -> None:
        """Forget a content; what is not there is no error."""
        ...

    def contents(self) -> Iterator[tuple[str, float]]:
        """Every digest with when it came, in seconds since 1970."""
        ...


@runtime_checkable
class Far(Protocol):
    """A shelf on another machine."""

    def probe(self) -> None:
        """Ask once whether it serves us.

        Raises:
            StoreSilent: no, and why.
        """
        ...


def place_of(key: str) -> str:
    """`algorithm/ab/digest`, the same in every place.

    Raises:
        FileNotFoundError: this is no digest.
    """
    algorithm, _colon, value = key.partition(":")
    if not (algorithm.isalnum() and value.isalnum() and key.isascii()):
        raise FileNotFoundError(key)
    return f"{algorithm}/{value[:2]}/{value}"
