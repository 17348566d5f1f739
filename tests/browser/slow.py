"""A slow line, on request: every answer starts late and its page comes in two halves.

A test that looks before the page has come passes on a quiet machine and fails on a busy one. `SLOW_MS=300 make test
ARGS="-m browser"` shows every such test at once.
"""

import os
import time
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

PAUSE = int(os.environ.get("SLOW_MS", "0")) / 1000
HEAD = 200


class SlowLine:
    """Wait, send the beginning of a page, wait, send the rest. What is no page comes late, but whole."""

    def __init__(self, following: Callable[[HttpRequest], HttpResponse]) -> None:
        self.following = following

    def __call__(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        response = self.following(request)
        time.sleep(PAUSE)
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        if not response.content:
            return response
        slow = StreamingHttpResponse(halves(response.content), status=response.status_code, headers=response.headers)
        slow.headers.pop("Content-Length", None)
        slow.cookies = response.cookies
        return slow


def halves(content: bytes) -> Iterator[bytes]:
    """The first bytes, and after a pause all others."""
    yield content[:HEAD]
    time.sleep(PAUSE)
    yield content[HEAD:]
