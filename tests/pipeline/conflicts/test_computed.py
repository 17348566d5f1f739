"""Each kind of conflict that is computed, once as it must be found and once as it must not."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.city import SYSTEM, make_application, make_board, make_call, make_expert, make_user
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel import clock
from yunhui.parties.models import Board, Jurisdiction
from yunhui.parties.services import add_board, add_jurisdiction, add_organisation
from yunhui.pipeline.applications.models import Application, Collaborator
from yunhui.pipeline.conflicts.enums import ConflictSource
from yunhui.pipeline.conflicts.models import Conflict
from yunhui.pipeline.conflicts.services import compute_conflicts
from yunhui.pipeline.experts.enums import AffiliationKind, TieKind
from yunhui.pipeline.experts.models import Affiliation, Expert, Tie

pytestmark = pytest.mark.django_db
Prepare = Callable[[Expert, Application], object]


def employed(name: str, until: int | None = None, kind: str = AffiliationKind.EMPLOYED) -> Prepare:
    return lambda expert, _project: Affiliation.objects.create(expert=expert, name=name, kind=kind, until=until)


def tied(name: str, kind: str, until: int | None = None) -> Prepare:
    return lambda expert, _project: Tie.objects.create(expert=expert, name=name, kind=kind, until=until)


def answered(**answers: Any) -> Prepare:
    def change(_expert: Expert, project: Application) -> None:
        project.answers = {**project.answers, **answers}
        project.save(update_fields=["answers"])

    return change


def both(*steps: Prepare) -> Prepare:
    return lambda expert, project: [step(expert, project) for step in steps]


def writes_with(expert: Expert, project: Application) -> None:
    assert expert.person.user is not None
    Collaborator.objects.create(application=project, email=expert.person.user.email, user=expert.person.user)


def this_year() -> int:
    return clock.now().year


FOUND: list[tuple[str, Prepare, bool]] = [
    (ConflictSource.PERSON, answered(email="e1@u1.example"), True),
    (ConflictSource.PERSON, writes_with, True),
    (ConflictSource.PERSON, answered(name="专家1", email="x@y.example"), False),
    (ConflictSource.ORGANISATION, answered(employer="第1大学 材料学院"), True),
    (ConflictSource.ORGANISATION, both(employed("Delft Univ. of Technology"), answered(employer="TU Delft")), True),
    (ConflictSource.ORGANISATION, both(employed("甲研究院", 2024), answered(employer="甲研究院")), True),
    (ConflictSource.DOMAIN, answered(email="somebody@lab.u1.example"), True),
    (ConflictSource.FAMILY, both(tied("陈一", TieKind.FAMILY), answered(name="陈一")), False),
    (ConflictSource.SUPERVISOR, both(tied("陈一", TieKind.SUPERVISOR), answered(name="陈一")), False),
    (ConflictSource.SUPERVISOR, both(tied("陈一", TieKind.STUDENT), answered(name="陈一")), False),
    (ConflictSource.COAUTHOR, both(tied("Ada Berg", TieKind.COAUTHOR, 2024), answered(name="Berg, Ada")), False),
    (
        ConflictSource.FIRM,
        both(employed("Helio GmbH", None, AffiliationKind.HOLDING), answered(employer="Helio")),
        True,
    ),
    (ConflictSource.FIRM, both(tied("陈一", TieKind.PARTNER), answered(name="陈一")), False),
]
FREE: list[Prepare] = [
    both(employed("甲研究院", 2021), answered(employer="甲研究院")),
    both(tied("Ada Berg", TieKind.COAUTHOR, 2021), answered(name="Ada Berg")),
    both(tied("陈一", TieKind.FAMILY), answered(name="陈二")),
    answered(email="somebody@qq.example", employer="别处的企业"),
]


@pytest.fixture
def pair(city: Jurisdiction) -> tuple[Expert, Application]:
    return make_expert(1), make_application(make_call(city), 1)


def computed(expert: Expert, project: Application) -> list[Conflict]:
    compute_conflicts(
        actor=SYSTEM,
        experts=[Expert.objects.get(pk=expert.pk)],
        applications=[Application.objects.get(pk=project.pk)],
    )
    return list(Conflict.objects.order_by("source"))


@pytest.mark.parametrize(("source", "prepare", "is_sure"), FOUND)
def test_it_is_found_and_says_how_sure_it_is(
    pair: tuple[Expert, Application], source: str, prepare: Prepare, is_sure: bool
) -> None:
    """Whatever shows beyond doubt bars at once; equal names are a question for the office."""
    prepare(*pair)
    found = {one.source: one.is_sure for one in computed(*pair)}
    assert found.get(source) == is_sure, found


@pytest.mark.parametrize("prepare", FREE)
def test_it_is_no_conflict(pair: tuple[Expert, Application], prepare: Prepare) -> None:
    """What ended more than three years ago, and what merely resembles."""
    prepare(*pair)
    assert computed(*pair) == []


def officer(board: Board) -> Expert:
    return make_expert(7, user=make_user("officer", Role.BOARD, scope=(ScopeKind.BOARD, board.pk)))


def test_an_officer_judges_nothing_in_the_whole_jurisdiction_of_their_area(city: Jurisdiction) -> None:
    """Recommended by the area or by a zone inside it, or at home there; not what lies beside it."""
    board, beside = make_board(city, 1), make_board(city, 2)
    node = add_jurisdiction(
        actor=SYSTEM, code="city-1-zone", kind="zone", name_zh="开发区", name_en="Zone", parent=board.jurisdiction
    )
    owner = add_organisation(actor=SYSTEM, kind="government", name_zh="开发区管委会", jurisdiction=node)
    zone = add_board(
        actor=SYSTEM, organisation=owner, jurisdiction=node, kind="zone", name_zh="开发区", name_en="Zone", sort=3
    )
    firm = add_organisation(actor=SYSTEM, kind="firm", name_zh="本地储能", jurisdiction=node)
    call, expert = make_call(city), officer(board)
    projects = [make_application(call, number) for number in range(1, 6)]
    places: list[dict[str, Any]] = [
        {"referred_by": board}, {"referred_by": zone}, {"organisation": firm}, {"referred_by": beside}
    ]  # fmt: skip
    for project, changed in zip(projects, places, strict=False):
        Application.objects.filter(pk=project.pk).update(**changed)
    compute_conflicts(actor=SYSTEM, experts=[expert], applications=list(Application.objects.order_by("number")))
    found = Conflict.objects.order_by("application__number")
    assert [one.application_id for one in found] == [one.pk for one in projects[:3]]
    assert {one.source for one in found} == {ConflictSource.OFFICER}
    assert all(one.is_sure for one in found)
    assert [line["where"] for one in found for line in one.evidence] == ["host", "host", "seat"]


def test_who_was_an_officer_once_judges(city: Jurisdiction) -> None:
    board = make_board(city, 1)
    expert, project = officer(board), make_application(make_call(city), 1)
    Application.objects.filter(pk=project.pk).update(referred_by=board)
    assert expert.person.user is not None
    expert.person.user.grants.update(ended_at=clock.now())
    assert computed(expert, project) == []
