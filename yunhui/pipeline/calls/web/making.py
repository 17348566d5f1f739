"""New calls: from a recipe, or as a copy of an earlier one."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, NotFoundError, Problem, require
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.forms.sheets import Block, Input, lines_of, raw_from, raw_of, read
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.ports import recipe_of, recipes
from yunhui.pipeline.calls.rules import can_make_call, can_run_call
from yunhui.pipeline.calls.selectors import call_for, calls_inside
from yunhui.pipeline.calls.services import copy_call
from yunhui.ui.page import Request, holds, page

_CODE = Input(
    "code",
    gettext_lazy("Address"),
    limit=40,
    required=True,
    help=gettext_lazy("Small letters, digits and hyphens, e.g. autumn-2027; it stays as it is"),
)
_TITLE = Input("title", gettext_lazy("Name of the call"), pair=True, limit=160)


@page(holds(Role.OFFICE))
def new(request: Request) -> HttpResponse:
    """The recipes, and earlier calls that can be copied."""
    require(can_make_call(request.actor))
    language = request.actor.language
    rows = [(one.key, pick(one, "name", language), pick(one, "what", language)) for one in recipes()]
    earlier = [(call.code, pick(call, "title", language), call.opens_at) for call in calls_inside(request.actor)]
    return render(request, "calls/making/new.html", {"title": _("Make a call"), "recipes": rows, "earlier": earlier})


@page(holds(Role.OFFICE), "GET", "POST")
def from_recipe(request: Request, recipe: str) -> HttpResponse:
    """A draft from a recipe: its name and address; everything else has the recipe's defaults."""
    require(can_make_call(request.actor))
    try:
        found = recipe_of(recipe)
    except KeyError as error:
        raise NotFoundError("recipe") from error
    name = pick(found, "name", request.actor.language)

    def make(actor: Actor, code: str, titles: tuple[str, str]) -> Call:
        made: Call = found.make(actor=actor, code=code, titles=titles)
        return made

    return _start(
        request, _("New call: {recipe}").format(recipe=name), make, pick(found, "what", request.actor.language)
    )


@page(holds(Role.OFFICE), "GET", "POST")
def copy(request: Request, code: str) -> HttpResponse:
    """A draft with everything of an earlier call but its dates."""
    call = call_for(request.actor, code, inside=True)
    require(can_make_call(request.actor))
    require(can_run_call(request.actor, call))
    name = pick(call, "title", request.actor.language)

    def make(actor: Actor, code: str, titles: tuple[str, str]) -> Call:
        return copy_call(actor=actor, call=call, code=code, titles=titles)

    what = _("The form, the groups, the rules and all texts are taken over. Dates are set anew.")
    titles = {"title_zh": call.title_zh, "title_en": call.title_en}
    return _start(request, _("Copy of {call}").format(call=name), make, what, titles)


def _start(request: Request, title: str, make: Any, what: str, titles: Mapping[str, str] | None = None) -> HttpResponse:
    inputs = (_TITLE, _CODE)
    problems: list[Problem] = []
    raw = raw_of(inputs, titles or {})
    if request.method == "POST":
        raw = raw_from(inputs, request.POST)
        values, problems = read(inputs, raw)
        code = values["code"].lower()
        if not problems and not (code.replace("-", "").isalnum() and code.isascii() and code.strip("-") == code):
            problems = [Problem("code", "code", _("Only small letters, digits and hyphens, e.g. autumn-2027."))]
        if not problems and not (values["title_zh"] or values["title_en"]):
            problems = [Problem("title_zh", "required", _("Give it a name in one language at least."))]
        if not problems:
            try:
                made = make(request.actor, code, (values["title_zh"], values["title_en"]))
                return HttpResponseRedirect(f"/w/calls/{made.code}/setup/")
            except DomainError as error:
                if error.code != "code_taken":
                    raise
                problems = [Problem("code", error.code, error.message)]
    errors = {one.field: str(one.message) for one in problems}
    block = Block(lines=lines_of(inputs, raw, errors))
    context = {
        "title": title,
        "what": what,
        "blocks": [block],
        "fields": [field for line in block.lines for field in line],
    }
    return render(request, "calls/making/start.html", context, status=422 if problems else 200)
