"""Making and publishing calls."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.models import FormVersion
from yunhui.foundation.formkit.rules import questions_of
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, Problem, require
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.events import CallPublished
from yunhui.pipeline.calls.models import Call, Group, Programme, Stage
from yunhui.pipeline.calls.ports import kind_of, known_kinds
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.calls.states import CALL


@dataclass(frozen=True, slots=True)
class CallPlan:
    """Everything that a recipe says of a new call."""

    code: str
    title_zh: str
    title_en: str
    form_version: FormVersion
    groups: tuple[dict[str, Any], ...]
    stages: tuple[dict[str, Any], ...]
    opens_at: datetime
    closes_at: datetime
    event_days: tuple[date, ...]
    fields: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def create_call(*, actor: Actor, programme: Programme, plan: CallPlan) -> Call:
    """Make a draft call with its groups and stages.

    Raises:
        RefusedError: not the talent office.
        DomainError: `code_taken`.
    """
    if Call.objects.filter(code=plan.code).exists():
        raise DomainError("code_taken", gettext_lazy("There is a call with this code already."))
    call = Call(
        programme=programme,
        jurisdiction=programme.jurisdiction,
        code=plan.code,
        title_zh=plan.title_zh,
        title_en=plan.title_en,
        form_version=plan.form_version,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        event_days=list(plan.event_days),
        **plan.fields,
    )
    require(can_run_call(actor, call))
    call.save(force_insert=True)
    Group.objects.bulk_create(Group(call=call, sort=sort, **row) for sort, row in enumerate(plan.groups))
    Stage.objects.bulk_create(Stage(call=call, **row) for row in plan.stages)
    record(actor=actor, action="call.created", subject=("call", call.pk), after={"code": call.code})
    return call


@transaction.atomic
def publish_call(*, actor: Actor, call: Call) -> Call:
    """Freeze a call and open it to the world.

    Raises:
        RefusedError: not the talent office.
        InvalidError: a list of everything that is missing.
    """
    row = Call.objects.select_for_update().get(pk=call.pk)
    require(can_run_call(actor, row))
    CALL.check(row.state, CallState.PUBLISHED)
    if problems := problems_of(row):
        raise InvalidError(problems)
    row.state, row.published_at = CallState.PUBLISHED, clock.now()
    row.save(update_fields=["state", "published_at"])
    record(actor=actor, action="call.published", subject=("call", row.pk), after={"code": row.code})
    publish(actor=actor, event=CallPublished(call_id=str(row.pk)), topics=(("call", row.pk),))
    return row


@transaction.atomic
def close_call(*, actor: Actor, call: Call) -> Call:
    """Close a call whose work is over; it stays readable.

    Raises:
        RefusedError: not the talent office.
    """
    row = Call.objects.select_for_update().get(pk=call.pk)
    require(can_run_call(actor, row))
    CALL.check(row.state, CallState.CLOSED)
    row.state = CallState.CLOSED
    row.save(update_fields=["state"])
    record(actor=actor, action="call.closed", subject=("call", row.pk))
    return row


def problems_of(call: Call) -> list[Problem]:
    """What keeps a call from being published; a bad recipe is refused here and not while it runs."""
    found: list[Problem] = []

    def add(place: str, code: str, message: str) -> None:
        found.append(Problem(place, code, message))

    for name in ("title_zh", "title_en", "summary_zh", "summary_en"):
        if not getattr(call, name).strip():
            add(name, "required", _("Both languages are needed before publication."))
    if call.opens_at is None or call.closes_at is None or call.opens_at >= call.closes_at:
        add("closes_at", "window", _("The call must open before it closes."))
    if call.form_version is None:
        add("form_version", "required", _("Choose the application form."))
    groups, stages = list(call.groups.all()), list(call.stages.order_by("ordinal", "pk"))
    if not groups:
        add("groups", "required", _("At least one group is needed."))
    if _groups_asked(call) - {group.key for group in groups}:
        add("groups", "asked", _("The form offers a group that this call does not have."))
    if sum(group.quota + group.wild_cards for group in groups) > call.seats:
        add("groups", "quota", _("The groups' quotas and wild cards are more than the seats."))
    _stage_problems(stages, add)
    return found


def _groups_asked(call: Call) -> set[str]:
    """The groups among which the form lets an applicant choose."""
    questions = questions_of(call.form_version.questions) if call.form_version else ()
    return {choice.code for question in questions if question.key == "group" for choice in question.choices}


def _stage_problems(stages: list[Stage], add: Any) -> None:
    if sorted({stage.ordinal for stage in stages}) != list(range(1, len({stage.ordinal for stage in stages}) + 1)):
        add("stages", "ordinals", _("Stages must be numbered from 1 without a gap."))
    if sum(stage.kind == "decision" for stage in stages) != 1:
        add("stages", "decision", _("Exactly one stage must decide."))
    for stage in stages:
        if stage.kind not in known_kinds():
            add(f"stage:{stage.key}", "kind", _("Unknown kind of stage: %(kind)s.") % {"kind": stage.kind})
            continue
        for text in kind_of(stage.kind).problems(stage.config):
            add(f"stage:{stage.key}", "config", text)
