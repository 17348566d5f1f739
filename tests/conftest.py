"""What every test gets: a city, where it asks for one."""

import pytest

from tests.factories.city import make_city
from yunhui.parties.models import Jurisdiction


@pytest.fixture
def city(db: None) -> Jurisdiction:
    """The root of the tree with reference data."""
    return make_city()
