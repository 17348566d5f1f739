"""The experts' comments for applicants, as they will be read: before the release, and after it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.kernel.errors import InvalidError, NotFoundError, Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.rules import STAFF, can_run_call
from yunhui.pipeline.calls.selectors import call_for
from yunhui.pipeline.decisions.enums import BatchState
from yunhui.pipeline.decisions.rules import DecisionConfig
from yunhui.pipeline.decisions.selectors import current_batch, title_in
from yunhui.pipeline.decisions.selectors.feedback import Comment, comments_in, described
from yunhui.pipeline.decisions.services.commenting import (
    REASON_LENGTH,
    hold_comment,
    pass_comment_on,
    reword_comment,
)
from yunhui.pipeline.review.services.cleaning import NOTE_LENGTH
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, UnknownButton, holds, page

ON_A_PAGE = 50


@page(holds(*STAFF), "GET", "POST")
def comments(request: Request, code: str) -> HttpResponse:
    """All of a call's, without who wrote them; the office holds one back, puts it in other words, or passes it on."""
    actor, call = request.actor, call_for(request.actor, code, inside=True)
    typed: Mapping[str, str] = {}
    problems: list[Problem] = []
    if request.method == "POST":
        typed = request.POST.dict()
        try:
            _do(request, UUID(typed.get("comment", "")), typed)
            return HttpResponseRedirect(f"{request.path}?page={request.GET.get('page', 1)}#c-{typed['comment']}")
        except ValueError:
            raise NotFoundError("comment") from None
        except InvalidError as refused:
            problems = list(refused.problems)
    page_of = Paginator(comments_in(actor, call), ON_A_PAGE).get_page(request.GET.get("page"))
    batch = current_batch(actor, call)
    context: dict[str, Any] = {
        "title": _("Comments for applicants"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": f"/w/calls/{code}/batch/",
        "for_all": DecisionConfig.of_call(call).comments_to_all,
        "is_released": batch is not None and batch.state == BatchState.RELEASED,
        "can_change": bool(can_run_call(actor, call)),
        "page": page_of,
        "rows": [_row(one, actor.language, typed, problems) for one in described(page_of)],
    }
    return render(request, "decisions/comments.html", context, status=422 if problems else 200)


def _do(request: Request, assignment_id: UUID, typed: Mapping[str, str]) -> None:
    actor, reason = request.actor, typed.get("reason", "")
    match typed.get("do"):
        case "hold":
            hold_comment(actor=actor, assignment_id=assignment_id, reason=reason)
        case "reword":
            words = typed.get("words", "")
            reword_comment(actor=actor, assignment_id=assignment_id, words=words, reason=reason)
        case "pass":
            pass_comment_on(actor=actor, assignment_id=assignment_id)
        case _:
            raise UnknownButton


def _row(one: Comment, language: str, typed: Mapping[str, str], problems: list[Problem]) -> dict[str, Any]:
    key = str(one.assignment_id)
    own = typed if typed.get("comment") == key else {}
    errors = {problem.field: str(problem.message) for problem in problems} if own else {}

    def reason(do: str) -> Field:
        is_asked = own.get("do") == do
        return Field(
            name="reason",
            id=f"f-{do}-{key}",
            label=_("Why"),
            help=_("E.g. it names its writer; kept in the log"),
            value=own.get("reason", "") if is_asked else "",
            error=errors.get("reason", "") if is_asked else "",
            limit=REASON_LENGTH,
            required=True,
        )

    return {
        "one": one,
        "title": title_in(one.application, language),
        "wrong": own.get("do", "") if errors else "",
        "hold": reason("hold"),
        "reword": [
            Field(
                name="words",
                id=f"f-words-{key}",
                label=_("What the applicant reads"),
                kind="textarea",
                rows=4,
                value=own.get("words", (one.held.words if one.held else "") or one.text),
                error=errors.get("words", ""),
                limit=NOTE_LENGTH,
                required=True,
            ),
            reason("reword"),
        ],
    }
