"""The pool (项目池): masked briefs, and which of them a host area may pick."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from yunhui.features.docking.rules.offers import has_place
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application

OPEN_PICKS = 5  # picks of one host area that may wait for its answer: the pool is for all of them
PARAGRAPH = 280
MASK = "▒▒"
_REACHABLE = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|www\.\S+|\+?\d[\d\s().-]{6,}\d|(?:微信|WeChat)[:：\s]*[\w-]{5,}",
    re.IGNORECASE,
)


def can_pick(
    actor: Actor, application: Application, board: Board, *, at_work: int, open_picks: int, is_protected: bool
) -> Verdict:
    """An officer of a host area, while there is a place, none of the others is protected, and few picks wait."""
    if not board.is_active:
        return refused("not_active", _("Your host area does not take part at present."))
    if not (place := has_place(application, at_work=at_work)):
        return refused(place.code, _("This project is no longer in the pool."))
    if is_protected:
        return refused("protected", _("This project is no longer in the pool."))
    if open_picks >= OPEN_PICKS:
        return refused("many_picks", _("Answer one of the projects that you picked, then pick another."))
    return ALLOWED


def masked(text: str, names: Iterable[str]) -> str:
    """One paragraph of a text without the names of its people and firms, and without any way to reach them."""
    paragraph = next((part.strip() for part in text.splitlines() if part.strip()), "")
    for name in sorted({name.strip() for name in names if len(name.strip()) > 1}, key=len, reverse=True):
        paragraph = re.sub(re.escape(name), MASK, paragraph, flags=re.IGNORECASE)
    paragraph = _REACHABLE.sub(MASK, paragraph)
    return paragraph if len(paragraph) <= PARAGRAPH else paragraph[:PARAGRAPH].rstrip() + "…"
