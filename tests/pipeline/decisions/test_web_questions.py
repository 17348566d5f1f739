"""How often the chair's pages ask the database: constantly, whatever the number of rows, and seldom."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.deciding import make_reviewed_call, project
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel import clock
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.models import Ranked
from yunhui.pipeline.decisions.services import Present, record_deliberation
from yunhui.pipeline.review.models import Assignment

CALL = "/w/calls/roadshow/"


@pytest.fixture(params=[1, 3])
def sized(request: pytest.FixtureRequest, city: Jurisdiction) -> tuple[Call, list[Application]]:
    """A call with one project or three of one group, everything scored."""
    call, rows = make_reviewed_call(city, [project(f"p{number}", 90 - number) for number in range(request.param)])
    return call, list(rows.values())


def asked(client: Client, address: str) -> str:
    """The page on its second visit: what is worked out once is there."""
    assert client.get(address).status_code == 200
    return text_of(client.get(address))


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("progress/", 8),
        ("progress/?group=energy", 8),
        ("progress/remind?all=1", 7),
        ("scores/", 8),
        ("scores/?show=scale", 8),
        ("scores/?show=aside", 8),
    ],
)
def test_lists_and_their_kinds(
    sized: tuple[Call, list[Application]],
    leader: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    address: str,
    most: int,
) -> None:
    client = visit_as(leader)
    client.get(f"{CALL}ranking/?group=energy")
    client.get(CALL + address)
    with django_assert_max_num_queries(most):
        assert client.get(CALL + address).status_code == 200


def test_the_sheets_of_a_project(
    sized: tuple[Call, list[Application]], leader: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _call, rows = sized
    client = visit_as(leader)
    client.get(f"{CALL}ranking/?group=energy")
    with django_assert_num_queries(8):
        page = text_of(client.get(f"{CALL}scores/{rows[0].pk}/"))
    assert page.count('class="num">专家') == 3


@pytest.mark.parametrize("records", [1, 3])
def test_deliberations_and_one_of_them(
    sized: tuple[Call, list[Application]],
    leader: User,
    director: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    records: int,
) -> None:
    call, rows = sized
    experts = Assignment.objects.order_by("expert").values_list("expert", flat=True).distinct()
    seats = [Present(f"u-{leader.pk}"), *(Present(f"e-{expert}") for expert in experts)]
    for _record in range(records):
        record_deliberation(
            actor=actor_of(leader), call=call, applications=[one.pk for one in rows], participants=seats,
            conclusion="kept", reasons="looked at", held_at=clock.now() - timedelta(hours=1),
        )  # fmt: skip
    client = visit_as(leader)
    with django_assert_num_queries(8):
        page = text_of(client.get(f"{CALL}deliberations/"))
    assert page.count('class="title strong"') == records
    with django_assert_num_queries(7):
        assert client.get(f"{CALL}deliberations/1/").status_code == 200


def test_a_sitting(
    sized: tuple[Call, list[Application]], leader: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """As few as honest: the projects with their sheets and places, the seats with their people and conflicts."""
    _call, rows = sized
    client = visit_as(leader)
    client.get(f"{CALL}ranking/?group=energy")
    query = "&".join(f"application={one.pk}" for one in rows)
    with django_assert_max_num_queries(15):
        page = text_of(client.get(f"{CALL}deliberations/new?{query}"))
    assert page.count('name="seat"') == 4, "the leader and three experts"


def test_a_page_past_the_end_leads_to_the_last(
    sized: tuple[Call, list[Application]], leader: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = visit_as(leader)
    address = f"{CALL}ranking/?group=energy"
    client.get(address)
    with django_assert_max_num_queries(8):
        answer = client.get(f"{address}&page=99")
    assert (answer.status_code, answer["Location"]) == (302, f"{address}&page=1")
    assert Ranked.objects.count() == len(sized[1]), "nothing was worked out for it"
