"""One's own account: name, clock, address, password, open sessions, other doors, colleagues."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import auth
from django.contrib.auth.hashers import check_password
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import FactorKind, Purpose, Role
from yunhui.foundation.accounts.errors import CodeError
from yunhui.foundation.accounts.forms import (
    all_zones,
    code_field,
    email_field,
    email_problem,
    language_field,
    name_field,
    name_problem,
    new_password_field,
    zone_field,
)
from yunhui.foundation.accounts.models import User, Visit
from yunhui.foundation.accounts.ports import providers
from yunhui.foundation.accounts.selectors import own_account, own_factors, own_identities, own_proposals, own_visits
from yunhui.foundation.accounts.services import (
    ask_to_move,
    confirm_move,
    end_visit,
    end_visits,
    set_name,
    set_password,
    set_preferences,
    unlink_identity,
)
from yunhui.foundation.accounts.web.entrance import remember
from yunhui.foundation.accounts.web.session import address_of
from yunhui.foundation.limits.errors import LimitedError
from yunhui.foundation.limits.services import take
from yunhui.kernel.errors import DomainError, InvalidError
from yunhui.kernel.i18n import LANGUAGES
from yunhui.ui import formats
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, page, signed_in


@dataclass(frozen=True, slots=True)
class Door:
    """Another door on the page: its words, and under which name it is linked."""

    key: str
    words: str
    linked_as: str | None


@page(signed_in)
def account(request: Request) -> HttpResponse:
    """Everything about one's account on one page, each with what can be done about it."""
    actor, user = request.actor, request.user
    assert isinstance(user, User)  # nobody else comes this far, and the request has read them
    factors = list(own_factors(actor))
    linked = {one.provider: one.name for one in own_identities(actor)}
    side = 0 if actor.language.startswith("zh") else 1
    context = {
        "title": _("Your account"),
        "account": user,
        "zone": formats.clock_name(user.zone, actor.language),
        "has_password": user.has_usable_password(),
        "factors": factors,
        "has_app": any(one.kind == FactorKind.TOTP for one in factors),
        "codes_left": user.recovery_codes.filter(used_at__isnull=True).count() if factors else 0,
        "sessions": own_visits(actor).count(),
        "doors": [Door(key, one.label[side], linked.get(key)) for key, one in providers().items()],
        "awaited": ("、" if actor.language.startswith("zh") else ", ").join(
            str(Role(one.role).label) for one in own_proposals(actor)
        ),
        "is_staff": bool(actor.grants) or actor.on_behalf_of is not None,
        "messages": [said] if (said := _done(request)) else [],
    }
    return render(request, "accounts/account.html", context)


@page(signed_in, "GET", "POST")
def profile(request: Request) -> HttpResponse:
    """Name, language and clock."""
    user = own_account(request.actor)
    name, language, zone = user.name, user.language, user.zone
    wrong: dict[str, str] = {}
    if request.method == "POST":
        name = " ".join(request.POST.get("name", "").split())
        language, zone = request.POST.get("language", ""), request.POST.get("zone", "")
        if problem := name_problem(name):
            wrong["name"] = problem
        if language not in LANGUAGES:
            wrong["language"] = _("Choose a language.")
        if zone not in all_zones():
            wrong["zone"] = _("Choose a time zone.")
        if not wrong:
            set_name(actor=request.actor, name=name)
            set_preferences(actor=request.actor, language=language, zone=zone)
            response = HttpResponseRedirect("/account/?done=kept")
            response.set_cookie("yunhui_language", language, max_age=31_536_000, samesite="Lax", httponly=True)
            return response
    fields = [
        name_field(name, wrong.get("name", "")),
        language_field(language, wrong.get("language", "")),
        zone_field(zone, request.actor.language, wrong.get("zone", "")),
    ]
    return _form(request, _("Name, language and clock"), fields, _("Keep"), wrong=bool(wrong))


@page(signed_in, "GET", "POST")
def password(request: Request) -> HttpResponse:
    """A new password, by the old one; without an old one by a second factor, or by the code of a mailbox."""
    user = own_account(request.actor)
    if not user.has_usable_password() and not request.actor.is_system and request.actor.assurance < 2:
        return HttpResponseRedirect("/sign-in/forgotten?next=/account/")
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            take(f"password:{user.pk}", most=10, seconds=900)
            if user.has_usable_password() and not check_password(request.POST.get("old", "")[:1000], user.password):
                wrong["old"] = _("This is not your password now.")
            else:
                key = str(request.session.session_key)
                kept = set_password(
                    actor=request.actor,
                    user=user,
                    password=request.POST.get("password", ""),
                    address=address_of(request),
                    keep=key,
                )
                _keep_session(request, kept)
                return HttpResponseRedirect("/account/?done=password")
        except InvalidError as error:
            wrong["password"] = str(error.problems[0].message)
        except LimitedError as error:
            wrong["old"] = str(error.message)
    fields = [new_password_field(wrong.get("password", ""))]
    if user.has_usable_password():
        old = Field(
            name="old",
            label=_("Password now"),
            kind="password",
            autocomplete="current-password",
            error=wrong.get("old", ""),
            required=True,
        )
        fields.insert(0, old)
    about = _("Every other session of yours ends, and an e-mail tells you.")
    return _form(request, _("Set a new password"), fields, _("Set the password"), about=about, wrong=bool(wrong))


