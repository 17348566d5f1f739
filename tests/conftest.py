"""What every test gets: a city, where it asks for one, and a machine on which nobody has to wait."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from hypothesis import HealthCheck, settings

from tests.chromium import chromium
from tests.factories.city import make_city
from tests.factories.pages import PLAIN_STORAGES
from yunhui.kernel import pressure
from yunhui.parties.models import Jurisdiction

__all__ = ["chromium"]  # one browser for all folders: a fixture of two conftests would be made twice

# How quickly examples are made says something of the machine, not of the rule that they try.
settings.register_profile("house", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("house")


@pytest.fixture
def city(db: None) -> Jurisdiction:
    """The root of the tree with reference data."""
    return make_city()


@pytest.fixture(scope="session", autouse=True)
def _collected() -> None:
    """The folder of collected files must be there when a server starts, although tests serve the sources."""
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests themselves keep the processors busy; no letter is to give way to them."""
    monkeypatch.setattr(pressure, "_COUNTER", Path(__file__).with_name("no-such-counter"))


@pytest.fixture(scope="session", autouse=True)
def plain_addresses() -> Iterator[None]:
    """Pages name their scripts and pictures without the digests of a build, which a checkout need not have."""
    with override_settings(STORAGES=PLAIN_STORAGES, WHITENOISE_AUTOREFRESH=True):
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--write-matrix` writes the permission matrix as it is now."""
    parser.addoption("--write-matrix", action="store_true", help="write tests/permissions/matrix.csv anew")


def pytest_collection_finish() -> None:
    """What was collected and imported stays until the end: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Chromium last: from its first page on a loop runs in this thread, and no test can start another."""
    items.sort(key=lambda item: "chromium" in getattr(item, "fixturenames", ()))
