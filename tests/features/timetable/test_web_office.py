"""The office's timetable: build, compare, publish; who may only read."""

from typing import Any

import pytest
from django.utils.translation import override

from tests.factories.city import SYSTEM, make_board, make_call, make_user
from tests.factories.pages import text_of, visit_as
from tests.features.timetable.staging import make_event, place_event
from yunhui.features.timetable.models import Solving, Timetable
from yunhui.features.timetable.services import run_solving
from yunhui.features.timetable.web.proof import proof_of
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.calls.models import Call

# With the session, the account, its roles and the city; the set-up, people, boards and places are read once each.
EDITOR = 8
PAGE = "/w/calls/stage/timetable/"


@pytest.fixture
def office(event: Call) -> User:
    return make_user("office", Role.OFFICE)


def test_build_makes_a_draft_and_publish_makes_it_public(office: User, event: Call) -> None:
    client = visit_as(office)
    asked = client.post(f"{PAGE}solve")
    assert asked.status_code == 302
    waiting = text_of(client.get(PAGE))
    assert "Building the timetable" in waiting and "You can leave; it goes on." in waiting
    run = Solving.objects.get()
    Solving.objects.update(seconds=1.0)
    run_solving(run.pk)
    assert Solving.objects.get().state == "done"
    assert client.get(f"{PAGE}solving")["Location"] == f"{PAGE}?done=built"
    draft = Timetable.objects.get(number=2)
    assert draft.state == "draft" and draft.slots.count() == 6 and draft.sessions
    page = text_of(client.get(f"{PAGE}?done=built"))
    assert "The timetable is built as a draft" in page and "Publish" in page
    assert Timetable.objects.get(number=1).state == "published"
    run_solving(run.pk)  # a second delivery of the same job
    assert Timetable.objects.filter(call=event).count() == 2
    done = client.post(f"{PAGE}publish", {"do": "publish", "timetable": str(draft.pk), "seen": "1"})
    assert done.status_code == 302
    assert Timetable.objects.get(number=2).state == "published"
    assert Timetable.objects.get(number=1).state == "superseded"


def test_a_run_that_fails_says_why(office: User, city: Jurisdiction) -> None:
    make_call(city, "empty")
    client, home = visit_as(office), "/w/calls/empty/timetable/"
    client.post(f"{home}solve")
    run_solving(Solving.objects.get().pk)
    page = text_of(client.get(home))
    assert "The timetable could not be built." in page and "Nobody is selected yet" in page


def test_the_version_before_is_compared(office: User, event: Call) -> None:
    rows = list(Application.objects.filter(state="selected").order_by("number"))
    place_event(event, rows, [], number=2, shift=15)
    page = text_of(visit_as(office).get(f"{PAGE}?version=2"))
    assert "5 items are elsewhere than in version 1" in page  # four pitches, and the host area that is gone
    assert page.count("→") == 4 and "gone, was:" in page
    assert "Nothing moved" not in text_of(visit_as(office).get(f"{PAGE}?version=1"))
    assert visit_as(office).get(f"{PAGE}?version=7").status_code == 404
    assert visit_as(office).get(f"{PAGE}?version=²").status_code == 404


def test_a_project_that_left_is_named(office: User, event: Call) -> None:
    withdraw_application(actor=SYSTEM, application_id=Application.objects.filter(state="selected").first().pk)  # type: ignore[union-attr]
    page = text_of(visit_as(office).get(f"{PAGE}?version=1"))
    assert "One project is no longer selected" in page and page.count("no longer selected") == 2


def test_clashes_are_named_and_keep_the_draft_back(office: User, event: Call) -> None:
    rules = [
        {"code": "first", "parameters": {"title": title}, "text": f"{title} is the first item of its day."}
        for title in ("A", "B")
    ]
    draft = Timetable.objects.create(call=event, number=2, status="infeasible", clashes=[rules])
    client = visit_as(office)
    page = text_of(client.get(PAGE))
    assert "These cannot all hold" in page and "A is the first item of its day." in page
    assert "“B”是当天第一项。" in text_of(visit_as(office, CHINESE).get(PAGE))
    refused = client.post(f"{PAGE}publish", {"do": "publish", "timetable": str(draft.pk), "seen": "1"})
    assert refused.status_code == 409 or refused.status_code == 422
    assert Timetable.objects.get(pk=draft.pk).state == "draft"


def test_nothing_is_built_yet(office: User, city: Jurisdiction) -> None:
    make_call(city, "empty")
    assert "No timetable yet" in text_of(visit_as(office).get("/w/calls/empty/timetable/"))


def test_who_reads_and_who_may_not(event: Call) -> None:
    for role in (Role.CHAIR, Role.APPROVER):
        client = visit_as(make_user(str(role.value), role))
        page = client.get(PAGE)
        assert page.status_code == 200 and "timetable/solve" not in text_of(page)
        assert client.post(f"{PAGE}solve").status_code == 403
    elsewhere = make_user("elsewhere", Role.OFFICE, scope=(ScopeKind.CALL, "11111111-1111-1111-1111-111111111111"))
    assert visit_as(elsewhere).get(PAGE).status_code == 404
    assert visit_as(elsewhere).post(f"{PAGE}solve").status_code == 404
    assert visit_as(elsewhere).post(f"{PAGE}publish").status_code == 404
    assert visit_as(make_user("nobody")).get(PAGE).status_code == 403
    assert visit_as(None).get(PAGE)["Location"].startswith("/sign-in")


def test_proof_says_what_is_known(event: Call) -> None:
    row = Timetable.objects.get()
    with override("en"):
        assert proof_of(row, "en").startswith("The best possible")
        row.status, row.objective, row.bound = "feasible", 200.0, 150.0
        assert "no timetable can have fewer than 150 (gap 25%)" in proof_of(row, "en")
        row.bound = 0.0
        assert "Fewer may be possible" in proof_of(row, "en")
        row.status = "infeasible"
        assert proof_of(row, "en") == "No timetable keeps all the rules."
        row.status, row.objective = "unknown", None
        assert proof_of(row, "en") == "Nothing was found in the time given."


def test_the_number_of_queries_does_not_grow(city: Jurisdiction, django_assert_num_queries: Any) -> None:
    boards = [make_board(city, 1, "energy")]
    client = visit_as(make_user("office", Role.OFFICE))
    for code, count in (("small", 1), ("large", 3)):
        call = make_event(city, code, boards, count=count)
        rows = list(Application.objects.filter(call=call, state="selected").order_by("number"))
        place_event(call, rows, boards, number=2, shift=15)
        with django_assert_num_queries(8):
            client.get(f"/w/calls/{code}/timetable/?version=2")
        with django_assert_num_queries(EDITOR):
            client.get(f"/w/calls/{code}/timetable/")
        item, day = rows[0].pk, call.event_days[0].isoformat()
        shown = f"/w/timetables/{Timetable.objects.get(call=call, number=2).pk}"
        with django_assert_num_queries(7):
            client.get(f"{shown}/item?item={item}", headers={"HX-Request": "true"})
        with django_assert_num_queries(7):
            client.get(f"{shown}/places?item={item}&c={day}|hall-1&c={day}|hall-2")
