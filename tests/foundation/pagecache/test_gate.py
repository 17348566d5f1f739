"""The gate: one rendering for all, nothing of a visitor in it, nothing old after a change."""

import gzip
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from yunhui.foundation.pagecache import ports
from yunhui.foundation.pagecache.rules import Key
from yunhui.foundation.pagecache.web import gate as gates
from yunhui.foundation.pagecache.web.gate import Gate
from yunhui.foundation.pagecache.web.kept import Shelf, make_page
from yunhui.kernel import clock

HOST = "talent.city.example"
LONG = b"<p>" + b"a page " * 200


class Known:
    """A version that the test sets."""

    number: int | None = 1

    def version(self) -> int | None:
        return self.number


@dataclass
class Site:
    """An application that remembers what it was asked, behind a gate."""

    body: Callable[[dict[str, Any]], bytes] = lambda environ: LONG
    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(default_factory=lambda: [("Content-Type", "text/html; charset=utf-8")])
    most: int = 1 << 20
    asked: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.watch = Known()
        self.gate = Gate(
            self._answer, hosts=[HOST], scheme="https", session_cookie="session_8000", most=self.most,
            watch=self.watch,  # type: ignore[arg-type]
        )  # fmt: skip

    def _answer(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        self.asked.append(environ)
        body = self.body(environ)
        start(self.status, [*self.headers, ("Content-Length", str(len(body)))])
        return [body]

    def get(self, path: str = "/en/", method: str = "GET", query: str = "", host: str = HOST, **headers: str) -> Any:
        said: list[Any] = []
        names = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": host, **names}
        environ |= {"REMOTE_ADDR": "198.51.100.7", "wsgi.url_scheme": "http"}
        body = b"".join(self.gate(environ, lambda status, sent: said.extend((status, sent))))
        return said[0][:3], {name.lower(): value for name, value in said[1]}, body


def test_one_rendering_for_all() -> None:
    site = Site()
    status, headers, body = site.get()
    assert (status, body, headers["x-cache"]) == ("200", LONG, "miss")
    for _turn in range(3):
        status, headers, body = site.get()
        assert (status, body, headers["x-cache"]) == ("200", LONG, "hit")
    assert len(site.asked) == 1
    assert headers["cache-control"] == "public, no-cache" and headers["vary"] == "Accept-Encoding"
    assert headers["content-length"] == str(len(LONG)) and headers["content-type"] == "text/html; charset=utf-8"


def test_packed_where_it_is_taken() -> None:
    site = Site()
    for accepted, packed in (("gzip, deflate, br", True), ("gzip;q=0, br", False), ("", False), ("GZIP;q=0.5", True)):
        _status, headers, body = site.get(accept_encoding=accepted)
        assert (headers.get("content-encoding") == "gzip") is packed
        assert (gzip.decompress(body) if packed else body) == LONG
        assert headers["content-length"] == str(len(body))
    assert len(site.asked) == 1


def test_head_and_what_a_browser_has_already() -> None:
    site = Site()
    status, headers, body = site.get(method="HEAD")
    assert (status, body, headers["content-length"]) == ("200", b"", str(len(LONG)))
    tag = site.get()[1]["etag"]
    for had in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        status, headers, body = site.get(if_none_match=had)
        assert (status, body, headers["etag"]) == ("304", b"", tag)
        assert "content-length" not in headers and headers["cache-control"] == "public, no-cache"
    assert site.get(if_none_match='"other"')[0] == "200"
    assert site.get(accept_encoding="gzip")[1]["etag"] != tag
    assert site.get(if_none_match=tag, accept_encoding="gzip")[0] == "200"
    assert len(site.asked) == 1


def test_a_new_version_is_rendered_anew() -> None:
    site = Site(body=lambda environ: b"page %d" % len(site.asked))
    assert site.get()[2] == b"page 1" == site.get()[2]
    site.watch.number = 2
    assert site.get()[2] == b"page 2" == site.get()[2]


def test_what_was_committed_while_a_page_was_rendered_makes_it_old() -> None:
    def rendered(environ: dict[str, Any]) -> bytes:
        said = b"page %d" % len(site.asked)
        site.watch.number = 2  # a command commits meanwhile
        return said

    site = Site(body=rendered)
    assert site.get()[2] == b"page 1"
    assert site.get()[2] == b"page 2" == site.get()[2]


def test_a_slow_rendering_of_an_old_version_never_takes_the_place_of_a_new_one() -> None:
    shelf, key = Shelf(1 << 20), Key(HOST, "/en/", "")
    shelf.keep(key, make_page(2, 1e12, [], b"new"))
    shelf.keep(key, make_page(1, 1e12, [], b"old"))
    page = shelf.find(key)
    assert page and page.plain and page.plain.body == b"new"


def test_the_clock_ends_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def rendered(environ: dict[str, Any]) -> bytes:
        ports.changes_at(clock.now() + timedelta(seconds=5))
        return b"closes soon %d" % len(site.asked)

    site, now = Site(body=rendered), 1_000.0
    monkeypatch.setattr(gates.time, "monotonic", lambda: now)
    assert site.get()[2] == b"closes soon 1"
    now = 1_004.0
    assert site.get()[2] == b"closes soon 1"
    now = 1_006.0
    assert site.get()[2] == b"closes soon 2"


def test_without_a_version_nothing_comes_from_memory() -> None:
    site = Site()
    site.get()
    site.watch.number = None
    assert "x-cache" not in site.get()[1]
    assert len(site.asked) == 2


POISON = {
    "cookie": "yunhui_language=zh-hans; yunhui_zone=America/New_York; yunhui_csrf_8000=planted; x=<script>",
    "accept_language": "zh",
    "x_forwarded_host": "evil.example",
    "x_forwarded_for": "10.0.0.1",
    "x_forwarded_proto": "gopher",
    "x_original_url": "/w/",
    "x_rewrite_url": "/w/",
    "x_http_method_override": "POST",
    "forwarded": "host=evil.example",
    "range": "bytes=0-10",
    "user_agent": "<script>",
    "referer": "https://evil.example/",
    "origin": "https://evil.example",
    "accept": "application/json",
    "if_none_match": '"x"',
    "if_modified_since": "Sat, 21 Nov 2026 00:00:00 GMT",
    "if_range": '"x"',
    "sec_fetch_dest": "empty",
    "transfer_encoding": "chunked",
    "content_type": "text/evil",
}


@pytest.mark.parametrize("name", POISON)
def test_nothing_of_a_visitor_reaches_what_others_see(name: str) -> None:
    """The one who comes first sends something odd; the application never hears of it."""

    def rendered(environ: dict[str, Any]) -> bytes:
        return repr(sorted((key, value) for key, value in environ.items() if not key.startswith("wsgi."))).encode()

    odd, plain = Site(body=rendered), Site(body=rendered)
    status, _headers, body = odd.get(**{name: POISON[name]})
    assert status == "200" and body == plain.get()[2] == odd.get()[2]
    assert POISON[name].encode() not in body and b"198.51.100.7" not in body
    assert odd.asked[0]["HTTP_X_FORWARDED_PROTO"] == "https" and odd.asked[0]["wsgi.url_scheme"] == "https"


@pytest.mark.parametrize(
    "request_of",
    [
        {"method": "POST"}, {"method": "PUT"}, {"method": "OPTIONS"}, {"host": "evil.example"}, {"host": f"{HOST}:99"},
        {"path": "/w/"}, {"path": "/en/../w/"}, {"path": "/en//"}, {"query": "q=name"}, {"query": "group=a&group=b"},
        {"cookie": "a=b; session_8000=abc"}, {"authorization": "Basic eDp5"}, {"hx_request": "true"},
    ],
)  # fmt: skip
def test_other_requests_pass_through_as_they_are(request_of: dict[str, Any]) -> None:
    site = Site()
    for _turn in range(2):
        assert "x-cache" not in site.get(**request_of)[1]
    assert len(site.asked) == 2 and site.asked[0]["REMOTE_ADDR"] == "198.51.100.7"
    assert site.get()[1]["x-cache"] == "miss" if not request_of.get("path") else True


def test_a_form_is_each_visitors_own() -> None:
    """Its token brings a cookie: the visitor is asked by their own request, and only once after the first."""

    def rendered(environ: dict[str, Any]) -> bytes:
        return environ.get("HTTP_COOKIE", "nobody").encode()

    site = Site(body=rendered, headers=[("Set-Cookie", "token=1")])
    assert site.get(cookie="token=anna")[2] == b"token=anna"
    assert site.get(cookie="token=ben")[2] == b"token=ben"
    assert [one.get("HTTP_COOKIE") for one in site.asked] == [None, "token=anna", "token=ben"]


@pytest.mark.parametrize("status", ["404 Not Found", "302 Found", "500 Internal Server Error", "410 Gone"])
def test_refusals_are_not_kept(status: str) -> None:
    site = Site(status=status)
    for turn in range(1, 4):
        assert site.get()[0] == status[:3]
        assert len(site.asked) == turn
    assert site.get(method="HEAD")[2] == b""


def test_many_who_want_one_page_wait_for_one_rendering() -> None:
    begun, go = threading.Event(), threading.Event()

    def rendered(environ: dict[str, Any]) -> bytes:
        begun.set()
        assert go.wait(60)
        return LONG

    site, got = Site(body=rendered), list[bytes]()
    threads = [threading.Thread(target=lambda: got.append(site.get()[2])) for _one in range(12)]
    for one in threads:
        one.start()
    assert begun.wait(60)
    go.set()
    for one in threads:
        one.join(60)
    assert got == [LONG] * 12
    assert len(site.asked) == 1


def test_when_the_one_who_renders_fails_the_others_are_not_lost() -> None:
    begun, go = threading.Event(), threading.Event()

    def rendered(environ: dict[str, Any]) -> bytes:
        if len(site.asked) == 1:
            begun.set()
            assert go.wait(60)
            raise ValueError("the first one fails")
        return LONG

    site, got, failed = Site(body=rendered), list[bytes](), list[str]()

    def look() -> None:
        try:
            got.append(site.get()[2])
        except ValueError as error:
            failed.append(str(error))

    first = threading.Thread(target=look)
    first.start()
    assert begun.wait(60)
    others = [threading.Thread(target=look) for _one in range(3)]
    for one in others:
        one.start()
    go.set()
    for one in (first, *others):
        one.join(60)
    assert failed == ["the first one fails"] and got == [LONG] * 3
    assert site.get()[2] == LONG


def test_memory_is_bounded_and_made_up_parameters_push_out_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_names", {"group"})
    site = Site(body=lambda environ: b"x" * 5_000, most=200_000)
    site.get("/en/calls/")
    for number in range(200):
        site.get(query=f"group=g{number}")
    assert site.gate._asked.weight <= 50_000 and len(site.gate._asked) < 10
    assert site.get("/en/calls/")[1]["x-cache"] == "hit"
    for number in range(200):
        site.get(f"/en/pages/{number}/")
    assert site.gate._pages.weight <= 150_000
    assert site.get("/en/pages/199/")[1]["x-cache"] == "hit"
    assert site.get("/en/pages/0/")[1]["x-cache"] == "miss"


def test_what_is_too_large_is_sent_and_not_kept() -> None:
    site = Site(body=lambda environ: b"x" * 300_000, most=1 << 20)
    assert site.get()[1]["x-cache"] == site.get()[1]["x-cache"] == "miss"
