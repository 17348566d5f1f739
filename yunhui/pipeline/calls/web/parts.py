"""One page for each part of a call: saved as it is in a draft, announced as an amendment once the call is published."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.forms import parts
from yunhui.pipeline.calls.forms.desk import Desk
from yunhui.pipeline.calls.forms.sheets import Raw
from yunhui.pipeline.calls.rules import PARTS, pairs_of, part_name, part_of, problems_of
from yunhui.pipeline.calls.selectors import amendments_of, days_of_event
from yunhui.pipeline.calls.services import Change, change_call
from yunhui.pipeline.calls.web.amending import announce
from yunhui.pipeline.calls.web.desk import address, desk_of, mend_url, show, warnings_of
from yunhui.pipeline.calls.web.words import amendment_words
from yunhui.ui import formats
from yunhui.ui.fields import Choice, Field
from yunhui.ui.page import Request, holds, page

# These have pages of their own: they are lists of questions.
_OWN = ("form", "eligibility")
# Where a refused amendment is mended.
_FIELD_OF = {"deadline_earlier": "closes_at", "opened": "opens_at", "download_fixed": "allows_download"}


@page(holds(Role.OFFICE))
def overview(request: Request, code: str) -> HttpResponse:
    """The call on the desk: what each part misses, what is unusual, and what comes next."""
    desk = desk_of(request.actor, code)
    problems = [(mend_url(desk, one), part_name(part_of(one.field)), one) for one in problems_of(desk.call)]
    return show(
        request,
        desk,
        "calls/making/overview.html",
        "",
        heading=_("Make the call"),
        problems=problems,
        warnings=warnings_of(desk),
        glance=_glance(desk),
        amendments=[amendment_words(one, request.actor) for one in amendments_of(desk.call)],
    )


@page(holds(Role.OFFICE), "GET", "POST")
def part(request: Request, code: str, part: str) -> HttpResponse:
    """A part of the call: its settings, what is typed never lost."""
    if part not in PARTS or part in _OWN:
        raise NotFoundError("part")
    desk = desk_of(request.actor, code)
    if request.method != "POST":
        return _page(request, desk, part, parts.stored(desk, part))
    raw, is_rearranged = parts.posted(desk, part, request.POST)
    if is_rearranged or request.POST.get("do") == "edit":
        return _page(request, desk, part, raw, seen=_seen(request.POST))
    change, problems = parts.change_of(desk, part, raw)
    if problems:
        return _page(request, desk, part, raw, problems)
    change = _with_fresh(change, request.POST)
    try:
        return save(request, desk, change, raw)
    except InvalidError as error:
        beside = [replace(one, field=one.field.removeprefix(f"{part}.")) for one in error.problems]
        return _page(request, desk, part, raw, beside)
    except DomainError as error:  # whoever reached the desk runs the call: what is refused is the change
        field = _FIELD_OF.get(error.code, "")
        return _page(request, desk, part, raw, [Problem(field, error.code, error.message)])


def save(request: Request, desk: Desk, change: Change, raw: Mapping[str, Any]) -> HttpResponse:
    """Save a draft's part and go on, or show and announce the amendment of a published call.

    Raises:
        DomainError: what the page shows beside what was typed.
    """
    if desk.call.state != CallState.DRAFT:
        return announce(request, desk, change, raw)
    change_call(actor=request.actor, call=desk.call, change=change, seen=_seen(request.POST))
    goes_on = request.POST.get("do") == "next"
    return HttpResponseRedirect(f"{address(desk, _after(change.part) if goes_on else change.part)}?done=saved")


def _page(
    request: Request, desk: Desk, part: str, raw: Raw, problems: list[Problem] | None = None, seen: int | None = None
) -> HttpResponse:
    found = problems or []
    blocks = parts.blocks_of(desk, part, raw, found)
    fields = [field for block in blocks for line in block.lines for field in line]
    fields += [
        field for block in blocks for item in block.items for line in (*item.lines, *item.folded) for field in line
    ]
    beside = {field.name for field in fields if field.error}
    return show(
        request,
        desk,
        "calls/making/part.html",
        part,
        status=422 if found else 200,
        blocks=blocks,
        fields=fields,
        others=[str(one.message) for one in found if one.field not in beside],
        # A page that was refused because of somebody else's change goes on from the saved state: the next press wins.
        seen=desk.call.edits if found or seen is None else seen,
        stale=_stale(desk, part),
        warnings=warnings_of(desk) if part == "dates" else [],
        next_part=_after(part),
    )


def _glance(desk: Desk) -> list[tuple[str, str]]:
    """The call in a few lines, for a reader who only wants to know which one it is."""
    call, language = desk.call, desk.language
    window = [formats.moment(at, language, formats.BEIJING, year=True) for at in (call.opens_at, call.closes_at) if at]
    comma = "、" if formats.is_chinese(language) else ", "
    places = ngettext("{n} place, and {reserves} in reserve", "{n} places, and {reserves} in reserve", call.seats)
    rows = [
        (_("Window"), " – ".join(window)),
        (_("Pitches"), days_of_event(call, language)),
        (_("Groups"), comma.join(pick(group, "name", language) for group in desk.groups)),
        (_("Places"), places.format(n=call.seats, reserves=call.reserves)),
        (_("Official rule"), str(call.get_rank_by_display())),
        (_("Address"), f"/calls/{call.code}/"),
    ]
    return [(label, text or formats.MISSING) for label, text in rows]


def _stale(desk: Desk, part: str) -> Field | None:
    """A tick for each text that is behind in this part: it may be right as it is."""
    inside = {"basics": ("title", "summary"), "readers": ("undertaking",)}.get(part, (f"{part}.",))
    said = pairs_of(desk.call, desk.groups)
    words = {"zh": _("The Chinese is older than the English"), "en": _("The English is older than the Chinese")}
    choices = [
        Choice(path, said[path][behind == "en"][:60], words[behind])
        for path, behind in sorted(desk.call.stale.items())
        if path.startswith(inside) and path in said
    ]
    label = _("Still right as it is")
    help_line = _("Tick what needs no change although the other language was changed later.")
    return Field("fresh", label, "choices", (), help_line, choices=choices, multiple=True) if choices else None


def _with_fresh(change: Change, data: Mapping[str, Any]) -> Change:
    paths = data.getlist("fresh") if hasattr(data, "getlist") else []
    return Change(change.part, change.columns, change.groups, change.stages, change.form, tuple(map(str, paths)))


def _after(part: str) -> str:
    place = PARTS.index(part) + 1
    return PARTS[place] if place < len(PARTS) else ""


def _seen(data: Mapping[str, Any]) -> int | None:
    text = str(data.get("seen", ""))
    return int(text) if text.isdecimal() else None
