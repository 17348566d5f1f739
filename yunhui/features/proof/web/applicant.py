"""“Your decision”: by which rule, with which gates, what happened when, who opened, and how to object."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.papers.selectors import has_result
from yunhui.features.proof.selectors import own_decision
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.rules import name_of
from yunhui.pipeline.applications.selectors import own_application
from yunhui.pipeline.calls.enums import RankBy
from yunhui.ui.page import Request, page, signed_in


@page(signed_in)
def decision(request: Request, application_id: UUID) -> HttpResponse:
    """The decision on one's own application; before it, what it will rest on."""
    actor = request.actor
    application = own_application(actor, application_id)
    if application.number is None:
        raise NotFoundError("decision")
    call, group = application.call, application.group
    site = "zh" if actor.language.startswith("zh") else "en"
    context = {
        "bench_url": "/my/",
        "title": _("Your decision"),
        "application": application,
        "name": name_of(application, actor.language),
        "back": f"/my/applications/{application.pk}/",
        "call": call,
        "call_title": pick(call, "title", actor.language),
        "call_page": f"/{site}/calls/{call.code}/",
        "notice_page": f"/{site}/notice/{call.code}/",
        "group": pick(group, "name", actor.language) if group else "",
        "quota": group.quota if group else 0,
        "rank_by": RankBy(call.rank_by).label,
        "decision": own_decision(actor, application),
        "has_result": has_result(actor, application.pk),
    }
    return render(request, "proof/own.html", context)
