"""Deciding under pressure: kill -9 at any statement, two chairs, two signers, two presses: one outcome."""

from collections.abc import Callable
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection

from tests.factories.city import SYSTEM, make_actor, make_application, make_city
from tests.factories.deciding import make_reviewed_call, project
from tests.journeys.killing import run_and_kill
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.outbox.models import Fact
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.applications.services import conclude_passes, withdraw_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.models import Batch, Confirmation, Promotion, Signature
from yunhui.pipeline.decisions.services import (
    confirm_place,
    decline_place,
    promote_reserve,
    propose_batch,
    release_batch,
    sign_batch,
)
from yunhui.pipeline.review.models import Assignment, Round, ScoreSheet
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.services import assign_experts, close_round, lock_sheet
from yunhui.recipes.walk import spread_points

pytestmark = pytest.mark.django_db(transaction=True)

Command = Callable[[], object]


def quietly(command: Command) -> str:
    """What a command came to: `done`, or the code of its refusal."""
    try:
        command()
    except DomainError as error:
        return error.code
    return "done"


def kill_everywhere(command: Command, trace: Callable[[], object], again: tuple[str, ...] = ("done",)) -> int:
    """Kill a command at each of its points in turn: nothing or everything; the same again changes nothing."""
    nothing, at, seen = trace(), 1, []
    while not run_and_kill(lambda: quietly(command), at):
        seen.append(trace())
        at += 1
    everything = trace()
    assert everything != nothing
    assert set(seen) <= {nothing, everything}, "half a command"
    assert {nothing, everything} == set(seen), "the kills must fall on both sides of the commit"
    assert quietly(command) in again
    assert trace() == everything
    return at


