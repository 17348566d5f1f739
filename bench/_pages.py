"""Pages of an open city, asked one after another: what the server takes, and how many queries it needs."""

import http.client
import time
from dataclasses import dataclass
from typing import Any

from _city import City, quantile


@dataclass(frozen=True)
class Page:
    """An address, and what must be in it so that nothing else is measured by mistake."""

    name: str
    path: str
    expect: str = ""
    panel: bool = False  # fetched by htmx
    listing: bool = True  # at most eight queries


@dataclass(frozen=True)
class Took:
    """Milliseconds of every asking, sorted, and the queries of one."""

    times: list[float]
    queries: int
    size: int

    def at(self, share: float) -> float:
        return quantile(self.times, share)


def took(city: City, page: Page, cookie: str, user: Any, repeat: int) -> Took:
    """Ask the open city `repeat` times over one connection, after two askings that do not count."""
    connection = http.client.HTTPConnection("127.0.0.1", city.port, timeout=120)
    headers = {"Cookie": cookie, "Accept": "text/html", "User-Agent": "Mozilla/5.0 Chrome/140"}
    if page.panel:
        headers["HX-Request"] = "true"
    times, size = [], 0
    for turn in range(repeat + 2):
        begin = time.perf_counter()
        connection.request("GET", page.path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if turn >= 2:
            times.append(1000 * (time.perf_counter() - begin))
        size = len(body)
        assert answer.status == 200, (page.path, answer.status, answer.headers.get("Location"))
        assert page.expect.encode() in body, (page.path, "is not the page that was meant")
    connection.close()
    return Took(sorted(times), queries_of(page, user), size)


def queries_of(page: Page, user: Any) -> int:
    """The queries of a page, session, account and grants among them, counted in this process."""
    from django.core.signals import request_started
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    from tests.factories.pages import visit_as

    request_started.disconnect(reset_queries)
    client, headers = visit_as(user, language="zh-hans"), {"HX-Request": "true"} if page.panel else {}
    ask = lambda: client.get(page.path, headers=headers, HTTP_HOST="127.0.0.1")  # noqa: E731
    ask()
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    assert answer.status_code == 200, (page.path, answer.status_code)
    return len(captured)
