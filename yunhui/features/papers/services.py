"""Taking a paper out of the platform: each time is a row that says which words left, by whom and when."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from yunhui.features.papers.enums import DRAWN, Form, PaperKind
from yunhui.features.papers.models import Print
from yunhui.features.papers.selectors import SHORT, Desk, fingerprint_of, paper_of
from yunhui.features.papers.selectors.words import minute
from yunhui.foundation.audit.services import record
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import ENGLISH
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.services import keep_ranking
from yunhui.pipeline.panels.services import take_roster
from yunhui.ui import formats
from yunhui.ui.papers import DOCX, Paper, Sheets, as_docx, as_pdf, sheets_pdf


@dataclass(frozen=True, slots=True)
class Printed:
    """A file on its way out."""

    name: str
    media_type: str
    content: bytes


@transaction.atomic
def print_paper(*, actor: Actor, call: Call, kind: PaperKind, about: str, form: Form) -> Printed:
    """A paper as a file; the caller has checked that the actor sees inside the call.

    Raises:
        NotFoundError: no such paper for this actor.
        NotReadyError: it cannot be printed now.
        PaperError: it could not be set.
    """
    at = clock.now()
    desk = Desk(actor, call, at)
    if kind in DRAWN and form == Form.DOCX:
        raise NotFoundError("paper")
    if kind == PaperKind.FEES:
        take_roster(actor=actor, call=call)  # asks for the fresh second factor, and logs whose data are opened
    if kind == PaperKind.SUMMARY and desk.batch is None and (group := desk.group_named(about)):
        keep_ranking(group.pk)
    paper = paper_of(desk, kind, about)
    digest = fingerprint_of(paper, settings.DIGEST_ALGORITHM)
    short = digest.partition(":")[2][:SHORT]
    number = desk.batch.number if desk.batch else None
    row = Print.objects.create(
        call=call,
        kind=kind,
        about=about,
        name=paper.name[:200],
        form=form,
        digest=digest,
        short=short,
        batch_number=number,
        at=at,
        by_id=actor.user_id,
    )
    record(
        actor=actor,
        action="paper.printed",
        subject=("call", call.pk),
        after={"print": str(row.pk), "paper": str(kind), "about": about, "form": str(form), "digest": digest},
    )
    is_english = isinstance(paper, Paper) and paper.lang == "en"
    foot = _english_foot(short, at, number) if is_english else _foot(short, minute(at), number)
    content = _drawn(paper, foot, form)
    stamp = f"{at.astimezone(clock.BEIJING):%Y%m%d-%H%M}"
    return Printed(f"{paper.name}-{stamp}.{form}", DOCX if form == Form.DOCX else "application/pdf", content)


def _drawn(paper: Paper | Sheets, foot: str, form: Form) -> bytes:
    if isinstance(paper, Sheets):
        return sheets_pdf(replace(paper, foot=foot))
    signed = replace(paper, foot=foot)
    return as_docx(signed) if form == Form.DOCX else as_pdf(signed)


def _english_foot(short: str, at: datetime, number: int | None) -> str:
    spaced = " ".join(short[place : place + 4] for place in range(0, len(short), 4))
    batch = f" · decision batch {number}" if number else ""
    printed = formats.moment(at, ENGLISH, formats.BEIJING, year=True)
    return f"Fingerprint {spaced} · printed {printed} Beijing time (UTC+8){batch}"


def _foot(short: str, at: str, number: int | None) -> str:
    spaced = " ".join(short[place : place + 4] for place in range(0, len(short), 4))
    batch = f"　决定批次第{number}号" if number else ""
    return f"内容摘要 {spaced}　{at}（北京时间）打印{batch}"
