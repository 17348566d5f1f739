"""Who reads what experts are paid: the talent office and its director, never a panel leader."""

import pytest

from tests.factories.city import SYSTEM, make_user
from tests.factories.pages import text_of, visit_as
from tests.pipeline.panels.conftest import World
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.accounts.services import grant_role
from yunhui.kernel.errors import NotFoundError, RefusedError
from yunhui.kernel.ids import new_id
from yunhui.pipeline.panels.rules import can_read_fees
from yunhui.pipeline.panels.selectors import fees_of

pytestmark = pytest.mark.django_db
FEES = "/w/calls/roadshow/panel/fees/"


@pytest.mark.parametrize(
    ("role", "status"), [(Role.OFFICE, 200), (Role.APPROVER, 200), (Role.CHAIR, 403), (Role.EXPERT, 403)]
)
def test_the_page_and_the_selector_agree_with_the_rule(world: World, role: Role, status: int) -> None:
    user = make_user(f"a-{role}", role, scope=(ScopeKind.CALL, world.call.pk))
    answer = visit_as(user).get(FEES)
    assert answer.status_code == status
    assert bool(can_read_fees(actor_of(user), world.call)) is (status == 200)
    if status == 200:
        assert list(fees_of(actor_of(user), world.call)) == []
    else:
        with pytest.raises((NotFoundError, RefusedError)):
            fees_of(actor_of(user), world.call)


def test_an_office_elsewhere_that_leads_this_panel_reads_none(world: World) -> None:
    user = make_user("leader", Role.CHAIR, scope=(ScopeKind.CALL, world.call.pk))
    grant_role(actor=SYSTEM, user=user, role=Role.OFFICE, scope_kind=ScopeKind.CALL, scope_id=new_id())
    answer = visit_as(user).get(FEES)
    assert answer.status_code == 403 and "read what experts are paid" in text_of(answer)
