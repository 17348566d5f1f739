"""Amendments: what would be announced is shown first, old beside new, and asks why in both languages."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from yunhui.kernel.errors import InvalidError, Problem
from yunhui.pipeline.calls.forms.desk import Desk
from yunhui.pipeline.calls.rules import part_name
from yunhui.pipeline.calls.services import Announcement, Change, amend_call, preview_amendment
from yunhui.pipeline.calls.services.amending import WHY_LENGTH
from yunhui.pipeline.calls.web.desk import address, show
from yunhui.pipeline.calls.web.words import spoken
from yunhui.ui.fields import Field
from yunhui.ui.page import Request

_OURS = ("csrfmiddlewaretoken", "do", "why_zh", "why_en", "fresh")


def announce(request: Request, desk: Desk, change: Change, raw: Mapping[str, Any]) -> HttpResponse:
    """Show what an amendment would say, or announce it.

    Args:
        raw: what the page of the part posted; it travels along, so that nothing is lost on the way back.

    Raises:
        DomainError: what keeps the change from being made.
    """
    actor, call, data = request.actor, desk.call, request.POST
    changes = preview_amendment(actor=actor, call=call, change=change)
    problems: list[Problem] = []
    if data.get("do") == "announce" and changes:
        seen = str(data.get("seen", ""))
        words = Announcement(str(data.get("why_zh", "")), str(data.get("why_en", "")))
        try:
            amend_call(
                actor=actor, call=call, change=change, announcement=words, seen=int(seen) if seen.isdecimal() else None
            )
        except InvalidError as error:
            if any(one.field not in ("why_zh", "why_en") for one in error.problems):
                raise
            problems = error.problems
        else:
            return HttpResponseRedirect(f"{address(desk)}#amendments")
    errors = {one.field: str(one.message) for one in problems}
    fields = [
        Field(name=name, label=label, kind="textarea", rows=2, limit=WHY_LENGTH, required=True,
              value=str(data.get(name, "")), error=errors.get(name, ""))
        for name, label in (("why_zh", _("Why · Chinese")), ("why_en", _("Why · English")))
    ]  # fmt: skip
    carried = [(name, value) for name, value in raw.items() if name not in _OURS and isinstance(value, str)]
    carried += [(name, one) for name, value in raw.items() if isinstance(value, list) for one in value]
    return show(
        request,
        desk,
        "calls/making/announce.html",
        change.part,
        status=422 if problems else 200,
        heading=_("Announce the change"),
        changes=spoken(changes, actor.language),
        fields=fields,
        carried=[*carried, ("seen", str(data.get("seen", "")))],
        back=part_name(change.part),
    )
