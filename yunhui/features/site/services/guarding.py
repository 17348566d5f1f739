"""Refusing what may not be published."""

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yunhui.features.site.rules import Finding
from yunhui.features.site.selectors import findings_in
from yunhui.kernel.errors import InvalidError, Problem
from yunhui.kernel.i18n import pick


def said_of(finding: Finding) -> str:
    """Which word, where, why, and what to write instead, in the active language."""
    reason = pick(finding.rule, "reason", get_language() or "en")
    said = _("“%(word)s” in “…%(around)s…”: %(reason)s") % {
        "word": finding.found, "around": finding.around, "reason": reason,
    }  # fmt: skip
    return said + " " + _("Write: %(instead)s") % {"instead": finding.rule.instead} if finding.rule.instead else said


def problems_of(texts: Mapping[str, str]) -> list[Problem]:
    """Each word that refuses publication, at its field."""
    return [Problem(one.field, "guarded", said_of(one)) for one in findings_in(texts) if one.rule.blocks]


def refuse_guarded(texts: Mapping[str, str]) -> None:
    """Let texts pass that may be published.

    Raises:
        InvalidError: naming each word, its place and what to write instead.
    """
    if problems := problems_of(texts):
        raise InvalidError(problems)
