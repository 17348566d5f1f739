"""In and out: sign-in, sign-out, language, health, and the demo's one-click doors."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import auth
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import SecurityKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import user_with_email
from yunhui.foundation.accounts.services import check_credentials, log_security, set_preferences
from yunhui.kernel.i18n import LANGUAGES
from yunhui.portal.demo_roles import DEMO_ROLES
from yunhui.portal.middleware import LANGUAGE_COOKIE
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, anyone, page, signed_in

_YEAR = 365 * 24 * 3600


@page(anyone, "GET", "POST")
def sign_in(request: Request) -> HttpResponse:
    """Address and password; the answer does not tell which of the two was wrong."""
    following = _following(request)
    error, email = "", ""
    if request.method == "POST":
        email = request.POST.get("email", "")[:254]
        user = check_credentials(
            email=email, password=request.POST.get("password", "")[:1000], address=_address(request)
        )
        if user:
            return _enter(request, user, following)
        error = _("Address and password do not fit together. Check both, or ask the talent office.")
    fields = [
        Field(
            name="email",
            label=_("E-mail"),
            kind="email",
            value=email,
            error=error,
            autocomplete="username",
            required=True,
        ),
        Field(name="password", label=_("Password"), kind="password", autocomplete="current-password", required=True),
    ]
    context = {"title": _("Sign in"), "fields": fields, "following": following}
    return render(request, "portal/sign_in.html", context, status=422 if error else 200)


@page(signed_in, "POST")
def sign_out(request: Request) -> HttpResponse:
    """End the session."""
    user = user_with_email(request.user.email) if isinstance(request.user, User) else None
    log_security(kind=SecurityKind.SIGNED_OUT, user=user, email=user.email if user else "", address=_address(request))
    auth.logout(request)
    return HttpResponseRedirect("/")


@page(anyone, "POST")
def set_language(request: Request) -> HttpResponse:
    """Keep the reader's language on this machine, and with their account."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(_following(request))
    if language in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR, samesite="Lax", httponly=True)
        set_preferences(actor=request.actor, language=language)
    return response


@page(anyone, "GET", "POST")
def demo_sign_in(request: Request) -> HttpResponse:
    """One click signs in as any role: in demo mode only, and only from this very machine."""
    if not settings.DEMO or not _is_here(request):
        raise Http404("no demo here")
    if request.method == "POST":
        role = next((one for one in DEMO_ROLES if one.key == request.POST.get("role")), None)
        user = user_with_email(role.email) if role else None
        if role is None or user is None:
            raise Http404("no such role in this demo")
        return _enter(request, user, _following(request, role.start))
    return render(request, "portal/demo.html", {"title": _("Demo: choose a role"), "roles": DEMO_ROLES})


@page(anyone)
def health(request: Request) -> HttpResponse:
    """Whether this process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def _enter(request: Request, user: User, following: str) -> HttpResponse:
    auth.login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session["assurance"] = 1
    log_security(kind=SecurityKind.SIGNED_IN, user=user, email=user.email, address=_address(request))
    return HttpResponseRedirect(following)


def _following(request: HttpRequest, default: str = "/") -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    good = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if good and not urlsplit(wanted).netloc else default


def _address(request: HttpRequest) -> str | None:
    return request.META.get("REMOTE_ADDR") or None


def _is_here(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
