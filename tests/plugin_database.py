"""pytest plugin: one PostgreSQL for all processes of a run, a database for each, copied from a migrated template.

Loaded with `-p tests.plugin_database`, because pytest-django reads the settings before any conftest. The server
starts when the first test asks for a database and stops with the last run that uses it. Runs side by side in one
checkout take different slots, so that their databases have different names.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest

from config import scratch as server
from config.env import ROOT, environment

_RUN = ROOT / "var" / "test" / "run"
_SLOTS = 16
_SLOT = "TEST_DATABASE_SLOT"
_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_setup", "live_server"}
_held: dict[int, IO[str]] = {}
_ready: list[bool] = []

server.surround(os.environ, "test")  # before the settings are read


@contextmanager
def _alone(name: str) -> Iterator[None]:
    with (_RUN / name).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _take(slot: int) -> bool:
    file = (_RUN / f"slot-{slot}").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return False
    _held[slot] = file
    return True


def _server(verb: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.scratch", "test", verb], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        pytest.fail(done.stderr.strip() or f"config.scratch {verb} failed", pytrace=False)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """The process that leads a run takes a slot; its workers inherit it."""
    if not hasattr(config, "workerinput"):
        slot = next((slot for slot in range(_SLOTS) if _take(slot)), None)
        if slot is None:
            raise pytest.UsageError(f"{_SLOTS} test runs already share this checkout: wait for one to end")
        os.environ[_SLOT] = str(slot)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last run out stops the server."""
    if hasattr(config, "workerinput"):
        return
    for file in _held.values():
        file.close()
    _held.clear()
    with _alone("server.lock"):
        if (ROOT / "var/test/postgres/postmaster.pid").exists() and all(_take(slot) for slot in range(_SLOTS)):
            _server("stop")
    for file in _held.values():
        file.close()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before pytest-django makes its database: start the server and have it copied from the template, once."""
    asked = item.get_closest_marker("django_db") or _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    if not asked or _ready:
        return
    from django.db import connections

    with _alone("server.lock"):
        _server("start")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    test = connections["default"].settings_dict["TEST"]
    test["NAME"], test["TEMPLATE"] = f"test_yunhui_s{os.environ[_SLOT]}_{worker}", server.template_name(environment())
    _ready.append(True)


@pytest.fixture
def application_role(db: None) -> Iterator[None]:
    """Act as the application's role for one test: what it may not do in the city, it may not do here."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f'SET ROLE "{server.application_role(environment())}"')
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
