"""The live stream: who hears what, and that one who does not read is dropped."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from psycopg.conninfo import make_conninfo

from config import realtime
from config.env import Environment, environment
from yunhui.kernel import tickets


@pytest.fixture
def env(tmp_path: Path) -> Environment:
    return environment({"YUNHUI_VAR": str(tmp_path), "PORT": "8000"})


class Browser:
    """An ASGI client in the same loop. `reads` False: it never takes a body."""

    def __init__(self, application: realtime.Application, *, reads: bool = True) -> None:
        self.application, self.reads = application, reads
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.left = asyncio.Event()

    def open(self, ticket: str, origin: str | None = None) -> "asyncio.Task[None]":
        headers = [(b"origin", origin.encode())] if origin else []
        query = urlencode({"ticket": ticket}).encode()
        scope = {"type": "http", "path": "/rt/stream", "query_string": query, "headers": headers}
        return asyncio.create_task(self.application(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"].endswith("body") and not self.reads:
            await asyncio.Event().wait()
        await self.sent.put(message)

    async def hears(self) -> bytes:
        return (await asyncio.wait_for(self.sent.get(), 60)).get("body", b"")


def played(scene: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(scene(), 120))  # type: ignore[arg-type]


def ticket(env: Environment, *topics: str) -> str:
    return tickets.sign(topics, key=env.secret_key, now=datetime.now(UTC))


def test_each_hears_the_topics_of_its_ticket_only(env: Environment) -> None:
    async def scene() -> None:
        application = realtime.Application(env)
        one, two = Browser(application), Browser(application)
        tasks = [one.open(ticket(env, "room:1")), two.open(ticket(env, "room:2", "me:7"))]
        for browser in (one, two):
            assert (await browser.sent.get())["status"] == 200
            assert await browser.hears() == b"retry: 1000\n\n"
        application.hub.publish('{"topic": "room:1", "id": "5"}')
        application.hub.publish('{"topic": "me:7", "id": "六"}')
        application.hub.publish('{"topic": "nobody", "id": "1"}')
        assert await one.hears() == b'data: {"topic":"room:1","id":"5"}\n\n'
        assert await two.hears() == 'data: {"topic":"me:7","id":"六"}\n\n'.encode()
        for browser in (one, two):
            browser.left.set()
        await asyncio.gather(*tasks)
        assert one.sent.empty()
        assert not application.hub.topics
        assert not application.hub.streams

    played(scene)


def test_one_who_does_not_read_is_dropped_and_the_others_go_on(env: Environment) -> None:
    async def scene() -> None:
        application = realtime.Application(env)
        slow, quick = Browser(application, reads=False), Browser(application)
        slow_task, quick_task = slow.open(ticket(env, "a")), quick.open(ticket(env, "a"))
        await quick.sent.get()
        got = await quick.hears()
        for number in range(realtime.LONGEST_QUEUE + 10):
            application.hub.publish(f'{{"topic": "a", "id": "{number}"}}')
            got += await quick.hears()
        await asyncio.wait_for(slow_task, 60)
        assert len(application.hub.streams) == 1
        assert got.count(b"data: ") == realtime.LONGEST_QUEUE + 10
        quick.left.set()
        await quick_task

    played(scene)


@pytest.mark.parametrize("payload", ["", "junk", "[]", "7", '{"topic": "a"}', '{"id": "a"}'])
def test_a_malformed_notification_is_dropped_and_logged(payload: str, caplog: pytest.LogCaptureFixture) -> None:
    hub = realtime.Hub()
    hub.publish(payload)
    assert "not {topic, id}" in caplog.text


@pytest.mark.parametrize(
    ("words", "origin", "status"),
    [
        ("good", None, 200),
        ("good", "http://127.0.0.1:8000", 200),
        ("good", "http://localhost:8000", 200),
        ("good", "http://localhost:8001", 403),
        ("good", "https://evil.example", 403),
        ("bad", None, 403),
        ("", None, 403),
    ],
)
def test_the_door(env: Environment, words: str, origin: str | None, status: int) -> None:
    async def scene() -> None:
        browser = Browser(realtime.Application(env))
        task = browser.open(ticket(env, "a") if words == "good" else words, origin)
        opening = await browser.sent.get()
        assert opening["status"] == status
        allowed = dict(opening["headers"]).get(b"access-control-allow-origin")
        assert allowed == (origin.encode() if origin and status == 200 else None)
        browser.left.set()
        await task

    played(scene)


def test_health_says_whether_it_hears_the_database(env: Environment) -> None:
    async def scene() -> None:
        application = realtime.Application(env)
        for listening, status in ((False, 503), (True, 200)):
            application.hub.listening = listening
            browser = Browser(application)
            await application({"type": "http", "path": "/rt/health", "headers": []}, browser._receive, browser._send)
            assert (await browser.sent.get())["status"] == status

    played(scene)


@pytest.mark.django_db(transaction=True)
def test_what_the_database_notifies_reaches_the_browser_and_a_loss_says_refetch(env: Environment) -> None:
    from django.db import connection

    from yunhui.foundation.outbox import services

    parts = connection.get_connection_params()
    names = ("user", "password", "dbname", "host", "port")
    url = make_conninfo(**{name: parts[name] for name in names if name in parts})

    async def wait_until(condition: Callable[[], bool]) -> None:
        while not condition():
            await asyncio.sleep(0.01)

    async def scene() -> None:
        application = realtime.Application(env)
        listener = asyncio.create_task(application.hub.listen(url))
        browser = Browser(application)
        task = browser.open(ticket(env, "call:1"))
        await browser.sent.get()
        await browser.hears()
        await wait_until(lambda: application.hub.listening)
        await asyncio.to_thread(tell)
        assert await browser.hears() == b'data: {"topic":"call:1","id":"9"}\n\n'
        await asyncio.to_thread(cut)
        assert await browser.hears() == b"event: resync\ndata: {}\n\n"
        browser.left.set()
        await task
        listener.cancel()

    def tell() -> None:
        try:
            services.tell("call:1", "9")
        finally:
            connection.close()

    def cut() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %' "
                    "AND datname = current_database()"
                )
                assert cursor.rowcount == 1
        finally:
            connection.close()

    played(scene)
