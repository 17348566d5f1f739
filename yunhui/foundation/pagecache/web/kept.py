"""Pages in this process's memory: ready to send, bounded by bytes, the longest unasked leaves first."""

import gzip
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from yunhui.foundation.pagecache.rules import Key

Headers = list[tuple[str, str]]

_OWN = {"content-length", "etag", "vary", "cache-control", "last-modified", "date", "age", "expires"}
_PACKED = ("text/", "application/json", "application/xml", "application/rss", "application/atom", "application/ld",
           "application/manifest", "image/svg")  # fmt: skip
_LEAST_PACKED = 500
_OF_AN_ENTRY = 2_000  # what Python spends on an entry beside its bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """One form of a page: its bytes with their headers, and the headers of “you have it already”."""

    tag: str
    body: bytes
    headers: Headers
    unchanged: Headers


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent; without `plain` a note that this page is not to be kept."""

    version: int
    until: float
    plain: Sent | None = None
    packed: Sent | None = None

    @property
    def weight(self) -> int:
        """Bytes in memory, about."""
        return _OF_AN_ENTRY + sum(len(one.body) for one in (self.plain, self.packed) if one)


def make_page(version: int, until: float, headers: Iterable[tuple[str, str]], body: bytes) -> Page:
    """A page in both forms. Browsers and proxies may keep it and must ask each time, except for what never changes
    under its address ("immutable"); nginx may send it for a second."""
    headers = list(headers)
    said = next((value for name, value in headers if name.lower() == "cache-control"), "")
    shared = [(name, value) for name, value in headers if name.lower() not in _OWN]
    shared.append(("Cache-Control", said if "immutable" in said else "public, no-cache"))
    shared += [("Vary", "Accept-Encoding"), ("X-Accel-Expires", "1")]
    kind = next((value for name, value in shared if name.lower() == "content-type"), "")
    digest = sha256(body).hexdigest()[:24]
    packed = None
    if len(body) >= _LEAST_PACKED and kind.startswith(_PACKED):
        packed = _sent(f'"{digest}-gz"', gzip.compress(body, 6, mtime=0), [*shared, ("Content-Encoding", "gzip")])
    return Page(version, until, _sent(f'"{digest}"', body, shared), packed)


def _sent(tag: str, body: bytes, headers: Headers) -> Sent:
    tagged = [*headers, ("ETag", tag)]
    unchanged = [one for one in tagged if one[0].lower() not in {"content-type", "content-encoding"}]
    return Sent(tag, body, [*tagged, ("Content-Length", str(len(body)))], unchanged)


class Shelf:
    """Pages by name, no more bytes than given. Pages of an older version are found too: whoever asks compares."""

    def __init__(self, most: int) -> None:
        self._most, self._weight = most, 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Key) -> Page | None:
        """The page of that name, if it lies here."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Key, page: Page) -> None:
        """Lay a page here in place of its predecessor; others leave where it is too much. Never one of a lower
        version over one of a higher."""
        if page.weight > self._most // 4:
            return
        with self._lock:
            old = self._pages.pop(key, None)
            if old is not None:
                self._weight -= old.weight
                if old.version > page.version:
                    page = old
            self._pages[key] = page
            self._weight += page.weight
            while self._weight > self._most:
                self._weight -= self._pages.popitem(last=False)[1].weight

    @property
    def weight(self) -> int:
        """Bytes that lie here, about."""
        return self._weight

    def __len__(self) -> int:
        return len(self._pages)
