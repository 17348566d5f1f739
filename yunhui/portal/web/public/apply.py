"""How to apply: the open calls, the steps of one, what is free and what is kept, and the office's own words."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.site.rules import rendered
from yunhui.features.site.selectors import page_text
from yunhui.foundation.formkit.rules import questions_of
from yunhui.foundation.pagecache.ports import changes_at
from yunhui.kernel import clock
from yunhui.kernel.actor import VISITOR
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.pipeline.calls.selectors import calls_visible_to, days_of_event
from yunhui.pipeline.calls.web.public import step_of, window_of
from yunhui.ui.page import Request, anyone, page


@page(anyone)
def how_to_apply(request: Request, lang: str) -> HttpResponse:
    """Steps, deadlines and answers, before anybody needs an account."""
    language, now = request.actor.language, clock.now()
    rows = calls_visible_to(VISITOR).filter(state=CallState.PUBLISHED, closes_at__gt=now).order_by("closes_at")
    stages = Prefetch("stages", Stage.objects.order_by("ordinal", "pk"))
    found = list(rows.select_related("form_version").prefetch_related(stages))
    changes_at(*(moment for call in found for moment in (call.opens_at, call.closes_at)))
    text = page_text("how-to-apply")
    first = next((call for call in found if call.opens_at and call.opens_at <= now), found[0] if found else None)
    context: dict[str, Any] = {
        "title": _("How to apply"),
        "description": _("Five minutes to know whether you can apply; no phone in China, no Chinese needed."),
        "calls": [_call(call, lang, language, request.actor.zone) for call in found],
        "steps": [step_of(stage, first, language) for stage in first.stages.all()] if first else [],
        "steps_of": pick(first, "title", language) if first else "",
        "questions": len(questions_of(first.form_version.questions)) if first and first.form_version else 0,
        "text": rendered(pick(text, "body", language)) if text else "",
        "trail": [(f"/{lang}/", _("Home"))],
    }
    return render(request, "portal/public/apply.html", context)


def _call(call: Call, lang: str, language: str, zone: str) -> dict[str, Any]:
    url = f"/{lang}/calls/{call.code}/"
    return {
        "url": url,
        "eligible_url": f"{url}eligible" if call.eligibility else "",
        "form_url": f"{url}form.pdf" if call.form_version_id else "",
        "questions_url": f"{url}questions/",
        "name": pick(call, "title", language),
        "summary": pick(call, "summary", language),
        "window": window_of(call, language, zone),
        "days": days_of_event(call, language),
    }
