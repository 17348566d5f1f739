"""One search over everything: behind Ctrl-K, and a page of its own without JavaScript."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.limits.services import take
from yunhui.portal.finding import LONGEST, found_for
from yunhui.ui.page import Request, page, signed_in

# Typing asks at every pause: plenty for a person, too little for a machine that reads the city out.
MOST, SECONDS = 120, 60


@page(signed_in)
def search(request: Request) -> HttpResponse:
    """What the reader may see of what they look for; a script gets the results alone."""
    text = request.GET.get("q", "")[:LONGEST]
    take(f"search:{request.actor.user_id}", most=MOST, seconds=SECONDS)
    context = {"title": _("Search"), "query": text.strip(), "found": found_for(request.actor, text)}
    template = "portal/found.html" if "HX-Request" in request.headers else "portal/search.html"
    return render(request, template, context)
