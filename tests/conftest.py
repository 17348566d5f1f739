"""What every test gets: a city, where it asks for one, and a machine on which nobody has to wait."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from tests.chromium import chromium
from tests.factories.city import make_city
from tests.factories.pages import use_plain_addresses
from yunhui.kernel import pressure
from yunhui.parties.models import Jurisdiction

__all__ = ["chromium"]  # one browser for all folders: a fixture of two conftests would be made twice


@pytest.fixture
def city(db: None) -> Jurisdiction:
    """The root of the tree with reference data."""
    return make_city()


@pytest.fixture(scope="session", autouse=True)
def _collected() -> None:
    """The folder of collected files must be there when a server starts, although tests serve the sources."""
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The tests themselves keep the processors busy; no letter is to give way to them."""
    monkeypatch.setattr(pressure, "_COUNTER", tmp_path / "none")


@pytest.fixture(autouse=True)
def plain_addresses(settings: Any) -> None:
    """Pages name their scripts and pictures without the digests of a build, which a checkout need not have."""
    use_plain_addresses(settings)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--write-matrix` writes the permission matrix as it is now."""
    parser.addoption("--write-matrix", action="store_true", help="write tests/permissions/matrix.csv anew")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Chromium last: from its first page on a loop runs in this thread, and no test can start another."""
    items.sort(key=lambda item: "chromium" in getattr(item, "fixturenames", ()))
