"""The portal's own doors: language, health, and the demo's one click."""

from ipaddress import ip_address

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.selectors import user_with_email
from yunhui.foundation.accounts.services import set_preferences
from yunhui.foundation.accounts.web.session import enter, following_of
from yunhui.kernel.i18n import LANGUAGES
from yunhui.portal.demo_roles import DEMO_ROLES
from yunhui.portal.middleware import LANGUAGE_COOKIE
from yunhui.ui.page import Request, anyone, page

_YEAR = 365 * 24 * 3600


@page(anyone, "POST")
def set_language(request: Request) -> HttpResponse:
    """Keep the reader's language on this machine, and with their account."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(following_of(request))
    if language in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR, samesite="Lax", httponly=True)
        set_preferences(actor=request.actor, language=language)
    return response


@page(anyone, "GET", "POST")
def demo_sign_in(request: Request) -> HttpResponse:
    """One click signs in as any role, second factor and all: in demo mode only, and only from this very machine."""
    if not settings.DEMO or not _is_here(request):
        raise Http404("no demo here")
    if request.method == "POST":
        role = next((one for one in DEMO_ROLES if one.key == request.POST.get("role")), None)
        user = user_with_email(role.email) if role else None
        if role is None or user is None:
            raise Http404("no such role in this demo")
        following = following_of(request, role.start)
        return enter(request, user, assurance=2, following=following, note="demo", is_demo=True)
    return render(request, "portal/demo.html", {"title": _("Demo: choose a role"), "roles": DEMO_ROLES})


@page(anyone)
def health(request: Request) -> HttpResponse:
    """Whether this process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def _is_here(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
