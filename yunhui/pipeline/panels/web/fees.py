"""The roster of fees: worked out, handed to finance, paid; taken out with bank and tax data for finance alone."""

from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, require
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import call_for
from yunhui.pipeline.experts.services.paying import PayeeData
from yunhui.pipeline.panels.enums import FeeState
from yunhui.pipeline.panels.forms import whole
from yunhui.pipeline.panels.models import Fee
from yunhui.pipeline.panels.rules import can_read_fees, can_run_panel, can_see_panel
from yunhui.pipeline.panels.selectors import fees_of, panel_row
from yunhui.pipeline.panels.selectors.words import fee_words, yuan
from yunhui.pipeline.panels.services import list_fees, mark_fees, take_roster
from yunhui.ui import formats
from yunhui.ui.page import Request, holds, page
from yunhui.ui.sheets import MEDIA_TYPE, Fact, Head, workbook

_LIGHTS = {FeeState.LISTED: "ring", FeeState.SENT: "half", FeeState.PAID: "full"}


@page(holds(Role.OFFICE, Role.APPROVER))
def fees(request: Request, code: str) -> HttpResponse:
    """Everyone's sheets, days and fee; bank details only as “there” or “missing”."""
    return _page(request, call_for(request.actor, code, inside=True))


@page(holds(Role.OFFICE), "POST")
def work_out(request: Request, code: str) -> HttpResponse:
    """Count the sheets anew, take the days that were typed, and work the tax out."""
    call = call_for(request.actor, code, inside=True)
    try:
        days = {}
        for name, text in request.POST.items():
            if name.startswith("days-") and (number := whole(str(text), name)) is not None:
                days[UUID(name.removeprefix("days-"))] = number
        list_fees(actor=request.actor, call=call, days=days)
    except ValueError:
        return HttpResponseRedirect(_home(call))
    except DomainError as error:
        if error.status in (403, 404):
            raise
        return _page(request, call, refusal=str(error.message))
    return HttpResponseRedirect(f"{_home(call)}?done=1")


@page(holds(Role.OFFICE), "POST")
def mark(request: Request, code: str) -> HttpResponse:
    """With finance, or paid."""
    call = call_for(request.actor, code, inside=True)
    state = request.POST.get("state", "")
    try:
        mark_fees(actor=request.actor, call=call, state=state if state in FeeState.values else FeeState.LISTED)
    except DomainError as error:
        if error.status in (403, 404):
            raise
        return _page(request, call, refusal=str(error.message))
    return HttpResponseRedirect(f"{_home(call)}?done=1")


@page(holds(Role.OFFICE))
def sheet(request: Request, code: str) -> HttpResponse:
    """The roster for finance, with bank and tax data in the clear; the second factor is asked for, the reading
    logged."""
    actor, call = request.actor, call_for(request.actor, code, inside=True)
    if not actor.is_fresh(clock.now()):
        return HttpResponseRedirect(f"/sign-in/second?{urlencode({'next': _home(call)})}")
    rows = take_roster(actor=actor, call=call)
    heads: list[Head] = [
        (_("Name"), 16), (_("Organisation"), 30), (_("Sheets"), 8), (_("Days"), 8), (_("Before tax (yuan)"), 16),
        (_("Tax withheld (yuan)"), 18), (_("Paid out (yuan)"), 16), (_("Document"), 16),
        (_("Number of the document"), 24),
        (_("Tax resident"), 12), (_("Holder of the account"), 20), (_("Bank and branch"), 36), (_("Account"), 28),
    ]  # fmt: skip

    def about(count: int) -> list[Fact]:
        return [
            (_("Call"), pick(call, "title", actor.language)),
            (_("Rows"), count),
            (_("As of"), formats.moment(clock.now(), actor.language, formats.BEIJING, year=True)
             + f" ({_('Beijing time')}, UTC+8)"),
            (_("Made by"), actor.name),
            (_("For whom"), _("finance alone: bank and tax data in the clear; this reading is logged")),
        ]  # fmt: skip

    content, _count = workbook(_("Fees"), heads, (_cells(fee, payee) for fee, payee in rows), about)
    name = f"{code}-fees-{clock.now().astimezone(clock.BEIJING):%Y%m%d}.xlsx"
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    spoken = f"{quote(_('Fees'))}-{name}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}; filename*=UTF-8''{spoken}"
    return response


def _cells(fee: Fee, payee: PayeeData | None) -> list[Any]:
    """One expert's line; money in yuan, the numbers of documents and accounts as text."""
    person = fee.expert.person
    money = (Decimal(amount) / 100 for amount in (fee.gross, fee.tax, fee.net))
    cells = [person.name, str(person.organisation or ""), fee.sheets, fee.days, *money]
    if payee is None:
        return cells
    kind = f"{payee.document_kind} {payee.document_country}"
    resident = _("yes") if payee.is_resident else _("no")
    return [*cells, kind, payee.document, resident, payee.holder, payee.bank, payee.account]


def _home(call: Call) -> str:
    return f"/w/calls/{call.code}/panel/fees/"


def _page(request: Request, call: Call, refusal: str = "") -> HttpResponse:
    actor, language = request.actor, request.actor.language
    require(can_read_fees(actor, call))
    is_sealed = not can_see_panel(actor, call)
    rows = [] if is_sealed else list(fees_of(actor, call))
    states = {one.state for one in rows if one.gross}
    context: dict[str, Any] = {
        "title": _("Fees"),
        "call_title": pick(call, "title", language),
        "panel_url": f"/w/calls/{call.code}/panel/",
        "home": _home(call),
        "fee": fee_words(panel_row(call), language),
        "is_sealed": is_sealed,
        "rows": [
            {
                "fee": one,
                "expert": one.expert_id,
                "name": one.expert.person.name,
                "organisation": pick(house, "name", language) if (house := one.expert.person.organisation) else "",
                "gross": yuan(one.gross),
                "tax": yuan(one.tax),
                "net": yuan(one.net),
                "has_payee": hasattr(one.expert, "payee"),
                "is_listed": one.state == FeeState.LISTED,
                "light": _LIGHTS[FeeState(one.state)],
                "days": request.POST.get(f"days-{one.expert_id}", str(one.days)) if refusal else str(one.days),
            }
            for one in rows
        ],
        "totals": [yuan(sum(getattr(one, name) for one in rows)) for name in ("gross", "tax", "net")],
        "can_run": bool(can_run_panel(actor, call)),
        "can_send": FeeState.LISTED in states,
        "can_pay": FeeState.SENT in states,
        "done": "done" in request.GET,
        "refusal": refusal,
    }
    return render(request, "panels/fees.html", context, status=409 if refusal else 200)
