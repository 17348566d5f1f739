"""A re-check of one's own result: what it is, what it is not, and where it stands."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.limits.errors import LimitedError
from yunhui.foundation.limits.services import take
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.selectors import own_application
from yunhui.pipeline.decisions.rules import NoticeConfig
from yunhui.pipeline.decisions.selectors import title_in
from yunhui.pipeline.objections.enums import ObjectionState
from yunhui.pipeline.objections.rules import TEXT_LENGTH, can_ask_recheck
from yunhui.pipeline.objections.selectors import not_chosen, recheck_of, recheck_until
from yunhui.pipeline.objections.services import ask_recheck
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, page, signed_in

PER_HOUR = 5


@page(signed_in, "GET", "POST")
def recheck(request: Request, application_id: UUID) -> HttpResponse:
    """Ask for it while the list is on public notice; afterwards its answer."""
    actor = request.actor
    application = own_application(actor, application_id)
    found = recheck_of(application)
    if found is None and not not_chosen(application):
        raise NotFoundError("recheck")
    typed, error, refusal, status = request.POST.get("text", ""), "", "", 200
    if request.method == "POST":
        try:
            take(f"recheck:{actor.account}", most=PER_HOUR, seconds=3600)
            ask_recheck(actor=actor, application_id=application_id, text=typed)
            return HttpResponseRedirect(f"{request.path}?done=1")
        except InvalidError as wrong:
            error, status = str(wrong.problems[0].message), 422
        except LimitedError as limited:
            refusal, status = str(limited.message), 429
        except NotFoundError:
            raise
        except DomainError as refused:
            refusal, status = str(refused.message), refused.status
    until = recheck_until(application.call)
    verdict = can_ask_recheck(actor, application, until)
    field = Field(
        name="text",
        label=_("What went wrong, and where we can see it"),
        kind="textarea",
        rows=8,
        value=typed,
        error=error,
        limit=TEXT_LENGTH,
        required=True,
        help=_("A version that was not read, a rule that was not followed, a fact that is wrong: with its place."),
    )
    context = {
        "bench_url": "/my/",
        "title": _("Ask for a re-check"),
        "application": application,
        "project": title_in(application, actor.language),
        "call": pick(application.call, "title", actor.language),
        "home": f"/my/applications/{application_id}/decision",
        "ask_url": f"/my/applications/{application_id}/ask",
        "found": found,
        "is_answered": found is not None and found.state in (ObjectionState.UPHELD, ObjectionState.DISMISSED),
        "is_upheld": found is not None and found.state == ObjectionState.UPHELD,
        "answer": pick(found, "answer", actor.language) if found else "",
        "can_ask": bool(verdict),
        "why_not": "" if verdict else str(verdict.reason),
        "until": until,
        "days": NoticeConfig.of_call(application.call).answer_days,
        "fields": [field],
        "refusal": refusal,
        "done": bool(request.GET.get("done")),
    }
    return render(request, "objections/recheck.html", context, status=status)
