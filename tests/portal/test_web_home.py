"""Today: everybody lands where their work is, and the office reads what is due."""

import re
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.chosen import make_released_call
from tests.factories.city import SYSTEM, make_actor, make_application, make_call, make_user
from tests.factories.deciding import make_reviewed_call, project
from tests.factories.pages import text_of, visit_as
from tests.portal.conftest import GOOD, answer_offers, score
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel import clock
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.models import Confirmation
from yunhui.pipeline.decisions.services import decline_place, propose_batch, sign_batch
from yunhui.pipeline.objections.services import file_objection
from yunhui.pipeline.review.services import assign_experts

Worked = dict[str, Application]


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (None, "/my/"),
        (Role.BOARD, "/w/offers/"),
        (Role.EXPERT, "/w/reviews/"),
        (Role.SYSTEM_ADMIN, "/w/accounts/"),
        (Role.SECURITY_ADMIN, "/w/accounts/"),
        (Role.AUDIT_ADMIN, "/w/audit/"),
    ],
)
def test_everybody_lands_where_their_work_is(db: None, role: Role | None, place: str) -> None:
    response = visit_as(make_user("somebody", *([role] if role else []))).get("/w/")
    assert response.headers["Location"] == place


def test_a_visitor_signs_in_first(db: None) -> None:
    assert visit_as(None).get("/w/").headers["Location"] == "/sign-in?next=%2Fw%2F"


def test_the_office_reads_what_is_due(office: User, worked: Worked) -> None:
    page = text_of(visit_as(office).get("/w/"))
    assert "One thing waits for you." in page
    assert 'class="btn btn--primary btn--s" href="/w/calls/roadshow/?check=open">Check 1 form</a>' in page
    assert "4 answers of host areas awaited" in page  # two areas each for `waiting` and `half`
    assert "4 score sheets open" in page
    assert "with 3 experts" in page
    assert "Propose the list" not in page  # two are still with areas and experts
    chinese = text_of(visit_as(office, CHINESE).get("/w/"))
    assert "1件等您办。" in chinese
    assert "等板块反馈4件" in chinese


def test_what_is_late_says_so_and_comes_first(office: User, city: Jurisdiction, call: Call) -> None:
    make_application(call, 1, screened=False)
    with clock.travel(clock.now() + timedelta(days=20)):
        make_application(make_call(city, "later"), 1, screened=False)
        page = text_of(visit_as(office).get("/w/"))
    assert "1 past their working days" in page
    assert re.findall(r'<h2 id="call-\d"><a class="plainlink" href="([^"]+)"', page) == [
        "/w/calls/roadshow/",
        "/w/calls/later/",
    ]
    assert 'btn--primary btn--s" href="/w/calls/roadshow/' in page


def test_experts_are_missed_until_they_are_assigned(office: User, call: Call) -> None:
    make_application(call, 1)
    page = text_of(visit_as(office).get("/w/"))
    assert "Assign experts" in page
    assert "1 application waits for them" in page


def test_a_list_is_proposed_and_signed_by_two(call: Call) -> None:
    row = make_application(call, 1)
    assign_experts(actor=SYSTEM, call=call)
    answer_offers(row, interested=True)
    score(row, GOOD)
    chair, director = make_user("chair", Role.CHAIR), make_user("director", Role.APPROVER)
    assert "Propose the list" in text_of(visit_as(chair).get("/w/"))
    assert "Nothing waits for you." in text_of(visit_as(director).get("/w/"))
    leader = make_actor("leader", Role.CHAIR)
    batch = propose_batch(actor=leader, call=call)
    sign_batch(actor=leader, batch_id=batch.pk)
    seen = text_of(visit_as(director).get("/w/"))
    assert "Sign batch 1" in seen
    assert "1 of 2 have signed" in seen
    assert "One thing waits for you." in seen
    signed = text_of(visit_as(User.objects.get(pk=leader.user_id)).get("/w/"))
    assert "Batch 1 waits for a second person" in signed
    assert "Nothing waits for you." in signed
    assert "Nothing waits for you." in text_of(visit_as(make_user("second", Role.CHAIR)).get("/w/"))
    sign_batch(actor=actor_of(director), batch_id=batch.pk)
    for person in (director, User.objects.get(pk=leader.user_id)):
        assert "Release batch 1" in text_of(visit_as(person).get("/w/"))


def test_a_tie_comes_before_the_signatures(city: Jurisdiction) -> None:
    call, _made = make_reviewed_call(city, [project("a", 80), project("b", 80)], seats=1, reserves=0)
    propose_batch(actor=make_actor("leader", Role.CHAIR), call=call)
    assert "Decide the ties of batch 1" in text_of(visit_as(make_user("second", Role.CHAIR)).get("/w/"))
    assert "Nothing waits for you." in text_of(visit_as(make_user("director", Role.APPROVER)).get("/w/"))


def test_what_follows_a_release_has_its_clocks(office: User, city: Jurisdiction) -> None:
    call, made, _batch = make_released_call(city)
    call.stages.filter(kind="decision").update(config={"promotes_at_once": False})
    page = text_of(visit_as(office).get("/w/"))
    assert "2 places are not confirmed" in page and "objection" not in page and "free place" not in page
    file_objection(
        actor=SYSTEM, application_id=made["alpha"].pk, name="Cheng", email="cheng@neighbour.example",
        text="The same project was settled in another city.",
    )  # fmt: skip
    decline_place(actor=SYSTEM, application_id=made["beta"].pk)
    page = text_of(visit_as(office).get("/w/"))
    assert "Answer 1 objection" in page and 'href="/w/calls/roadshow/objections/"' in page
    assert "Fill 1 free place" in page and "2 things wait for you." in page
    director = text_of(visit_as(make_user("director", Role.APPROVER)).get("/w/"))
    assert "Answer 1 objection" in director and "Nothing waits for you." in director
    due = Confirmation.objects.get(reply="waiting").stage_pass.due_at
    assert due is not None
    with clock.travel(due - timedelta(hours=20)):
        assert "Soon it lapses" in text_of(visit_as(office).get("/w/"))


def test_without_a_call_it_says_where_to_look(office: User, city: Jurisdiction) -> None:
    page = text_of(visit_as(office).get("/w/"))
    assert "No call is open" in page
    assert 'href="/w/calls/"' in page


def test_today_stays_quick(
    office: User, city: Jurisdiction, call: Call, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = visit_as(office)
    make_application(call, 1)
    with django_assert_num_queries(7):
        client.get("/w/")
    for number in (2, 3):
        make_application(make_call(city, f"call-{number}"), 1, screened=False)
    with django_assert_num_queries(7):
        client.get("/w/")
