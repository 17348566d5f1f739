"""The receipt of a locked sheet: on paper for its expert, and at a public address for whoever holds its fingerprint."""

from pathlib import Path
from typing import Any
from uuid import UUID

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.parties.selectors import city
from yunhui.pipeline.review.models import Assignment, ScoreSheet
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.selectors import known_receipt, task_for
from yunhui.ui import formats
from yunhui.ui.page import Request, anyone, holds, page
from yunhui.ui.papers import typeset

TEMPLATE = Path(__file__).parent.parent / "templates/review/receipt.typ"


@page(holds(Role.EXPERT))
def paper(request: Request, assignment_id: UUID) -> HttpResponse:
    """The receipt of the expert's own sheet as PDF; it names no project, so that it can be shown around."""
    task = task_for(request.actor, assignment_id)
    sheet = next((one for one in task.sheets.all() if one.is_locked and one.edition == task.edition), None)
    if sheet is None:
        raise NotFoundError("receipt")
    response = HttpResponse(
        typeset(TEMPLATE, _words(request.actor, task, sheet, address_of(request, sheet.receipt))),
        content_type="application/pdf",
    )
    name = f"receipt-{sheet.receipt.partition(':')[2][:12]}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page(anyone)
def check(request: Request, mark: str) -> HttpResponse:
    """Whether a sheet with this fingerprint was locked, when, and whether it stands. It says neither whose it is nor
    which project it is about; who holds no fingerprint learns nothing."""
    found = known_receipt(mark.replace("-", ":", 1))
    context = {
        "title": _("Receipt of a score sheet"),
        "found": found,
        "call": pick(found.call, "title", request.actor.language) if found else "",
        "mark": mark.replace("-", ":", 1),
    }
    response = render(request, "review/receipt.html", context, status=200 if found else 404)
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response


def address_of(request: Request, receipt: str) -> str:
    """The public address at which a fingerprint can be checked."""
    base = settings.PUBLIC_URL or request.build_absolute_uri("/")
    return f"{base.rstrip('/')}/receipts/{receipt.replace(':', '-', 1)}"


def _words(actor: Actor, task: Assignment, sheet: ScoreSheet, address: str) -> dict[str, Any]:
    language, host, config = actor.language, city(), ReviewConfig.of(task.stage.config)
    code = qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, box_size=10, border=1)
    rows = [
        (_("Expert"), actor.name),
        (_("Call"), pick(task.application.call, "title", language)),
        (_("Locked"), _at(sheet, formats.BEIJING, language)),
    ]
    if formats.utc_offset(sheet.at, actor.zone) != formats.utc_offset(sheet.at, formats.BEIJING):
        rows.append((_("On your clock"), _at(sheet, actor.zone, language)))
    rows.append((_("Criteria"), formats.number(len(config.criteria), language)))
    if sheet.edition > 1:
        rows.append((_("Edition"), formats.number(sheet.edition, language)))
    return {
        "lang": "en" if language == ENGLISH else "zh",
        "host": pick(host, "office", language) if host else "",
        "title": _("Receipt of a score sheet"),
        "rows": rows,
        "digest_label": _("Fingerprint"),
        "digest": sheet.receipt,
        "digest_help": _("Made from your points and the time: any change would give another one."),
        "code": code.to_string(encoding="unicode"),
        "address": address,
        "help": _("Whoever opens this address reads when the sheet was locked and whether it stands; neither your name "
                  "nor the project's."),
    }  # fmt: skip


def _at(sheet: ScoreSheet, zone: str, language: str) -> str:
    day = formats.day(formats.local(sheet.at, zone).date(), language, year=True)
    name = formats.clock_name(zone, language)
    return f"{day} {formats.local(sheet.at, zone):%H:%M:%S} · {name} ({formats.offset_words(sheet.at, zone)})"
