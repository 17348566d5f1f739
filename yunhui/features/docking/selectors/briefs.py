"""One page on one project for a county's leader: only what its host area may read, in the layout of official papers.

GB/T 9704-2012: A4, margins 37/35/28/26 mm, title in size 2 (22 pt), text in size 3 (16 pt) on lines of 28 pt, 22 lines
of 28 characters. One page holds about six hundred characters, so long answers are shortened at the end of a sentence.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from pypdfium2 import PdfDocument

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.features.docking.rules import day_of, excerpt, is_officer, last_day
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of, places
from yunhui.foundation.formkit.rules import questions_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.selectors import last_version
from yunhui.ui import formats
from yunhui.ui.papers import Pair, Signed, Title
from yunhui.ui.papers import Paper as OfficialPaper
from yunhui.ui.papers import as_docx as as_official_docx
from yunhui.ui.papers import as_pdf as as_official_pdf

# The room of each answer in Chinese characters; Latin letters take half of one.
ROOM = {"summary": 112, "novelty": 84, "team": 56, "landing": 84}
LEAST = 0.4


@dataclass(frozen=True, slots=True)
class Paper:
    """The words of one brief, in one language."""

    lang: str
    mark: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]
    signed: str
    day: str

    def head(self, label: str) -> str:
        """A label before its text: a question needs no colon."""
        return label if label.endswith(("?", "？")) else label + ("：" if self.lang == "zh" else ":")

    def drawn(self) -> OfficialPaper:
        """The brief as an official paper: signed by the host area, its mark above every page."""
        return OfficialPaper(
            name=self.title,
            blocks=(
                Title(self.title, self.subtitle),
                *(Pair(self.head(label), text, indent=False) for label, text in self.facts),
                *(Pair(self.head(label), text) for label, text in self.parts),
                Signed(self.signed, self.day),
            ),
            lang=self.lang,
            head=self.mark,
            author=self.signed,
            ghost=self.signed,
            letter=16.0 if self.lang == "zh" else 13.0,
        )


def paper_of(actor: Actor, offer: Offer, *, at: datetime, room: float = 1.0) -> Paper:
    """The brief of one offer, in the actor's language; `room` shortens the answers further.

    Raises:
        NotFoundError: not for this actor, or withdrawn.
    """
    version = last_version(offer.application)
    if version is None or not is_officer(actor, offer) or offer.application.state == ApplicationState.WITHDRAWN:
        raise NotFoundError("offer")
    with translation.override(actor.language):
        return _paper(actor, offer, version.answers, at, room)


def as_pdf(actor: Actor, offer: Offer, *, at: datetime) -> bytes:
    """The brief as PDF on one page.

    Raises:
        NotFoundError: as `paper_of`.
        PaperError: it could not be set.
    """
    room = 1.0
    while True:
        pdf = as_official_pdf(paper_of(actor, offer, at=at, room=room).drawn())
        if room <= LEAST or len(PdfDocument(pdf)) == 1:
            return pdf
        room -= 0.15


def as_docx(actor: Actor, offer: Offer, *, at: datetime) -> bytes:
    """The brief as a Word document that an office edits.

    Raises:
        NotFoundError: as `paper_of`.
    """
    return as_official_docx(paper_of(actor, offer, at=at).drawn())


def origin_of(offer: Offer, language: str) -> str:
    """Place and country or region of a speaker; once where the one says the other (香港, 中国香港)."""
    application = offer.application
    country, place = codes_of(Scheme.COUNTRY).get(application.country), places().get(application.place)
    whole = pick(country, "name", language) if country else ""
    part = pick(place, "name", language) if place else ""
    if part and part in whole:
        return whole
    return (", " if language == ENGLISH else "，").join(filter(None, (part, whole)))


def _paper(actor: Actor, offer: Offer, answers: dict[str, Any], at: datetime, room: float) -> Paper:
    language, application = actor.language, offer.application
    is_english = language == ENGLISH
    questions = {one.key: one for one in questions_of(application.form_version.questions)}
    parts = [
        (questions[key].label(language), text)
        for key, most in ROOM.items()
        if key in questions and (text := excerpt(str(answers.get(key) or ""), most * room))
    ]
    if offer.state == OfferState.INTERESTED:
        comma = "; " if is_english else "；"
        parts.append((_("What we offer"), comma.join((offer.site, offer.policy, offer.next_step))))
    comma = ", " if is_english else "，"
    facts = [
        (_("Number"), str(application)),
        (_("Field"), pick(application.group, "name", language) if application.group else ""),
        (_("Speaker"), comma.join(filter(None, (application.speaker, origin_of(offer, language))))),
        (_("Answer"), _answer(offer, language)),
    ]
    board = pick(offer.board, "name", language)
    return Paper(
        lang="en" if is_english else "zh",
        mark=_("Printed by {who}, {board}, {when}. For internal study only; do not pass on.").format(
            who=actor.name, board=board, when=formats.moment(at, language, formats.BEIJING, year=True)
        ),
        title=(application.title_en if is_english else "") or application.title,
        subtitle=_("Project brief · {call}").format(call=pick(application.call, "title", language)),
        facts=tuple((label, text) for label, text in facts if text),
        parts=tuple(parts),
        signed=board,
        day=formats.day(day_of(at), language, year=True),
    )


def _answer(offer: Offer, language: str) -> str:
    if offer.state == OfferState.PENDING:
        return _("due by {day}").format(day=formats.day(last_day(offer.due_at), language))
    return str(OfferState(offer.state).label)
