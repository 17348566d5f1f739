"""Publication: everything that is missing with the way to it, and what the public will read, before the one button."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import InvalidError, Problem
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.rules import part_name, part_of, problems_of, questions_now, stale_texts
from yunhui.pipeline.calls.services import publish_call
from yunhui.pipeline.calls.web.desk import address, desk_of, mend_url, show, warnings_of
from yunhui.pipeline.calls.web.public import context_of
from yunhui.ui.page import Request, holds, page


@page(holds(Role.OFFICE), "GET", "POST")
def publish(request: Request, code: str) -> HttpResponse:
    """What is missing as links; when nothing is, the public page as it will be, and the button."""
    desk = desk_of(request.actor, code)
    if desk.call.state != CallState.DRAFT:
        return HttpResponseRedirect(address(desk))
    problems: list[Problem] = problems_of(desk.call)
    status = 200
    if request.method == "POST" and not problems:
        try:
            publish_call(actor=request.actor, call=desk.call)
        except InvalidError as error:
            problems = error.problems
        else:
            return HttpResponseRedirect(address(desk))
    elif request.method == "POST":
        status = 422
    return show(
        request,
        desk,
        "calls/making/publish.html",
        "publish",
        status=status,
        heading=_("Publish the call"),
        problems=[(mend_url(desk, one), part_name(part_of(one.field)), one) for one in problems],
        warnings=warnings_of(desk),
        behind=len(stale_texts(desk.call)),
        preview=context_of(desk.call, desk.groups, desk.stages, questions_now(desk.call), request.actor),
    )
