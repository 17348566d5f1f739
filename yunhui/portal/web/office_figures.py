"""The funnel of a call in figures, each with the rows behind it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.kernel import clock
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.calls.selectors import stages_inside
from yunhui.portal.funnel import words
from yunhui.portal.roster.asked import Asked
from yunhui.portal.roster.figures import definitions, figures_of
from yunhui.portal.roster.filters import Scope
from yunhui.portal.roster.names import names_in
from yunhui.ui.charts import Step
from yunhui.ui.page import Request, holds, page


@page(holds(*STAFF))
def funnel(request: Request, code: str) -> HttpResponse:
    """How many applications stand where, in every way in which the list can be narrowed; live."""
    actor = request.actor
    scope = Scope.of(actor, stages_inside(actor, code))
    figures = figures_of(scope, names_in(scope, Asked(), ("country", "industry")))
    base = f"/w/calls/{code}/"
    known = [key for key in words() if key in figures.sums]
    steps = [
        Step(words()[key], figures.sums[key], base + Asked(step="" if key == "received" else key).url(),
             key not in ("received", "reviewed"))
        for key in known
    ]  # fmt: skip
    context: dict[str, Any] = {
        "title": _("Figures"),
        "base": base,
        "path": request.get_full_path(),
        "steps": steps,
        "definitions": [(words()[key], definitions()[key]) for key in known],
        "tables": figures.tables,
        "as_of": clock.now(),
        "call_name": pick(scope.call, "title", actor.language),
        "call_url": base,
        "stream_url": "/w/stream",
    }
    only = request.headers.get("HX-Target") == "figures"
    return render(request, "portal/office_figures_in.html" if only else "portal/office_figures.html", context)
