"""Nothing of one test may run on into the next: what the server still works on is waited for."""

import time
from collections.abc import Callable
from threading import Lock

from django.http import HttpRequest, HttpResponse

from tests.patience import PATIENCE

_lock = Lock()
_running: list[str] = []


class Counted:
    """Knows which requests are being answered."""

    def __init__(self, following: Callable[[HttpRequest], HttpResponse]) -> None:
        self.following = following

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with _lock:
            _running.append(request.path)
        try:
            return self.following(request)
        finally:
            with _lock:
                _running.remove(request.path)


def wait_until_quiet() -> None:
    """Wait for the requests of pages that have been closed: the tables are about to be emptied under them."""
    end = time.monotonic() + PATIENCE / 1000
    while _running and time.monotonic() < end:
        time.sleep(0.01)
