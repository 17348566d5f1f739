"""Host areas: all of them, and a page for each with its policies and when it presents itself."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.site.models import Policy
from yunhui.features.site.rules import rendered
from yunhui.features.site.selectors import area_by_slug, areas_with_slugs, policies_shown
from yunhui.features.timetable.selectors import slot_of_board
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of
from yunhui.kernel import clock
from yunhui.kernel.i18n import pick
from yunhui.parties.models import Board
from yunhui.portal.spoken import spoken
from yunhui.ui import formats
from yunhui.ui.page import Request, anyone, page

# Fewer are not counted in a heading.
_MANY = 2


@page(anyone)
def host_areas(request: Request, lang: str) -> HttpResponse:
    """What each host area looks for and offers, and every policy."""
    language = request.actor.language
    rows = areas_with_slugs()
    industries = _industries(language)
    heading = areas_title([pick(one, "wants", language) for one in rows], language)
    policies: dict[object, list[str]] = {}
    for one in policies_shown():
        policies.setdefault(one.board_id, []).append(pick(one, "offer", language))
    areas = [{**one, "policies": policies.get(one["pk"], [])} for one in areas_of(rows, lang, language, industries)]
    context = {
        "title": _("Host areas and policies"),
        "description": _(
            "A host area is a county or district, a development zone or a university of the city. Each answers the "
            "projects of its groups, presents itself at the event, and is where a project lands."
        ),
        "areas": areas,
        "heading": heading,
        "trail": [(f"/{lang}/", _("Home"))],
    }
    return render(request, "portal/public/areas.html", context)


@page(anyone)
def host_area(request: Request, lang: str, slug: str) -> HttpResponse:
    """One host area: what it says of itself, places to work at, policies, contact, its hour at the event."""
    language = request.actor.language
    board = area_by_slug(slug)
    area = getattr(board, "area", None)
    [shown] = areas_of([board], lang, language, _industries(language))
    slot = slot_of_board(board, clock.now())
    context: dict[str, Any] = {
        "title": shown["name"],
        "description": " · ".join(part for part in (shown["wants"], shown["offers"]) if part)
        or _("{name}: what it looks for and what it offers.").format(name=shown["name"]),
        "area": shown,
        "about": rendered(pick(area, "about", language)) if area else "",
        "sites": [line for line in pick(area, "sites", language).splitlines() if line.strip()] if area else [],
        "policies": [_policy(one, language) for one in policies_shown(board)],
        "office": pick(area, "office", language) if area else "",
        "contact": area,
        "share_image": f"/{lang}/share/area/{slug}.png",
        "crumbs": [(f"/{lang}/areas/", _("Host areas and policies"))],
        "trail": [(f"/{lang}/", _("Home")), (f"/{lang}/areas/", _("Host areas and policies"))],
        "schema": [{"@type": "GovernmentOrganization", "name": shown["name"]}],
    }
    if slot is not None:
        call = slot.timetable.call
        context |= {
            "slot": slot,
            "slot_event": pick(call, "title", language),
            "slot_url": f"/{lang}/timetable/{call.code}/",
            "slot_room": pick(slot.room, "name", language),
            "slot_zone": call.venue_zone,
        }
    return render(request, "portal/public/area.html", context)


def areas_of(rows: list[Board], lang: str, language: str, industries: dict[str, str]) -> list[dict[str, Any]]:
    """Host areas in the reader's language; `industries` are names by code."""
    between = "、" if formats.is_chinese(language) else ", "
    return [
        {
            "pk": row.pk,
            "url": f"/{lang}/areas/{_slug(row)}/",
            "id": f"area-{row.sort}",
            "name": pick(row, "name", language),
            "kind": str(row.get_kind_display()),
            "wants": pick(row, "wants", language),
            "offers": pick(row, "offers", language),
            "groups": between.join(industries[code] for code in row.industries if code in industries),
        }
        for row in rows
    ]  # fmt: skip


def areas_title(wants: Sequence[str], language: str) -> str:
    """How many host areas look for something, in words; their plain name where one has not said what."""
    if len(wants) < _MANY or not all(wants):
        return _("Host areas")
    return _("What {n} host areas look for").format(n=spoken(len(wants), language))


def _slug(row: Board) -> str:
    area = getattr(row, "area", None)
    return str(area.slug if area else row.jurisdiction_id)


def _industries(language: str) -> dict[str, str]:
    return {code: pick(row, "name", language) for code, row in codes_of(Scheme.INDUSTRY).items()}


def _policy(one: Policy, language: str) -> dict[str, Any]:
    today = clock.now().astimezone(clock.BEIJING).date()
    return {
        "title": pick(one, "title", language),
        "offer": pick(one, "offer", language),
        "basis": one.basis,
        "url": one.url,
        "until": formats.year_day(one.until, language) if one.until else "",
        "is_over": bool(one.until and one.until < today),
    }
