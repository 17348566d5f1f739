"""The one-page brief for a county's leader: to look at, as PDF, as an editable document."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from yunhui.features.docking.selectors import as_docx, as_pdf, paper_of
from yunhui.features.docking.services import print_brief
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.ui.page import Request, holds, page
from yunhui.ui.papers import DOCX


@page(holds(Role.BOARD))
def brief(request: Request, offer_id: UUID) -> HttpResponse:
    """The brief as a page that can be printed, for browsers that open no files, such as WeChat's."""
    offer = print_brief(actor=request.actor, offer_id=offer_id, form="page")
    paper = paper_of(request.actor, offer, at=clock.now())
    return render(request, "docking/brief.html", {"title": paper.title, "paper": paper, "offer": offer})


@page(holds(Role.BOARD))
def pdf(request: Request, offer_id: UUID) -> HttpResponse:
    """The brief as PDF, shown in the browser."""
    offer = print_brief(actor=request.actor, offer_id=offer_id, form="pdf")
    data = as_pdf(request.actor, offer, at=clock.now())
    return _file(data, "application/pdf", f"brief-{offer.application}.pdf", attached=False)


@page(holds(Role.BOARD))
def docx(request: Request, offer_id: UUID) -> HttpResponse:
    """The brief as an editable document."""
    offer = print_brief(actor=request.actor, offer_id=offer_id, form="docx")
    data = as_docx(request.actor, offer, at=clock.now())
    return _file(data, DOCX, f"brief-{offer.application}.docx", attached=True)


def _file(data: bytes, media_type: str, name: str, *, attached: bool) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(attached, name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response
