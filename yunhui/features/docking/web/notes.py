"""A host area's own notes."""

from uuid import UUID

from django.http import HttpResponse

from yunhui.features.docking.services import delete_note, write_note
from yunhui.features.docking.web.detail import done, refused
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import DomainError
from yunhui.ui.page import Request, holds, page


@page(holds(Role.BOARD), "POST")
def write(request: Request, offer_id: UUID) -> HttpResponse:
    """A note for one's colleagues."""
    given = {"text": request.POST.get("text", "")}
    try:
        write_note(actor=request.actor, offer_id=offer_id, **given)
    except DomainError as error:
        return refused(request, offer_id, "note", given, error)
    return done(request, offer_id, "noted")


@page(holds(Role.BOARD), "POST")
def delete(request: Request, offer_id: UUID, note_id: UUID) -> HttpResponse:
    """One's own note is gone for good."""
    delete_note(actor=request.actor, offer_id=offer_id, note_id=note_id)
    return done(request, offer_id, "")
