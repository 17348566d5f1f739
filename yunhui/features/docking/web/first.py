"""首谈登记 for host areas: registering, objecting, and looking at one's own evidence."""

from uuid import UUID

from django.http import HttpResponse

from yunhui.features.docking.selectors import evidence_for
from yunhui.features.docking.services import raise_objection, register_first_contact
from yunhui.features.docking.web.detail import done, refused
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.files.selectors import bytes_of
from yunhui.kernel.errors import DomainError
from yunhui.pipeline.calls.rules import STAFF
from yunhui.ui.page import Request, holds, page
from yunhui.ui.sent import shown_file

ASKED = ("talked_on", "way", "evidence")


@page(holds(Role.BOARD), "POST")
def register(request: Request, offer_id: UUID) -> HttpResponse:
    """Who talked first, with evidence."""
    given = {name: request.POST.get(name, "") for name in ASKED}
    try:
        register_first_contact(actor=request.actor, offer_id=offer_id, files=_files(request), **given)
    except DomainError as error:
        return refused(request, offer_id, "first", given, error)
    return done(request, offer_id, "first")


@page(holds(Role.BOARD), "POST")
def object_to(request: Request, offer_id: UUID) -> HttpResponse:
    """Another host area is protected, and this one says that it talked first."""
    given = {name: request.POST.get(name, "") for name in ASKED}
    try:
        raise_objection(actor=request.actor, offer_id=offer_id, files=_files(request), **given)
    except DomainError as error:
        return refused(request, offer_id, "object", given, error)
    return done(request, offer_id, "objected")


@page(holds(Role.BOARD, *STAFF))
def evidence(request: Request, evidence_id: UUID) -> HttpResponse:
    """A file of evidence, shown in the browser: to the host area that gave it, and to the call's staff."""
    found = evidence_for(request.actor, evidence_id)
    return shown_file(bytes_of(found), found.blob.media_type)


def _files(request: Request) -> list[tuple[str, bytes]]:
    return [(str(one.name), one.read()) for one in request.FILES.getlist("files")]
