"""One stream of prefixed lines, to the terminal and to `var/log/yunhui.log`."""

import logging
import sys
import time
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

_MEGABYTE = 1 << 20


class Journal:
    """Writes lines as `name | text`; the file adds the time (UTC) and is turned over at 10 MB, five kept.

    With `alone` only that child's lines reach the terminal, as it wrote them: somebody waits for one program's answer.
    """

    def __init__(self, folder: Path, alone: str = "") -> None:
        self._alone = alone
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = folder / "yunhui.log"
        # A full disk or a closed terminal must not stop the city: both sinks fail silently.
        logging.raiseExceptions = False
        handler = RotatingFileHandler(self.path, maxBytes=10 * _MEGABYTE, backupCount=5, encoding="utf-8")
        formatter = logging.Formatter("%(asctime)s.%(msecs)03dZ %(message)s", "%Y-%m-%dT%H:%M:%S")
        formatter.converter = time.gmtime
        handler.setFormatter(formatter)
        self._file = logging.Logger("yunhui.journal")
        self._file.addHandler(handler)

    def line(self, name: str, text: str) -> None:
        """Write one line of the child `name`."""
        shown = f"{name:<8} | {text}"
        self._file.info(shown)
        if self._alone and name != self._alone:
            return
        with suppress(OSError, ValueError):
            sys.stdout.write((text if self._alone else shown) + "\n")
            sys.stdout.flush()

    def say(self, text: str) -> None:
        """Write one line of the supervisor's own."""
        self.line("yunhui", text)
