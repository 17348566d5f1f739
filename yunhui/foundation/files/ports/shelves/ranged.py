"""A far content as a stream: read from any place, and taken up again where the line was cut."""

import io
import os
from collections.abc import Callable, Mapping

import requests
from django.utils.translation import gettext_noop as _
from urllib3.exceptions import HTTPError

from yunhui.foundation.files.ports.shelves import StoreSilent
from yunhui.kernel import lines

_CUTS = 3  # one after the other, with nothing arriving between them


class Ranged(io.RawIOBase):
    """One GET while it is read onward, another with a Range after a jump.

    Args:
        ask: sends a GET with the headers given, and raises FileNotFoundError or StoreSilent.
    """

    def __init__(self, ask: Callable[[Mapping[str, str]], requests.Response]) -> None:
        super().__init__()
        self._ask, self._at = ask, 0
        self._answer: requests.Response | None = ask({})
        self._size = int(self._answer.headers["Content-Length"])

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        begin = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        goal = max(0, begin + offset)
        if goal != self._at:
            self._end()
        self._at = goal
        return goal

    def readinto(self, buffer: "memoryview[int] | bytearray") -> int:  # type: ignore[override]  # typeshed's own type is newer than 3.11
        if self._at >= self._size:
            return 0
        for _cut in range(_CUTS):
            if self._answer is None:
                self._answer = self._ask({"Range": f"bytes={self._at}-"})
                if self._answer.status_code != 206 and self._at:
                    self._end()
                    raise StoreSilent(_("it knows no ranges"))
            try:
                data = self._answer.raw.read(min(len(buffer), self._size - self._at))
            except (HTTPError, OSError):
                data = b""
            if data:
                buffer[: len(data)] = data
                self._at += len(data)
                return len(data)
            self._end()
        raise StoreSilent(lines.CUT)

    def close(self) -> None:
        self._end()
        super().close()

    def _end(self) -> None:
        if self._answer is not None:
            self._answer.close()
            self._answer = None
