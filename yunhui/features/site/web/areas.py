"""Host areas as the office presents them: what each says of itself, its contact and policies."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.site.models import Policy
from yunhui.features.site.rules import KEEPERS
from yunhui.features.site.selectors import area_for, areas_with_slugs, policies_of, policies_shown
from yunhui.features.site.services import present_area, set_policies
from yunhui.features.site.services.areas import OF_AREA, OF_BOARD, OF_POLICY
from yunhui.features.site.web.fields import Ask, both, errors_of, fields_of
from yunhui.kernel.errors import InvalidError, Problem
from yunhui.kernel.i18n import pick
from yunhui.ui.page import Request, holds, page

_KEEPER = holds(*KEEPERS)
# Empty rows for more policies below those that are there.
_MORE = 2
_MOST = 20


@page(_KEEPER)
def listing(request: Request) -> HttpResponse:
    """Every host area with how much its page says."""
    counts: dict[object, int] = {}
    for one in policies_shown():
        counts[one.board_id] = counts.get(one.board_id, 0) + 1
    rows = [
        (
            f"/w/site/areas/{board.pk}/",
            pick(board, "name", request.actor.language),
            str(board.get_kind_display()),
            counts.get(board.pk, 0),
            hasattr(board, "area"),
        )
        for board in areas_with_slugs()
    ]
    return render(request, "site/areas.html", {"title": _("Host areas and policies"), "rows": rows})


@page(_KEEPER, "GET", "POST")
def area(request: Request, board_id: UUID) -> HttpResponse:
    """What one says of itself, and its contact."""
    row = area_for(request.actor, board_id)
    if request.method != "POST":
        return _shown(request, board_id)
    typed = {name: request.POST.get(name, "") for name in (*OF_AREA, *OF_BOARD)}
    typed["slug"] = typed["slug"] or row.slug
    try:
        present_area(actor=request.actor, board_id=board_id, values=typed)
    except InvalidError as error:
        return _shown(request, board_id, typed, error.problems)
    return HttpResponseRedirect(f"/w/site/areas/{board_id}/?done=saved")


@page(_KEEPER, "POST")
def policies(request: Request, board_id: UUID) -> HttpResponse:
    """All policies of one, in their order."""
    area_for(request.actor, board_id)
    typed = {key: value for key, value in request.POST.items() if isinstance(value, str)}
    rows = [{name: typed.get(f"p-{at}-{name}", "") for name in OF_POLICY} for at in range(_MOST)]
    try:
        set_policies(actor=request.actor, board_id=board_id, rows=rows)
    except InvalidError as error:
        return _shown(request, board_id, typed, error.problems)
    return HttpResponseRedirect(f"/w/site/areas/{board_id}/?done=policies#policies")


def _shown(
    request: Request, board_id: UUID, typed: Mapping[str, str] | None = None, problems: Iterable[Problem] = ()
) -> HttpResponse:
    row = area_for(request.actor, board_id)
    board, typed, errors = row.board, typed or {}, errors_of(problems)
    of_board: list[Ask] = [*both("wants", _("Looks for")), *both("offers", _("Offers, in one line"))]
    of_area: list[Ask] = [
        *both("about", _("About it"), "textarea"),
        *both("sites", _("Places to work at, one a line"), "textarea"),
        *both("office", _("Office to ask")),
        ("phone", _("Its phone"), "text", _("Of the office, never a private number"), False),
        ("email", _("Its e-mail"), "email", "", False),
        ("url", _("Own website"), "url", "", False),
        ("slug", _("Address of its page"), "text", "", False),
    ]
    kept = policies_of(request.actor, board)
    typed_rows = sum(f"p-{at}-title_zh" in typed for at in range(_MOST))
    number = min(max(len(kept) + _MORE, typed_rows), _MOST)
    blocks = [_policy(kept[at] if at < len(kept) else Policy(), at, typed, errors) for at in range(number)]
    fields = [*fields_of(board, of_board, typed, errors), *fields_of(row, of_area, typed, errors)]
    context: dict[str, Any] = {
        "title": pick(board, "name", request.actor.language),
        "board": board,
        "fields": fields,
        "policy_blocks": blocks,
        "policy_fields": [one for block in blocks for one in block],
        "public_url": f"/{'zh' if request.actor.language.startswith('zh') else 'en'}/areas/{row.slug}/",
        "done": request.GET.get("done", ""),
    }
    return render(request, "site/area.html", context, status=422 if errors else 200)


def _policy(row: Policy, at: int, typed: Mapping[str, str], errors: Mapping[str, str]) -> list[Any]:
    asks: list[Ask] = [
        *both("title", _("Policy")),
        *both("offer", _("What it gives"), "textarea"),
        ("basis", _("Number of the document"), "text", "", False),
        ("url", _("Address of the document"), "url", "", False),
        ("until", _("In force until"), "date", "", False),
    ]
    return fields_of(row, asks, typed, errors, f"p-{at}-")
