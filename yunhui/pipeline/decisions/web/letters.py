"""The letters of a batch as they will be read: each person's, in both languages, before anybody signs."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.notices.ports import letter_of
from yunhui.foundation.notices.rules import plain
from yunhui.foundation.notices.services import template_now
from yunhui.foundation.notices.services.composing import Reading, read
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import CHINESE, ENGLISH, pick
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.calls.selectors import call_for
from yunhui.pipeline.decisions.enums import BatchState, Outcome
from yunhui.pipeline.decisions.models import Batch, BatchItem
from yunhui.pipeline.decisions.selectors import current_batch, items_of
from yunhui.pipeline.decisions.selectors.saying import joined_in, sayings_of
from yunhui.pipeline.decisions.web.rows import outcome_word, title_of
from yunhui.ui.page import Request, holds, page
from yunhui.ui.tags.lists import Tab

ON_A_PAGE = 50
VIEWS = {
    "selected": (Outcome.SELECTED,),
    "reserve": (Outcome.RESERVE,),
    "declined": (Outcome.DECLINED, Outcome.INELIGIBLE),
}


@page(holds(*STAFF))
def letters(request: Request, code: str) -> HttpResponse:
    """Everybody's letter, by result; `?to=` opens one of them."""
    actor, call = request.actor, call_for(request.actor, code, inside=True)
    batch = current_batch(actor, call)
    if batch is None:
        raise NotFoundError("batch")
    batch.call = call
    items = list(items_of(batch).defer(None).select_related("application__owner", "application__group"))
    show = request.GET.get("show", "")
    show = show if show in VIEWS else "selected"
    words = {"selected": _("Selected"), "reserve": _("Reserve"), "declined": _("Not selected")}
    of_view = {name: [one for one in items if one.outcome in outcomes] for name, outcomes in VIEWS.items()}
    shown = sorted(of_view[show], key=lambda one: (one.reserve_number or 0, one.application.number or 0))
    rows = Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page"))
    wanted = request.GET.get("to", "")
    opened = next((one for one in items if str(one.application.number) == wanted), None) or next(iter(rows), None)
    context: dict[str, Any] = {
        "title": _("Letters of batch %(number)s") % {"number": batch.number},
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": f"/w/calls/{code}/batch/",
        "batch": batch,
        "is_released": batch.state == BatchState.RELEASED,
        "show": show,
        "tabs": [Tab(f"?show={name}", words[name], len(of_view[name]), name == show) for name in VIEWS],
        "page": rows,
        "rows": [(one, title_of(one, actor.language), one == opened) for one in rows],
        "opened": _opened(actor, batch, opened, len(items)) if opened else None,
    }
    return render(request, "decisions/letters.html", context)


def _opened(actor: Actor, batch: Batch, item: BatchItem, count: int) -> dict[str, Any]:
    says = next(iter(sayings_of(batch, [item], count)), None)
    application = item.application
    owner = application.owner
    people = [*([owner] if owner and owner.is_active else []), *joined_in([application.pk]).get(application.pk, [])]
    readings: list[tuple[str, str, Reading]] = []
    if says is not None:
        letter = letter_of(says.letter)
        template, values = template_now(letter), plain(says.context)
        zone = people[0].zone if people else application.zone
        readings = [
            (tag, word, read(letter, template, values, "", language, zone))
            for language, tag, word in ((CHINESE, "zh-Hans", "中文"), (ENGLISH, "en", "English"))
        ]
    own = people[0].language if people else (CHINESE if application.country == "CN" else ENGLISH)
    return {
        "title": title_of(item, actor.language),
        "number": str(application),
        "outcome": outcome_word(item),
        "to": [one.name for one in people] or [application.speaker or str(application.answers.get("email") or "—")],
        "own": _("Chinese") if own.startswith("zh") else _("English"),
        "readings": readings,
    }
