"""Moving applications through the stages of their call, many at a time."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.selectors import add_working_days
from yunhui.foundation.outbox.services import publish, tell
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.statements import AnyOf, Kept
from yunhui.pipeline.applications.enums import ApplicationState, CompletionEnd, PassState
from yunhui.pipeline.applications.events import PassConcluded
from yunhui.pipeline.applications.models import Application, Completion, StagePass
from yunhui.pipeline.applications.services.standing import keep_standing
from yunhui.pipeline.applications.states import APPLICATION, STAGE_PASS
from yunhui.pipeline.calls.enums import Gate, OnFail
from yunhui.pipeline.calls.models import Stage
from yunhui.pipeline.calls.ports import kind_of

REASON_LENGTH = 400


def open_stage(*, actor: Actor, stage: Stage, application_ids: Sequence[UUID]) -> None:
    """Open the waiting passes of some applications in one stage, inside the caller's transaction."""
    passes = _WAITING.ask(stage.pk, list(application_ids))
    if not passes:
        return
    now = clock.now()
    due = add_working_days(now, stage.working_days)
    for one in passes:
        STAGE_PASS.check(one.state, PassState.OPEN)
        one.state, one.opened_at, one.due_at = PassState.OPEN, now, due
    ids = [one.pk for one in passes]
    StagePass.objects.filter(pk__in=ids).update(state=PassState.OPEN, opened_at=now, due_at=due)
    record(
        actor=actor,
        action="stage.opened",
        subject=("stage", stage.pk),
        after={"stage": stage.key, "passes": [str(pk) for pk in ids]},
    )
    kind_of(stage.kind).on_open(actor=actor, pass_ids=ids)
    keep_standing([one.application_id for one in passes])
    if stage.gate == Gate.ALL:
        conclude_passes(actor=actor, pass_ids=ids, passed=True, reason="")


@transaction.atomic
def conclude_passes(*, actor: Actor, pass_ids: Sequence[UUID], passed: bool, reason: str = "") -> None:
    """Conclude open passes with one outcome and move their applications on.

    Rooms call this after their own rule has allowed it. When every pass of an ordinal is concluded, the next ordinal
    opens; a failed pass ends the application where the stage says so.

    Raises:
        DomainError: `move_not_allowed`: a pass is not open.
    """
    rows = _LOCKED.ask(list(pass_ids))
    now, target = clock.now(), PassState.PASSED if passed else PassState.FAILED
    for row in rows:
        STAGE_PASS.check(row.state, target)
        row.state, row.concluded_at, row.reason = target, now, reason[:REASON_LENGTH]
    StagePass.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=target, concluded_at=now, reason=reason[:REASON_LENGTH]
    )
    by_stage: dict[int, list[StagePass]] = defaultdict(list)
    for row in rows:
        by_stage[row.stage_id].append(row)
    for of_stage in by_stage.values():
        stage = of_stage[0].stage
        record(
            actor=actor,
            action="stage.passed" if passed else "stage.failed",
            subject=("stage", stage.pk),
            after={"stage": stage.key, "applications": [str(row.application_id) for row in of_stage], "reason": reason},
        )
        for row in of_stage:
            publish(
                actor=actor,
                event=PassConcluded(str(row.application_id), str(stage.call_id), stage.key, str(target)),
            )
        tell("call", stage.call_id)
        _move_on(actor, stage, [row.application_id for row in of_stage], passed)
    keep_standing([row.application_id for row in rows])


def _move_on(actor: Actor, stage: Stage, application_ids: list[UUID], passed: bool) -> None:
    if not passed and stage.on_fail != OnFail.WEIGH:
        end = ApplicationState.DECLINED if stage.on_fail == OnFail.DECLINE else ApplicationState.LAPSED
        end_applications(actor=actor, application_ids=application_ids, state=end)
        return
    blocked = {pk for (pk,) in _UNFINISHED.ask(application_ids, stage.ordinal)}
    ready = [pk for pk in application_ids if pk not in blocked]
    if not ready:
        return
    following = _FOLLOWING.ask(stage.call_id, stage.ordinal + 1)
    for one in following:
        open_stage(actor=actor, stage=one, application_ids=ready)
    if not following:
        end_applications(actor=actor, application_ids=ready, state=ApplicationState.CLOSED)


_LOCKED: Kept[StagePass] = Kept(
    lambda pks: (
        StagePass.objects.select_for_update(of=("self",))
        .select_related("stage", "application")
        .filter(AnyOf(F("pk"), pks))
        .order_by("pk")
    ),
    [UUID(int=0)],
)
_WAITING: Kept[StagePass] = Kept(
    lambda stage, applications: StagePass.objects.select_for_update().filter(
        AnyOf(F("application"), applications), stage=stage, state=PassState.WAITING
    ),
    -1,
    [UUID(int=0)],
)
_UNFINISHED: Kept[tuple[UUID]] = Kept(
    lambda applications, ordinal: StagePass.objects.filter(
        AnyOf(F("application"), applications),
        stage__ordinal=ordinal,
        state__in=[PassState.WAITING, PassState.OPEN, PassState.RETURNED],
    ).values_list("application_id"),
    [UUID(int=0)],
    999_999,
)
_FOLLOWING: Kept[Stage] = Kept(
    lambda call, ordinal: Stage.objects.filter(call=call, ordinal=ordinal).order_by("pk"), UUID(int=0), 999_999
)


def end_applications(*, actor: Actor, application_ids: Sequence[UUID], state: str) -> None:
    """Move applications to a state and, where it is an ending, end what is still open in them."""
    rows = _locked_in_order(application_ids)
    before = {str(row.pk): row.state for row in rows}
    for row in rows:
        APPLICATION.check(row.state, state)
        row.state = state
    Application.objects.bulk_update(rows, ["state"], batch_size=500)
    if state in APPLICATION.endings:
        for row in rows:
            end_open_passes(row, str(state))
    keep_standing([row.pk for row in rows])
    record(actor=actor, action=f"applications.{state}", subject=("applications", len(rows)), before=before)


def end_open_passes(application: Application, reason: str) -> None:
    """Skip what waits and fail what is open, because the application has ended."""
    now = clock.now()
    passes = StagePass.objects.filter(application=application)
    passes.filter(state=PassState.WAITING).update(state=PassState.SKIPPED, concluded_at=now, reason=reason)
    passes.filter(state__in=[PassState.OPEN, PassState.RETURNED]).update(
        state=PassState.FAILED, concluded_at=now, reason=reason
    )
    owed = Completion.objects.filter(stage_pass__in=passes, ended_at__isnull=True)
    owed.update(outcome=CompletionEnd.CUT, ended_at=now)


def _locked_in_order(application_ids: Sequence[UUID]) -> QuerySet[Application]:
    return Application.objects.select_for_update().filter(pk__in=application_ids).order_by("pk")
