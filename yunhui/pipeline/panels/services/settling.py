"""What a call says to its experts: time to answer, fees, undertaking."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import InvalidError, Problem, require
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.panels.models import Panel, SignIn
from yunhui.pipeline.panels.rules import can_run_panel

_MOST_FEE = 100_000_00  # fen; more for one sheet or day is a slip of the finger
_FIELDS = ("reply_days", "fee_sheet", "fee_day", "pledge_zh", "pledge_en")


@transaction.atomic
def keep_panel(
    *,
    actor: Actor,
    call: Call,
    reply_days: int = 3,
    fee_sheet: int = 0,
    fee_day: int = 0,
    pledge_zh: str = "",
    pledge_en: str = "",
) -> Panel:
    """Keep what the call's experts are asked and paid; fees in fen.

    Raises:
        RefusedError: not the talent office.
        InvalidError: days outside 1–30, a fee beyond reason, an undertaking in one language alone or, once somebody has
            signed it, changed.
    """
    require(can_run_panel(actor, call))
    row = panel_for_update(call)
    given = {
        "reply_days": reply_days,
        "fee_sheet": fee_sheet,
        "fee_day": fee_day,
        "pledge_zh": pledge_zh.strip(),
        "pledge_en": pledge_en.strip(),
    }
    problems = []
    if not 1 <= reply_days <= 30:
        problems.append(Problem("reply_days", "out_of_range", _("From 1 to 30 working days.")))
    for name, amount in (("fee_sheet", fee_sheet), ("fee_day", fee_day)):
        if not 0 <= amount <= _MOST_FEE:
            problems.append(Problem(name, "out_of_range", _("From 0 to 100,000 yuan.")))
    if bool(pledge_zh.strip()) != bool(pledge_en.strip()):
        missing = "pledge_en" if pledge_zh.strip() else "pledge_zh"
        problems.append(
            Problem(missing, "one_language", _("Write it in both languages, or in none for the built-in text."))
        )
    if max(len(pledge_zh), len(pledge_en)) > 4000:
        problems.append(Problem("pledge_zh", "too_long", _("At most 4,000 characters.")))
    is_other = (row.pledge_zh, row.pledge_en) != (given["pledge_zh"], given["pledge_en"])
    if is_other and SignIn.objects.filter(seat__call=call).exists():
        problems.append(Problem("pledge_zh", "signed", _("Experts have signed this text; it no longer changes.")))
    if problems:
        raise InvalidError(problems)
    before = {name: getattr(row, name) for name in _FIELDS if getattr(row, name) != given[name]}
    if before:
        for name in before:
            setattr(row, name, given[name])
        row.save(update_fields=list(before))
        after = {name: given[name] for name in before}
        record(actor=actor, action="panel.kept", subject=("call", call.pk), before=before, after=after)
    return row


def panel_for_update(call: Call) -> Panel:
    """The call's panel, locked; made where there is none. Whoever changes seats locks it first."""
    Panel.objects.get_or_create(call=call)
    return Panel.objects.select_for_update().get(call=call)
