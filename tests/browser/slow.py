"""A slow line and a slow machine, on request.

A test that looks before the page has come passes on a quiet machine and fails on a busy one. `SLOW_MS=300 make test
ARGS="-m browser"` shows such tests: every answer starts late and its page comes in pieces, with a pause after its
first heading. `SLOW_CPU=6` lets Chromium's pages run at a sixth of their speed.
"""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

PAUSE = int(os.environ.get("SLOW_MS", "0")) / 1000
CPU = float(os.environ.get("SLOW_CPU", "1"))
HEAD = 200
HEADING = b"</h1>"


class SlowLine:
    """Wait, send a piece of a page, wait, send the next. What is no page comes late, but whole."""

    def __init__(self, following: Callable[[HttpRequest], HttpResponse]) -> None:
        self.following = following

    def __call__(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        response = self.following(request)
        time.sleep(PAUSE)
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        if not response.content:
            return response
        slow = StreamingHttpResponse(pieces(response.content), status=response.status_code, headers=response.headers)
        slow.headers.pop("Content-Length", None)
        slow.cookies = response.cookies
        return slow


def pieces(content: bytes) -> Iterator[bytes]:
    """The first bytes; up to the end of the first heading; half of the rest; the rest; a pause between any two."""
    heading = content.find(HEADING)
    cuts = [HEAD, *([heading + len(HEADING), (heading + len(content)) // 2] if heading > HEAD else [])]
    for start, end in zip([0, *cuts], [*cuts, len(content)], strict=True):
        if start:
            time.sleep(PAUSE)
        yield content[start:end]


def slow_down(page: Any) -> None:
    """Let the scripts and the drawing of a page take longer."""
    if CPU > 1:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": CPU})
