"""A fair: three host areas, one project."""

from typing import Any

import pytest

from tests.factories.docking import Fair, make_fair
from tests.factories.pages import use_plain_addresses
from yunhui.parties.models import Jurisdiction


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    use_plain_addresses(settings)


@pytest.fixture
def fair(city: Jurisdiction) -> Fair:
    """Three host areas that were asked, and the founder who waits."""
    return make_fair(city)
