"""The list as a spreadsheet; taking it out of the house asks who one is and leaves a row in the log."""

from urllib.parse import quote, urlencode

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.kernel import clock
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.calls.selectors import stages_inside
from yunhui.portal.roster.asked import Asked
from yunhui.portal.roster.columns import columns_for
from yunhui.portal.roster.filters import Scope
from yunhui.portal.roster.names import names_in
from yunhui.portal.roster.rows import ids_of, look_of, rows_of
from yunhui.portal.roster.sheet import written
from yunhui.portal.web.office_bulk import chosen
from yunhui.ui.page import Request, holds, page
from yunhui.ui.sheets import MEDIA_TYPE


@page(holds(*STAFF), "GET", "POST")
@transaction.atomic
def export(request: Request, code: str) -> HttpResponse:
    """What is on the screen, all pages of it: the same columns, order and filters. By POST the ticked rows alone.

    Whose second factor was confirmed a while ago confirms it anew, and is then back at the list: a file that starts by
    itself would leave them on the page that asked.
    """
    actor = request.actor
    scope = Scope.of(actor, stages_inside(actor, code))
    if not actor.is_fresh(clock.now()):
        seen = Asked.of_text(request.POST.get("query", "")) if request.method == "POST" else Asked.of(request.GET)
        again = {"next": f"/w/calls/{code}/{seen.bare().url()}"}
        return HttpResponseRedirect(f"/sign-in/second?{urlencode(again)}")
    if request.method == "POST":
        asked = Asked.of_text(request.POST.get("query", "")).bare()
        ids = None if request.POST.get("all") == "1" else chosen(request, scope)
        if ids == []:
            return HttpResponseRedirect(f"/w/calls/{code}/{asked.url()}")
    else:
        asked, ids = Asked.of(request.GET).bare(), None
    columns = columns_for(actor, asked.cols)
    names = names_in(scope, asked, (column.key for column in columns))
    rows = rows_of(scope, ids_of(scope, asked) if ids is None else ids, asked.sort, columns)
    content, count = written(scope, asked, columns, names, rows.iterator(chunk_size=1000), look_of(scope, names))
    record(
        actor=actor,
        action="applications.exported",
        subject=("call", scope.call.pk),
        after={
            "query": asked.url(),
            "ticked": len(ids or []),
            "columns": [column.key for column in columns],
            "rows": count,
        },
    )
    name = f"{code}-{clock.now().astimezone(clock.BEIJING):%Y%m%d-%H%M}.xlsx"
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    spoken = f"{quote(_('Submitted applications'))}-{name}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}; filename*=UTF-8''{spoken}"
    return response
