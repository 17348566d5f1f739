"""The papers of a call: what can be printed now, what is missing and why, and which sheet came from here."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.features.papers.enums import DRAWN, Form, PaperKind
from yunhui.features.papers.selectors import Choice, Desk, Held, matches_of, shelves_of
from yunhui.features.papers.services import print_paper
from yunhui.kernel import clock
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.calls.selectors import calls_inside
from yunhui.ui.page import Request, holds, page

_SAYS = {
    PaperKind.SIGN_IN: gettext_lazy("For the door: every expert signs beside their name."),
    PaperKind.UNDERTAKINGS: gettext_lazy("What each expert undertook, with the time, and a line to sign by hand."),
    PaperKind.SCORE_SHEETS: gettext_lazy("A page for each project that an expert has scored, to be signed by them."),
    PaperKind.SUMMARY: gettext_lazy(
        "All scores of a group under the announced rule; experts, panel leader and supervisor sign."
    ),
    PaperKind.MINUTES: gettext_lazy("Who took part, the reasons, and what was agreed."),
    PaperKind.REQUEST: gettext_lazy("The proposed list as it is laid before those who sign the approval."),
    PaperKind.NOTICE: gettext_lazy("The list as everyone may read it: neither scores nor ranks."),
    PaperKind.FEES: gettext_lazy("For finance: fee, tax and account of each expert, with a line to sign."),
    PaperKind.PROGRAMME: gettext_lazy("As everyone may read it: titles and teams only as far as they consent."),
    PaperKind.HANDBOOK: gettext_lazy("Agenda, projects by consent, host areas, rules of the stage, how to connect."),
    PaperKind.SCRIPT: gettext_lazy("What the host says, with names as they are spoken, times and transitions."),
    PaperKind.RUN_SHEET: gettext_lazy("For the control room: minute by minute what is shown and whom to connect."),
    PaperKind.DOOR_SIGNS: gettext_lazy("One sheet for each hall and day, with the way to the timetable."),
    PaperKind.NAME_CARDS: gettext_lazy("To fold across the middle; long names become smaller, none is cut."),
    PaperKind.SESSION_SIGN_IN: gettext_lazy("Who speaks in a hall, in the order of the stage, with a line to sign."),
}
_STEPS = (
    (gettext_lazy("Panel"), (PaperKind.SIGN_IN, PaperKind.UNDERTAKINGS)),
    (gettext_lazy("Scores"), (PaperKind.SCORE_SHEETS, PaperKind.SUMMARY)),
    (gettext_lazy("Decision"), (PaperKind.MINUTES, PaperKind.REQUEST, PaperKind.NOTICE)),
    (
        gettext_lazy("Event"),
        (
            PaperKind.PROGRAMME,
            PaperKind.HANDBOOK,
            PaperKind.SCRIPT,
            PaperKind.RUN_SHEET,
            PaperKind.SESSION_SIGN_IN,
            PaperKind.DOOR_SIGNS,
            PaperKind.NAME_CARDS,
        ),
    ),
    (gettext_lazy("Afterwards"), (PaperKind.FEES,)),
)
# More papers of a kind than this are folded.
_OPEN = 6


@dataclass(frozen=True, slots=True)
class Link:
    """One paper that can be taken: what it is about, and its addresses; no Word where a template draws it."""

    choice: Choice
    docx: str
    pdf: str


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of paper on the page."""

    held: Held
    says: str
    links: list[Link]

    @property
    def is_folded(self) -> bool:
        """Whether there are too many to show at once."""
        return len(self.links) > _OPEN


@page(holds(*STAFF))
def papers(request: Request, code: str) -> HttpResponse:
    """Every kind of paper; `?check=` asks which print a fingerprint is of."""
    call = _call(request, code)
    desk = Desk(request.actor, call, clock.now())
    typed = request.GET.get("check", "").strip()
    context = {
        "title": _("Papers"),
        "call": call,
        "call_name": pick(call, "title", request.actor.language),
        "call_url": "/w/calls/",
        "steps": _steps(desk),
        "typed": typed,
        "found": matches_of(desk, typed) if typed else [],
    }
    return render(request, "papers/office.html", context)


@page(holds(*STAFF))
def take(request: Request, code: str, paper: str, form: str) -> HttpResponse:
    """One paper as a file, `?about=` one of those that the page lists.

    Whose second factor was confirmed a while ago confirms it anew, and is then back at the page: a file that starts by
    itself would leave them where it was asked.
    """
    call = _call(request, code)
    if paper not in PaperKind.values or form not in Form.values:
        raise NotFoundError("paper")
    if not request.actor.is_fresh(clock.now()):
        return HttpResponseRedirect(f"/sign-in/second?{urlencode({'next': f'/w/calls/{call.code}/papers/'})}")
    printed = print_paper(
        actor=request.actor, call=call, kind=PaperKind(paper), about=request.GET.get("about", ""), form=Form(form)
    )
    response = HttpResponse(printed.content, content_type=printed.media_type)
    response["Content-Disposition"] = content_disposition_header(True, printed.name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _steps(desk: Desk) -> list[tuple[str, list[Row]]]:
    held = {one.kind: one for one in shelves_of(desk)}
    steps = [(str(name), [_row(desk.call, held[kind]) for kind in kinds if kind in held]) for name, kinds in _STEPS]
    return [(name, rows) for name, rows in steps if rows]


def _row(call: Call, held: Held) -> Row:
    links = []
    for choice in held.shelf.choices:
        about = f"?{urlencode({'about': choice.about})}" if choice.about else ""
        address = f"/w/calls/{call.code}/papers/{held.kind}."
        docx = "" if held.kind in DRAWN else f"{address}{Form.DOCX}{about}"
        links.append(Link(choice, docx, f"{address}{Form.PDF}{about}"))
    return Row(held, str(_SAYS[held.kind]), links)


def _call(request: Request, code: str) -> Call:
    call = calls_inside(request.actor).filter(code=code).first()
    if call is None:
        raise NotFoundError("call")
    return call
