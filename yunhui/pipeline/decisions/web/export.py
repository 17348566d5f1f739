"""The ranking of a group as a spreadsheet, with the rule, its clause and the moment on a page of their own."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import xlsxwriter
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

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet program would take for a formula when the text is typed or pasted again.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


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
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, plain = book.add_format({"bold": True, "bottom": 1, "text_wrap": True}), book.add_format({})
    quoted, points = book.add_format({"quote_prefix": True}), book.add_format({"num_format": "0.00"})
    sheet = book.add_worksheet(_("Ranking")[:31])
    heads = [
        _("Rank"), _("No."), _("Project"), *([_("Speaker")] if with_names else []), rule.column, _("Interested"),
        _("Reference"), _("80% from"), _("80% to"), _("Chance of a place"), _("Outcome"),
    ]  # fmt: skip
    clause = (
        _("announced rule: %(name)s, clause %(clause)s of the call")
        if call.rule_clause
        else _("announced rule: %(name)s")
    )
    named = clause % {"name": rule.name, "clause": call.rule_clause}
    sheet.write_string(0, 0, f"{pick(group, 'name', actor.language)} · {named}", bold)
    for at, head in enumerate(heads):
        sheet.write_string(1, at, str(head), bold)
    sheet.freeze_panes(2, 0)
    sheet.set_column(2, 2, 44)
    for line, row in enumerate(rows, 2):
        cells = [
            row.rank, str(row.application), title_of(row, actor.language),
            *([row.application.speaker] if with_names else []), row.score, row.interests, row.reference, row.low,
            row.high, row.p_in, outcome_word(row),
        ]  # fmt: skip
        for at, value in enumerate(cells):
            if value is None or value == "":
                continue
            if isinstance(value, Decimal | float):
                sheet.write_number(line, at, float(value), points)
            elif isinstance(value, int):
                sheet.write_number(line, at, value)
            else:
                text = str(value)
                sheet.write_string(line, at, text, quoted if text.startswith(_DANGEROUS) else plain)
    if rows:
        sheet.autofilter(1, 0, len(rows) + 1, len(heads) - 1)
    about = book.add_worksheet(_("About this table")[:31])
    about.set_column(0, 0, 20)
    about.set_column(1, 1, 90)
    told = (
        (_("Call"), pick(call, "title", actor.language)),
        (_("Group"), pick(group, "name", actor.language)),
        (_("Rule"), named),
        (_("Batch"), str(batch) if batch else _("none yet: the order as it stands now, no decision")),
        (_("Reference"), _("allows for strict and lenient experts; it changes no rank")),
        (_("As of"), formats.moment(clock.now(), actor.language, formats.BEIJING, year=True)
         + f" ({_('Beijing time')}, UTC+8)"),
        (_("Made by"), actor.name),
    )  # fmt: skip
    for at, (word, value) in enumerate(told):
        about.write_string(at, 0, str(word), bold)
        about.write_string(at, 1, str(value), quoted if str(value).startswith(_DANGEROUS) else plain)
    book.close()
    return buffer.getvalue()
