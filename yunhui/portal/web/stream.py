"""The way to the live stream: a fresh ticket at every connection, so that a long-open page can always come back."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect

from yunhui.kernel import clock, tickets
from yunhui.pipeline.calls.rules import STAFF
from yunhui.ui.page import Request, holds, page


@page(holds(*STAFF))
def calls(request: Request) -> HttpResponse:
    """Send the browser to the hub for what happens in the calls: the stream says that something changed, never what."""
    ticket = tickets.sign(["call", f"notices:{request.actor.user_id}"], key=settings.SECRET_KEY, now=clock.now())
    return HttpResponseRedirect(f"{settings.REALTIME_URL}/rt/stream?{urlencode({'ticket': ticket})}")
