"""The system administrator's page of how the city's machinery is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.portal.health import checks
from yunhui.ui.page import Request, holds, page


@page(holds(Role.SYSTEM_ADMIN))
def health(request: Request) -> HttpResponse:
    """Every check, what needs a hand first."""
    rows = sorted(checks(), key=lambda one: "ryg".index(one.state))
    context = {"title": _("Health of the city"), "checks": rows, "now": clock.now()}
    return render(request, "portal/health.html", context)
