"""The menus of the office's list: filters, columns and views. Each is fetched when opened, and a page of its own."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.views.selectors import menu_of
from yunhui.foundation.views.services import delete_view, save_view
from yunhui.kernel.errors import InvalidError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.calls.selectors import stages_inside
from yunhui.portal.roster.asked import Asked, hidden_of
from yunhui.portal.roster.columns import COLUMNS, columns_for, may_have
from yunhui.portal.roster.filters import KNOWN, Scope
from yunhui.portal.roster.views import default_views
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page

LIST = "applications"


@page(holds(*STAFF))
def narrow(request: Request, code: str) -> HttpResponse:
    """Every filter with its values, several of each at once."""
    scope, asked = Scope.of(request.actor, stages_inside(request.actor, code)), Asked.of(request.GET)
    fields = [
        {
            "name": name,
            "label": one.label,
            "choices": [(value, word, value in asked.values(name)) for value, word in one.choices(scope)],
        }
        for name, one in KNOWN.items()
    ]
    context = {"fields": [one for one in fields if one["choices"]], "hidden": hidden_of(asked.bare(), *KNOWN)}
    return _menu(request, scope, "portal/office_narrow.html", _("Filter"), context)


@page(holds(*STAFF))
def columns(request: Request, code: str) -> HttpResponse:
    """Which columns the list has, in which order, and how close its rows stand."""
    scope, asked = Scope.of(request.actor, stages_inside(request.actor, code)), Asked.of(request.GET)
    shown = [column.key for column in columns_for(request.actor, asked.cols)]
    others = [key for key, column in COLUMNS.items() if key not in shown and may_have(request.actor, column)]
    context = {
        "query": asked.bare().url(),
        "columns": [(key, COLUMNS[key].label, key in shown) for key in [*shown, *others]],
        "is_dense": asked.rows == "dense",
        "usual": asked.bare().but(cols="", rows="").url(),
    }
    return _menu(request, scope, "portal/office_columns.html", _("Columns"), context)


@page(holds(*STAFF), "POST")
def choose_columns(request: Request, code: str) -> HttpResponse:
    """Go to the list with the columns that were ticked, in their order."""
    asked = Asked.of(_query_of(request))
    ticked = [key for key in request.POST.getlist("col") if key in COLUMNS]
    rows = "dense" if request.POST.get("rows") == "dense" else ""
    return HttpResponseRedirect(f"/w/calls/{code}/{asked.but(cols=','.join(ticked), rows=rows).url()}")


@page(holds(*STAFF))
def views(request: Request, code: str) -> HttpResponse:
    """The views that come with the house, one's own and those that colleagues share."""
    scope = Scope.of(request.actor, stages_inside(request.actor, code))
    return _views(request, scope, Asked.of(request.GET))


@page(holds(*STAFF), "GET", "POST")
def save(request: Request, code: str) -> HttpResponse:
    """Keep how the list looks now under a name."""
    scope = Scope.of(request.actor, stages_inside(request.actor, code))
    if request.method != "POST":
        return HttpResponseRedirect(f"/w/calls/{code}/views")
    asked, name = Asked.of(_query_of(request)).bare(), request.POST.get("name", "")
    is_shared = request.POST.get("shared") == "1"
    try:
        view = save_view(
            actor=request.actor, list_key=LIST, about=code, name=name, query=asked.url(), is_shared=is_shared
        )
    except InvalidError as error:
        return _views(request, scope, asked, name=name, is_shared=is_shared, error=error)
    return HttpResponseRedirect(f"/w/calls/{code}/{asked.but(view=str(view.pk)).url()}")


@page(holds(*STAFF), "POST")
def delete(request: Request, code: str, view_id: Any) -> HttpResponse:
    """Forget one of one's own views."""
    scope = Scope.of(request.actor, stages_inside(request.actor, code))
    delete_view(actor=request.actor, view_id=view_id)
    return HttpResponseRedirect(f"/w/calls/{scope.call.code}/")


def _views(
    request: Request, scope: Scope, asked: Asked, *, name: str = "", is_shared: bool = False,
    error: InvalidError | None = None,
) -> HttpResponse:  # fmt: skip
    bare = asked.bare()
    mine, shared = menu_of(
        request.actor,
        LIST,
        scope.call.code,
        address=lambda query, pk: Asked.of_text(query).but(view=pk).url(),
        current=asked.view,
    )
    context = {
        "defaults": [(one.asked.url(), one.name, one.asked == bare) for one in default_views()],
        "mine": mine,
        "shared": shared,
        "query": bare.url(),
        "is_shared": is_shared,
        "field": Field(
            name="name",
            label=_("Keep how the list looks now as"),
            value=name,
            required=True,
            limit=60,
            error=str(error.message) if error else "",
        ),
    }
    return _menu(request, scope, "portal/office_views.html", _("Views"), context, 422 if error else 200)


def _menu(
    request: Request, scope: Scope, template: str, title: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    code = scope.call.code
    around = {
        "title": title,
        "in_menu": "HX-Request" in request.headers,
        "base": f"/w/calls/{code}/",
        "call_name": pick(scope.call, "title", scope.actor.language),
        "call_url": f"/w/calls/{code}/",
    }
    return render(request, template, {**context, **around}, status=status)


def _query_of(request: Request) -> QueryDict:
    return QueryDict(request.POST.get("query", "").removeprefix("?"))
