"""The application form on the desk: its questions in their order, one page for each, and how every reader sees it."""

import json
from dataclasses import asdict
from typing import Any

from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.formkit.rules import (
    KINDS,
    READERS,
    Question,
    Reader,
    field_of,
    form_problems,
    questions_of,
    read_by,
    visible_questions,
)
from yunhui.kernel.errors import DomainError, NotFoundError, Problem
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.forms import questions as forms
from yunhui.pipeline.calls.forms.desk import Desk
from yunhui.pipeline.calls.forms.questions import Editing, kind_word, reader_word
from yunhui.pipeline.calls.rules import CORE, condition_words, questions_now
from yunhui.pipeline.calls.selectors import lists_of
from yunhui.pipeline.calls.services import Change, edit_form, moved, renamed
from yunhui.pipeline.calls.web.amending import announce
from yunhui.pipeline.calls.web.desk import address, desk_of, show
from yunhui.ui.page import Request, UnknownButton, holds, page

_SALT = "calls.question"
_LENGTHS = {"text": 120, "long_text": 800, "people": 10, "file": 1}


@page(holds(Role.OFFICE), "GET", "POST")
def form(request: Request, code: str) -> HttpResponse:
    """Every question by section; moved, taken away and brought back by buttons."""
    desk = desk_of(request.actor, code)
    questions = questions_now(desk.call)
    if request.method == "POST":
        changed, query = _carried_out(questions, request)
        edit_form(actor=request.actor, call=desk.call, questions=changed)
        return HttpResponseRedirect(f"{address(desk, 'form')}{query}")
    problems: dict[str, list[str]] = {}
    for problem in form_problems(questions):
        problems.setdefault(problem.field, []).append(str(problem.message))
    is_open = desk.call.state != CallState.CLOSED
    return show(
        request,
        desk,
        "calls/making/form.html",
        "form",
        sections=_sections(desk, questions, problems),
        kinds=[(kind, kind_word(kind)) for kind in KINDS],
        previews=[("applicant", _("Applicant")), *((one, reader_word(one)) for one in READERS)],
        removed=_removed(request),
        may_edit=is_open,
        unannounced=desk.call.state == CallState.PUBLISHED and desk.call.form_draft is not None,
    )


@page(holds(Role.OFFICE), "GET", "POST")
def question(request: Request, code: str, question: str) -> HttpResponse:
    """One question; what is typed is never lost."""
    desk = desk_of(request.actor, code)
    questions = questions_now(desk.call)
    place = next((n for n, one in enumerate(questions) if one.key == question), None)
    if place is None:
        raise NotFoundError("question")
    return _question(request, desk, questions, place, questions[place], is_new=False)


@page(holds(Role.OFFICE), "GET", "POST")
def new_question(request: Request, code: str) -> HttpResponse:
    """A new question of a kind, at the end of its section."""
    desk = desk_of(request.actor, code)
    kind = request.GET.get("kind", "text")
    if kind not in KINDS:
        raise NotFoundError("kind")
    questions = questions_now(desk.call)
    last = questions[-1] if questions else None
    fresh = Question(
        key="",
        kind=kind,
        label_zh="",
        label_en="",
        section_zh=last.section_zh if last else "",
        section_en=last.section_en if last else "",
        max_length=_LENGTHS.get(kind, 200),
        readers=("office",) if kind == "email" else ("office", "expert", "board"),
    )
    return _question(request, desk, questions, len(questions), fresh, is_new=True)


@page(holds(Role.OFFICE), "GET", "POST")
def announce_form(request: Request, code: str) -> HttpResponse:
    """What changes in a published form, old beside new, and its announcement; drafts see the new one at once."""
    desk = desk_of(request.actor, code)
    if desk.call.state != CallState.PUBLISHED or desk.call.form_draft is None:
        return HttpResponseRedirect(address(desk, "form"))
    return announce(request, desk, Change("form"), {})


@page(holds(Role.OFFICE))
def preview(request: Request, code: str, reader: str) -> HttpResponse:
    """The form as one kind of reader sees it, in either language; the applicant's can be tried out."""
    if reader not in ("applicant", *READERS):
        raise NotFoundError("reader")
    desk = desk_of(request.actor, code)
    language = {"zh": CHINESE, "en": ENGLISH}.get(request.GET.get("in", ""), request.actor.language)
    questions = questions_now(desk.call)
    answers: dict[str, Any] = {one.key: request.GET.get(one.key, "") for one in questions}
    lists = lists_of(language) if reader == "applicant" else None
    readers: dict[str, Reader] = {one: one for one in READERS}
    is_applicant = reader not in readers
    shown = visible_questions(questions, answers) if is_applicant else read_by(questions, readers[reader])
    sections: dict[str, list[Any]] = {}
    for one in shown:
        field = field_of(one, answers[one.key], language, lists) if lists else None
        sections.setdefault(one.section(language), []).append((one.label(language), kind_word(one.kind), field))
    hidden = [one.label(language) for one in questions if one not in shown]
    name = _("Applicant") if is_applicant else reader_word(readers[reader])
    return show(
        request,
        desk,
        "calls/making/preview.html",
        "form",
        heading=_("The form as read by: {who}").format(who=name),
        sections=list(sections.items()),
        hidden=hidden,
        role=reader,
        shown_in="zh" if language == CHINESE else "en",
        previews=[("applicant", _("Applicant")), *((one, reader_word(one)) for one in READERS)],
        depends=any(one.show_if for one in questions),
    )


