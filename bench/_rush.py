"""A light client for rushes: requests at set moments, each over a connection as a browser keeps it.

The time of an answer counts from the moment at which the request was due, so that a server that stalls cannot make its
own figures better by letting the client wait. Plain asyncio streams: a whole HTTP library would take the CPU that it
measures.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Answer:
    """The status (0: the connection broke), the headers as they came and the body."""

    status: int
    headers: bytes = b""
    body: bytes = b""


@dataclass
class Times:
    """What one kind of request took, in seconds, and how many answers had each status."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def note(self, due: float, status: int) -> None:
        """An answer that is complete now."""
        self.seconds.append(time.perf_counter() - due)
        self.statuses[status] = self.statuses.get(status, 0) + 1


class Connection:
    """One browser's connection, opened when it is needed and again after it broke."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port = port
        self.head = (
            f"Host: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nUser-Agent: Mozilla/5.0 Chrome/140\r\n"
            f"Accept-Language: zh-CN\r\nOrigin: http://127.0.0.1:{port}\r\n"
        )
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: bytes, more: str = "") -> Answer:
        """Send a form."""
        words = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n{more}"
        return await self._ask(f"POST {path} HTTP/1.1\r\n{self.head}{words}\r\n".encode() + body)

    async def get(self, path: str) -> Answer:
        """Read a page."""
        return await self._ask(f"GET {path} HTTP/1.1\r\n{self.head}Accept: text/html\r\n\r\n".encode())

    async def _ask(self, request: bytes) -> Answer:
        try:
            if self.streams is None:
                self.streams = await asyncio.open_connection("127.0.0.1", self.port)
            reader, writer = self.streams
            writer.write(request)
            headers = await reader.readuntil(b"\r\n\r\n")
            lower = headers.lower()
            length = int(lower.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
            if b"transfer-encoding: chunked" in lower:
                return Answer(int(headers[9:12]), headers, await _chunks(reader))
            return Answer(int(headers[9:12]), headers, await reader.readexactly(length) if length else b"")
        except (OSError, asyncio.IncompleteReadError):
            self.close()
            return Answer(0)

    def close(self) -> None:
        """Let it go."""
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append((await reader.readexactly(size + 2))[:-2])
    await reader.readline()
    return b"".join(parts)


async def at(begin: float, seconds: float, act: Callable[[float], Awaitable[None]]) -> None:
    """Do something at a moment after `begin`; it is told the moment that was due."""
    due = begin + seconds
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    await act(due)
