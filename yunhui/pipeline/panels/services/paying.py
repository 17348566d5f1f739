"""The roster of fees (劳务费): worked out from locked sheets and days, handed to finance, paid."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, Problem, RefusedError, require
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.experts.models import Payee
from yunhui.pipeline.experts.services import PayeeData
from yunhui.pipeline.experts.services.paying import opened
from yunhui.pipeline.panels.enums import FeeState, SeatState
from yunhui.pipeline.panels.models import Fee, Seat
from yunhui.pipeline.panels.ports import sheets_in
from yunhui.pipeline.panels.rules import can_run_panel, can_see_panel, tax_on
from yunhui.pipeline.panels.selectors.fees import fees_of
from yunhui.pipeline.panels.services.settling import panel_for_update
from yunhui.pipeline.panels.states import FEE

_MOST_DAYS = 31


@transaction.atomic
def list_fees(*, actor: Actor, call: Call, days: Mapping[UUID, int] | None = None) -> list[Fee]:
    """Work the roster out: every expert with a locked sheet or a day at the event; what is with finance already stays.

    Args:
        days: id of the expert -> days at the event; who is not named keeps the days that they had.

    Raises:
        RefusedError: not the talent office, or the panel is sealed.
        InvalidError: a number of days that cannot be.
        DomainError: `no_fee`: the call pays nothing yet.
    """
    require(can_run_panel(actor, call))
    require(can_see_panel(actor, call))
    panel = panel_for_update(call)
    if not (panel.fee_sheet or panel.fee_day):
        raise DomainError("no_fee", _("The call has no fees yet. Set them on the page of the panel."))
    given = dict(days or {})
    if any(not 0 <= one <= _MOST_DAYS for one in given.values()):
        raise InvalidError([Problem("days", "out_of_range", _("From 0 to 31 days."))])
    known = {one.expert_id: one for one in Fee.objects.select_for_update().filter(call=call)}
    served = set(Seat.objects.filter(call=call, state=SeatState.ACCEPTED).values_list("expert_id", flat=True))
    sheets = sheets_in(call.pk)
    abroad = set(Payee.objects.filter(is_resident=False).values_list("expert_id", flat=True))
    rows = []
    for expert_id in sorted(served | sheets.keys() | known.keys()):
        row = known.get(expert_id) or Fee(call=call, expert_id=expert_id, sheets=0, gross=0, tax=0)
        if row.state == FeeState.LISTED:
            row.sheets, row.days = sheets.get(expert_id, 0), given.get(expert_id, row.days)
            row.gross = row.sheets * panel.fee_sheet + row.days * panel.fee_day
            row.is_resident = expert_id not in abroad
            row.tax = tax_on(row.gross, is_resident=row.is_resident).amount
            row.listed_at = clock.now()
        rows.append(row)
    Fee.objects.bulk_create(
        [row for row in rows if row.gross or row.expert_id in known],
        update_conflicts=True,
        unique_fields=["call", "expert"],
        update_fields=["sheets", "days", "gross", "tax", "is_resident", "listed_at"],
    )
    total = sum(row.gross for row in rows)
    record(actor=actor, action="fees.listed", subject=("call", call.pk), after={"rows": len(rows), "gross": total})
    return list(fees_of(actor, call))


@transaction.atomic
def mark_fees(*, actor: Actor, call: Call, state: str) -> int:
    """Say that the roster is with finance, or that finance has paid; how many rows moved.

    Raises:
        RefusedError: not the talent office, or the panel is sealed.
        DomainError: `nothing`: no row is that far.
    """
    require(can_run_panel(actor, call))
    require(can_see_panel(actor, call))
    before = {FeeState.SENT: FeeState.LISTED, FeeState.PAID: FeeState.SENT}.get(FeeState(state))
    rows = list(Fee.objects.select_for_update().filter(call=call, state=before, gross__gt=0)) if before else []
    if not rows:
        raise DomainError("nothing", _("No fee is that far."))
    for row in rows:
        FEE.check(row.state, state)
    column = "sent_at" if state == FeeState.SENT else "paid_at"
    Fee.objects.filter(pk__in=[row.pk for row in rows]).update(state=state, **{column: clock.now()})
    record(actor=actor, action=f"fees.{state}", subject=("call", call.pk), after={"rows": len(rows)})
    return len(rows)


@transaction.atomic
def take_roster(*, actor: Actor, call: Call) -> list[tuple[Fee, PayeeData | None]]:
    """The roster with bank and tax data in the clear, for finance; the second factor was confirmed a moment ago, and
    every row that is opened stands in the log.

    Raises:
        RefusedError: not the talent office, no fresh second factor, or the panel is sealed.
    """
    require(can_run_panel(actor, call))
    if not actor.is_fresh(clock.now()):
        raise RefusedError("not_fresh", _("Confirm your second factor first."))
    rows = list(fees_of(actor, call).filter(gross__gt=0))
    found = [(row, opened(row.expert.payee) if hasattr(row.expert, "payee") else None) for row in rows]
    record(
        actor=actor,
        action="fees.exported",
        subject=("call", call.pk),
        after={"experts": [str(row.expert_id) for row, payee in found if payee]},
    )
    return found
