"""The realtime process: one bare ASGI application that passes the database's notifications on to browsers.

PostgreSQL `NOTIFY yunhui, '{"topic": …, "id": …}'` → one connection listens → each message is encoded once → every
stream whose ticket names the topic gets the same bytes. No ORM and no framework on the way; the stream carries that
something changed, never what: the browser asks the web process, where the rules are.
"""

import asyncio
import json
import logging
import os
import signal
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import psycopg

from config.env import Environment, environment
from yunhui.kernel import tickets

CHANNEL = "yunhui"
HEARTBEAT_SECONDS = 15.0
# A stream this many frames behind is dropped: it reconnects and refetches, and the others do not pay for it.
LONGEST_QUEUE = 256
_PLAIN = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
_STREAM = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
_BEAT = b": beat\n\n"
_RESYNC = b"event: resync\ndata: {}\n\n"

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
log = logging.getLogger("yunhui.realtime")


class Stream:
    """One browser: the frames that wait for it, and the task that sends them."""

    __slots__ = ("frames", "sending", "woken")

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self.woken = asyncio.Event()
        self.sending: asyncio.Task[None] | None = None

    def push(self, frame: bytes) -> None:
        """Queue a frame; a stream that is too far behind is ended."""
        if len(self.frames) >= LONGEST_QUEUE:
            self.end()
        else:
            self.frames.append(frame)
            self.woken.set()

    def end(self) -> None:
        """End it, even while a send waits for a browser that does not read."""
        if self.sending is not None:
            self.sending.cancel()

    async def send_all(self, send: Send) -> None:
        """Send what waits, in one piece, again and again. The first words open the stream at once."""
        self.push(b"retry: 1000\n\n")
        while True:
            await self.woken.wait()
            self.woken.clear()
            body, self.frames = b"".join(self.frames), []
            await send({"type": "http.response.body", "body": body, "more_body": True})


class Hub:
    """Who hears which topic."""

    def __init__(self) -> None:
        self.topics: defaultdict[str, set[Stream]] = defaultdict(set)
        self.streams: set[Stream] = set()
        self.listening = False

    def join(self, stream: Stream, topics: frozenset[str]) -> None:
        """Let a stream hear its topics."""
        self.streams.add(stream)
        for topic in topics:
            self.topics[topic].add(stream)

    def leave(self, stream: Stream, topics: frozenset[str]) -> None:
        """Forget a stream."""
        self.streams.discard(stream)
        for topic in topics:
            self.topics[topic].discard(stream)
            if not self.topics[topic]:
                del self.topics[topic]

    def publish(self, payload: str) -> None:
        """Pass one notification on. A malformed one is logged and dropped: it is a fault of the sender."""
        try:
            message = json.loads(payload)
            topic, thing = str(message["topic"]), str(message["id"])
        except (ValueError, KeyError, TypeError):
            log.warning("a notification is not {topic, id}: %.200r", payload)
            return
        hearers = self.topics.get(topic)
        if hearers:
            body = json.dumps({"topic": topic, "id": thing}, ensure_ascii=False, separators=(",", ":"))
            self.tell(hearers, f"data: {body}\n\n".encode())

    def tell(self, streams: set[Stream], frame: bytes) -> None:
        """Queue the same bytes for all `streams`."""
        for stream in streams:
            stream.push(frame)

    async def listen(self, url: str) -> None:
        """Listen for ever; after a loss of the database tell everybody to refetch, because something may be missed."""
        first = True
        while True:
            with suppress(psycopg.OperationalError):
                async with await psycopg.AsyncConnection.connect(url, autocommit=True, connect_timeout=5) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self.listening = True
                    if not first:
                        self.tell(self.streams, _RESYNC)
                    first = False
                    async for notice in connection.notifies():
                        self.publish(notice.payload)
            self.listening = False
            log.warning("the database is away; trying again")
            await asyncio.sleep(0.5)

    async def beat(self) -> None:
        """Keep idle streams open through proxies, and notice those that are gone."""
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            self.tell(self.streams, _BEAT)


class Application:
    """The ASGI callable: lifespan, `/rt/health`, `/rt/stream?ticket=…`."""

    def __init__(self, env: Environment) -> None:
        self.env = env
        self.origins = {origin.encode() for origin in env.origins}
        self.hub = Hub()
        self.tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Serve one ASGI scope."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and scope["path"] == "/rt/stream":
            await self._stream(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == "/rt/health":
            ok = self.hub.listening
            await _answer(send, 200 if ok else 503, f"{len(self.hub.streams)} streams\n" if ok else "no database\n")
        elif scope["type"] == "http":
            await _answer(send, 404, "not found\n")

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.tasks = [
                    asyncio.create_task(self.hub.listen(self.env.database_url)),
                    asyncio.create_task(self.hub.beat()),
                ]
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                for task in self.tasks:
                    task.cancel()
                for stream in self.hub.streams:
                    stream.end()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _stream(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        origin = dict(scope["headers"]).get(b"origin")
        if origin is not None and origin not in self.origins:
            await _answer(send, 403, "this page may not listen here\n")
            return
        words = parse_qs(scope["query_string"].decode("latin-1")).get("ticket", [""])
        try:
            topics = tickets.read(words[0], key=self.env.secret_key, now=datetime.now(UTC))
        except tickets.BadTicket:
            await _answer(send, 403, "the ticket is not good\n")
            return
        headers = [*_STREAM, (b"access-control-allow-origin", origin), (b"vary", b"origin")] if origin else _STREAM
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        stream = Stream()
        stream.sending = asyncio.create_task(stream.send_all(send))
        gone = asyncio.create_task(_wait_gone(receive))
        self.hub.join(stream, topics)
        try:
            await asyncio.wait({stream.sending, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.hub.leave(stream, topics)
            stream.sending.cancel()
            gone.cancel()


async def _wait_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answer(send: Send, status: int, text: str) -> None:
    await send({"type": "http.response.start", "status": status, "headers": _PLAIN})
    await send({"type": "http.response.body", "body": text.encode()})


def _application() -> Application:
    env = environment()
    if env.child:
        from config.supervisor.child import die_with_parent

        die_with_parent(signal.SIGTERM, os.getppid())
    return Application(env)


application = _application()
