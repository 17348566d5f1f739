"""Which papers of a call can be printed now, and what each says."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yunhui.features.papers.enums import PaperKind
from yunhui.features.papers.errors import NotReadyError
from yunhui.features.papers.models import Print
from yunhui.features.papers.rules import may_print
from yunhui.features.papers.selectors import (
    door_signs,
    fees,
    handbook,
    minutes,
    name_cards,
    notice,
    programme,
    request,
    run_sheet,
    script,
    session_sign_in,
    sheets,
    sign_in,
    summary,
    undertakings,
)
from yunhui.features.papers.selectors.desk import Desk, Shelf
from yunhui.kernel.errors import NotFoundError
from yunhui.ui.papers import Paper, Sheets, fingerprint, sheets_fingerprint

# So many characters of a fingerprint stand at the foot of a page.
SHORT = 16
_MOST = 10


@dataclass(frozen=True, slots=True)
class Maker:
    """How one kind of paper is made: what there is to print, and the paper about one of these."""

    shelf: Callable[[Desk], Shelf]
    paper: Callable[[Desk, str], Paper | Sheets]


def _of(module: ModuleType) -> Maker:
    return Maker(module.shelf, module.paper)


# What names experts stays sealed until the sign-in opens.
_NAMES_EXPERTS = frozenset(
    {
        PaperKind.SIGN_IN,
        PaperKind.UNDERTAKINGS,
        PaperKind.SCORE_SHEETS,
        PaperKind.SUMMARY,
        PaperKind.MINUTES,
        PaperKind.FEES,
    }
)
MAKERS: dict[PaperKind, Maker] = {
    PaperKind.SIGN_IN: _of(sign_in),
    PaperKind.UNDERTAKINGS: _of(undertakings),
    PaperKind.SCORE_SHEETS: _of(sheets),
    PaperKind.SUMMARY: _of(summary),
    PaperKind.MINUTES: _of(minutes),
    PaperKind.REQUEST: _of(request),
    PaperKind.NOTICE: _of(notice),
    PaperKind.FEES: _of(fees),
    PaperKind.PROGRAMME: _of(programme),
    PaperKind.HANDBOOK: _of(handbook),
    PaperKind.SCRIPT: _of(script),
    PaperKind.RUN_SHEET: _of(run_sheet),
    PaperKind.DOOR_SIGNS: _of(door_signs),
    PaperKind.NAME_CARDS: _of(name_cards),
    PaperKind.SESSION_SIGN_IN: _of(session_sign_in),
}


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of paper on the page: what can be printed, and when it was last."""

    kind: PaperKind
    shelf: Shelf
    last: Print | None


def shelves_of(desk: Desk) -> list[Held]:
    """Every kind of paper that the actor may take out, in the order in which an office needs them."""
    last = {one.kind: one for one in prints_of(desk).order_by("kind", "-at").distinct("kind")}
    return [
        Held(kind, _shelf(desk, kind), last.get(kind))
        for kind in PaperKind
        if kind in MAKERS and may_print(desk.actor, desk.call, kind)
    ]


def paper_of(desk: Desk, kind: PaperKind, about: str) -> Paper | Sheets:
    """One paper.

    Raises:
        NotFoundError: no such paper for this actor.
        NotReadyError: it cannot be printed now; the message says why.
    """
    if kind not in MAKERS or not may_print(desk.actor, desk.call, kind):
        raise NotFoundError("paper")
    shelf = _shelf(desk, kind)
    if shelf.missing:
        raise NotReadyError(shelf.missing)
    if about not in {choice.about for choice in shelf.choices}:
        raise NotFoundError("paper")
    return MAKERS[kind].paper(desk, about)


def _shelf(desk: Desk, kind: PaperKind) -> Shelf:
    if kind in _NAMES_EXPERTS and desk.counts.is_sealed:
        return Shelf(missing=_("Who is on the panel is sealed until its sign-in opens."), is_sealed=True)
    return MAKERS[kind].shelf(desk)


def prints_of(desk: Desk) -> QuerySet[Print]:
    """What was taken out of a call, with by whom."""
    return Print.objects.filter(call=desk.call).select_related("by")


@dataclass(frozen=True, slots=True)
class Match:
    """A print with some fingerprint, and whether the same paper says the same today; None where it cannot be made."""

    print: Print
    is_same: bool | None


def matches_of(desk: Desk, typed: str) -> list[Match]:
    """The prints with the fingerprint that is typed from the foot of a page, the newest first; spaces do not matter."""
    short = "".join(typed.split()).lower()
    kinds = [kind for kind in MAKERS if may_print(desk.actor, desk.call, kind)]
    rows = prints_of(desk).filter(short=short, kind__in=kinds)
    found = list(rows.order_by("-at")[:_MOST]) if len(short) == SHORT else []
    today = {(one.kind, one.about): _today(desk, one) for one in found}
    return [Match(one, None if (now := today[one.kind, one.about]) is None else now == one.digest) for one in found]


def _today(desk: Desk, one: Print) -> str | None:
    try:
        paper = paper_of(desk, PaperKind(one.kind), one.about)
    except (NotFoundError, NotReadyError):
        return None
    return fingerprint_of(paper, one.digest.partition(":")[0])


def fingerprint_of(paper: Paper | Sheets, algorithm: str) -> str:
    """Of all that a paper or sheets say."""
    if isinstance(paper, Sheets):
        return sheets_fingerprint(paper, algorithm)
    return fingerprint(paper, algorithm)
