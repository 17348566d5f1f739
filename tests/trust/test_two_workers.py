"""Two web workers for real, each with its pages in memory: what a speaker takes back in one is gone from both in time,
also when nobody is told and when the one who listens has lost the line; and what odd requests do to both."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest
from django.db import connection, transaction

from config.env import ROOT
from tests.chromium import DIST
from tests.factories.city import make_application, make_board, make_call, make_city, make_user
from tests.features.timetable.staging import make_site, place_event, select
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.pagecache.models import Counter
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.services import give_consent, revoke_consent

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "QTITLEOPEN"
PAGES = ("/en/timetable/stage/", "/zh/projects/stage/1/", "/embed/en/projects/", "/en/timetable/stage.ics")
# Promised are five seconds; a machine that does other work beside the tests may need more. After half a minute a page
# goes from memory in any case, so whatever is gone before that has been told of.
IN_TIME = 25.0


def _surroundings(folder: Path, port: int) -> dict[str, str]:
    """The environment of a city on the database of this test."""
    base = connection.settings_dict
    host, name = base["HOST"], base["NAME"]
    at = f"/{name}?host={quote(host, safe='')}" if host.startswith("/") else f"{host}:{base['PORT'] or 5432}/{name}"
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("YUNHUI_", "DATABASE_"))}
    return kept | {
        "DATABASE_URL": f"postgresql://{quote(base['USER'])}:{quote(base['PASSWORD'])}@{at}",
        "YUNHUI_DATABASE_ROLE": "owner",
        "YUNHUI_VAR": str(folder),
        "YUNHUI_DEMO": "0",
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


class Worker:
    """A web process as the supervisor starts it, with one worker on a port of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        words += [
            "--port",
            str(self.port),
            "--workers",
            "1",
            "--blocking-threads",
            "4",
            "--no-ws",
            "--log-level",
            "error",
        ]
        self.process = subprocess.Popen(
            [*words, "config.wsgi:application"], cwd=ROOT, env=_surroundings(folder, self.port), start_new_session=True
        )

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
        """One request: status, headers, words."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = line.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read().decode("utf-8", "replace")
        finally:
            line.close()

    def say(self, lines: str) -> str:
        """Bytes as they are on the wire; what comes back first."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            line.sendall(lines.replace("\n", "\r\n").encode())
            return line.recv(65536).decode("latin-1")

    def wait(self) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            assert self.process.poll() is None, "the worker ended"
            with suppress(OSError):
                if self.ask("/health")[0] == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the worker does not answer")

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # it and its worker; nothing is lost with a page
        self.process.wait(20)


@pytest.fixture
def project() -> tuple[Actor, Application]:
    """A project on stage whose title is public, and its owner."""
    city = make_city()
    make_site(city)
    call = make_call(city, "stage")
    owner = actor_of(make_user("owner"))
    row = make_application(call, 1, owner=owner, title=TITLE, title_en=TITLE)
    select([row])
    place_event(call, [row], [make_board(city, 1, "energy")])
    return owner, row


