"""Asking clamd whether a file holds a virus that it knows (its INSTREAM command)."""

import socket
import struct
from pathlib import Path

from django.conf import settings

_CHUNK = 1 << 16
_PATIENCE = 30.0  # seconds


class ScannerSilent(RuntimeError):
    """The scanner does not answer, or not in its language."""


def is_scanning() -> bool:
    """Whether the city has a scanner; pages say where it has none."""
    return bool(settings.CLAMD)


def virus_in(path: Path) -> str:
    """The name of the virus that the scanner found in a file; empty where it found none.

    Raises:
        ScannerSilent: it does not answer, or cannot scan the file.
    """
    try:
        with _connected(settings.CLAMD) as door, path.open("rb") as stream:
            door.sendall(b"zINSTREAM\0")
            while chunk := stream.read(_CHUNK):
                door.sendall(struct.pack("!I", len(chunk)) + chunk)
            door.sendall(struct.pack("!I", 0))
            answer = _answer(door)
    except OSError as error:
        raise ScannerSilent(str(error)) from error
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerSilent(answer)


def _connected(address: str) -> socket.socket:
    """A connection to `host:port` or to the path of a socket."""
    if address.startswith("/"):
        door = socket.socket(socket.AF_UNIX)
        door.settimeout(_PATIENCE)
        try:
            door.connect(address)
        except OSError:
            door.close()
            raise
        return door
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE)


def _answer(door: socket.socket) -> str:
    parts = []
    while part := door.recv(4096):
        parts.append(part)
        if part.endswith(b"\0"):
            break
    return b"".join(parts).rstrip(b"\0\n").decode("utf-8", "replace")
