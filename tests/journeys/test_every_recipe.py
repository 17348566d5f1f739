"""The robot: every recipe from draft to every ending, through the services alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest

from tests.factories.city import (
    SYSTEM,
    answers,
    make_actor,
    make_application,
    make_board,
    make_call,
    make_expert,
)
from tests.factories.standing import false_standings
from yunhui.features.docking.models import Offer
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.applications.services import conclude_passes, submit_application, withdraw_application
from yunhui.pipeline.applications.states import APPLICATION
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.ports import known_kinds
from yunhui.pipeline.calls.services import problems_of
from yunhui.pipeline.decisions.services import (
    confirm_place,
    decline_reserves,
    promote_reserve,
    propose_batch,
    release_batch,
    sign_batch,
)
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.services import assign_experts
from yunhui.recipes.cloud_roadshow.stages import STAGES
from yunhui.recipes.walk import answer_offers, lock_sheets, spread_points

WISH = {"site": "二号楼", "policy": "第六条", "contact": "贺临川", "next_step": "线上座谈"}
# Application number -> total of every expert; six projects of one group, two seats and one reserve.
TOTALS = {1: 90.0, 2: 85.0, 3: 80.0, 4: 75.0, 5: 55.0, 6: 88.0}


@pytest.fixture(autouse=True)
def _standings(db: None) -> Iterator[None]:
    """After every walk the lists say what the passes say."""
    yield
    assert false_standings() == []


@dataclass
class Robot:
    """A call with its people."""

    call: Call
    applications: dict[int, Application]
    chair: Actor
    director: Actor

    def state(self, number: int) -> str:
        """Where an application is now."""
        return str(Application.objects.get(pk=self.applications[number].pk).state)

    def passes(self, number: int) -> dict[str, str]:
        """The stages of an application."""
        rows = StagePass.objects.filter(application=self.applications[number]).select_related("stage")
        return {row.stage.key: row.state for row in rows}

    def conclude(self, number: int, stage: str, passed: bool) -> None:
        """End one open stage of an application."""
        row = StagePass.objects.get(application=self.applications[number], stage__key=stage, state=PassState.OPEN)
        conclude_passes(actor=SYSTEM, pass_ids=[row.pk], passed=passed, reason="robot")


@pytest.fixture
def robot(city: Jurisdiction) -> Robot:
    """Six projects past the form check; number six finds no interested host area, number five scores below the gate."""
    for number in range(1, 4):
        make_board(city, number, "energy")
    for number in range(1, 4):
        make_expert(number)
    call = make_call(city, seats=2, reserves=1)
    call.groups.update(quota=0)
    call.groups.filter(key="energy").update(quota=2)
    applications = {number: make_application(call, number, group="energy") for number in TOTALS}
    return Robot(call, applications, make_actor("chair", Role.CHAIR), make_actor("director", Role.APPROVER))


def run_to_decision(robot: Robot) -> None:
    """Both gates, side by side."""
    answer_offers(actor=SYSTEM, call=robot.call, decide=lambda o: None if o.application.number == 6 else WISH)
    assign_experts(actor=SYSTEM, call=robot.call)

    def score(task: Assignment, config: ReviewConfig) -> dict[str, Decimal]:
        return spread_points(TOTALS[task.application.number or 0], config.criteria)

    lock_sheets(call=robot.call, score=score)


def release(robot: Robot) -> None:
    """Propose, two signatures, release."""
    batch = propose_batch(actor=robot.chair, call=robot.call)
    sign_batch(actor=robot.chair, batch_id=batch.pk)
    sign_batch(actor=robot.director, batch_id=batch.pk)
    release_batch(actor=robot.director, batch_id=batch.pk)


def test_recipe_names_only_known_kinds_and_publishes(robot: Robot) -> None:
    assert {stage["kind"] for stage in STAGES} <= known_kinds()
    assert problems_of(robot.call) == []


def test_the_decision_selects_by_rank_and_both_gates(robot: Robot) -> None:
    run_to_decision(robot)
    release(robot)
    assert {number: robot.state(number) for number in TOTALS} == {
        1: ApplicationState.SELECTED,
        2: ApplicationState.SELECTED,
        3: ApplicationState.RESERVE,
        4: ApplicationState.DECLINED,
        5: ApplicationState.DECLINED,
        6: ApplicationState.DECLINED,
    }
    assert robot.passes(1)["notice"] == PassState.OPEN
    assert robot.passes(6)["docking"] == PassState.FAILED
    assert robot.passes(5)["review"] == PassState.FAILED
    assert robot.passes(4)["roadshow"] == PassState.SKIPPED


def test_selected_runs_on_to_closed(robot: Robot) -> None:
    run_to_decision(robot)
    release(robot)
    robot.conclude(1, "notice", True)
    confirm_place(actor=SYSTEM, application_id=robot.applications[1].pk)
    robot.conclude(1, "roadshow", True)
    assert robot.state(1) == ApplicationState.CLOSED


@pytest.mark.parametrize("stage", ["notice", "confirmation", "roadshow"])
def test_failing_after_selection_is_a_lapse_and_not_a_refusal(robot: Robot, stage: str) -> None:
    run_to_decision(robot)
    release(robot)
    if stage == "roadshow":
        robot.conclude(1, "notice", True)
        confirm_place(actor=SYSTEM, application_id=robot.applications[1].pk)
    robot.conclude(1, stage, False)
    assert robot.state(1) == ApplicationState.LAPSED


def test_failing_the_form_check_declines(robot: Robot) -> None:
    late = make_application(robot.call, 7, group="energy", screened=False)
    row = late.passes.get(stage__key="screening")
    conclude_passes(actor=SYSTEM, pass_ids=[row.pk], passed=False, reason="robot")
    late.refresh_from_db()
    assert late.state == ApplicationState.DECLINED
    assert set(late.passes.values_list("state", flat=True)) == {PassState.FAILED, PassState.SKIPPED}


def test_a_reserve_is_promoted_when_a_selected_withdraws(robot: Robot) -> None:
    run_to_decision(robot)
    release(robot)
    withdraw_application(actor=SYSTEM, application_id=robot.applications[1].pk)
    assert robot.state(1) == ApplicationState.WITHDRAWN
    promoted = promote_reserve(actor=robot.chair, call=robot.call)
    assert promoted is not None and promoted.number == 3
    assert robot.state(3) == ApplicationState.SELECTED
    assert promote_reserve(actor=robot.chair, call=robot.call) is None


def test_a_reserve_that_is_not_called_up_ends_declined(robot: Robot) -> None:
    run_to_decision(robot)
    release(robot)
    assert decline_reserves(actor=robot.chair, call=robot.call) == 1
    assert robot.state(3) == ApplicationState.DECLINED


@pytest.mark.parametrize(
    "moment", ["before the gates", "with the gates open", "before the release", "selected", "reserve"]
)
def test_withdrawing_is_free_at_every_open_point(robot: Robot, moment: str) -> None:
    number = 3 if moment == "reserve" else 1
    if moment == "before the gates":
        late = make_application(robot.call, 7, group="energy", screened=False)
        robot.applications[7], number = late, 7
    if moment in ("before the release", "selected", "reserve"):
        run_to_decision(robot)
    if moment in ("selected", "reserve"):
        release(robot)
    withdraw_application(actor=SYSTEM, application_id=robot.applications[number].pk)
    assert robot.state(number) == ApplicationState.WITHDRAWN
    assert set(robot.passes(number).values()) <= {PassState.PASSED, PassState.FAILED, PassState.SKIPPED}


def test_no_ending_is_left(robot: Robot) -> None:
    """What the journeys above reach is every ending that the machine has."""
    assert APPLICATION.endings == {
        ApplicationState.DECLINED,
        ApplicationState.CLOSED,
        ApplicationState.LAPSED,
        ApplicationState.WITHDRAWN,
    }


def test_one_person_cannot_release_alone(robot: Robot) -> None:
    run_to_decision(robot)
    both = make_actor("both", Role.CHAIR, Role.APPROVER)
    batch = propose_batch(actor=both, call=robot.call)
    sign_batch(actor=both, batch_id=batch.pk)
    with pytest.raises(RefusedError, match="not_signed"):
        release_batch(actor=both, batch_id=batch.pk)


def test_a_batch_on_old_scores_cannot_be_signed(robot: Robot) -> None:
    run_to_decision(robot)
    batch = propose_batch(actor=robot.chair, call=robot.call)
    withdraw_application(actor=SYSTEM, application_id=robot.applications[2].pk)
    with pytest.raises(DomainError, match="stale"):
        sign_batch(actor=robot.chair, batch_id=batch.pk)


def test_nothing_is_decided_while_somebody_is_still_asked(robot: Robot) -> None:
    with pytest.raises(DomainError, match="not_ready"):
        propose_batch(actor=robot.chair, call=robot.call)


def test_conflicts_are_never_assigned(robot: Robot) -> None:
    expert = make_expert(9, domain="firm1.example")
    assign_experts(actor=SYSTEM, call=robot.call)
    assert not Assignment.objects.filter(expert=expert, application=robot.applications[1]).exists()


def test_submitting_the_same_twice_is_one_version(robot: Robot) -> None:
    application = robot.applications[1]
    again = submit_application(actor=SYSTEM, application_id=application.pk, answers=answers(1, group="energy"))
    assert again.number == 1 and application.versions.count() == 1
    assert Offer.objects.filter(application=application).count() == 3