@pytest.fixture(scope="module")
def folder(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where they keep what is theirs, with the collected files."""
    if not DIST.joinpath("public.css").exists():
        pytest.skip("assets are not built: npm ci && npm run build")
    made = tmp_path_factory.mktemp("two") / "var"
    made.mkdir()
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, cwd=ROOT, env=_surroundings(made, 8000), check=True)
    return made


@pytest.fixture
def workers(project: Any, folder: Path) -> Iterator[tuple[Worker, Worker]]:
    """Two of them."""
    pair = (Worker(folder), Worker(folder))
    try:
        for one in pair:
            one.wait()
        yield pair
    finally:
        for one in pair:
            one.stop()


def warm(workers: tuple[Worker, Worker]) -> None:
    """Every page lies in the memory of both, with the title on it."""
    end = time.monotonic() + IN_TIME
    for one, path in product(workers, PAGES):
        status, headers, words = one.ask(path)
        while (status, headers.get("x-cache")) != (200, "hit"):
            assert time.monotonic() < end, path
            status, headers, words = one.ask(path)
        assert TITLE in words, path


def gone_after(workers: tuple[Worker, Worker], began: float) -> float:
    """Seconds until no page of either shows the title; asks all the time, as visitors do."""
    while True:
        left = [path for one in workers for path in PAGES if TITLE in one.ask(path)[2]]
        if not left:
            return time.monotonic() - began
        assert time.monotonic() - began < IN_TIME, left


def test_consent_taken_back_is_gone_from_both_in_time(
    workers: tuple[Worker, Worker], project: tuple[Actor, Application]
) -> None:
    owner, row = project
    warm(workers)
    revoke_consent(actor=owner, application_id=row.pk, purpose=Purpose.PUBLICATION)
    assert gone_after(workers, time.monotonic()) < IN_TIME

    # Given again, and taken back without a word to anybody: the notification is lost.
    give_consent(actor=owner, application_id=row.pk, purpose=Purpose.PUBLICATION, level="title")
    deadline = time.monotonic() + IN_TIME
    while any(TITLE not in one.ask(path)[2] for one in workers for path in PAGES):
        assert time.monotonic() < deadline
    warm(workers)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE %s AND pid <> pg_backend_pid()",
            ["%pagecache_counter%"],
        )  # the lines on which they listen
    with patch("yunhui.foundation.outbox.services.bump", lambda: Counter.objects.create(number=1)):
        revoke_consent(actor=owner, application_id=row.pk, purpose=Purpose.PUBLICATION)
    assert gone_after(workers, time.monotonic()) < IN_TIME

    # And it does not come back with a change that is rolled back.
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        give_consent(actor=owner, application_id=row.pk, purpose=Purpose.PUBLICATION, level="title")
        1 / 0  # noqa: B018
    time.sleep(0.3)
    assert not [path for one in workers for path in PAGES if TITLE in one.ask(path)[2]]


def test_odd_requests_poison_nothing(workers: tuple[Worker, Worker]) -> None:
    """Each is sent first, before anybody has asked for the page; then a plain visitor asks."""
    one, other = workers
    page = "/en/projects/stage/1/"
    clean = other.ask(page)[2]
    host = f"127.0.0.1:{one.port}"
    assert one.ask(page, Host="evil.example")[0] == 400
    assert one.ask(page, Host=f"evil.example:{one.port}")[0] == 400
    twice = one.say(f"GET {page} HTTP/1.1\nHost: {host}\nHost: evil.example\nConnection: close\n\n")
    odd = {
        "X_Forwarded_Host": "evil.example", "X_Original_URL": "/w/", "Accept_Language": "zh", "Range": "bytes=0-9",
        "Cookie": "yunhui_language=zh-hans; yunhui_zone=America/New_York", "Accept": "application/json",
        "X_Forwarded_Proto": "https", "Origin": "https://evil.example", "X_HTTP_Method_Override": "POST",
    }  # fmt: skip
    status, headers, words = one.ask(page, **odd)
    assert status == 200 and headers["x-cache"] == "miss"
    for path in (f"{page}?", f"{page}?utm_source=x", "/en/projects/stage/%31/"):
        assert one.ask(path)[1].get("x-cache") == "hit", path
    for path in (f"{page}?evil=1", "/en//projects/stage/1/", "/en/./projects/stage/1/", "/EN/projects/stage/1/"):
        assert "x-cache" not in one.ask(path)[1], path
    assert one.ask(page, method="POST")[0] in (403, 405)
    absolute = one.say(f"GET http://evil.example{page} HTTP/1.1\nHost: {host}\nConnection: close\n\n")
    status, headers, words = one.ask(page)
    for said in (words, absolute, twice):
        assert "evil" not in said
    assert (status, headers["x-cache"]) == (200, "hit")
    # Both workers show the same, but for their own ports.
    assert words.replace(str(one.port), "") == clean.replace(str(other.port), "")
