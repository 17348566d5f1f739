"""“Who opened this” on the applicant's pages, and what openings mean for a consent that is taken back."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.ports import FormPart, register_status_part
from yunhui.pipeline.applications.rules import name_of
from yunhui.pipeline.applications.selectors import own_application
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.ports import register_effect
from yunhui.pipeline.reading.enums import Capacity
from yunhui.pipeline.reading.selectors import openings_of, readers_of_each
from yunhui.ui.page import Request, page, signed_in

_SHOWN = 6


@page(signed_in)
def openings(request: Request, application_id: UUID) -> HttpResponse:
    """Every opening of one's own application, the newest first."""
    found = own_application(request.actor, application_id)
    context = {
        "bench_url": "/my/",
        "title": _("Who opened this"),
        "application": found,
        "name": name_of(found, request.actor.language),
        "rows": openings_of(request.actor, found),
        "back": f"/my/applications/{found.pk}/",
    }
    return render(request, "reading/openings.html", context)


def register_parts() -> None:
    """Called when the room is ready."""
    register_status_part(
        "reading",
        FormPart(
            template="reading/parts/opened.html",
            anchor="opened",
            title=gettext_lazy("Who opened this"),
            context=_context,
            is_complete=lambda actor, application: True,
            rank=60,
        ),
    )
    register_effect("reading", _effect)


def _context(actor: Actor, application: Application) -> dict[str, Any]:
    if application.number is None:
        return {}
    rows = openings_of(actor, application)
    return {"rows": rows[:_SHOWN], "count": len(rows), "all_url": f"/my/applications/{application.pk}/openings/"}


def _effect(*, actor: Actor, application: Application, purpose: str, board: Board | None) -> Iterable[str]:
    """How many have read it under this consent, and what keeps them silent."""
    readers = readers_of_each(application)
    if purpose == Purpose.BOARDS:
        areas: set[UUID | None] = {board_id for capacity, board_id in readers if capacity == Capacity.BOARD}
        count = len(areas & {board.pk}) if board else len(areas)
        if count:
            yield ngettext(
                "One host area has read it. It loses access now; what it knows it keeps confidential by its "
                "undertaking.",
                "{n} host areas have read it. They lose access now; what they know they keep confidential by their "
                "undertaking.",
                count,
            ).format(n=count)
        else:
            yield _("No host area has read it yet.")
    elif purpose == Purpose.EXPERTS:
        count = sum(number for (capacity, _board), number in readers.items() if capacity == Capacity.EXPERT)
        if count:
            yield ngettext(
                "One expert has read it. They lose access now; what they know they keep confidential by their "
                "undertaking.",
                "{n} experts have read it. They lose access now; what they know they keep confidential by their "
                "undertaking.",
                count,
            ).format(n=count)
        else:
            yield _("No expert has read it yet.")
