"""The applicant's result as a letter on paper, in either language."""

from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from yunhui.features.papers.selectors import SHORT, result_of
from yunhui.kernel import clock
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.ui import formats
from yunhui.ui.page import Request, page, signed_in
from yunhui.ui.papers import as_pdf, fingerprint


@page(signed_in)
def result(request: Request, application_id: UUID) -> HttpResponse:
    """The letter as PDF, in the reader's language or in the one asked for (`?lang=en`, `?lang=zh`)."""
    asked = {"zh": CHINESE, "en": ENGLISH}.get(request.GET.get("lang", ""), request.actor.language)
    paper = result_of(request.actor, application_id, asked)
    digest = fingerprint(paper, settings.DIGEST_ALGORITHM).partition(":")[2][:SHORT]
    at = formats.moment(clock.now(), asked, formats.BEIJING, year=True)
    foot = (
        f"内容摘要 {digest}　{at}（北京时间，UTC+8）"
        if paper.lang == "zh"
        else f"Fingerprint {digest} · {at} Beijing time (UTC+8)"
    )
    response = HttpResponse(as_pdf(replace(paper, foot=foot)), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"result-{paper.lang}.pdf") or "inline"
    response["Cache-Control"] = "private, no-store"
    return response
