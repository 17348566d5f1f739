"""What a panel pays, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from yunhui.pipeline.panels.models import Panel


def yuan(fen: int) -> str:
    """An amount in yuan with thousands and two decimals where it has any: 1,200 or 66.50."""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}" if not rest else f"{whole:,}.{rest:02d}"


def fee_words(panel: Panel | None, language: str) -> str:
    """The fees of a call in one line, before tax; empty where none is set."""
    if panel is None:
        return ""
    with override(language):
        parts = []
        if panel.fee_sheet:
            parts.append(_("%(amount)s yuan for each score sheet") % {"amount": yuan(panel.fee_sheet)})
        if panel.fee_day:
            parts.append(_("%(amount)s yuan for each day of the event") % {"amount": yuan(panel.fee_day)})
        between, said = "，" if language.startswith("zh") else ", ", _("(before tax)")
        return f"{between.join(parts)} {said}" if parts else ""
