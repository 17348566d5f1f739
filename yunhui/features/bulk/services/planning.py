"""Saying what an action would do, without doing any of it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from yunhui.features.bulk.rules import MOST, Line, Plan
from yunhui.features.bulk.services.actions import ACTIONS
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, require
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import can_run_call


def plan_of(*, actor: Actor, call: Call, action: str, given: Mapping[str, str], ids: Sequence[UUID]) -> Plan:
    """What an action would do to some submitted applications of a call, as things stand now.

    Args:
        given: the action's parameters as typed.

    Raises:
        RefusedError: not the talent office.
        NotFoundError: no such action.
        InvalidError: a parameter needs correction.
        DomainError: `too_many`.
    """
    require(can_run_call(actor, call))
    kind = ACTIONS.get(action)
    if kind is None:
        raise NotFoundError("action")
    if len(ids) > MOST:
        raise DomainError("too_many", f"at most {MOST}")
    params = kind.clean(call, given)
    rows = list(
        Application.objects.filter(call=call, number__isnull=False, pk__in=ids)
        .select_related("group", "keeper", "standing")
        .defer("answers", "revisions", "others", "search")
        .order_by("number")
    )
    lines = []
    for row, (does, says) in zip(rows, kind.plan(call, rows, params), strict=True):
        name = row.title if actor.language.startswith("zh") else row.title_en or row.title
        lines.append(Line(row.pk, row.number or 0, name, does, str(says)))
    return Plan(action, params, lines)
