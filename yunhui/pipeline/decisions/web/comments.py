"""The experts' comments for those who were not chosen, as the office looks through them; one may be held back."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import InvalidError, NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.selectors import call_for
from yunhui.pipeline.decisions.selectors import title_in
from yunhui.pipeline.decisions.selectors.feedback import comments_in
from yunhui.pipeline.decisions.services.commenting import hold_comment, pass_comment_on
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page

ON_A_PAGE = 50


@page(holds(Role.OFFICE), "GET", "POST")
def comments(request: Request, code: str) -> HttpResponse:
    """All of a call's, without who wrote them; a POST holds one back or passes it on."""
    actor, call = request.actor, call_for(request.actor, code, inside=True)
    wrong, error = "", ""
    if request.method == "POST":
        wrong = request.POST.get("comment", "")
        try:
            assignment_id = UUID(wrong)
        except ValueError:
            raise NotFoundError("comment") from None
        try:
            if request.POST.get("do") == "hold":
                hold_comment(actor=actor, assignment_id=assignment_id, reason=request.POST.get("reason", ""))
            else:
                pass_comment_on(actor=actor, assignment_id=assignment_id)
            return HttpResponseRedirect(f"{request.path}?page={request.GET.get('page', 1)}")
        except InvalidError as refused:
            error = str(refused.message)
    rows = Paginator(comments_in(actor, call), ON_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "title": _("Comments for applicants"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": f"/w/calls/{code}/places/",
        "page": rows,
        "rows": [
            {
                "one": one,
                "title": title_in(one.application, actor.language),
                "is_wrong": str(one.assignment_id) == wrong and bool(error),
                "reason": Field(
                    name="reason",
                    id=f"f-reason-{one.assignment_id}",
                    label=_("Why it is held back"),
                    help=_("E.g. it names its writer; kept in the log"),
                    error=error if str(one.assignment_id) == wrong else "",
                    limit=400,
                    required=True,
                ),
            }
            for one in rows
        ],
    }
    return render(request, "decisions/comments.html", context, status=422 if error else 200)
