"""A fair: three host areas, one project."""

import pytest

from tests.factories.docking import Fair, make_fair
from yunhui.parties.models import Jurisdiction


@pytest.fixture
def fair(city: Jurisdiction) -> Fair:
    """Three host areas that were asked, and the founder who waits."""
    return make_fair(city)
