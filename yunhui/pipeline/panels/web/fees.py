"""The roster of fees: worked out, handed to finance, paid; taken out with bank and tax data for finance alone."""

from io import BytesIO
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

import xlsxwriter
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, require
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import call_for
from yunhui.pipeline.panels.enums import FeeState
from yunhui.pipeline.panels.forms import whole
from yunhui.pipeline.panels.rules import can_read_fees, can_run_panel, can_see_panel
from yunhui.pipeline.panels.selectors import fees_of, panel_row
from yunhui.pipeline.panels.selectors.words import fee_words, yuan
from yunhui.pipeline.panels.services import list_fees, mark_fees, take_roster
from yunhui.ui.page import Request, holds, page

_LIGHTS = {FeeState.LISTED: "ring", FeeState.SENT: "half", FeeState.PAID: "full"}
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    heads = (
        _("Name"), _("Organisation"), _("Sheets"), _("Days"), _("Before tax (yuan)"), _("Tax withheld (yuan)"),
        _("Paid out (yuan)"), _("Document"), _("Number of the document"), _("Tax resident"), _("Holder of the account"),
        _("Bank and branch"), _("Account"),
    )  # fmt: skip
    stream = BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, plain) as book:
        page_, money = book.add_worksheet(), book.add_format({"num_format": "#,##0.00"})
        page_.write_row(0, 0, heads, book.add_format({"bold": True}))
        for at, (fee, payee) in enumerate(rows, 1):
            person = fee.expert.person
            page_.write_string(at, 0, person.name)
            page_.write_string(at, 1, str(person.organisation or ""))
            page_.write_number(at, 2, fee.sheets)
            page_.write_number(at, 3, fee.days)
            for column, amount in enumerate((fee.gross, fee.tax, fee.net), 4):
                page_.write_number(at, column, amount / 100, money)
            if payee:
                kind = f"{payee.document_kind} {payee.document_country}"
                resident = _("yes") if payee.is_resident else _("no")
                texts = (kind, payee.document, resident, payee.holder, payee.bank, payee.account)
                for column, text in enumerate(texts, 7):
                    page_.write_string(at, column, text)
        page_.set_column(0, len(heads) - 1, 18)
        page_.freeze_panes(1, 1)
    name = f"{code}-fees-{clock.now().astimezone(clock.BEIJING):%Y%m%d}.xlsx"
    response = HttpResponse(stream.getvalue(), content_type=_MEDIA_TYPE)
    spoken = f"{quote(_('Fees'))}-{name}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}; filename*=UTF-8''{spoken}"
    return response


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
