"""Single changes by a person, each with a reason: ask an expert, take a task back, fix what the next plan does."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, require
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.applications.services import keep_standing
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.pipeline.conflicts.selectors import barred
from yunhui.pipeline.conflicts.services import compute_conflicts
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.panels.selectors import panel_of
from yunhui.pipeline.review.enums import AssignmentState, MoveKind, PinKind
from yunhui.pipeline.review.events import ExpertsAssigned
from yunhui.pipeline.review.models import Assignment, AssignmentPin
from yunhui.pipeline.review.rules import can_assign
from yunhui.pipeline.review.services.assigning.moving import Task, ask, take_back
from yunhui.pipeline.review.services.assigning.table import fit_of
from yunhui.pipeline.review.services.cleaning import clean_reason


@transaction.atomic
def add_expert(*, actor: Actor, application_id: UUID, expert_id: UUID, reason: str) -> Assignment:
    """Ask one more expert of the panel about an application under review.

    Raises:
        NotFoundError: no such application or expert for this actor.
        RefusedError: neither the talent office nor the panel leader.
        InvalidError: no reason, or too long a one.
        DomainError: `in_conflict`, `asked_already`, `declined_before`, `same_unit`, `not_under_review`.
    """
    stage, application = _under_review(actor, application_id)
    expert = _expert(stage, expert_id)
    text = clean_reason(reason)
    compute_conflicts(actor=actor, experts=[expert], applications=[application])
    if barred(expert.pk).filter(application=application).exists():
        raise DomainError("in_conflict", _("There is a conflict of interest. Look at it in the list of conflicts."))
    rows = Assignment.objects.filter(stage=stage, application=application).select_related("expert__person")
    for row in rows:
        if row.expert_id == expert.pk and row.state != AssignmentState.TAKEN_BACK:
            asked = row.state in (AssignmentState.OPEN, AssignmentState.LOCKED)
            code = "asked_already" if asked else "declined_before"
            raise DomainError(code, _("This expert was asked already: {state}.").format(state=row.get_state_display()))
        unit = row.expert.person.organisation_id
        if (
            row.state in (AssignmentState.OPEN, AssignmentState.LOCKED)
            and unit
            and unit == expert.person.organisation_id
        ):
            raise DomainError("same_unit", _("An expert of the same unit judges this project already."))
    fit = round(float(fit_of([application], [expert])[0, 0]), 4)
    tasks = [Task(application.pk, expert.pk, fit, {"hand": text})]
    made = ask(actor, stage, tasks, MoveKind.BY_HAND, reason=text)
    keep_standing([application.pk])
    record(
        actor=actor,
        action="assignment.added",
        subject=("application", application.pk),
        after={"expert": str(expert.pk), "reason": text},
    )
    fact = ExpertsAssigned(str(stage.call_id), stage.key, 1)
    publish(actor=actor, event=fact, topics=(("call", stage.call_id),))
    return made[0]


@transaction.atomic
def remove_expert(*, actor: Actor, assignment_id: UUID, reason: str) -> Assignment:
    """Take back a task that is not scored yet; what was typed into its sheet is kept and no longer shown.

    Raises:
        NotFoundError: there is none for this actor.
        RefusedError: neither the talent office nor the panel leader.
        InvalidError: no reason, or too long a one.
        DomainError: `not_open`: it is scored, or was given back before.
    """
    task = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("stage__call", "expert__person")
        .filter(pk=assignment_id)
        .first()
    )
    if task is None:
        raise NotFoundError("task")
    require(can_assign(actor, task.stage.call))
    text = clean_reason(reason)
    if not take_back(actor, [task], MoveKind.TAKEN_BACK, reason=text):
        raise DomainError("not_open", _("This task is no longer open; what is scored stands."))
    keep_standing([task.application_id])
    record(
        actor=actor,
        action="assignment.removed",
        subject=("application", task.application_id),
        after={"expert": str(task.expert_id), "reason": text},
    )
    return task


@transaction.atomic
def pin_expert(*, actor: Actor, application_id: UUID, expert_id: UUID, kind: str, reason: str) -> AssignmentPin:
    """Fix for every plan from now on that an expert must, or must not, judge an application.

    Raises:
        NotFoundError: no such application or expert for this actor.
        RefusedError: neither the talent office nor the panel leader.
        InvalidError: no reason, or too long a one.
        DomainError: `in_conflict`: must, although there is a conflict.
    """
    application = Application.objects.select_related("call").filter(pk=application_id, number__isnull=False).first()
    if application is None:
        raise NotFoundError("application")
    require(can_assign(actor, application.call))
    stage = application.call.stages.get(kind="review")
    expert = _expert(stage, expert_id)
    text, kind = clean_reason(reason), PinKind(kind)
    if kind == PinKind.MUST and barred(expert.pk).filter(application=application).exists():
        raise DomainError("in_conflict", _("There is a conflict of interest. Look at it in the list of conflicts."))
    rows = AssignmentPin.objects.select_for_update().filter(
        stage=stage, application=application, expert=expert, lifted_at__isnull=True
    )
    for row in rows:
        row.lifted_at = clock.now()
        row.save(update_fields=["lifted_at"])
    pin = AssignmentPin.objects.create(
        stage=stage, application=application, expert=expert, kind=kind, reason=text, by_id=actor.user_id
    )
    record(
        actor=actor,
        action="assignment.pinned",
        subject=("application", application.pk),
        after={"expert": str(expert.pk), "kind": str(kind), "reason": text},
    )
    return pin


@transaction.atomic
def lift_pin(*, actor: Actor, pin_id: UUID) -> AssignmentPin:
    """Let plans choose freely again; what stands does not change by it.

    Raises:
        NotFoundError: there is none for this actor.
        RefusedError: neither the talent office nor the panel leader.
    """
    rows = AssignmentPin.objects.select_for_update(of=("self",)).select_related("stage__call")
    pin = rows.filter(pk=pin_id).first()
    if pin is None:
        raise NotFoundError("pin")
    require(can_assign(actor, pin.stage.call))
    if pin.lifted_at is None:
        pin.lifted_at = clock.now()
        pin.save(update_fields=["lifted_at"])
        record(
            actor=actor,
            action="assignment.unpinned",
            subject=("application", pin.application_id),
            after={"expert": str(pin.expert_id), "kind": pin.kind},
        )
    return pin


def _under_review(actor: Actor, application_id: UUID) -> tuple[Stage, Application]:
    rows = Application.objects.select_related("call", "group").filter(pk=application_id, number__isnull=False)
    application = rows.first()
    if application is None:
        raise NotFoundError("application")
    call = Call.objects.select_for_update(no_key=True).get(pk=application.call_id)
    require(can_assign(actor, call))
    stage = call.stages.get(kind="review")
    stage.call = call
    if not StagePass.objects.filter(application=application, stage=stage, state=PassState.OPEN).exists():
        raise DomainError("not_under_review", _("This project is not under review now."))
    return stage, application


def _expert(stage: Stage, expert_id: UUID) -> Expert:
    expert = panel_of(stage.call).select_related("person__organisation").filter(pk=expert_id).first()
    if expert is None:
        raise NotFoundError("expert")
    return expert
