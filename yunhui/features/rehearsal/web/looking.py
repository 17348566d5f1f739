"""A file as the office looks at it: pages as pictures, a film in a player; and the file itself to take along."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.rehearsal.enums import MaterialState
from yunhui.features.rehearsal.models import Material
from yunhui.features.rehearsal.selectors import appearances_visible_to, name_of
from yunhui.features.rehearsal.web.files import version_of
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.files.rules import JPEG, PDF, PNG, PPTX
from yunhui.foundation.files.selectors import ticket_for
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.calls.rules import STAFF, can_see_inside
from yunhui.pipeline.reading.services.drawing import page_sizes, picture_of, slides_of
from yunhui.ui.page import Request, holds, page

_WIDTH = 1360
# It reaches the speaker as the office's own words, whichever language they read.
_ASK_FOR_PDF = (
    "请改交PDF：PPT在会场电脑上可能变样。在PowerPoint里选“文件—导出—PDF”即可。 / "
    "Please hand in a PDF: a PowerPoint file may look different on the computer of the stage. In PowerPoint: File, "
    "Export, PDF."
)


@page(holds(*STAFF))
def look(request: Request, material_id: UUID) -> HttpResponse:
    """The file on screen; nothing of it changes hands."""
    row = _material(request, material_id)
    kind = row.attachment.blob.media_type
    context = {
        "title": row.attachment.name,
        "version": version_of(row, request.actor.language),
        "project": name_of(row.appearance, request.actor.language),
        "home": f"/w/rehearsal/{row.appearance_id}/",
        "base": f"/w/rehearsal/files/{row.pk}/",
        "is_film": kind.startswith("video/"),
        "pages": _pages(row) if kind in (PDF, PNG, JPEG) else [],
        "slides": slides_of(row.attachment) if kind == PPTX else [],
        "may_return": request.actor.has(Role.OFFICE) and row.state == MaterialState.HANDED_IN,
        "ask_for_pdf": _ASK_FOR_PDF,
    }
    return render(request, "rehearsal/look.html", context)


@page(holds(*STAFF))
def picture(request: Request, material_id: UUID, number: int) -> HttpResponse:
    """One page as a picture."""
    row = _material(request, material_id)
    if not 1 <= number <= len(_pages(row)):
        raise NotFoundError("page")
    mark = _("{name} · rehearsal").format(name=request.actor.name)
    response = HttpResponse(picture_of(row.attachment, number, _WIDTH, mark), content_type="image/webp")
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


@page(holds(*STAFF))
def download(request: Request, material_id: UUID) -> HttpResponse:
    """The file itself, by a ticket of two minutes; the player asks here too."""
    row = _material(request, material_id)
    response = HttpResponseRedirect(ticket_for(request.actor, row.attachment))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _pages(row: Material) -> list[tuple[int, int, int]]:
    sizes = page_sizes(row.attachment)
    return [(number, _WIDTH, round(_WIDTH * high / max(wide, 1))) for number, (wide, high) in enumerate(sizes, 1)]


def _material(request: Request, material_id: UUID) -> Material:
    rows = Material.objects.select_related("appearance__call", "appearance__application", "appearance__board")
    rows = rows.select_related("attachment__blob").filter(appearance__in=appearances_visible_to(request.actor))
    row = rows.filter(pk=material_id).first()
    if row is None or not can_see_inside(request.actor, row.appearance.call):
        raise NotFoundError("file")
    return row
