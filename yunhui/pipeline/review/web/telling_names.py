"""Where texts of a blind review say who applies, and what experts read in the place of a title that does."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.kernel.errors import InvalidError, NotFoundError, Problem
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.rules import STAFF, can_run_call
from yunhui.pipeline.review.selectors import NamesFound, names_found, review_stage
from yunhui.pipeline.review.services import TITLE_LENGTH, mask_title
from yunhui.pipeline.review.web.stack import title_of
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page


@page(holds(*STAFF), "GET", "POST")
def names(request: Request, code: str) -> HttpResponse:
    """Names in free texts: the office settles them with the applicants before experts read, and gives a title that
    tells who applies another one for the experts; nothing of the applicants' is rewritten."""
    actor, typed = request.actor, request.POST
    stage = review_stage(actor, code)
    here, problems = f"/w/calls/{code}/names/", list[Problem]()
    if request.method == "POST":
        try:
            mask_title(
                actor=actor,
                stage=stage,
                application_id=_project(typed.get("project", "")),
                title_zh=typed.get("title_zh", ""),
                title_en=typed.get("title_en", ""),
            )
            return HttpResponseRedirect(f"{here}?done=kept")
        except InvalidError as error:
            problems = error.problems
    found = names_found(actor, stage)
    errors = {one.field: str(one.message) for one in problems}
    context = {
        "title": _("Names in free texts"),
        "call": pick(stage.call, "title", actor.language),
        "here": here,
        "round_url": f"/w/calls/{code}/round/",
        "rows": [_row(one, actor.language, typed if problems else {}, errors) for one in found],
        "is_blind": bool(stage.config.get("blind")),
        "can_mask": bool(can_run_call(actor, stage.call)),
        "is_kept": request.GET.get("done") == "kept",
    }
    return render(request, "review/names.html", context, status=422 if problems else 200)


def _row(found: NamesFound, language: str, typed: Any, errors: dict[str, str]) -> dict[str, Any]:
    """One project; what was typed and is wrong stands in its own form."""
    pk, mask = str(found.application.pk), found.masked
    is_this = bool(typed) and typed.get("project") == pk
    words = {"title_zh": _("Title for experts (Chinese)"), "title_en": _("Title for experts (English)")}
    return {
        "found": found,
        "title": title_of(found.application, language),
        "masked": pick(mask, "title", language) if mask else "",
        "is_open": is_this or found.tells_title,
        "fields": [
            Field(
                name=name,
                id=f"f-{found.application.number}-{name}",
                label=label,
                value=typed.get(name, "") if is_this else getattr(mask, name, ""),
                error=errors.get(name, "") if is_this else "",
                limit=TITLE_LENGTH,
            )
            for name, label in words.items()
        ],
    }


def _project(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFoundError("application") from error
