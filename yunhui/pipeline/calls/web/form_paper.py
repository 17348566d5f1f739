"""The application form on paper, to prepare offline."""

from pathlib import Path

from django.http import HttpResponse
from django.utils.translation import gettext as _

from yunhui.foundation.formkit.rules import Question, options_of, questions_of, unit_words
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.forms.questions import kind_word
from yunhui.pipeline.calls.rules import condition_words
from yunhui.pipeline.calls.selectors import before_you_apply, published_call
from yunhui.ui import formats
from yunhui.ui.page import Request, anyone, page
from yunhui.ui.papers import typeset

_TEMPLATE = Path(__file__).parent.parent / "templates" / "calls" / "papers" / "form.typ"


@page(anyone)
def form_paper(request: Request, lang: str, code: str) -> HttpResponse:
    """The PDF: every question with its help, limit and answers to choose from, and room to write."""
    call, language = published_call(code), request.actor.language
    if call.form_version is None:
        raise NotFoundError("form")
    questions = questions_of(call.form_version.questions)
    closes = formats.moment(call.closes_at, language, formats.BEIJING, year=True) if call.closes_at else ""
    sections: dict[str, list[dict[str, object]]] = {}
    for one in questions:
        sections.setdefault(one.section(language), []).append(_row(one, questions, language))
    data = {
        "lang": "zh" if formats.is_chinese(language) else "en",
        "title": pick(call, "title", language),
        "what": _("Application form, to prepare offline"),
        "note": _("Only what you send on the platform counts; this paper is for your preparation."),
        "deadline": _("Deadline: {at}, Beijing time (UTC+8)").format(at=closes) if closes else "",
        "before_title": _("Before you apply"),
        "before": [[fact.title, fact.text] for fact in before_you_apply(call).facts(language)] if call.before else [],
        "sections": [[name, rows] for name, rows in sections.items()],
        "version": _("Form version {n}").format(n=call.form_version.number),
    }
    response = HttpResponse(typeset(_TEMPLATE, data), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{call.code}-form-{lang}.pdf"'
    return response


def _row(one: Question, questions: tuple[Question, ...], language: str) -> dict[str, object]:
    limits = []
    if not one.required:
        limits.append(_("optional"))
    if one.kind in ("text", "long_text"):
        limits.append(_("at most {n} characters").format(n=one.max_length))
    elif one.kind == "money":
        limits.append(unit_words(one, language))
    elif one.kind not in ("choice",):
        limits.append(kind_word(one.kind))
    if one.show_if:
        limits.append(condition_words(one.show_if, questions, language))
    return {
        "label": one.label(language),
        "help": pick(one, "help", language),
        "limits": " · ".join(limits),
        "options": [name for _code, name in options_of(one, language, {})],
        "lines": {"long_text": 6, "people": 5, "choice": 0}.get(one.kind, 1),
    }
