"""The office's list: who sees it, what each number counts, what the rows say, and that it stays quick."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.city import SYSTEM, make_application, make_call, make_user
from tests.factories.many import many_applications
from tests.factories.pages import text_of, visit_as
from tests.portal.conftest import SUBSTANCE
from yunhui.features.docking.services import lapse_due_offers
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import Missing, ask_to_complete
from yunhui.pipeline.calls.models import Call

Worked = dict[str, Application]
LIST = "/w/calls/roadshow/"
STEPS = {
    "received": {"waiting", "both", "unwanted", "poor", "half", "gone", "unchecked"},
    "screened": {"waiting", "both", "unwanted", "poor", "half", "gone"},
    "wanted": {"both", "poor"},
    "reviewed": {"both", "unwanted", "poor"},
    "gates": {"both"},
    "selected": set(),
}


def numbers(page: str) -> set[int]:
    """The numbers of the rows."""
    return {int(found) for found in re.findall(r'class="c-no key">(\d{4})<', page)}


def of(worked: Worked, names: set[str]) -> set[int]:
    return {int(worked[name].number or 0) for name in names}


def row(page: str, title: str) -> str:
    """The row of one title."""
    return next(part.partition("</tr>")[0] for part in page.split("<tr ") if f">{title}</a>" in part)


def test_each_step_of_the_funnel_counts_the_rows_behind_it(office: User, worked: Worked) -> None:
    client = visit_as(office)
    page = text_of(client.get(LIST))
    strip = page[page.index('class="strip"') : page.index("</nav>", page.index('class="strip"'))]
    counts = [int(found) for found in re.findall(r"<b>(\d+)</b>", strip)]
    assert counts == [len(names) for names in STEPS.values()]
    for step, names in STEPS.items():
        assert numbers(text_of(client.get(LIST, {"step": step}))) == of(worked, names), step


NEXT = {
    "Project 1": "Waits for host areas (2) and sheets (3)",
    "Project 2": "Both gates passed, waits for the list",
    "Project 3": "Too few host areas interested",
    "Project 4": "Mean below the line",
    "Project 5": "Waits for host areas (2) and sheets (1)",
    "Project 6": "Withdrawn",
    "Project 7": "Check the form",
}


def test_each_row_says_its_next_step(office: User, worked: Worked) -> None:
    page = text_of(visit_as(office).get(LIST))
    for title, says in NEXT.items():
        assert f'class="c-next">{says}<' in row(page, title)


def test_what_the_applicant_owes_is_not_the_offices_work(office: User, call: Call) -> None:
    one, _other = (make_application(call, number, screened=False) for number in (1, 2))
    check = one.passes.get(stage__kind="screening")
    ask_to_complete(actor=SYSTEM, pass_id=check.pk, missing=[Missing("team", "请补充")])
    client = visit_as(office)
    page = text_of(client.get(LIST))
    assert 'class="c-next">Waits for the applicant<' in row(page, "Project 1")
    assert "Check 1 form" in page
    assert numbers(text_of(client.get(LIST, {"check": "open"}))) == {2}
    assert numbers(text_of(client.get(LIST, {"check": "returned"}))) == {1}
    assert "1 waits for its applicant" in text_of(client.get("/w/"))


def test_a_row_shows_marks_mean_and_sheets(office: User, worked: Worked) -> None:
    page = text_of(visit_as(office).get(LIST))
    both = row(page, "Project 2")
    assert both.count('aria-label="Interested"') == 2
    assert "87.50" in both
    assert ">3/3<" in both
    half = row(page, "Project 5")
    assert half.count('aria-label="Awaiting answer"') == 2
    assert ">2/3<" in half
    assert "申报人5, Delft" in half
    ended = row(page, "Project 6")
    assert "light--" not in ended  # nothing is due any more


def test_silence_has_its_own_mark(office: User, call: Call) -> None:
    make_application(call, 1)
    with clock.travel(clock.now() + timedelta(days=40)):
        lapse_due_offers()
        page = text_of(visit_as(office).get(LIST))
    assert row(page, "Project 1").count('aria-label="No answer in time"') == 2


def test_the_list_narrows_by_what_is_asked(office: User, worked: Worked) -> None:
    client = visit_as(office)

    def found(**query: str) -> set[int]:
        return numbers(text_of(client.get(LIST, query)))

    assert found(stage="screening") == of(worked, {"unchecked"})
    assert found(stage="docking") == of(worked, {"waiting", "half"})
    assert found(state="withdrawn") == of(worked, {"gone"})
    assert found(group="energy") == of(worked, {"waiting", "half"})
    assert found(country="NL") == of(worked, set(worked))
    assert found(country="XX") == set()
    assert found(q="project 5") == of(worked, {"half"})
    assert found(q="申报人3") == of(worked, {"unwanted"})
    assert found(q="0004") == {4}
    assert found(q="99999999999999999999") == set()
    assert found(q="%") == set()
    assert found(stage="no", state="no", step="no", sort="no", page="-1") == of(worked, set(worked))
    assert "No application fits" in text_of(client.get(LIST, {"q": "nothing"}))


def test_sorting_goes_both_ways(office: User, worked: Worked) -> None:
    client = visit_as(office)

    def order(sort: str) -> list[str]:
        return re.findall(r'class="c-no key">(\d{4})<', text_of(client.get(LIST, {"sort": sort})))

    assert order("number") == sorted(order("number"))
    assert order("-number") == order("number")[::-1]
    assert order("-title") == order("title")[::-1]
    assert order("due")[-1] == f"{worked['gone'].number:04d}"  # without a deadline: at the end, both ways
    assert order("-due")[-1] == f"{worked['gone'].number:04d}"


def test_pages_hold_fifty(office: User, call: Call) -> None:
    many_applications(call, 52)
    client = visit_as(office)
    assert numbers(text_of(client.get(LIST, {"sort": "number"}))) == set(range(1, 51))
    second = text_of(client.get(LIST, {"sort": "number", "page": "2"}))
    assert numbers(second) == {51, 52}
    assert "51 to 52 of 52" in second
    assert numbers(text_of(client.get(LIST, {"sort": "number", "page": "9"}))) == {51, 52}


def test_the_list_speaks_chinese(office: User, worked: Worked) -> None:
    page = text_of(visit_as(office, CHINESE).get(LIST))
    for words in (
        "全部报名",
        "两关都过，等批次",
        "等2家板块、3份评分表",
        "办形式审查",
        "有板块意向",
        "申报人2，代尔夫特",
    ):
        assert words in page


@pytest.mark.parametrize("path", ["/w/calls/", LIST, "/w/stream"])
def test_only_staff_sees_it(worked: Worked, path: str) -> None:
    assert visit_as(None).get(path).headers["Location"].startswith("/sign-in?next=")
    for role in (Role.EXPERT, Role.BOARD, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        assert visit_as(make_user(role, role)).get(path).status_code == 403
    assert visit_as(make_user("applicant")).get(path).status_code == 403


def test_a_panel_leader_of_one_call_sees_that_one(city: Jurisdiction, worked: Worked, call: Call) -> None:
    other = make_call(city, "other")
    client = visit_as(make_user("chair", Role.CHAIR, scope=(ScopeKind.CALL, other.pk)))
    assert client.get(LIST).status_code == 404
    assert client.get("/w/calls/other/").status_code == 200
    listed = text_of(client.get("/w/calls/"))
    assert "/w/calls/other/" in listed
    assert LIST not in listed
    assert visit_as(make_user("office2", Role.OFFICE)).get("/w/calls/nowhere/").status_code == 404


def test_a_panel_leader_is_not_asked_to_check_forms(worked: Worked) -> None:
    link = "?check=open"
    assert link in text_of(visit_as(make_user("one", Role.OFFICE)).get(LIST))
    assert link not in text_of(visit_as(make_user("two", Role.CHAIR)).get(LIST))


@pytest.mark.parametrize(("role", "is_named"), [(Role.OFFICE, True), (Role.APPROVER, True), (Role.CHAIR, False)])
def test_a_panel_leader_reads_no_names(worked: Worked, role: Role, is_named: bool) -> None:
    """The form gives names to office and host areas: no list, no head of a page and no hit tells another."""
    application = Application.objects.filter(call__code="roadshow").exclude(number=None).earliest("number")
    Application.objects.filter(pk=application.pk).update(speaker="Noor Quintessence")
    client = visit_as(make_user("reader", role))
    for path in (LIST, f"/w/applications/{application.pk}/", f"/w/search?q={application.number}"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert ("Noor Quintessence" in text_of(answer)) is is_named, path


def test_the_list_stays_quick(office: User, call: Call, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = visit_as(office)
    make_application(call, 1)
    with django_assert_num_queries(8):
        client.get(LIST)
    for number in (2, 3):
        make_application(call, number)
    with django_assert_num_queries(8):
        client.get(LIST)
    with django_assert_num_queries(8):
        groups, stages = ["energy", "ict", "health"], ["docking", "review"]
        asked = {"group": groups, "stage": stages, "step": "screened", "q": "Project", "country": "NL", "sort": "-due"}
        client.get(LIST, asked)


def test_the_funnel_comes_alone_when_the_hub_says_so(
    office: User, worked: Worked, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = visit_as(office)
    with django_assert_num_queries(6):
        part = text_of(client.get(LIST, headers={"HX-Request": "true", "HX-Target": "funnel"}))
    assert part.startswith('<div id="funnel" data-topic="call"')
    assert "<table" not in part


def test_calls_stand_with_their_states(
    office: User, city: Jurisdiction, worked: Worked, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = visit_as(office)
    with django_assert_num_queries(6):
        page = text_of(client.get("/w/calls/"))
    assert f'href="{LIST}?state=withdrawn"><b>1</b>' in page
    assert f'href="{LIST}?state=in_progress"><b>6</b>' in page
    assert "Thu 10 Jun 2027, Fri 11 Jun" in page
    for number in (2, 3):
        make_call(city, f"call-{number}")
    make_call(city, "draft", published=False)
    with django_assert_num_queries(6):
        page = text_of(client.get("/w/calls/"))
    assert page.count("Open for applications") == 3
    assert "/w/calls/draft/" in page


def test_the_stream_gives_a_ticket_for_calls_alone(office: User, settings: object) -> None:
    from yunhui.kernel import tickets

    response = visit_as(office).get("/w/stream")
    assert response.status_code == 302
    ticket = response.headers["Location"].partition("ticket=")[2]
    key = getattr(settings, "SECRET_KEY")  # noqa: B009 - the fixture's type knows no settings
    assert tickets.read(ticket, key=key, now=clock.now()) == frozenset({"call", f"notices:{office.pk}"})


def test_a_visitor_learns_nothing_of_substance(worked: Worked) -> None:
    assert SUBSTANCE["contact"] not in text_of(Client().get(LIST))
