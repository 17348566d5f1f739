"""The people of a decision, and calls that are ready for it."""

import pytest

from tests.factories.city import make_user
from tests.factories.deciding import make_reviewed_call, project
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call

Ready = tuple[Call, dict[str, Application]]


@pytest.fixture
def leader(db: None) -> User:
    """The panel leader."""
    return make_user("leader", Role.CHAIR)


@pytest.fixture
def director(db: None) -> User:
    """The office director."""
    return make_user("director", Role.APPROVER)


@pytest.fixture
def office(db: None) -> User:
    """The talent office."""
    return make_user("office", Role.OFFICE)


@pytest.fixture
def five(city: Jurisdiction) -> Ready:
    """Two places and one reserve: best, second, third; one well scored that nobody wants; one below the gate."""
    rows = [project("best", 90), project("second", 85), project("third", 80), project("unwanted", 88, wanted=False)]
    return make_reviewed_call(city, [*rows, project("weak", 55)])


@pytest.fixture
def tied(city: Jurisdiction) -> Ready:
    """Two equals for the last place, and an equal in another group that meets the loser on the reserve list."""
    rows = [project("best", 90), project("a", 80), project("b", 80), project("c", 80, group="ict")]
    return make_reviewed_call(city, rows, seats=2, reserves=2)
