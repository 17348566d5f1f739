"""Search for visitors."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.portal.public.finding import find
from yunhui.ui.page import Request, anyone, page

_LONGEST = 80


@page(anyone)
def search(request: Request, lang: str) -> HttpResponse:
    """What holds the words of `?q=`."""
    asked = request.GET.get("q", "").strip()[:_LONGEST]
    context = {
        "title": _("Search: {words}").format(words=asked) if asked else _("Search"),
        "description": _("Search projects, host areas, policies, calls and news."),
        "q": asked,
        "found": find(asked, lang, request.actor.language) if asked else [],
        "is_private": bool(asked),
        "trail": [(f"/{lang}/", _("Home"))],
    }
    return render(request, "portal/public/search.html", context)
