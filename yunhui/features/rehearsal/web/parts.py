"""The way to one's own page: a section on the application's page, and a list for host areas."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.features.rehearsal.models import Appearance
from yunhui.features.rehearsal.rules import is_open
from yunhui.features.rehearsal.selectors import appearances_visible_to, link_of, readiness_for
from yunhui.features.rehearsal.web.rows import Row, row_of
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.applications.enums import Right
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.ports import FormPart, register_status_part
from yunhui.pipeline.applications.rules import may
from yunhui.ui.page import Request, holds, page, signed_in


@page(signed_in)
def own(request: Request, application_id: UUID) -> HttpResponse:
    """From the application to the speaker's page."""
    appearance = _of_team(request.actor, application_id)
    if appearance is None:
        raise NotFoundError("rehearsal")
    return HttpResponseRedirect(link_of(appearance))


@page(holds(Role.BOARD))
def areas(request: Request) -> HttpResponse:
    """Where a host area's officer gets their own pitches ready."""
    actor = request.actor
    boards = [UUID(one) for one in actor.scope_ids(Role.BOARD, ScopeKind.BOARD)]
    found = appearances_visible_to(actor).filter(board_id__in=boards, issue__gt=0).select_related("call")
    rows = [(pick(one.call, "title", actor.language), _row(actor, one), link_of(one)) for one in found if is_open(one)]
    return render(request, "rehearsal/areas.html", {"title": _("Getting ready for the stage"), "rows": rows})


def part_of(actor: Actor, application: Application) -> dict[str, Any]:
    """Its section on the application's page; empty before the office has asked."""
    appearance = _of_team(actor, application.pk)
    if appearance is None or not is_open(appearance):
        return {}
    return {"row": _row(actor, appearance), "url": f"/my/applications/{application.pk}/rehearsal"}


def register_parts() -> None:
    """Called when the room is ready."""
    register_status_part("rehearsal", FormPart(
        template="rehearsal/parts/own.html",
        anchor="rehearsal",
        title=gettext_lazy("Getting ready for the stage"),
        context=part_of,
        is_complete=lambda actor, application: not (found := part_of(actor, application)) or found["row"].is_ready,
        rank=6,
    ))  # fmt: skip


def _of_team(actor: Actor, application_id: UUID) -> Appearance | None:
    rows = Appearance.objects.select_related("application", "call").filter(application_id=application_id, issue__gt=0)
    found = rows.first()
    is_own = found is not None and found.application is not None and may(actor, found.application, Right.EDIT)
    return found if is_own else None


def _row(actor: Actor, appearance: Appearance) -> Row:
    return row_of(readiness_for(actor, appearance.pk), actor.language)
