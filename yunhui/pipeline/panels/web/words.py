"""Strata and outcomes of a draw in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from yunhui.decide.draw import Lack
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of
from yunhui.kernel.i18n import pick
from yunhui.pipeline.experts.selectors.words import language_word
from yunhui.pipeline.panels.forms import regions, units


def stratum_word(wants: Mapping[str, Sequence[str]], language: str, industries: Mapping[str, str]) -> str:
    """What a seat asks for: New energy · University; everyone where it asks for nothing."""
    kinds, places = dict(units()), dict(regions())
    parts = []
    for trait, values in wants.items():
        for value in values:
            word = {
                "industry": industries.get(value, value),
                "unit": kinds.get(value, value),
                "region": places.get(value, value),
                "language": language_word(value),
            }[trait]
            parts.append(word)
    return " · ".join(parts) or _("Any expert")


def industry_names(language: str) -> dict[str, str]:
    """The city's industries by code."""
    return {code: pick(row, "name", language) for code, row in codes_of(Scheme.INDUSTRY).items()}


def strata_words(
    strata: Sequence[Mapping[str, Any]], language: str, industries: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Key of a stratum -> what it asks for."""
    names = industry_names(language) if industries is None else industries
    return {one["key"]: stratum_word(one["wants"], language, names) for one in strata}


def barred_word(code: str) -> str:
    """Why somebody on the list could not be drawn, or what came of their lot."""
    return {
        "asked": _("already asked for this call"),
        "conflict": _("conflict with an application"),
        "rests": _("served lately"),
        "unfit": _("of no kind that was asked for"),
        "limit": _("passed over: limit for one organisation, or no seat of their kind left"),
        "left": _("not needed"),
    }.get(code, code)


def lack_word(lack: Lack, words: Mapping[str, str]) -> str:
    """Which kind of seat lacks whom, and why."""
    figures = {
        "kind": words.get(lack.stratum, lack.stratum),
        "seats": lack.seats,
        "fitting": lack.fitting,
        "free": lack.free,
        "possible": lack.possible,
    }
    if lack.fitting < lack.seats:
        return _("%(kind)s: %(seats)s are needed, the library has %(fitting)s. Admit more, or ask for fewer.") % figures
    if lack.free < lack.seats:
        sentence = _(
            "%(kind)s: %(seats)s are needed, %(free)s of %(fitting)s may be drawn; a rule leaves the others out."
        )
        return sentence % figures
    sentence = _(
        "%(kind)s: %(seats)s are needed; %(free)s may be drawn, but only %(possible)s together. Raise the limit for "
        "one "
        "organisation, or let the kinds of seats overlap less."
    )
    return sentence % figures
