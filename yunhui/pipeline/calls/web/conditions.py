"""The questions of "Can I apply?" on the desk: the list, one page for each, and a try."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.forms import conditions as forms
from yunhui.pipeline.calls.forms.conditions import Editing
from yunhui.pipeline.calls.forms.desk import Desk
from yunhui.pipeline.calls.rules import EligibilityQuestion, eligibility_problems
from yunhui.pipeline.calls.rules.eligibility import MOST
from yunhui.pipeline.calls.selectors import eligibility_of, lists_of
from yunhui.pipeline.calls.services import Change
from yunhui.pipeline.calls.web.desk import address, desk_of, show
from yunhui.pipeline.calls.web.parts import save
from yunhui.ui.page import Request, UnknownButton, holds, page


@page(holds(Role.OFFICE), "GET", "POST")
def conditions(request: Request, code: str) -> HttpResponse:
    """The questions in their order; moved and taken away by buttons."""
    desk = desk_of(request.actor, code)
    questions = list(eligibility_of(desk.call))
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            return save(request, desk, _change(_carried_out(questions, str(request.POST.get("do", "")))), request.POST)
        except DomainError as error:
            problems = error.problems if isinstance(error, InvalidError) else [Problem("", error.code, error.message)]
    words = dict(forms.kind_words())
    rows = [
        {
            "key": one.key,
            "label": pick(one, "label", desk.language) or one.key,
            "kind": words[one.kind],
            "clause": one.clause,
            "reason": pick(one, "reason", desk.language),
            "problems": eligibility_problems(one),
            "is_first": not number,
            "is_last": number == len(questions) - 1,
        }
        for number, one in enumerate(questions)
    ]
    return show(
        request,
        desk,
        "calls/making/conditions.html",
        "eligibility",
        status=422 if problems else 200,
        rows=rows,
        others=[str(one.message) for one in problems],
        kinds=forms.kind_words() if len(questions) < MOST else [],
        most=MOST,
        seen=desk.call.edits,
        by_buttons=desk.call.state == CallState.DRAFT,
    )


@page(holds(Role.OFFICE), "GET", "POST")
def condition(request: Request, code: str, condition: str) -> HttpResponse:
    """One question; `new-<kind>` is a new one."""
    desk = desk_of(request.actor, code)
    questions = list(eligibility_of(desk.call))
    place = next((n for n, one in enumerate(questions) if one.key == condition), None)
    kind = condition.removeprefix("new-")
    if place is None and (
        not condition.startswith("new-") or kind not in dict(forms.kind_words()) or len(questions) >= MOST
    ):
        raise NotFoundError("question")
    row = questions[place] if place is not None else EligibilityQuestion(_key(questions), kind, "", "")  # type: ignore[arg-type]
    countries = lists_of(desk.language)["country"] if row.kind == "country" else []
    editing = Editing(row, questions[:place] if place is not None else questions, countries, desk.language)
    problems: list[Problem] = []
    if request.method != "POST":
        raw = forms.stored(editing)
    else:
        raw, is_rearranged = forms.posted(editing, request.POST)
        if not is_rearranged and request.POST.get("do") != "edit":
            made, problems = forms.question_of(editing, raw)
            if not problems:
                rows = [*questions[:place], made, *questions[place + 1 :]] if place is not None else [*questions, made]
                try:
                    return save(request, desk, _change(rows), raw)
                except DomainError as error:
                    found = error.problems if isinstance(error, InvalidError) else []
                    problems = found or [Problem("", error.code, error.message)]
    return _page(request, desk, editing, raw, problems)


def _page(request: Request, desk: Desk, editing: Editing, raw: Any, problems: list[Problem]) -> HttpResponse:
    blocks = forms.blocks_of(editing, raw, problems)
    fields = [field for block in blocks for line in block.lines for field in line]
    fields += [field for block in blocks for item in block.items for line in item.lines for field in line]
    beside = {field.name for field in fields if field.error}
    return show(
        request,
        desk,
        "calls/making/question.html",
        "eligibility",
        status=422 if problems else 200,
        heading=pick(editing.question, "label", desk.language) or _("New question"),
        kind=dict(forms.kind_words())[editing.question.kind],
        question=editing.question,
        blocks=blocks,
        fields=fields,
        others=[str(one.message) for one in problems if one.field not in beside],
        seen=desk.call.edits,
        depends=any(field.name == "by" for field in fields),
        back_url=address(desk, "eligibility"),
    )


def _change(questions: list[EligibilityQuestion]) -> Change:
    return Change("eligibility", {"eligibility": [one.as_stored() for one in questions]})


def _carried_out(questions: list[EligibilityQuestion], action: str) -> list[EligibilityQuestion]:
    verb, _colon, key = action.partition(":")
    if verb not in ("up", "down", "drop"):
        raise UnknownButton
    place = next((n for n, one in enumerate(questions) if one.key == key), None)
    rows = list(questions)
    if place is not None:
        row = rows.pop(place)
        if verb != "drop":
            rows.insert(max(0, place + (-1 if verb == "up" else 1)), row)
    return rows


def _key(questions: list[EligibilityQuestion]) -> str:
    taken = {one.key for one in questions}
    return next(key for key in (f"question-{n}" for n in range(1, 99)) if key not in taken)
