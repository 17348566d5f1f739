"""“Can I apply?”: a few questions before the long form, without an account; what is answered goes with the
application of whoever starts one from here, and is forgotten otherwise."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.formkit.rules import clean_text
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.forms.conditions import asked
from yunhui.pipeline.calls.rules import carried, carry
from yunhui.pipeline.calls.rules import eligible as decide
from yunhui.pipeline.calls.selectors import eligibility_of, lists_of, published_call
from yunhui.pipeline.calls.web.public import window_of
from yunhui.ui.page import Request, anyone, page


@page(anyone, "GET", "POST")
def eligible(request: Request, lang: str, code: str) -> HttpResponse:
    """The questions, and below them the answer: you can apply, or why not, by which clause, and what to do instead."""
    call, language = published_call(code), request.actor.language
    questions = eligibility_of(call)
    if not questions:
        raise NotFoundError("questions")
    given = request.POST if request.method == "POST" else carried(request.session, call.code)
    answers = {one.key: clean_text(given.get(one.key, ""))[:40] for one in questions}
    found = decide(questions, answers) if request.method == "POST" else None
    if found:
        carry(request.session, call.code, answers if found.outcome == "yes" else {})
    countries = lists_of(language)["country"] if any(one.kind == "country" for one in questions) else []
    fields = asked(questions, answers, found, language, countries)
    window = window_of(call, language, request.actor.zone)
    context = {
        "title": _("Can I apply?"),
        "name": pick(call, "title", language),
        "call_url": f"/{lang}/calls/{call.code}/",
        "fields": fields,
        "found": found,
        "wrong": [field for field in fields if field.error] if found and found.outcome == "unfinished" else [],
        "obstacles": [
            (pick(one.question, "label", language), one.reason(language), one.instead(language), one.question.clause)
            for one in (found.obstacles if found else ())
        ],
        "window": window,
        "closes_at": call.closes_at,
        "start_url": f"/my/calls/{call.code}/start",
    }
    status = 422 if found and found.outcome == "unfinished" else 200
    return render(request, "calls/eligible.html", context, status=status)
