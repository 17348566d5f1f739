"""The round of a review stage, for staff: how far it is, closing it, and the projects to talk about."""

from collections.abc import Iterable

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, RefusedError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.review.rules import can_close_round, round_is_closed
from yunhui.pipeline.review.selectors import projects_talked_about, review_stage, round_figures
from yunhui.pipeline.review.services import REASON_LENGTH, close_round
from yunhui.pipeline.review.web.stack import title_of
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page


@page(holds(*STAFF), "GET", "POST")
def round_of_review(request: Request, code: str) -> HttpResponse:
    """Sheets locked and open, and the closing of the round; afterwards who closed it and the digest of what stands."""
    actor, here = request.actor, f"/w/calls/{code}/round/"
    stage = review_stage(actor, code)
    problems: Iterable[Problem] = ()
    if request.method == "POST":
        try:
            close_round(actor=actor, stage=stage, reason=request.POST.get("reason", ""))
            return HttpResponseRedirect(f"{here}?done=closed")
        except InvalidError as error:
            problems = error.problems
        except (NotFoundError, RefusedError):
            raise
        except DomainError as error:
            problems = (Problem("reason", error.code, error.message),)
    figures, closing, problems = round_figures(stage), can_close_round(actor, stage.call), tuple(problems)
    reason = Field(
        name="reason",
        label=_("Why without these sheets?"),
        help=_("Missing sheets count nowhere; they are no zeros. The reason stays on record."),
        kind="textarea",
        rows=2,
        value=request.POST.get("reason", ""),
        error=str(problems[0].message) if problems else "",
        limit=REASON_LENGTH,
    )
    context = {
        "title": _("Round of review"),
        "call": pick(stage.call, "title", actor.language),
        "here": here,
        "figures": figures,
        "waiting": figures.open + figures.without_sheets,
        "closed": stage.review_round if round_is_closed(stage) else None,
        "can_close": closing,
        "reason": reason,
        "wrong": [reason] if problems else [],
        "talked": [
            (row, title_of(row.application, actor.language), f"/w/calls/{code}/discussions/{row.application.number}/")
            for row in projects_talked_about(stage)
        ],
        "done": request.GET.get("done", ""),
        "names_url": f"/w/calls/{code}/names/",
    }
    return render(request, "review/round.html", context, status=422 if problems else 200)
