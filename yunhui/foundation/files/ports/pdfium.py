"""Asking the program that opens strangers' files; see `pdfium_child`."""

import atexit
import json
import select
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

from yunhui.foundation.files.ports import pdfium_child

PATIENCE = 20.0  # seconds for one question
_AFTER = 400  # questions; then a fresh program takes over, so that nothing leaks for long


class Unreadable(ValueError):
    """The file cannot be opened; `code` is broken, protected, large or slow."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Reader:
    """One program and the pipe to it. One question at a time: PDFium knows no threads."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.child: subprocess.Popen[bytes] | None = None
        self.asked = 0

    def ask(self, do: str, **given: Any) -> tuple[dict[str, Any], bytes]:
        """The answer.

        Raises:
            Unreadable: the file is broken, or the program died or was too slow over it.
        """
        with self.lock:
            child = self._running()
            try:
                assert child.stdin and child.stdout
                child.stdin.write(json.dumps({"do": do, **given}).encode() + b"\n")
                child.stdin.flush()
                ends = time.monotonic() + PATIENCE
                head = json.loads(_line(child.stdout, ends))
                body = _exactly(child.stdout, int(head.get("bytes", 0)), ends)
            except (OSError, ValueError, TimeoutError) as error:
                self.end()
                raise Unreadable("slow" if isinstance(error, TimeoutError) else "broken") from error
        if "error" in head:
            raise Unreadable(head["error"])
        return head, body

    def end(self) -> None:
        """Let the program go."""
        child, self.child, self.asked = self.child, None, 0
        if child:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe:
                    pipe.close()

    def _running(self) -> subprocess.Popen[bytes]:
        self.asked += 1
        if self.child and (self.child.poll() is not None or self.asked > _AFTER):
            self.end()
        if self.child is None:
            self.child = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-I", str(Path(pdfium_child.__file__))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env={},
            )
        return self.child


_reader = _Reader()
atexit.register(_reader.end)


def ask(do: str, **given: Any) -> tuple[dict[str, Any], bytes]:
    """One question to the program: the head of its answer, and the bytes behind it.

    Raises:
        Unreadable: the file is broken, or the program died or was too slow over it.
    """
    return _reader.ask(do, **given)


def _line(pipe: IO[bytes], ends: float) -> bytes:
    """Up to the end of the line, byte by byte: nothing behind it may be swallowed (texts answer in one long line)."""
    found = bytearray()
    while not found.endswith(b"\n"):
        found += _some(pipe, 1, ends)
    return bytes(found)


def _exactly(pipe: IO[bytes], size: int, ends: float) -> bytes:
    parts = []
    while size:
        part = _some(pipe, min(size, 1 << 16), ends)
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _some(pipe: IO[bytes], most: int, ends: float) -> bytes:
    ready, _none, _never = select.select([pipe], [], [], max(0.0, ends - time.monotonic()))
    if not ready:
        raise TimeoutError
    if not (part := pipe.read(most)):
        raise ValueError("the program has gone")
    return part
