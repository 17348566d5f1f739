"""Registering, and opening an invited account."""

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunhui.foundation.accounts.enums import Purpose
from yunhui.foundation.accounts.errors import CodeError
from yunhui.foundation.accounts.forms import (
    code_field,
    email_field,
    language_field,
    name_field,
    name_problem,
    new_password_field,
    read_registration,
    zone_field,
)
from yunhui.foundation.accounts.selectors import invitation_of
from yunhui.foundation.accounts.services import (
    accept_invitation,
    ask_to_register,
    confirm_registration,
)
from yunhui.foundation.accounts.web.entrance import doors_for, remember
from yunhui.foundation.accounts.web.session import address_of, enter, following_of
from yunhui.foundation.limits.errors import LimitedError
from yunhui.kernel.errors import DomainError, InvalidError
from yunhui.ui.page import Request, anyone, page


@page(anyone, "GET", "POST")
def register(request: Request) -> HttpResponse:
    """An account for whoever applies. The next page is the same whether the address is known or not."""
    if request.actor.is_signed_in:
        return HttpResponseRedirect(_following(request))
    form = read_registration(request.POST)
    wrong, status = {}, 200
    if request.method == "POST":
        wrong = {name: problem for name, problem in form.wrong.items() if problem}
        status = 422 if wrong else 200
        if form.is_machine:  # it learns nothing, and nothing is sent
            remember(request, Purpose.REGISTER, uuid4(), form.email)
            return HttpResponseRedirect("/register/code")
        if not wrong:
            try:
                row = ask_to_register(
                    email=form.email,
                    name=form.name,
                    language=form.language,
                    zone=form.zone,
                    password=form.password,
                    address=address_of(request),
                    actor=request.actor,
                )
            except LimitedError as limited:
                wrong, status = {"email": str(limited.message)}, 429
            else:
                remember(request, Purpose.REGISTER, row.pk, form.email)
                request.session["following"] = _following(request)
                return HttpResponseRedirect("/register/code")
    actor = request.actor
    fields = [
        name_field(form.name, wrong.get("name", "")),
        email_field(
            form.email,
            wrong.get("email", ""),
            _("We send a code there. Any address will do; no Chinese telephone or identity card is needed."),
        ),
        new_password_field(wrong.get("password", ""), required=False),
        language_field(form.language or actor.language, wrong.get("language", "")),
        zone_field(form.zone or actor.zone, actor.language, wrong.get("zone", "")),
    ]
    context = {
        "title": pgettext("account", "Register"),
        "fields": fields,
        "following": _following(request),
        "doors": doors_for(request),
    }
    return render(request, "accounts/register.html", context, status=status)


@page(anyone, "GET", "POST")
def code(request: Request) -> HttpResponse:
    """The code that shows that the address is one's own; then the account is made and its owner is in."""
    kept = request.session.get("mail_code") or {}
    if kept.get("purpose") != Purpose.REGISTER:
        return HttpResponseRedirect("/register")
    error = ""
    if request.method == "POST":
        try:
            user = confirm_registration(
                code_id=UUID(kept["id"]), typed=request.POST.get("code", "")[:40], address=address_of(request)
            )
        except CodeError as wrong:
            error = str(wrong.message)
        except DomainError:  # the address got an account meanwhile; whose, is not told here
            error = str(CodeError().message)
        else:
            following = request.session.pop("following", "/my/")
            request.session.pop("mail_code", None)
            return enter(request, user, assurance=1, following=following, note="registered")
    context = {
        "title": _("Type the code"),
        "sent_to": kept["email"],
        "again": "/register",
        "fields": [code_field(error)],
        "following": request.session.get("following", ""),
        "button": _("Make the account"),
    }
    return render(request, "accounts/code.html", context, status=422 if error else 200)


@page(anyone, "GET", "POST")
def invitation(request: Request, token: str) -> HttpResponse:
    """The page behind the link of an invitation: a name to put right, a password to choose."""
    row = invitation_of(token)
    if row is None:
        return render(request, "accounts/invitation_over.html", {"title": _("This link is over")}, status=410)
    wrong, name = {}, row.user.name
    if request.method == "POST":
        name = " ".join(request.POST.get("name", "").split())
        if problem := name_problem(name):
            wrong["name"] = problem
        try:
            if not wrong:
                user = accept_invitation(
                    token=token, password=request.POST.get("password", ""), name=name, address=address_of(request)
                )
                return enter(request, user, assurance=1, following="/account/", note="invitation")
        except InvalidError as error:
            wrong["password"] = str(error.problems[0].message)
        except DomainError as error:
            raise Http404(error.code) from error
    context = {
        "title": _("Welcome"),
        "email": row.user.email,
        "fields": [name_field(name, wrong.get("name", "")), new_password_field(wrong.get("password", ""))],
    }
    return render(request, "accounts/invitation.html", context, status=422 if wrong else 200)


def _following(request: Request) -> str:
    """Where an applicant goes on: to what they wanted, else to their applications."""
    wanted = following_of(request)
    return "/my/" if wanted == "/" else wanted