@page(signed_in, "GET", "POST")
def email(request: Request) -> HttpResponse:
    """Ask to move to another address; a code goes there."""
    typed, error = "", ""
    if request.method == "POST":
        typed = request.POST.get("email", "").strip()
        error = email_problem(typed)
        if not error:
            try:
                row = ask_to_move(actor=request.actor, email=typed, address=address_of(request))
            except LimitedError as limited:
                error = str(limited.message)
            else:
                remember(request, Purpose.EMAIL, row.pk, typed)
                return HttpResponseRedirect("/account/email/code")
    field = email_field(typed, error, _("We send a code there; until you have typed it, nothing changes."))
    return _form(request, _("Change your address"), [field], _("Send the code"), wrong=bool(error))


@page(signed_in, "GET", "POST")
def email_code(request: Request) -> HttpResponse:
    """The code that reached the new address."""
    kept = request.session.get("mail_code") or {}
    if kept.get("purpose") != Purpose.EMAIL:
        return HttpResponseRedirect("/account/email")
    error = ""
    if request.method == "POST":
        try:
            confirm_move(
                actor=request.actor,
                code_id=UUID(kept["id"]),
                typed=request.POST.get("code", "")[:40],
                address=address_of(request),
            )
        except DomainError:  # also when the address belongs to somebody else: that is not told here
            error = str(CodeError().message)
        else:
            request.session.pop("mail_code", None)
            return HttpResponseRedirect("/account/?done=email")
    about = _("We sent a code to %(email)s.") % {"email": kept["email"]}
    return _form(
        request, _("Type the code"), [code_field(error)], _("Change the address"), about=about, wrong=bool(error)
    )


@page(signed_in, "GET", "POST")
def sessions(request: Request) -> HttpResponse:
    """Where one is signed in, and ending that: one, or all but this one."""
    here = request.session.session_key
    if request.method == "POST":
        if wanted := request.POST.get("session"):
            key = next((one.session_key for one in own_visits(request.actor) if handle_of(one) == wanted), "")
            end_visit(actor=request.actor, session_key=key, address=address_of(request))
        else:
            end_visits(user=own_account(request.actor), keep=str(here), address=address_of(request))
        return HttpResponseRedirect("/account/sessions/?done=ended")
    rows = [(one, handle_of(one), one.session_key == here) for one in own_visits(request.actor)]
    context = {
        "title": _("Where you are signed in"),
        "rows": rows,
        "others": sum(not is_here for _row, _handle, is_here in rows),
        "messages": [said] if (said := _done(request)) else [],
    }
    return render(request, "accounts/sessions.html", context)


@page(signed_in, "GET", "POST")
def unlink(request: Request, provider: str) -> HttpResponse:
    """Close another door to one's account."""
    if request.method == "POST":
        unlink_identity(actor=request.actor, provider=provider, address=address_of(request))
        return HttpResponseRedirect("/account/?done=unlinked")
    return HttpResponseRedirect("/account/")


def handle_of(visit: Visit) -> str:
    """A name for a session on a page: the key itself would open it."""
    return f"{int(visit.began_at.timestamp() * 1000):x}"


def _keep_session(request: Request, user: Any) -> None:
    """The password changed: this session goes on, under a new key of the same visit."""
    old = str(request.session.session_key)
    auth.update_session_auth_hash(request, user)
    request.session.save()
    Visit.objects.filter(session_key=old).update(session_key=str(request.session.session_key))


def _form(
    request: Request, title: str, fields: list[Field], button: str, *, about: str = "", wrong: bool = False
) -> HttpResponse:
    context = {"title": title, "fields": fields, "button": button, "about": about}
    return render(request, "accounts/form.html", context, status=422 if wrong else 200)


def _done(request: Request) -> str:
    return {
        "kept": _("Kept."),
        "password": _("Your password is set. Other sessions have ended."),
        "email": _("Your address has changed."),
        "linked": _("Linked. You can sign in that way from now on."),
        "unlinked": _("This sign-in no longer opens your account."),
        "ended": _("Ended."),
        "app": _("Your authenticator app is set up."),
        "passkey": _("Your passkey is added."),
        "removed": _("Removed."),
        "lent": _("Lent. Your colleague has been told."),
    }.get(request.GET.get("done", ""), "")
