"""The office's list leads to the assignment while projects wait for experts."""

from tests.factories.city import SYSTEM, make_application, make_board, make_call, make_expert, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.services import assign_experts


def test_the_list_leads_to_the_assignment_as_long_as_projects_wait(city: Jurisdiction) -> None:
    make_board(city, 1, "energy")
    for number in (1, 2, 3):
        make_expert(number)
    call = make_call(city)
    for number in (1, 2):
        make_application(call, number)
    office = visit_as(make_user("office", Role.OFFICE))
    page = text_of(office.get("/w/calls/roadshow/"))
    assert "Assign experts to 2 projects" in page and 'href="/w/calls/roadshow/assignment/"' in page
    assign_experts(actor=SYSTEM, call=call)
    assert Assignment.objects.count() == 6
    assert "Assign experts to" not in text_of(office.get("/w/calls/roadshow/"))
