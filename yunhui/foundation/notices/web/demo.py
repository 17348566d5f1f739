"""The demo's mail page: every letter as it would have left, in both languages. Only in demo mode."""

from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.notices.enums import NoticeState
from yunhui.foundation.notices.models import Notice
from yunhui.foundation.notices.ports import signature
from yunhui.foundation.notices.rules import word
from yunhui.foundation.notices.services.composing import absolute, reading_of
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.ui import formats
from yunhui.ui.page import Request, anyone, page

ON_A_PAGE = 30


@page(anyone)
def mail(request: Request) -> HttpResponse:
    """Every released letter of the demo, the newest first; narrowed by reader."""
    text, actor = request.GET.get("q", "").strip()[:100], request.actor
    rows = _demo_letters()
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(user__email__icontains=text) | Q(email__icontains=text))
    shown = Paginator(rows.order_by("-released_at", "-pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Mail of the demo"),
        "text": text,
        "page": shown,
        "rows": [
            {
                "url": f"/demo/mail/{one.pk}/",
                "subject": reading_of(one, actor.language, opened=bool(one.sealed)).subject,
                "name": one.name,
                "email": one.user.email if one.user else one.email,
                "ways": " · ".join(str(way.get_channel_display()) for way in one.dispatches.all()),
                "when": formats.moment(one.released_at or one.written_at, actor.language, actor.zone),
            }
            for one in shown.object_list
        ],
    }
    return render(request, "notices/demo_mail.html", context)


@page(anyone)
def letter(request: Request, notice_id: UUID) -> HttpResponse:
    """One letter as its reader sees it, and in the other language."""
    found = _demo_letters().filter(pk=notice_id).first()
    if found is None:
        raise NotFoundError("letter")
    signed = signature()
    context = {
        "title": found.subject or _("Mail of the demo"),
        "notice": found,
        "email": found.user.email if found.user else found.email,
        "ways": [str(one.get_channel_display()) for one in found.dispatches.all()],
        "readings": [
            {
                "language": language,
                "reading": (reading := reading_of(found, language, opened=bool(found.sealed))),
                "url": absolute(reading.link),
                "office": word({"zh": signed.office.zh, "en": signed.office.en}, language, "UTC"),
                "site": word({"zh": signed.site.zh, "en": signed.site.en}, language, "UTC"),
            }
            for language in (found.language, ENGLISH if found.language == CHINESE else CHINESE)
        ],
    }
    return render(request, "notices/demo_letter.html", context)


def _demo_letters() -> QuerySet[Notice]:
    if not settings.DEMO:
        raise NotFoundError
    rows = Notice.objects.filter(state=NoticeState.RELEASED)
    return rows.select_related("user", "template").prefetch_related("dispatches")
