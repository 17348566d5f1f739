"""The expert's own data: titles, fields, languages, organisations, ties; and how they are paid."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import InvalidError
from yunhui.pipeline.experts.forms import expert_fields, particulars_from, payee_fields, payee_from
from yunhui.pipeline.experts.selectors import own_expert, payee_of
from yunhui.pipeline.experts.services import keep_expert, keep_payee, read_payee
from yunhui.ui.page import Request, holds, page

HOME = "/w/panel/"


@page(holds(Role.EXPERT), "GET", "POST")
def data(request: Request) -> HttpResponse:
    """What the library says of the reader; they keep it right, because it decides what they are given to judge."""
    row, errors = own_expert(request.actor), dict[str, str]()
    posted = request.POST if request.method == "POST" else None
    if posted is not None:
        try:
            keep_expert(actor=request.actor, particulars=particulars_from(posted, row), expert_id=row.pk)
        except InvalidError as error:
            errors = {one.field: str(one.message) for one in error.problems}
        else:
            return HttpResponseRedirect(f"{HOME}?done=kept")
    context = {
        "title": _("My data as an expert"),
        "back": HOME,
        "name": row.person.name,
        "fields": expert_fields(row, request.actor.language, posted, errors, by_office=False),
    }
    return render(request, "experts/own.html", context, status=422 if errors else 200)


@page(holds(Role.EXPERT, fresh=True), "GET", "POST")
def payment(request: Request) -> HttpResponse:
    """Bank and tax data: typed by the expert, kept encrypted, shown masked; `show` opens one's own for one look."""
    actor, row = request.actor, own_expert(request.actor)
    errors, shown = dict[str, str](), None
    if request.method == "POST" and request.POST.get("do") == "show":
        shown = read_payee(actor=actor, expert_id=row.pk)
    elif request.method == "POST":
        try:
            keep_payee(actor=actor, given=payee_from(request.POST.dict()))
        except InvalidError as error:
            errors = {one.field: str(one.message) for one in error.problems}
        else:
            return HttpResponseRedirect(f"{HOME}?done=kept")
    typed = request.POST.dict() if errors else {}
    payee = payee_of(row)
    context: dict[str, Any] = {
        "title": _("Bank and tax data"),
        "back": HOME,
        "payee": payee,
        "shown": shown,
        "fields": payee_fields(payee, actor.language, typed, errors),
    }
    return render(request, "experts/payment.html", context, status=422 if errors else 200)
