"""A reader's own notices: the list behind the bell, and one of them."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.notices.enums import NoticeState
from yunhui.foundation.notices.models import Notice
from yunhui.foundation.notices.selectors import notices_of, trouble_of
from yunhui.foundation.notices.services import open_notice, read_all
from yunhui.foundation.notices.services.composing import reading_of
from yunhui.kernel import clock, tickets
from yunhui.kernel.actor import Actor
from yunhui.ui import formats
from yunhui.ui.page import Request, page, signed_in
from yunhui.ui.tags.lists import Tab

HOME = "/notices/"
ON_A_PAGE = 25
UNREAD = Q(read_at__isnull=True, state=NoticeState.RELEASED)


@page(signed_in)
def notices(request: Request) -> HttpResponse:
    """What the reader was told, the newest first; only what is new with `?show=new`."""
    rows = notices_of(request.actor)
    counts = rows.order_by().aggregate(all=Count("pk"), new=Count("pk", filter=UNREAD))
    only_new = request.GET.get("show") == "new"
    paginator = Paginator(rows.filter(UNREAD) if only_new else rows, ON_A_PAGE)
    paginator.count = counts["new"] if only_new else counts["all"]
    shown = paginator.get_page(request.GET.get("page"))
    context = {
        "title": _("Notices"),
        "rows": [_row(request.actor, one) for one in shown.object_list],
        "page": shown,
        "new": counts["new"],
        "only_new": only_new,
        "tabs": [
            Tab(HOME, _("All"), counts["all"], not only_new),
            Tab(f"{HOME}?show=new", _("New"), counts["new"], only_new),
        ],
        "trouble": trouble_of(request.actor),
        "stream_url": f"{HOME}stream",
        "stream_topic": topic_of(request.actor),
        "path": request.get_full_path(),
    }
    return render(request, "notices/notices.html", context)


@page(signed_in)
def notice(request: Request, notice_id: UUID) -> HttpResponse:
    """One notice in full, in the language of the page; now it is read."""
    found = open_notice(actor=request.actor, notice_id=notice_id)
    language = request.actor.language
    reading = reading_of(found, language)
    context = {
        "title": reading.subject,
        "notice": found,
        "reading": reading,
        "when": formats.moment(found.released_at or found.written_at, language, request.actor.zone, year=True),
        "is_superseded": found.state == NoticeState.SUPERSEDED,
    }
    return render(request, "notices/notice.html", context)


@page(signed_in, "POST")
def read(request: Request) -> HttpResponse:
    """Everything is read."""
    read_all(actor=request.actor)
    return HttpResponseRedirect(HOME)


@page(signed_in)
def bell(request: Request) -> HttpResponse:
    """The bell of the top bar, for open pages that heard that something is new."""
    return render(request, "notices/bell.html")


@page(signed_in)
def stream(request: Request) -> HttpResponse:
    """Send the browser to the hub for the reader's own bell."""
    ticket = tickets.sign([topic_of(request.actor)], key=settings.SECRET_KEY, now=clock.now())
    return HttpResponseRedirect(f"{settings.REALTIME_URL}/rt/stream?{urlencode({'ticket': ticket})}")


def topic_of(actor: Actor) -> str:
    """The live topic of a reader's bell."""
    return f"notices:{actor.user_id}"


def _row(actor: Actor, one: Notice) -> dict[str, object]:
    reading = reading_of(one, actor.language)
    return {
        "url": f"{HOME}{one.pk}/",
        "subject": reading.subject,
        "lead": reading.body.split("\n\n")[0],
        "when": formats.moment(one.released_at or one.written_at, actor.language, actor.zone),
        "is_new": one.read_at is None and one.state == NoticeState.RELEASED,
        "is_superseded": one.state == NoticeState.SUPERSEDED,
    }
