"""The ranking of a group as a spreadsheet, with the rule, its clause and the moment on a page of their own."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.kernel import clock
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call, Group
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.decisions.selectors import current_batch, groups_inside, order_of
from yunhui.pipeline.decisions.selectors.ranking import sheets_in
from yunhui.pipeline.decisions.services.ranking import ask_for_ranking
from yunhui.pipeline.decisions.web.names import shows_names
from yunhui.pipeline.decisions.web.rows import outcome_word, title_of
from yunhui.pipeline.decisions.web.rule import rule_words
from yunhui.ui import formats
from yunhui.ui.page import Request, holds, page
from yunhui.ui.sheets import MEDIA_TYPE, Fact, Head, workbook


@page(holds(*STAFF))
@transaction.atomic
def export(request: Request, code: str, group: str) -> HttpResponse:
    """Every row of one group: of the batch where there is one, else as it stands now. A fresh second factor, and a row
    in the log."""
    actor = request.actor
    groups = groups_inside(actor, code)
    chosen = next((one for one in groups if one.key == group), None)
    if chosen is None:
        raise NotFoundError("group")
    if not actor.is_fresh(clock.now()):
        again = {"next": f"/w/calls/{code}/ranking/?{urlencode({'group': group})}"}
        return HttpResponseRedirect(f"/sign-in/second?{urlencode(again)}")
    call: Call = chosen.call
    batch = current_batch(actor, call)
    if batch is None and (found := sheets_in([chosen.pk]).get(chosen.pk)) and found.locked:
        ask_for_ranking(chosen, found.locked)
    rows = order_of(chosen, batch)
    content = _written(request, call, chosen, rows, batch.number if batch else None)
    record(
        actor=actor,
        action="ranking.exported",
        subject=("call", call.pk),
        after={"group": chosen.key, "rows": len(rows), "batch": batch.number if batch else None},
    )
    name = f"{code}-{chosen.key}-{clock.now().astimezone(clock.BEIJING):%Y%m%d-%H%M}.xlsx"
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _written(request: Request, call: Call, group: Group, rows: Sequence[Any], batch: int | None) -> bytes:
    actor, rule = request.actor, rule_words(call.rank_by)
    with_names = shows_names(actor, call)
    heads: list[Head] = [
        (_("Rank"), 8), (_("No."), 8), (_("Project"), 44), *([(_("Speaker"), 16)] if with_names else []),
        (rule.column, 14), (_("Interested"), 12), (_("Reference"), 12), (_("80% from"), 12), (_("80% to"), 12),
        (_("Chance of a place"), 16), (_("Outcome"), 20),
    ]  # fmt: skip
    clause = (
        _("announced rule: %(name)s, clause %(clause)s of the call")
        if call.rule_clause
        else _("announced rule: %(name)s")
    )
    named = clause % {"name": rule.name, "clause": call.rule_clause}

    def about(count: int) -> list[Fact]:
        return [
            (_("Call"), pick(call, "title", actor.language)),
            (_("Group"), pick(group, "name", actor.language)),
            (_("Rule"), named),
            (_("Batch"), str(batch) if batch else _("none yet: the order as it stands now, no decision")),
            (_("Reference"), _("allows for strict and lenient experts; it changes no rank")),
            (_("Rows"), count),
            (_("As of"), formats.moment(clock.now(), actor.language, formats.BEIJING, year=True)
             + f" ({_('Beijing time')}, UTC+8)"),
            (_("Made by"), actor.name),
        ]  # fmt: skip

    cells = (
        [
            row.rank, str(row.application), title_of(row, actor.language),
            *([row.application.speaker] if with_names else []), row.score, row.interests, row.reference, row.low,
            row.high, row.p_in, outcome_word(row),
        ]
        for row in rows
    )  # fmt: skip
    caption = f"{pick(group, 'name', actor.language)} · {named}"
    return workbook(_("Ranking"), heads, cells, about, caption=caption)[0]
