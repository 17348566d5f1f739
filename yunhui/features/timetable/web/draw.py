"""Drawing the order of the pitches, and the protocols of every draw."""

from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.timetable.models import OrderDraw
from yunhui.features.timetable.selectors.setting import setting_of
from yunhui.features.timetable.services import draw_order
from yunhui.features.timetable.web.editor import home_of, page_context
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import DomainError, InvalidError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import call_for
from yunhui.ui.page import Request, holds, page


@page(holds(Role.OFFICE), "GET", "POST")
def draw(request: Request, code: str) -> HttpResponse:
    """Choose a group, type the value that was called out, draw; below, every protocol."""
    call = call_for(request.actor, code, inside=True)
    if request.method != "POST":
        return _page(request, call, {}, {})
    typed = request.POST.dict()
    group = call.groups.filter(key=typed.get("group", "")).first()
    lines = [line.replace("，", ",").partition(",") for line in typed.get("present", "").splitlines() if line.strip()]
    present = [(name.strip(), role.strip()) for name, _comma, role in lines]
    try:
        draw_order(
            actor=request.actor,
            call=call,
            group=group,
            public_value=typed.get("public_value", ""),
            present=present,
            reason=typed.get("reason", ""),
        )
    except InvalidError as error:
        return _page(request, call, typed, {one.field: str(one.message) for one in error.problems})
    except DomainError as error:
        if error.status in (403, 404):
            raise
        return _page(request, call, typed, {"group": str(error.message)})
    return HttpResponseRedirect(f"{home_of(call)}draw?done=1")


def _page(request: Request, call: Call, typed: Mapping[str, str], errors: Mapping[str, str]) -> HttpResponse:
    language = request.actor.language
    rows = Application.objects.filter(call=call, state=ApplicationState.SELECTED).only("number", "title", "title_en")
    titles = {one.number: one.title if language.startswith("zh") else one.title_en or one.title for one in rows}
    draws = OrderDraw.objects.filter(call=call).select_related("group", "drawn_by").order_by("-number")
    seen, shown = set[int | None](), []
    for one in draws:
        shown.append(
            {
                "row": one,
                "group": pick(one.group, "name", language) if one.group else _("Every group"),
                "counts": one.group_id not in seen,
                "order": [
                    (place, lot["number"], titles.get(lot["number"], ""), lot["lot"][:12])
                    for place, lot in enumerate(one.lots, 1)
                ],
            }
        )
        seen.add(one.group_id)
    context = {
        **page_context(request, call),
        "title": _("Draw the order"),
        "home": home_of(call),
        "groups": [(group.key, pick(group, "name", language)) for group in call.groups.all()],
        "draws": shown,
        "typed": typed,
        "errors": errors,
        "done": "done" in request.GET,
        "order_by_draw": setting_of(call).order_by_draw,
    }
    return render(request, "timetable/draw.html", context, status=422 if errors else 200)
