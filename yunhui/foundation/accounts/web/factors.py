"""Setting up second factors: an authenticator app, passkeys, recovery codes."""

from io import BytesIO
from uuid import UUID

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import FactorKind
from yunhui.foundation.accounts.errors import CodeError
from yunhui.foundation.accounts.forms import code_field
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import has_factor, own_account, own_factors
from yunhui.foundation.accounts.services import (
    add_app,
    add_passkey,
    new_recovery_codes,
    new_secret,
    passkey_options,
    remove_factor,
)
from yunhui.foundation.accounts.web.entrance import answer_of, site_of
from yunhui.foundation.accounts.web.session import address_of, device_of, following_of, prove_again
from yunhui.kernel import clock
from yunhui.ui.page import Request, page, with_account


@page(with_account)
def factors(request: Request) -> HttpResponse:
    """Which second factors there are, and why a role asks for one."""
    return _stale(request) or _factors(request)


@page(with_account, "GET", "POST")
def app(request: Request) -> HttpResponse:
    """Scan, type the six digits: from then on the app is the second factor."""
    if asked := _stale(request):
        return asked
    user, error = own_account(request.actor), ""
    sealed = request.session.get("new_app")
    secret = settings.VAULT.decrypt("accounts.new_app", sealed) if sealed else new_secret()
    if not sealed:
        request.session["new_app"] = settings.VAULT.encrypt("accounts.new_app", secret)
    if request.method == "POST":
        try:
            codes = add_app(
                actor=request.actor,
                secret=secret,
                code=request.POST.get("code", "")[:20],
                address=address_of(request),
            )
        except CodeError:
            error = _("The app shows another code. Check its clock, and type the newest six digits.")
        else:
            request.session.pop("new_app", None)
            return _added(request, user, codes)
    site = _("Yunhui")
    label = f"otpauth://totp/{site}:{user.email}?{urlencode({'secret': secret, 'issuer': site})}"
    context = {
        "title": _("Set up an authenticator app"),
        "picture": _picture(label),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "link": label,
        "fields": [code_field(error, _("Six digits that the app shows"))],
        "following": following_of(request, ""),
    }
    return render(request, "accounts/app.html", context, status=422 if error else 200)


@page(with_account, "POST")
def new_passkey_options(request: Request) -> HttpResponse:
    """What the browser needs to make a passkey."""
    if _stale(request):
        return JsonResponse({"error": _("Confirm your second factor first, then try again.")}, status=403)
    options, state = passkey_options(actor=request.actor, **site_of(request))
    request.session["new_passkey"] = state
    return JsonResponse(options)


@page(with_account, "GET", "POST")
def passkey(request: Request) -> HttpResponse:
    """The passkey that the browser made."""
    if asked := _stale(request):
        return asked
    if request.method == "POST":
        try:
            codes = add_passkey(
                actor=request.actor,
                answer=answer_of(request),
                state=request.session.pop("new_passkey", None) or {},
                name=request.POST.get("name", "").strip()[:80] or device_of(request) or _("Passkey"),
                address=address_of(request),
                **site_of(request),
            )
        except CodeError:
            return _factors(request, failed=True)
        return _added(request, own_account(request.actor), codes)
    return HttpResponseRedirect("/account/second-factor/")


@page(with_account, "GET", "POST")
def remove(request: Request, factor_id: UUID) -> HttpResponse:
    """Take one away."""
    if asked := _stale(request):
        return asked
    if request.method == "POST":
        remove_factor(actor=request.actor, factor_id=factor_id, address=address_of(request))
    return HttpResponseRedirect("/account/second-factor/")


@page(with_account, "GET", "POST")
def recovery_codes(request: Request) -> HttpResponse:
    """Make new codes; they are shown once."""
    if asked := _stale(request):
        return asked
    if request.method != "POST" or not has_factor(request.actor.account):
        return HttpResponseRedirect("/account/second-factor/")
    return _show(request, new_recovery_codes(actor=request.actor, address=address_of(request)))


def _factors(request: Request, *, failed: bool = False) -> HttpResponse:
    rows = list(own_factors(request.actor))
    context = {
        "title": _("Second factor"),
        "rows": rows,
        "following": following_of(request, ""),
        "needs_one": bool(request.actor.grants) and not rows,
        "has_app": any(one.kind == FactorKind.TOTP for one in rows),
        "codes_left": own_account(request.actor).recovery_codes.filter(used_at__isnull=True).count(),
        "failed": failed,
    }
    return render(request, "accounts/factors.html", context, status=422 if failed else 200)


def _added(request: Request, user: User, codes: list[str]) -> HttpResponse:
    prove_again(request, user)
    if codes:
        return _show(request, codes)
    return HttpResponseRedirect(following_of(request, "/account/?done=app"))


def _show(request: Request, codes: list[str]) -> HttpResponse:
    context = {
        "title": _("Your recovery codes"),
        "codes": codes,
        "following": following_of(request, "/account/"),
        "email": own_account(request.actor).email,
    }
    return render(request, "accounts/recovery_codes.html", context)


def _stale(request: Request) -> HttpResponse | None:
    """Who has a second factor confirms it before factors are changed; a borrowed session changes none."""
    actor = request.actor
    if not has_factor(actor.account) or actor.is_fresh(clock.now()):
        return None
    return HttpResponseRedirect(f"/sign-in/second?{urlencode({'next': '/account/second-factor/'})}")


def _picture(text: str) -> str:
    """A QR code as SVG in the page: no address of ours ever carries the secret."""
    stream = BytesIO()
    made = qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, box_size=10, border=2)
    made.save(stream)
    svg = stream.getvalue().decode()
    start = svg[svg.index("<svg") :].replace("<svg ", '<svg role="img" aria-hidden="true" ', 1)
    return mark_safe(start)  # noqa: S308 - made here, of digits and paths only
