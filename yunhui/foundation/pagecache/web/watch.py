"""The site's version as this process knows it: told by the database at once, and asked each second in any case."""

import logging
import os
import threading
import time

from django.db import DatabaseError, close_old_connections, connection, connections
from psycopg import Error as PsycopgError

from yunhui.foundation.pagecache.selectors import VERSION, version
from yunhui.foundation.pagecache.services import CHANNEL

_log = logging.getLogger(__name__)
# A notification may be lost and a thread may be late: what was read longer ago than this is asked for anew.
OLDEST = 2.0
_EACH = 1.0


class Watch:
    """Reads the version in a thread of its own, on a connection of its own, so that a page from memory costs no query.

    The thread begins with the first question, because a web server may fork after it has loaded the application.
    """

    def __init__(self) -> None:
        self._seen: tuple[int, float] | None = None
        self._pid = 0
        self._ended = threading.Event()
        self._is_deaf = False
        self._lock = threading.Lock()

    def version(self) -> int | None:
        """The version that stood at most two seconds ago, and almost always now; None when the database is away."""
        if self._pid != os.getpid():
            self._begin()
        seen = self._seen
        if seen is not None and time.monotonic() - seen[1] <= OLDEST:
            return seen[0]
        return self._ask()

    def stop(self) -> None:
        """Let the thread end with its next question."""
        self._ended.set()

    def _ask(self) -> int | None:
        asked = time.monotonic()
        try:
            if not connection.in_atomic_block:
                close_old_connections()
            number = version()
        except DatabaseError:
            return None
        self._see(number, asked)
        return number

    def _see(self, number: int, asked: float) -> None:
        with self._lock:
            if self._seen is None or self._seen[1] < asked:
                self._seen = (number, asked)

    def _begin(self) -> None:
        with self._lock:
            if self._pid == os.getpid():
                return
            self._pid, self._seen = os.getpid(), None
        threading.Thread(target=self._run, name="site-version", daemon=True).start()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._listen()
            except (DatabaseError, PsycopgError, OSError):
                if not self._is_deaf:  # said once, not each second that the database is away
                    _log.warning("the site's version is not being told; each request asks until the database answers")
                self._is_deaf = True
            self._ended.wait(_EACH)

    def _listen(self) -> None:
        wrapper = connections.create_connection("default")
        try:
            wrapper.connect()
            line = wrapper.connection
            assert line is not None
            line.execute(f"LISTEN {CHANNEL}")
            self._is_deaf = False
            while not self._ended.is_set():
                asked = time.monotonic()
                row = line.execute(VERSION).fetchone()
                self._see(row[0], asked)
                for _notice in line.notifies(timeout=_EACH, stop_after=1):
                    pass
        finally:
            wrapper.close()
