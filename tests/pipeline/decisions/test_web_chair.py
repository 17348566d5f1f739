"""The ranking and its batch on the page: what each reader may press, what is said, and that it stays quick."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.city import make_application, make_call, make_user
from tests.factories.deciding import Project, make_reviewed_call, project
from tests.factories.pages import text_of, visit_as
from tests.pipeline.decisions.conftest import Ready
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.models import Batch
from yunhui.pipeline.decisions.services import discard_batch, propose_batch, release_batch, sign_batch

PAGE = "/w/calls/roadshow/ranking/"
PROPOSE = "/w/calls/roadshow/batch/propose"
QUERIES = 8


def rows_of(page: str) -> list[tuple[str, str]]:
    """(title, outcome with its short reason) of every row, in order."""
    body = page[page.index("<tbody") : page.index("</tbody>")]
    cells = re.findall(r'class="title"[^>]*>([^<]*)</a>.*?<td class="c-d">(.*?)</td>', body, re.DOTALL)
    return [(title, re.sub(r"<[^>]+>", " ", outcome).strip()) for title, outcome in cells]


def proposed(call: Call, by: User) -> Batch:
    return propose_batch(actor=actor_of(by), call=call)


def post(user: User, path: str, **data: Any) -> Any:
    return visit_as(user).post(path, data)


def buttons(page: str) -> set[str]:
    """What the page lets its reader do, by the last word of the address."""
    return set(re.findall(r'action="/w/(?:batches|calls)/[^"]*/(\w+)#panel"', page))


def test_the_table_is_the_announced_order_with_its_reasons(five: Ready, leader: User) -> None:
    proposed(five[0], leader)
    page = text_of(visit_as(leader).get(PAGE, {"group": "energy"}))
    assert rows_of(page) == [
        ("best", "Selected"),
        ("unwanted", "Not selected host-area gate missed"),
        ("second", "Selected"),
        ("third", "Reserve 1"),
        ("weak", "Not selected review gate missed"),
    ]
    assert "announced rule: plain mean inside the group, clause 12 of the call" in page
    assert "The mean alone orders the list." in page
    assert (
        page.index(">second</a>")
        < page.index("Line: 2 places by the rule, the last at 85.00")
        < page.index(">third</a>")
    )
    assert "2 to be selected, 1 in reserve" in page
    assert "Host-area match: 4 of 5 passed" in page and "Expert review: 4 of 5 passed" in page
    assert "5 projects, 15 score sheets, 3 experts" in page
    assert page.count('<svg class="chart iv"') >= 3


def test_one_application_opens_beside_the_list_with_every_reason(five: Ready, leader: User) -> None:
    call, rows = five
    proposed(call, leader)
    address = {"group": "energy", "item": str(rows["weak"].pk)}
    panel = text_of(visit_as(leader).get(PAGE, address, headers={"HX-Request": "true", "HX-Target": "panel"}))
    assert "<html" not in panel
    assert "Expert review not passed: 55.00, at least 60.00 is needed." in panel
    assert "Host-area match passed: 1 interested, at least 1 needed." in panel
    assert "5 of 5 in its group" in panel
    assert f'href="/w/applications/{rows["weak"].pk}/"' in panel
    whole = text_of(visit_as(leader).get(PAGE, address))
    assert "<table" in whole and "5 of 5 in its group" in whole
    nobody = text_of(visit_as(leader).get(PAGE, {"item": "nonsense"}))
    assert "Two people sign" in nobody


def test_before_the_first_proposal_it_shows_how_the_group_stands(five: Ready, leader: User, director: User) -> None:
    call, _rows = five
    ready = text_of(visit_as(leader).get(PAGE))
    assert "5 applications are ready" in ready and "propose" in buttons(ready)
    assert "disabled" not in ready[ready.index('id="panel"') :]
    assert rows_of(ready) == [
        ("best", "Inside"),
        ("unwanted", "Outside host-area gate missed"),
        ("second", "Inside"),
        ("third", "Outside"),
        ("weak", "Outside review gate missed"),
    ]
    assert "announced rule: plain mean inside the group, clause 12 of the call" in ready
    assert "Information only: the announced rule decides." in ready
    assert "propose" not in buttons(text_of(visit_as(director).get(PAGE)))
    make_application(call, 9, group="energy", screened=False)
    make_application(call, 10, group="energy")
    page = text_of(visit_as(leader).get(PAGE))
    assert "Not ready for a proposal" in page and "disabled" in page[page.index('id="panel"') :]
    assert "2 applications are not ready" in page and 'href="/w/calls/roadshow/progress/"' in page
    assert ("P10", "Not ranked too few sheets") in rows_of(page) or len(rows_of(page)) == 7
    refused = post(leader, PROPOSE)
    assert refused.status_code == 409
    assert "2 applications are still with the form check, the host areas or the experts." in text_of(refused)


def test_from_proposal_to_release_by_two_people(five: Ready, leader: User, director: User, office: User) -> None:
    call, rows = five
    answer = post(office, PROPOSE, group="energy")
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?group=energy&done=proposed")
    batch = Batch.objects.get(call=call)
    at_office = text_of(visit_as(office).get(answer["Location"]))
    assert "The proposal is computed." in at_office
    assert buttons(at_office) == {"propose"}
    assert "Waits for the signature: Panel leader." in at_office
    for person in (leader, director):
        page = text_of(visit_as(person).get(PAGE))
        assert 'href="/w/calls/roadshow/batch/#sign"' in page and "Read and sign" in page
        sign_batch(actor=actor_of(person), batch_id=batch.pk)
    both = text_of(visit_as(director).get(PAGE))
    assert buttons(both) == set()
    assert "2/2" in both and "leader" in both and "To the release" in both
    release_batch(actor=actor_of(director), batch_id=batch.pk)
    rows["best"].refresh_from_db()
    assert rows["best"].state == ApplicationState.SELECTED
    for person in (leader, director, office):
        page = text_of(visit_as(person).get(PAGE))
        assert buttons(page) == set()
        assert "Batch 1, released" in page and "2 selected, 1 in reserve" in page


def test_after_an_undo_the_group_stands_as_before(five: Ready, leader: User) -> None:
    batch = proposed(five[0], leader)
    discard_batch(actor=actor_of(leader), batch_id=batch.pk, reason="one more look")
    assert "5 applications are ready" in text_of(visit_as(leader).get(PAGE))


def test_a_tie_leads_to_a_deliberation_and_from_there_to_a_new_proposal(
    tied: Ready, leader: User, director: User
) -> None:
    call, rows = tied
    proposed(call, leader)
    page = text_of(visit_as(leader).get(PAGE, {"group": "energy"}))
    assert "New energy: 2 are equal, 1 of them can be selected" in page
    assert "Line: 2 places by the rule, the last among equals at 80.00" in page
    assert rows_of(page) == [
        ("best", "Selected"),
        ("a", "To decide equal at the line"),
        ("b", "To decide equal at the line"),
    ]
    assert "Read and sign" not in page and "Decide the ties first; then two people sign." in page
    address = re.search(r'href="(/w/calls/roadshow/deliberations/new[^"]*)"', page)
    assert address
    at_director = text_of(visit_as(director).get(PAGE, {"group": "energy"}))
    assert "New energy: 2 are equal" in at_director and "deliberations/new" not in at_director

    done = post(
        leader,
        address.group(1).split("?")[0],
        **{
            "application": [str(rows["a"].pk), str(rows["b"].pk)],
            "offered": [str(rows["a"].pk), str(rows["b"].pk)],
            "seat": [f"u-{leader.pk}", f"u-{director.pk}"],
            "conclusion": "ordered",
            "reasons": "earlier to land",
            f"place-{rows['a'].pk}": "2",
            f"place-{rows['b'].pk}": "1",
        },
    )
    assert done["Location"] == "/w/calls/roadshow/deliberations/?done=proposed"
    page = text_of(visit_as(leader).get(PAGE, {"group": "energy"}))
    assert rows_of(page)[1:] == [("a", "To decide equal at the line"), ("b", "Selected")]
    assert "Reserve list from number 1: 2 are equal" in page
    assert "Decided by the panel" in page and "earlier to land" in page and "record 1" in page


def test_who_may_see_it(five: Ready, leader: User, city: Jurisdiction) -> None:
    call, _rows = five
    proposed(call, leader)
    for role in (Role.BOARD, Role.EXPERT, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN):
        assert visit_as(make_user(f"a-{role}", role)).get(PAGE).status_code == 403
    assert visit_as(None).get(PAGE)["Location"].startswith("/sign-in?next=")
    other = make_call(city, "other")
    elsewhere = make_user("elsewhere", Role.CHAIR, scope=(ScopeKind.CALL, other.pk))
    assert visit_as(elsewhere).get(PAGE).status_code == 404
    assert post(elsewhere, PROPOSE).status_code == 404
    assert visit_as(leader).get("/w/calls/nowhere/ranking/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_a_constant_number_of_times(
    city: Jurisdiction, leader: User, director: User, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    call, _rows = make_reviewed_call(city, [project(f"p{number}", 90 - number) for number in range(count)])
    client: Client = visit_as(leader)
    client.get(PAGE)  # works the order out
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
    batch = proposed(call, leader)
    sign_batch(actor=actor_of(director), batch_id=batch.pk)
    with django_assert_num_queries(QUERIES - 1):  # the order is that of the batch
        page = text_of(client.get(PAGE, {"group": "energy"}))
    assert len(rows_of(page)) == count


def test_it_speaks_chinese_and_names_a_sum_of_ranks(city: Jurisdiction, leader: User) -> None:
    rows = [Project("first", (90, 88, 70)), Project("second", (80, 78, 72)), Project("poor", (60, 59, 58))]
    call, _rows = make_reviewed_call(city, rows, seats=1, rank_by="rank_sum")
    proposed(call, leader)
    page = text_of(visit_as(leader, CHINESE).get(PAGE, {"group": "energy"}))
    assert "名次只按名次和排，小的在前。" in page and "公布规则：组内名次和，公告第12条" in page
    assert rows_of(page) == [("first", "入围"), ("second", "候补1"), ("poor", "未入围 初评关未过")]
    assert "名额线：按规则取1个，末位4" in page
