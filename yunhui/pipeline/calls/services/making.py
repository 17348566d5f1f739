"""Making calls: by a recipe, or as a copy of last season's."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.models import FormVersion
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, require
from yunhui.pipeline.calls.models import Call, Group, Programme, Stage
from yunhui.pipeline.calls.rules import can_make_call, can_run_call

# What a copy takes over; dates, state and what ran are its own.
_COPIED = (
    "summary_zh", "summary_en", "venue_zone", "rank_by", "rule_clause", "seats", "reserves", "gate_mean",
    "min_interests", "max_boards", "allows_recommendation", "form_draft", "eligibility", "before", "undertaking_zh",
    "undertaking_en", "allows_download", "stale", "form_version_id",
)  # fmt: skip
_OF_GROUP = (
    "key",
    "name_zh",
    "name_en",
    "track",
    "industry",
    "is_overseas",
    "quota",
    "wild_cards",
    "wild_card_of",
    "sort",
)
_OF_STAGE = (
    "ordinal", "key", "kind", "name_zh", "name_en", "applicant_zh", "applicant_en", "working_days", "gate", "on_fail",
    "config",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CallPlan:
    """Everything that a recipe says of a new call."""

    code: str
    title_zh: str
    title_en: str
    form_version: FormVersion
    groups: tuple[dict[str, Any], ...]
    stages: tuple[dict[str, Any], ...]
    opens_at: datetime | None
    closes_at: datetime | None
    event_days: tuple[date, ...]
    fields: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def create_call(*, actor: Actor, programme: Programme, plan: CallPlan) -> Call:
    """Make a draft call with its groups and stages.

    Raises:
        RefusedError: not the talent office.
        DomainError: `code_taken`.
    """
    _free(plan.code)
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
    require(can_make_call(actor))
    call.save(force_insert=True)
    Group.objects.bulk_create(Group(call=call, sort=sort, **row) for sort, row in enumerate(plan.groups))
    Stage.objects.bulk_create(Stage(call=call, **row) for row in plan.stages)
    record(actor=actor, action="call.created", subject=("call", call.pk), after={"code": call.code})
    return call


@transaction.atomic
def copy_call(*, actor: Actor, call: Call, code: str, titles: tuple[str, str]) -> Call:
    """A draft with everything of another call but its dates.

    Raises:
        RefusedError: not the talent office, or the other call is not theirs.
        DomainError: `code_taken`.
    """
    require(can_make_call(actor))
    require(can_run_call(actor, call))
    _free(code)
    copy = Call.objects.create(
        programme_id=call.programme_id,
        jurisdiction_id=call.jurisdiction_id,
        code=code,
        title_zh=titles[0],
        title_en=titles[1],
        **{name: getattr(call, name) for name in _COPIED},
    )
    groups, stages = call.groups.order_by("sort", "pk"), call.stages.order_by("ordinal", "pk")
    Group.objects.bulk_create(Group(call=copy, **{name: getattr(row, name) for name in _OF_GROUP}) for row in groups)
    Stage.objects.bulk_create(Stage(call=copy, **{name: getattr(row, name) for name in _OF_STAGE}) for row in stages)
    record(
        actor=actor, action="call.created", subject=("call", copy.pk), after={"code": copy.code, "copied": call.code}
    )
    return copy


def _free(code: str) -> None:
    if Call.objects.filter(code=code).exists():
        raise DomainError("code_taken", gettext_lazy("There is a call with this code already."))
