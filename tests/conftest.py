"""What every test gets: a city, where it asks for one."""

import pytest

from tests.factories.city import make_city
from yunhui.parties.models import Jurisdiction


@pytest.fixture
def city(db: None) -> Jurisdiction:
    """The root of the tree with reference data."""
    return make_city()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--write-matrix` writes the permission matrix as it is now."""
    parser.addoption("--write-matrix", action="store_true", help="write tests/permissions/matrix.csv anew")
