"""Coming in by password, by an e-mailed code or by a passkey; a forgotten password; going out."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Purpose, SecurityKind
from yunhui.foundation.accounts.errors import CodeError, HeldError
from yunhui.foundation.accounts.forms import code_field, email_field, email_problem, new_password_field
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.ports import providers
from yunhui.foundation.accounts.rules import password_problem
from yunhui.foundation.accounts.services import (
    ask_code,
    check_credentials,
    log_security,
    set_password,
    sign_in_options,
    use_code,
    use_passkey,
)
from yunhui.foundation.accounts.web.session import address_of, enter, following_of, half_of, leave
from yunhui.foundation.limits.errors import LimitedError
from yunhui.foundation.limits.services import take
from yunhui.kernel import actor as actors
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, anyone, page, with_account


@page(anyone, "GET", "POST")
def sign_in(request: Request) -> HttpResponse:
    """Address and password; the answer does not tell which of the two was wrong."""
    following = following_of(request)
    error, email, status = "", "", 200
    if request.method == "POST":
        email = request.POST.get("email", "")[:254]
        try:
            user = check_credentials(
                email=email, password=request.POST.get("password", "")[:1000], address=address_of(request)
            )
        except HeldError as held:
            error, status = str(held.message), 429
        else:
            if user:
                return enter(request, user, assurance=1, following=following, note="password")
            error, status = _("Address and password do not fit together. Check both, or sign in by a code."), 422
    fields = [
        email_field(email, error),
        Field(name="password", label=_("Password"), kind="password", autocomplete="current-password", required=True),
    ]
    context = {
        "title": _("Sign in"),
        "fields": fields,
        "following": following,
        "doors": doors_for(request),
        "was_idle": request.session.pop("why", "") == "idle" if request.method == "GET" else False,
    }
    return render(request, "accounts/sign_in.html", context, status=status)


@page(with_account, "POST")
def sign_out(request: Request) -> HttpResponse:
    """End the session."""
    user = request.user if isinstance(request.user, User) else None
    email = user.email if user else ""
    log_security(kind=SecurityKind.SIGNED_OUT, user=user, email=email, address=address_of(request))
    leave(request)
    return HttpResponseRedirect("/")


@page(anyone, "GET", "POST")
def by_code(request: Request) -> HttpResponse:
    """Ask for a code by e-mail; the next page is the same for every address."""
    return _ask(request, Purpose.SIGN_IN, _("Sign in by a code"), "/sign-in/code")


@page(anyone, "GET", "POST")
def code(request: Request) -> HttpResponse:
    """The code that came by e-mail."""
    asked = _asked(request, Purpose.SIGN_IN)
    if asked is None:
        return HttpResponseRedirect("/sign-in/by-code")
    error = ""
    if request.method == "POST":
        try:
            row = use_code(
                code_id=asked,
                typed=request.POST.get("code", "")[:40],
                purpose=Purpose.SIGN_IN,
                address=address_of(request),
            )
        except CodeError as wrong:
            error = str(wrong.message)
        else:
            assert row.user is not None
            _forget(request)
            return enter(request, row.user, assurance=1, following=following_of(request), note="code")
    context = {
        "title": _("Type the code"),
        "sent_to": request.session["mail_code"]["email"],
        "again": "/sign-in/by-code",
        "fields": [code_field(error)],
        "following": following_of(request),
        "button": _("Sign in"),
    }
    return render(request, "accounts/code.html", context, status=422 if error else 200)


@page(anyone, "GET", "POST")
def forgotten(request: Request) -> HttpResponse:
    """Ask for a code with which a new password can be set."""
    return _ask(request, Purpose.PASSWORD, _("Set a new password"), "/sign-in/new-password")


@page(anyone, "GET", "POST")
def new_password(request: Request) -> HttpResponse:
    """The code, and a new password. The code is only spent once the password keeps the rules."""
    asked = _asked(request, Purpose.PASSWORD)
    if asked is None:
        return HttpResponseRedirect("/sign-in/forgotten")
    wrong: dict[str, str] = {}
    if request.method == "POST":
        password = request.POST.get("password", "")
        email = request.session["mail_code"]["email"]
        if problem := password_problem(password, (email,)):
            wrong["password"] = str(problem)
        else:
            try:
                row = use_code(
                    code_id=asked,
                    typed=request.POST.get("code", "")[:40],
                    purpose=Purpose.PASSWORD,
                    address=address_of(request),
                )
            except CodeError as error:
                wrong["code"] = str(error.message)
            else:
                assert row.user is not None
                user = set_password(
                    actor=actors.system("accounts"), user=row.user, password=password, address=address_of(request)
                )
                _forget(request)
                return enter(request, user, assurance=1, following=following_of(request), note="new password")
    context = {
        "title": _("Set a new password"),
        "sent_to": request.session["mail_code"]["email"],
        "again": "/sign-in/forgotten",
        "fields": [code_field(wrong.get("code", "")), new_password_field(wrong.get("password", ""))],
        "following": following_of(request),
        "button": _("Set the password and sign in"),
    }
    return render(request, "accounts/code.html", context, status=422 if wrong else 200)


@page(anyone, "POST")
def passkey_options(request: Request) -> HttpResponse:
    """What the browser needs to find a passkey: any of this site, or one of whoever owes the second factor."""
    try:
        take(f"passkey:{address_of(request)}", most=60, seconds=600)
    except LimitedError as error:
        return JsonResponse({"error": str(error.message)}, status=429)
    user = request.user if isinstance(request.user, User) else None
    half = half_of(request)
    options, state = sign_in_options(user=user or (half.user if half else None), **site_of(request))
    request.session["passkey"] = state
    return JsonResponse(options)


@page(anyone, "GET", "POST")
def passkey(request: Request) -> HttpResponse:
    """A passkey answers: that is possession and the person's own unlocking at once, so it needs nothing else."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/sign-in?{urlencode({'next': following_of(request)})}")
    state = request.session.pop("passkey", None)
    try:
        user = use_passkey(
            answer=answer_of(request), state=state or {}, user=None, address=address_of(request), **site_of(request)
        )
    except CodeError:
        context = {
            "title": _("Sign in"),
            "fields": [
                email_field(),
                Field(
                    name="password",
                    label=_("Password"),
                    kind="password",
                    autocomplete="current-password",
                    required=True,
                ),
            ],
            "following": following_of(request),
            "doors": doors_for(request),
            "refusal": _("This passkey does not open an account here. Sign in another way."),
        }
        return render(request, "accounts/sign_in.html", context, status=422)
    return enter(request, user, assurance=2, following=following_of(request), note="passkey")


