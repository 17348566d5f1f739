"""Reading and writing of the command line's files: whole or not at all, with errors that name the place."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class WrongInput(ValueError):
    """A file or an argument that cannot be used; the message names the file, row and column and says what to do."""


@contextmanager
def whole_file(path: Path, *, newline: str | None = None, binary: bool = False) -> Iterator[Any]:
    """Yield a file that takes the place of `path` only when the block ends well; Ctrl-C leaves the old one.

    Raises:
        WrongInput: the folder does not exist or cannot be written to.
    """
    if not path.parent.is_dir():
        raise WrongInput(f"{path}: the folder {path.parent} does not exist; make it first")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise WrongInput(f"{path}: cannot write here ({error.strerror})") from error
    try:
        with os.fdopen(handle, "wb") if binary else os.fdopen(handle, "w", encoding="utf-8", newline=newline) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_json(path: Path, content: object) -> None:
    """Write `content` as UTF-8 JSON, whole or not at all."""
    with whole_file(path) as stream:
        json.dump(content, stream, ensure_ascii=False, allow_nan=False)
        stream.write("\n")


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` whole or not at all."""
    with whole_file(path, binary=True) as stream:
        stream.write(content)


def read_json(path: Path) -> Any:
    """Parse a JSON file.

    Raises:
        WrongInput: no such file, not UTF-8, or not JSON (with line and column).
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WrongInput(f"{path}: no such file") from None
    except UnicodeDecodeError as error:
        raise WrongInput(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise WrongInput(f"{path}: not JSON at row {error.lineno}, column {error.colno}: {error.msg}") from error
    except OSError as error:
        raise WrongInput(f"{path}: cannot be read ({error.strerror})") from error


class Progress:
    """Says on standard error how far the work is, at most twice a second and only once it has taken two seconds."""

    def __init__(self, *, after: float = 2.0, every: float = 0.5) -> None:
        self._start = time.monotonic()
        self._next = self._start + after
        self._every = every
        self._shown = False

    def say(self, text: str) -> None:
        """Show `text` in place of the last line shown, if it is time."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + self._every
        self._shown = True
        end = "" if sys.stderr.isatty() else "\n"
        lead = "\r\033[K" if sys.stderr.isatty() else ""
        sys.stderr.write(f"{lead}{now - self._start:5.1f} s  {text}{end}")
        sys.stderr.flush()

    def done(self) -> None:
        """Clear the line on a terminal."""
        if self._shown and sys.stderr.isatty():
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
