"""Hypothesis drives scores → ranking → gates → quotas → reserve → promotion through the services, beside a plain model.

Properties: the outcome is the announced rule's and nothing else's; it does not depend on the order in which sheets were
locked; more points or one interest more never make it worse; equals are named and left to people; promotion takes the
reserves in their order, never skips one and never goes beyond the places.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.factories.city import SYSTEM, make_actor, make_application, make_board, make_call, make_expert
from tests.factories.deciding import WISH
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.models import Batch
from yunhui.pipeline.decisions.services import promote_reserve, propose_batch, release_batch, sign_batch
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.services import assign_experts
from yunhui.recipes.walk import answer_offers, lock_sheets, spread_points

GROUPS = ("energy", "energy", "energy", "ict", "ict", "ict")
QUOTAS, SEATS, RESERVES = {"energy": 1, "ict": 1}, 3, 2
GATE = Decimal(60)
BETTER = ("ineligible", "declined", "reserve", "undecided", "selected")


@dataclass(frozen=True)
class Project:
    """What the three experts give one project, and whether the host area wants it."""

    group: str
    totals: tuple[int, int, int]
    wanted: bool


@dataclass(frozen=True)
class World:
    """A call whose sheets are all open."""

    call: Call
    applications: list[Application]
    chair: Actor
    director: Actor


# Few values, so that equals are common; 59 and 60 stand on both sides of the gate.
TOTAL = st.sampled_from([50, 59, 60, 72, 80, 80, 91])
TOTALS = st.one_of(TOTAL.map(lambda one: (one, one, one)), st.tuples(TOTAL, TOTAL, TOTAL))
PROJECTS = st.tuples(*(st.builds(Project, st.just(group), TOTALS, st.booleans() | st.just(True)) for group in GROUPS))


@pytest.fixture
def world(city: Jurisdiction) -> World:
    make_board(city, 1, "energy", "ict")
    for number in (1, 2, 3):
        make_expert(number)
    call = make_call(city, seats=SEATS, reserves=RESERVES)
    call.groups.update(quota=0)
    for key, places in QUOTAS.items():
        call.groups.filter(key=key).update(quota=places)
    rows = [make_application(call, number, group=group) for number, group in enumerate(GROUPS, 1)]
    assign_experts(actor=SYSTEM, call=call)
    return World(call, rows, make_actor("chair", Role.CHAIR), make_actor("director", Role.APPROVER))


@contextmanager
def undone() -> Iterator[None]:
    """One example is one transaction that never was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def decide(world: World, projects: Sequence[Project], *, backwards: bool = False) -> Batch:
    """Answers, sheets and a proposal; sheets in the order of the numbers, or the second half first."""
    by_id = dict(zip((one.pk for one in world.applications), projects, strict=True))
    answer_offers(actor=SYSTEM, call=world.call, decide=lambda o: WISH if by_id[o.application_id].wanted else None)
    late = {one.pk for one in world.applications[: len(projects) // 2]} if backwards else set()
    for turn in (False, True):
        lock_sheets(
            call=world.call,
            score=lambda one, config: spread_points(by_id[one.application_id].totals[_place(one)], config.criteria),
            skip=lambda one, turn=turn: (one.application_id in late) != turn,  # type: ignore[misc]
        )
    return propose_batch(actor=world.chair, call=world.call)


def _place(task: Assignment) -> int:
    return int(task.expert.person.name.removeprefix("专家")) - 1


def outcomes(world: World, batch: Batch) -> list[tuple[str, int | None]]:
    """(outcome, reserve number) of each project, in the order of the numbers."""
    found = {one.application_id: (one.outcome, one.reserve_number) for one in batch.items.all()}
    return [found[one.pk] for one in world.applications]


def score(project: Project) -> Decimal:
    """The plain mean, halves up."""
    return (Decimal(sum(project.totals)) / 3).quantize(Decimal("0.01"), ROUND_HALF_UP)


def by_the_rule(projects: Sequence[Project]) -> list[tuple[str, int | None]] | None:
    """The outcomes by the announced rule in the plainest words; None where two equals make it a matter of people."""
    passing = [n for n, one in enumerate(projects) if score(one) >= GATE and one.wanted]
    if len({score(projects[n]) for n in passing}) < len(passing):
        return None
    ordered = sorted(passing, key=lambda n: -score(projects[n]))
    found: dict[int, tuple[str, int | None]] = dict.fromkeys(range(len(projects)), ("declined", None))
    for group, places in QUOTAS.items():
        for n in [n for n in ordered if projects[n].group == group][:places]:
            found[n] = ("selected", None)
    free = SEATS - sum(what == "selected" for what, _number in found.values())
    rest = [n for n in ordered if found[n][0] != "selected"]
    for n in rest[:free]:
        found[n] = ("selected", None)
    for number, n in enumerate(rest[free : free + RESERVES], 1):
        found[n] = ("reserve", number)
    return [found[n] for n in range(len(projects))]


def _tied(batch: Batch) -> set[str]:
    return {key for tie in batch.notes["ties"] for key in tie["entries"]}


def _better(one: tuple[str, int | None]) -> tuple[int, int]:
    outcome, number = one
    return BETTER.index(outcome), -(number or 0)


EXAMPLES = pytest.mark.parametrize("examples", [3, pytest.param(100, marks=pytest.mark.soak)])


def run(examples: int) -> settings:
    """A few examples, always the same ones, or many new ones."""
    return settings(
        max_examples=examples,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
        derandomize=examples < 10,
    )


@EXAMPLES
def test_the_outcome_is_the_rules_alone(world: World, examples: int) -> None:
    @run(examples)
    @given(PROJECTS)
    def holds(projects: tuple[Project, ...]) -> None:
        with undone():
            batch = decide(world, projects)
            first, expected = outcomes(world, batch), by_the_rule(projects)
            if expected is not None:
                assert first == expected
            tied = _tied(batch)
            for row, one in zip(world.applications, first, strict=True):
                assert (str(row.pk) in tied) <= (one[0] == "undecided"), "an equal at a line is left to people"
            for person in (world.chair, world.director):
                sign_batch(actor=person, batch_id=batch.pk)
            if tied:
                with pytest.raises(DomainError) as refused, transaction.atomic():
                    release_batch(actor=world.director, batch_id=batch.pk)
                assert refused.value.code == "ties"
        with undone():
            assert outcomes(world, decide(world, projects, backwards=True)) == first, "in whatever order"

    holds()


@EXAMPLES
def test_more_points_never_make_it_worse(world: World, examples: int) -> None:
    @run(examples)
    @given(PROJECTS, st.integers(0, len(GROUPS) - 1))
    def holds(projects: tuple[Project, ...], which: int) -> None:
        lucky = list(projects)
        one, two, three = (min(100, total + 7) for total in lucky[which].totals)
        lucky[which] = replace(lucky[which], totals=(one, two, three), wanted=True)
        with undone():
            before = outcomes(world, decide(world, projects))
        with undone():
            after = outcomes(world, decide(world, lucky))
        if "undecided" not in {one for one, _number in (*before, *after)}:
            assert _better(after[which]) >= _better(before[which])

    holds()


@EXAMPLES
def test_promotion_takes_the_reserves_in_their_order(world: World, examples: int) -> None:
    @run(examples)
    @given(PROJECTS, st.permutations(range(len(GROUPS))))
    def holds(projects: tuple[Project, ...], leaving: list[int]) -> None:
        with undone():
            batch = decide(world, projects)
            if _tied(batch):
                return
            for person in (world.chair, world.director):
                sign_batch(actor=person, batch_id=batch.pk)
            release_batch(actor=world.director, batch_id=batch.pk)
            released = outcomes(world, batch)
            waiting = [n for _no, n in sorted((one[1], n) for n, one in enumerate(released) if one[0] == "reserve")]
            inside = {n for n, one in enumerate(released) if one[0] == "selected"}
            most = len(inside)
            for n in leaving:
                if n not in inside and n not in waiting:
                    continue
                withdraw_application(actor=SYSTEM, application_id=world.applications[n].pk)
                if n in waiting:
                    waiting.remove(n)
                    continue
                inside.remove(n)
                if len(_now(world, "selected")) < most:
                    promote_reserve(actor=world.chair, call=world.call)
                if waiting:
                    inside.add(waiting.pop(0))
                assert _now(world, "selected") == inside, "the first that waits, and nobody else"
                assert len(inside) <= most

    holds()


def _now(world: World, state: str) -> set[int]:
    states = dict(Application.objects.filter(call=world.call).values_list("pk", "state"))
    return {n for n, one in enumerate(world.applications) if states[one.pk] == state}