def answer_of(request: Request) -> dict[str, Any]:
    """What the browser's passkey said, as the page's script put it into the form."""
    try:
        found = json.loads(request.POST.get("answer", "")[:20_000])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def site_of(request: Request) -> dict[str, str]:
    """Who asks for a passkey: the platform's name and the host under which it is reached."""
    return {"site": _("Yunhui"), "host": request.get_host().rpartition(":")[0] or request.get_host()}


def doors_for(request: Request) -> list[tuple[str, str]]:
    """The buttons of other services: key and words."""
    side = 0 if request.actor.language.startswith("zh") else 1
    return [(key, one.label[side]) for key, one in providers().items()]


def remember(request: Request, purpose: str, code_id: UUID, email: str) -> None:
    """Keep in this browser which code was asked for; the code opens nothing elsewhere."""
    request.session["mail_code"] = {"purpose": str(purpose), "id": str(code_id), "email": email}


def _ask(request: Request, purpose: Purpose, title: str, then: str) -> HttpResponse:
    email, error, status = "", "", 200
    if request.method == "POST":
        email = request.POST.get("email", "").strip()[:254]
        error = email_problem(email)
        status = 422 if error else 200
        if not error:
            try:
                row = ask_code(actor=request.actor, purpose=purpose, email=email, address=address_of(request))
            except LimitedError as limited:
                error, status = str(limited.message), 429
            else:
                remember(request, purpose, row.pk, email)
                return HttpResponseRedirect(f"{then}?{urlencode({'next': following_of(request)})}")
    context = {
        "title": title,
        "fields": [email_field(email, error)],
        "following": following_of(request),
        "is_forgotten": purpose == Purpose.PASSWORD,
    }
    return render(request, "accounts/ask_code.html", context, status=status)


def _asked(request: Request, purpose: Purpose) -> UUID | None:
    kept = request.session.get("mail_code") or {}
    return UUID(kept["id"]) if kept.get("purpose") == str(purpose) else None


def _forget(request: Request) -> None:
    request.session.pop("mail_code", None)
