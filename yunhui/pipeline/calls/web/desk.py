"""What every page on which a call is made shares: the call as it lies on the desk, and the check list at the side."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.codes.selectors import calendar_from
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import Problem, require
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.forms.desk import Desk
from yunhui.pipeline.calls.rules import PARTS, can_change, can_run_call, date_warnings, part_name, part_of, problems_of
from yunhui.pipeline.calls.selectors import call_for
from yunhui.ui.page import Request


@dataclass(frozen=True, slots=True)
class Entry:
    """A part in the check list: how many things it misses, how many of its texts are behind."""

    url: str
    name: str
    missing: int
    stale: int
    is_current: bool

    @property
    def light(self) -> tuple[str, str]:
        """Its state as a light with its word."""
        if self.missing:
            return "ring", _("{n} to do").format(n=self.missing)
        if self.stale:
            return "half", _("{n} to look at").format(n=self.stale)
        return "full", _("complete")


def desk_of(actor: Actor, code: str) -> Desk:
    """A call on the desk of somebody who runs it.

    Raises:
        NotFoundError: no such call, or not for this actor.
        RefusedError: the actor may read it and not run it.
    """
    call = call_for(actor, code, inside=True)
    require(can_run_call(actor, call))
    return Desk(call, list(call.groups.all()), list(call.stages.all()), actor.language)


def address(desk: Desk, part: str = "") -> str:
    """Where a part of a call is made."""
    return f"/w/calls/{desk.call.code}/setup/{part + '/' if part else ''}"


def mend_url(desk: Desk, problem: Problem) -> str:
    """The page and the field where a problem of publication is mended."""
    part, _dot, field = problem.field.partition(".")
    url = address(desk, part)
    if part == "form" and field:
        return f"{url}questions/{field}/"
    if part == "eligibility" and field:
        return f"{url}{field}/"
    return f"{url}#f-{field}" if field and part != "decision" else url


def show(request: Request, desk: Desk, template: str, part: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the desk in its frame, with the check list at the side."""
    call, language = desk.call, request.actor.language
    missing = Counter(part_of(problem.field) for problem in problems_of(call))
    stale = Counter(_part_of_text(path) for path in call.stale)
    name = pick(call, "title", language) or call.code
    base = {
        "title": context.pop("heading", part_name(part) if part in PARTS else ""),
        "call": call,
        "call_name": name,
        "call_url": f"/w/calls/{call.code}/setup/",
        "part": part,
        "is_draft": call.state == CallState.DRAFT,
        "is_published": call.state == CallState.PUBLISHED,
        "verdict": can_change(call, part) if part in PARTS else None,
        "entries": [Entry(address(desk, one), part_name(one), missing[one], stale[one], one == part) for one in PARTS],
        "missing": sum(missing.values()),
        "setup_url": address(desk),
        "public_url": f"/{'zh' if language.startswith('zh') else 'en'}/calls/{call.code}/",
    }
    return render(request, template, base | context, status=status)


def warnings_of(desk: Desk) -> list[str]:
    """What is unusual in the dates of a call."""
    call = desk.call
    start = min([at for at in (clock.now(), call.opens_at, call.published_at) if at])
    return date_warnings(call, calendar_from(start))


def _part_of_text(path: str) -> str:
    head = path.partition(".")[0]
    return {"title": "basics", "summary": "basics", "undertaking": "readers"}.get(head, head)
