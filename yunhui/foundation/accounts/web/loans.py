"""Standing in for a colleague: lending a role, acting with a borrowed one, ending it."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import LENDABLE, Role
from yunhui.foundation.accounts.selectors import loans_of, own_grants
from yunhui.foundation.accounts.services import begin_acting, end_loan, lend_role
from yunhui.foundation.accounts.web.session import address_of
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, InvalidError
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page, signed_in

_LABELS = ("role", "to", "starts", "ends", "reason")


@page(signed_in)
def colleagues(request: Request) -> HttpResponse:
    """Who acts for whom, now and to come."""
    return _page(request)


@page(holds(*LENDABLE), "GET", "POST")
def lend(request: Request) -> HttpResponse:
    """Lend one of one's roles for some days."""
    if request.method != "POST":
        return HttpResponseRedirect("/account/colleagues/")
    given = {name: request.POST.get(name, "").strip()[:254] for name in _LABELS}
    wrong: dict[str, str] = {}
    days = {}
    for name in ("starts", "ends"):
        try:
            days[name] = date.fromisoformat(given[name])
        except ValueError:
            wrong[name] = _("Choose a day.")
    if not given["role"].isdigit():
        wrong["role"] = _("Choose the role.")
    if not wrong:
        try:
            lend_role(
                actor=request.actor,
                grant_id=int(given["role"]),
                to_email=given["to"],
                starts_at=clock.beijing(days["starts"]),
                ends_at=clock.end_of_day(days["ends"]),
                reason=given["reason"],
            )
        except InvalidError as error:
            wrong = {one.field: str(one.message) for one in error.problems}
        except DomainError as error:
            wrong = {"role": str(error.message)}
        else:
            return HttpResponseRedirect("/account/colleagues/?done=lent")
    return _page(request, given, wrong)


@page(signed_in, "GET", "POST")
def act(request: Request, loan_id: UUID) -> HttpResponse:
    """Act for the colleague from now on; a bar on every page says so."""
    if request.method == "POST":
        begin_acting(actor=request.actor, loan_id=loan_id, address=address_of(request))
        request.session["acting"] = str(loan_id)
        return HttpResponseRedirect("/w/")
    return HttpResponseRedirect("/account/colleagues/")


@page(signed_in, "POST")
def be_oneself(request: Request) -> HttpResponse:
    """Act for oneself again."""
    request.session.pop("acting", None)
    return HttpResponseRedirect("/w/")


@page(signed_in, "GET", "POST")
def end(request: Request, loan_id: UUID) -> HttpResponse:
    """End a loan: either side may."""
    if request.method == "POST":
        end_loan(actor=request.actor, loan_id=loan_id)
    return HttpResponseRedirect("/account/colleagues/")


def _page(request: Request, given: dict[str, str] | None = None, wrong: dict[str, str] | None = None) -> HttpResponse:
    actor = request.actor
    given, wrong = given or {}, wrong or {}
    rows = list(loans_of(actor))
    now = clock.now()
    mine = [one for one in own_grants(actor) if one.role in LENDABLE] if actor.on_behalf_of is None else []
    choices = [(str(one.pk), str(Role(one.role).label)) for one in mine]
    fields = [
        Field(
            name="role",
            label=_("Role"),
            kind="select",
            value=given.get("role", choices[0][0] if len(choices) == 1 else ""),
            choices=[("", _("Choose")), *choices],
            error=wrong.get("role", ""),
            required=True,
        ),
        Field(
            name="to",
            label=_("Colleague's e-mail"),
            kind="email",
            value=given.get("to", ""),
            error=wrong.get("to", ""),
            required=True,
        ),
        Field(
            name="starts",
            label=_("First day"),
            kind="date",
            value=given.get("starts", ""),
            error=wrong.get("starts", ""),
            required=True,
        ),
        Field(
            name="ends",
            label=_("Last day"),
            kind="date",
            value=given.get("ends", ""),
            error=wrong.get("ends", ""),
            required=True,
        ),
        Field(
            name="reason",
            label=_("Why"),
            value=given.get("reason", ""),
            error=wrong.get("reason", ""),
            help=_("For the log, in a few words: leave, travel, illness."),
            required=True,
        ),
    ]
    context = {
        "title": _("Standing in for each other"),
        "lent": [(one, str(Role(one.grant.role).label)) for one in rows if one.lender_id == actor.user_id],
        "borrowed": [
            (one, str(Role(one.grant.role).label), one.starts_at <= now)
            for one in rows
            if one.borrower_id == actor.user_id
        ],
        "fields": fields if mine else [],
        "messages": [_("Lent. Your colleague has been told.")] if request.GET.get("done") == "lent" else [],
    }
    return render(request, "accounts/colleagues.html", context, status=422 if wrong else 200)
