"""The public notice (公示): the list for everybody, how long it runs, and how to object."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunhui.kernel.actor import Actor
from yunhui.kernel.clock import BEIJING
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import CHINESE, ENGLISH, pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.ports import PublicPart, register_public_part
from yunhui.pipeline.calls.selectors import call_for
from yunhui.pipeline.decisions.selectors import notice_of
from yunhui.pipeline.decisions.selectors.noticed import has_open_notice
from yunhui.pipeline.decisions.web.rule import rule_words
from yunhui.ui.formats import year_day
from yunhui.ui.page import Request, anyone, page


@page(anyone)
def notice(request: Request, lang: str, code: str) -> HttpResponse:
    """The entries by group, each with the state of its clock."""
    call = call_for(request.actor, code)
    language = ENGLISH if lang == "en" else CHINESE
    found = notice_of(call, language)
    if found is None:
        raise NotFoundError("notice")
    groups: dict[str, list[object]] = {}
    for entry in found.entries:
        groups.setdefault(entry.group, []).append(entry)
    name = pick(call, "title", language)
    context = {
        "title": _("Public notice · %(call)s") % {"call": name},
        "call": call,
        "name": name,
        "notice": found,
        "groups": list(groups.items()),
        "columns": 4 + found.config.rank + found.config.score,
        "comma": pgettext("list", ", "),
        "column": rule_words(call.rank_by).column,
        "dated": year_day(found.since.astimezone(BEIJING).date(), language),
        "own_url": f"/{lang}/notice/{code}/",
    }
    return render(request, "decisions/notice.html", context)


def part_of_call(call: Call, reader: Actor) -> PublicPart | None:
    """On the call's own page, while its list is on public notice."""
    found = notice_of(call, reader.language) if has_open_notice(call) else None
    if found is None or not found.is_open:
        return None
    lang = "en" if reader.language == ENGLISH else "zh"
    context = {"url": f"/{lang}/notice/{call.code}/", "until": found.until, "count": len(found.entries)}
    return PublicPart("notice", _("Public notice"), "decisions/parts/call_notice.html", context)


def register_parts() -> None:
    """Called when the room is ready."""
    register_public_part("decisions", part_of_call)