def _question(
    request: Request, desk: Desk, questions: tuple[Question, ...], place: int, row: Question, *, is_new: bool
) -> HttpResponse:
    editing = Editing(
        question=row,
        before=questions[:place],
        sections=list(dict.fromkeys((one.section_zh, one.section_en) for one in questions)),
        taken=frozenset(one.key for one in questions),
        language=request.actor.language,
        is_new=is_new,
    )
    problems: list[Problem] = []
    if request.method != "POST":
        raw = forms.stored(editing)
    else:
        raw, is_rearranged = forms.posted(editing, request.POST)
        if not is_rearranged:
            made, problems = forms.question_of(editing, raw)
            if not problems:
                changed = _placed(questions, place, made, is_new=is_new)
                try:
                    edit_form(actor=request.actor, call=desk.call, questions=changed, seen=_seen(request))
                    return HttpResponseRedirect(f"{address(desk, 'form')}?done=saved#q-{made.key}")
                except DomainError as error:
                    problems = [Problem("", error.code, error.message)]
    blocks = forms.blocks_of(editing, raw, problems)
    fields = [field for block in blocks for line in block.lines for field in line]
    fields += [field for block in blocks for item in block.items for line in item.lines for field in line]
    beside = {field.name for field in fields if field.error}
    return show(
        request,
        desk,
        "calls/making/question.html",
        "form",
        status=422 if problems else 200,
        heading=_("New question") if is_new else row.label(request.actor.language) or _("Question"),
        kind=kind_word(row.kind),
        question=row,
        blocks=blocks,
        fields=fields,
        others=[str(one.message) for one in problems if one.field not in beside],
        seen=desk.call.edits if problems else _seen(request) or desk.call.edits,
        is_core=row.key in CORE,
        depends=any(field.name == "if_question" for field in fields),
        groups_url=address(desk, "groups") if row.key == "group" else "",
    )


def _placed(questions: tuple[Question, ...], place: int, row: Question, *, is_new: bool) -> tuple[Question, ...]:
    """The questions with one written; one that is new in its section stands at the section's end."""
    rest = [*questions[:place], *questions[place + (not is_new) :]]
    old = questions[place] if not is_new else None
    if old and (old.section_zh, old.section_en) == (row.section_zh, row.section_en):
        return (*rest[:place], row, *rest[place:])
    ends = [n for n, one in enumerate(rest, 1) if (one.section_zh, one.section_en) == (row.section_zh, row.section_en)]
    at = ends[-1] if ends else len(rest)
    return (*rest[:at], row, *rest[at:])


def _carried_out(questions: tuple[Question, ...], request: Request) -> tuple[tuple[Question, ...], str]:
    """What a button of the list asks for: the changed questions, and the end of the address to go on to."""
    data = request.POST
    verb, _colon, key = str(data.get("do", "")).partition(":")
    if verb in ("up", "down"):
        return moved(questions, key, -1 if verb == "up" else 1), f"#q-{key}"
    if verb == "drop" and key not in CORE:
        place = next((n for n, one in enumerate(questions) if one.key == key), None)
        if place is not None:
            gone = signing.dumps({"at": place, "question": json.dumps(asdict(questions[place]))}, salt=_SALT)
            return tuple(one for one in questions if one.key != key), f"?removed={gone}"
    if verb == "restore":
        return _restored(questions, str(data.get("removed", ""))), ""
    if verb == "rename":
        old = (str(data.get("old_zh", "")), str(data.get("old_en", "")))
        new = (str(data.get("new_zh", "")).strip()[:80], str(data.get("new_en", "")).strip()[:80])
        return renamed(questions, old, new), ""
    if verb != "drop":  # what every form needs is never taken away
        raise UnknownButton
    return questions, ""


def _restored(questions: tuple[Question, ...], removed: str) -> tuple[Question, ...]:
    try:
        kept = signing.loads(removed, salt=_SALT)
    except signing.BadSignature:
        return questions
    (row,) = questions_of([json.loads(kept["question"])])
    if any(one.key == row.key for one in questions):
        return questions
    return (*questions[: kept["at"]], row, *questions[kept["at"] :])


def _removed(request: Request) -> str:
    """What was just taken away and can be brought back; nothing where the address was made up."""
    text = request.GET.get("removed", "")
    try:
        signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return ""
    return text


def _sections(
    desk: Desk, questions: tuple[Question, ...], problems: dict[str, list[str]]
) -> list[tuple[tuple[str, str], str, list[dict[str, Any]]]]:
    language = desk.language
    found: list[tuple[tuple[str, str], str, list[dict[str, Any]]]] = []
    for number, one in enumerate(questions):
        names = (one.section_zh, one.section_en)
        if not found or found[-1][0] != names:
            found.append((names, one.section(language) or _("Without a section"), []))
        readers = [reader_word(reader) for reader in READERS if one.is_read_by(reader)]
        found[-1][2].append(
            {
                "key": one.key,
                "label": one.label(language) or one.key,
                "kind": kind_word(one.kind),
                "required": one.required,
                "readers": readers,
                "condition": condition_words(one.show_if, questions, language) if one.show_if else "",
                "problems": problems.get(one.key, []),
                "is_core": one.key in CORE,
                "is_first": number == 0,
                "is_last": number == len(questions) - 1,
                "stale": [path for path in desk.call.stale if path.startswith(f"form.{one.key}.")],
            }
        )
    return found


def _seen(request: Request) -> int | None:
    text = str(request.POST.get("seen", ""))
    return int(text) if text.isdecimal() else None
