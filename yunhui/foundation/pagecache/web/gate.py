"""In front of the application: answers visitors from memory, and renders for all of them what is rendered for one.

What is kept was rendered from a request that this gate makes itself, out of the page's name alone: no cookie, no
header and no odd spelling of a visitor can find its way into what others are shown.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from yunhui.foundation.pagecache import ports
from yunhui.foundation.pagecache.rules import Key, is_for_one, key_of, life_of, may_keep
from yunhui.foundation.pagecache.web.kept import Page, Sent, Shelf, make_page
from yunhui.foundation.pagecache.web.watch import Watch
from yunhui.kernel import clock

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

# Pages of one name are rendered by one thread; who has waited for it so long renders alone.
_PATIENCE = 10.0
# Only so much of the memory is for addresses with parameters: whoever makes them up pushes out no page.
_SHARE_OF_QUERIES = 4


@dataclass(slots=True)
class _Answer:
    """What the application said."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(slots=True)
class _Flight:
    """A page that is just being rendered; who wants the same waits for it."""

    done: threading.Event = field(default_factory=threading.Event)
    page: Page | None = None
    answer: _Answer | None = None


class Gate:
    """A WSGI application around another."""

    def __init__(
        self,
        application: Application,
        *,
        hosts: Collection[str],
        scheme: str,
        session_cookie: str,
        most: int,
        watch: Watch | None = None,
    ) -> None:
        """`hosts`: as they stand in a Host header, port included; `most`: bytes of memory."""
        self._application, self._scheme = application, scheme
        self._hosts = frozenset(host.lower() for host in hosts)
        self._session = session_cookie
        self._watch = watch or Watch()
        self._pages = Shelf(most - most // _SHARE_OF_QUERIES)
        self._asked = Shelf(most // _SHARE_OF_QUERIES)
        self._flights: dict[tuple[Key, int], _Flight] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer one request."""
        key = self._key_of(environ)
        number = self._watch.version() if key is not None else None
        if key is None or number is None:
            return self._application(environ, start)
        shelf = self._asked if key.query else self._pages
        page, answer, word = shelf.find(key), None, "hit"
        if page is None or page.version != number or page.until <= time.monotonic():
            word = "miss"
            page, answer = self._fly(key, number, shelf)
        if page is not None and page.plain is not None:
            return _send(page, environ, start, word)
        if page is None and answer is not None:
            return _pass_on(answer, environ, start)
        return self._application(environ, start)

    def _key_of(self, environ: Environ) -> Key | None:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_HX_REQUEST" in environ:
            return None
        # In a frame on another site nobody is signed in, whatever their browser sends.
        is_frame = environ.get("PATH_INFO", "").startswith("/embed/")
        if not is_frame and (self._session in environ.get("HTTP_COOKIE", "") or "HTTP_AUTHORIZATION" in environ):
            return None
        return key_of(
            environ.get("HTTP_HOST", ""),
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
            self._hosts,
            ports.known_names(),
        )

    def _fly(self, key: Key, number: int, shelf: Shelf) -> tuple[Page | None, _Answer | None]:
        """Render the page, or wait for whoever does. A page, or an answer that is for everybody and is not kept; a
        page without content where each visitor has to be asked who they are; neither after a vain wait."""
        name = (key, number)
        with self._lock:
            flight = self._flights.get(name)
            leads = flight is None
            if flight is None:
                flight = self._flights[name] = _Flight()
        if not leads:
            flight.done.wait(_PATIENCE)
            return flight.page, flight.answer
        try:
            flight.page, flight.answer = self._render(key, number)
            if flight.page is not None:
                shelf.keep(key, flight.page)
        finally:
            with self._lock:
                del self._flights[name]
            flight.done.set()
        return flight.page, flight.answer

    def _render(self, key: Key, number: int) -> tuple[Page | None, _Answer | None]:
        began, now = time.monotonic(), clock.now()
        with ports.listening() as moments:
            answer = _ask(self._application, self._bare(key))
        until = began + life_of(now, moments)
        if may_keep(int(answer.status[:3]), answer.headers):
            return make_page(number, until, answer.headers, answer.body), None
        if is_for_one(answer.headers):
            return Page(number, until), None
        return None, answer

    def _bare(self, key: Key) -> Environ:
        """A request that says nothing but the page's name."""
        name, _colon, port = key.host.rpartition(":") if not key.host.endswith("]") else (key.host, "", "")
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": key.path,
            "QUERY_STRING": key.query,
            "SERVER_NAME": name or key.host,
            "SERVER_PORT": port if name else ("443" if self._scheme == "https" else "80"),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "",
            "HTTP_HOST": key.host,
            "HTTP_X_FORWARDED_PROTO": self._scheme,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": self._scheme,
            "wsgi.input": BytesIO(),
            "wsgi.errors": _Silence(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }


class _Silence:
    """Django reports by its own log; nothing is written here."""

    def write(self, _text: str) -> None:
        """Nothing."""

    def flush(self) -> None:
        """Nothing."""


def _ask(application: Application, environ: Environ) -> _Answer:
    said: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], *_more: Any) -> None:
        said[:] = [status, headers]

    parts = application(environ, start)
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return _Answer(said[0], list(said[1]), body)


def _send(page: Page, environ: Environ, start: Start, word: str) -> list[bytes]:
    assert page.plain is not None
    sent: Sent = page.plain
    if page.packed is not None and _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        sent = page.packed
    found = [("X-Cache", word)]
    had = environ.get("HTTP_IF_NONE_MATCH", "")
    if had and (had.strip() == "*" or sent.tag in {one.strip().removeprefix("W/") for one in had.split(",")}):
        start("304 Not Modified", sent.unchanged + found)
        return []
    start("200 OK", sent.headers + found)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [sent.body]


def _pass_on(answer: _Answer, environ: Environ, start: Start) -> list[bytes]:
    start(answer.status, answer.headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]


def _takes_gzip(header: str) -> bool:
    """Whether a browser takes gzip; `gzip;q=0` says no."""
    for one in header.lower().split(","):
        name, _semicolon, rest = one.partition(";")
        if name.strip() == "gzip":
            return rest.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