def at_once(*commands: Command) -> list[str]:
    """Run commands in threads that start together; what each came to."""
    start, outcomes = Barrier(len(commands)), [""] * len(commands)

    def run(index: int, command: Command) -> None:
        try:
            start.wait(60)
            outcomes[index] = quietly(command)
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(commands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def decided(call: Call) -> tuple[object, ...]:
    """All that deciding a call has written."""
    return (
        tuple(Batch.objects.filter(call=call).order_by("number").values_list("number", "state")),
        Signature.objects.filter(batch__call=call).count(),
        tuple(Application.objects.filter(call=call).order_by("number").values_list("state", flat=True)),
        tuple(StagePass.objects.filter(stage__call=call).order_by("pk").values_list("state", flat=True)),
        AuditEntry.objects.filter(action__startswith="batch.").count(),
        AuditEntry.objects.filter(action="reserve.promoted").count(),
        Fact.objects.filter(name__in=["BatchReleased", "PassConcluded"]).count(),
    )


def ready() -> tuple[Call, dict[str, Application], Actor, Actor]:
    """Two places, two reserves, one too many."""
    rows = [project(name, total) for name, total in (("a", 90), ("b", 86), ("c", 82), ("d", 78), ("e", 74))]
    call, made = make_reviewed_call(make_city(), rows, seats=2, reserves=2)
    return call, made, make_actor("chair", Role.CHAIR), make_actor("director", Role.APPROVER)


def signed() -> tuple[Call, dict[str, Application], Actor, Actor, Batch]:
    call, made, chair, director = ready()
    batch = propose_batch(actor=chair, call=call)
    for person in (chair, director):
        sign_batch(actor=person, batch_id=batch.pk)
    return call, made, chair, director, batch


def test_a_lock_is_whole_or_not_at_all_and_its_receipt_the_same() -> None:
    call, _made, _chair, _director = ready()
    task, expert, points = _open_task(call)
    receipts: set[str] = set()

    def lock() -> None:
        sheet = lock_sheet(actor=expert, assignment_id=task, scores=points, note_panel="p", note_applicant="a")
        receipts.add(sheet.receipt)

    def trace() -> tuple[object, ...]:
        row = Assignment.objects.get(pk=task)
        return (
            row.state,
            str(row.total),
            ScoreSheet.objects.filter(assignment=task, is_locked=True).count(),
            AuditEntry.objects.filter(action="sheet.locked", subject_id=str(task)).count(),
            Fact.objects.filter(name="SheetLocked").count(),
            Application.objects.get(pk=row.application_id).standing.sheets_locked,
        )

    assert kill_everywhere(lock, trace) > 8
    lock()
    assert len(receipts) == 1, "who presses again after a lost answer gets the receipt of the first time"


def _open_task(call: Call) -> tuple[UUID, Actor, dict[str, str]]:
    """A task of one more project that nobody has scored yet."""
    late = make_application(call, 9, group="energy")
    assign_experts(actor=SYSTEM, call=call)
    task = Assignment.objects.filter(application=late).select_related("stage", "expert__person__user").order_by("pk")[0]
    config = ReviewConfig.of(task.stage.config)
    points = {key: str(value) for key, value in spread_points(80, config.criteria).items()}
    user = task.expert.person.user
    assert user is not None
    return task.pk, actor_of(user), points


def test_two_devices_lock_one_sheet_once() -> None:
    call, _made, _chair, _director = ready()
    task, expert, points = _open_task(call)
    other = {**points, next(iter(points)): "0.5"}

    def lock(scores: dict[str, str]) -> Command:
        return lambda: lock_sheet(actor=expert, assignment_id=task, scores=scores, note_panel="", note_applicant="")

    outcomes = at_once(lock(points), lock(other), lock(points))
    assert "done" in outcomes
    assert ScoreSheet.objects.filter(assignment=task, is_locked=True).count() == 1
    assert AuditEntry.objects.filter(action="sheet.locked", subject_id=str(task)).count() == 1


def test_promoting_is_whole_or_not_at_all() -> None:
    call, made, chair, director, batch = signed()
    release_batch(actor=director, batch_id=batch.pk)
    withdraw_application(actor=SYSTEM, application_id=made["a"].pk)

    def promote() -> None:
        if Application.objects.filter(call=call, state="selected").count() < call.seats:
            promote_reserve(actor=chair, call=call)

    assert kill_everywhere(promote, lambda: decided(call)) > 8
    assert Application.objects.get(pk=made["c"].pk).state == "selected"
    assert Application.objects.get(pk=made["d"].pk).state == "reserve"


def test_two_chairs_propose_at_once_and_one_proposal_stands() -> None:
    call, _made, chair, _director = ready()
    other = make_actor("other", Role.CHAIR)
    outcomes = at_once(*(lambda who=who: propose_batch(actor=who, call=call) for who in (chair, other, chair)))
    assert outcomes == ["done"] * 3
    states = list(Batch.objects.filter(call=call).order_by("number").values_list("number", "state"))
    assert states == [(1, "discarded"), (2, "discarded"), (3, "proposed")]


def test_two_signers_of_one_role_are_one_signature() -> None:
    call, _made, chair, director = ready()
    second = make_actor("second", Role.APPROVER)
    batch = propose_batch(actor=chair, call=call)
    sign = [lambda who=who: sign_batch(actor=who, batch_id=batch.pk) for who in (director, second, director)]
    outcomes = at_once(*sign)
    assert outcomes.count("done") in (1, 2)
    assert Signature.objects.filter(batch=batch).count() == 1
    assert AuditEntry.objects.filter(action="batch.signed").count() == 1


def test_released_by_both_at_once_and_twice_it_is_released_once() -> None:
    call, _made, chair, director, batch = signed()
    release = [lambda who=who: release_batch(actor=who, batch_id=batch.pk) for who in (chair, director) * 2]
    assert at_once(*release) == ["done"] * 4
    assert AuditEntry.objects.filter(action="batch.released").count() == 1
    assert Fact.objects.filter(name="BatchReleased").count() == 1
    states = list(Application.objects.filter(call=call).order_by("number").values_list("state", flat=True))
    assert states == ["selected", "selected", "reserve", "reserve", "declined"]


def test_a_release_and_a_new_proposal_at_once_leave_one_of_them() -> None:
    call, _made, chair, director, batch = signed()
    outcomes = at_once(
        lambda: release_batch(actor=director, batch_id=batch.pk), lambda: propose_batch(actor=chair, call=call)
    )
    batch.refresh_from_db()
    proposals = Batch.objects.filter(call=call, state="proposed").count()
    assert (batch.state, proposals) in {("released", 0), ("discarded", 1)}
    assert outcomes.count("done") == 1


def test_promoted_by_two_at_once_nobody_is_skipped_and_nobody_twice() -> None:
    call, made, chair, director, batch = signed()
    release_batch(actor=director, batch_id=batch.pk)
    for name in ("a", "b"):
        withdraw_application(actor=SYSTEM, application_id=made[name].pk)
    assert at_once(*(lambda: promote_reserve(actor=chair, call=call) for _ in range(2))) == ["done", "done"]
    assert {name: Application.objects.get(pk=one.pk).state for name, one in made.items()} == {
        "a": "withdrawn", "b": "withdrawn", "c": "selected", "d": "selected", "e": "declined",
    }  # fmt: skip
    assert AuditEntry.objects.filter(action="reserve.promoted").count() == 2


def test_closing_a_round_is_whole_and_takes_no_sheet_afterwards() -> None:
    """What is open is missed and counts nowhere; a sheet that is locked at the same moment counts or is refused."""
    call, _made, chair, _director = ready()
    task, expert, points = _open_task(call)
    stage = call.stages.get(kind="review")

    def trace() -> tuple[object, ...]:
        return (
            Round.objects.filter(stage=stage).count(),
            tuple(Assignment.objects.filter(stage=stage).order_by("pk").values_list("state", flat=True)),
            AuditEntry.objects.filter(action="round.closed").count(),
        )

    def close() -> None:
        close_round(actor=chair, stage=stage, reason="The call goes on.")

    assert kill_everywhere(close, trace) > 5
    late = quietly(
        lambda: lock_sheet(actor=expert, assignment_id=task, scores=points, note_panel="", note_applicant="")
    )
    assert late != "done"
    assert not ScoreSheet.objects.filter(assignment=task, is_locked=True).exists()


def test_a_sheet_and_the_close_of_its_round_at_once_have_one_order() -> None:
    call, _made, chair, _director = ready()
    task, expert, points = _open_task(call)
    stage = call.stages.get(kind="review")
    locked, closed = at_once(
        lambda: lock_sheet(actor=expert, assignment_id=task, scores=points, note_panel="", note_applicant=""),
        lambda: close_round(actor=chair, stage=stage, reason="The call goes on."),
    )
    assert closed == "done"
    kept = ScoreSheet.objects.filter(assignment=task, is_locked=True).exists()
    assert kept == (locked == "done"), "it counts, or its expert was told that it does not"
    assert Assignment.objects.get(pk=task).state == ("locked" if kept else "missed")


def test_confirming_a_place_is_whole_and_giving_it_up_at_once_is_one_answer() -> None:
    call, made, _chair, director, batch = signed()
    release_batch(actor=director, batch_id=batch.pk)
    for stage_pass in StagePass.objects.filter(stage__call=call, stage__kind="notice", state="open"):
        conclude_passes(actor=SYSTEM, pass_ids=[stage_pass.pk], passed=True)
    place = made["a"].pk

    def trace() -> tuple[object, ...]:
        return (*decided(call), tuple(Confirmation.objects.order_by("pk").values_list("reply", flat=True)))

    assert kill_everywhere(lambda: confirm_place(actor=SYSTEM, application_id=place, note="By telephone"), trace) > 5
    other = made["b"].pk
    outcomes = at_once(
        lambda: confirm_place(actor=SYSTEM, application_id=other, note="By telephone"),
        lambda: decline_place(actor=SYSTEM, application_id=other, note="By telephone"),
    )
    assert outcomes.count("done") == 1
    reply = Confirmation.objects.get(stage_pass__application=other).reply
    promoted = Promotion.objects.filter(vacated=other).count()
    assert (reply, promoted) in {("confirmed", 0), ("declined", 1)}
