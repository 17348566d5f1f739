"""The library as a spreadsheet: the rows on the screen, and a page that says what they are."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.pipeline.experts.enums import ExpertState, Level
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.experts.ports import service_of
from yunhui.pipeline.experts.rules import can_keep_library
from yunhui.pipeline.experts.selectors.words import language_word
from yunhui.pipeline.experts.web.asked import Asked
from yunhui.ui import formats
from yunhui.ui.sheets import Fact, workbook

_PIECE = 500


def library_sheet(actor: Actor, asked: Asked, rows: QuerySet[Expert]) -> tuple[bytes, int]:
    """A workbook of some experts, and their number. Addresses are in it for who keeps the library; bank and tax data
    and notes on credit for nobody."""
    keeps = bool(can_keep_library(actor))
    heads = [
        (_("Name"), 18), (_("Name in Latin letters"), 20), (_("Organisation"), 28), (_("Title"), 16),
        (_("Level of the title"), 14), (_("Industries"), 24), (_("Fields"), 36), (_("Languages"), 16),
        (_("Country or region"), 16), (_("State"), 14), (_("In the library since"), 18), (_("Calls"), 8),
        (_("Locked sheets"), 12), (_("Of these late"), 12), *([(_("E-mail address"), 28)] if keeps else []),
    ]  # fmt: skip
    return workbook(
        _("Expert library"), heads, _cells(actor, rows, keeps), lambda count: _about(actor, asked, keeps, count)
    )


def _cells(actor: Actor, rows: QuerySet[Expert], keeps: bool) -> Iterator[list[Any]]:
    language = actor.language
    industries = {code: pick(one, "name", language) for code, one in codes_of(Scheme.INDUSTRY).items()}
    countries = {code: pick(one, "name", language) for code, one in codes_of(Scheme.COUNTRY).items()}
    comma = "、" if language.startswith("zh") else ", "
    left = rows.iterator(chunk_size=_PIECE)
    while piece := list(islice(left, _PIECE)):
        service = service_of([one.pk for one in piece], rooms=("review",))
        for one in piece:
            person, served = one.person, service[one.pk]
            house = person.organisation
            yield [
                person.name,
                person.name_latin,
                pick(house, "name", language) if house else "",
                pick(one, "title", language),
                str(Level(one.level).label) if one.level else "",
                comma.join(industries.get(code, code) for code in one.industries),
                comma.join(one.terms),
                comma.join(language_word(code) for code in one.languages),
                countries.get(person.country, ""),
                str(ExpertState(one.state).label),
                one.admitted_at,
                served.calls,
                served.sheets,
                served.late,
                *([person.email] if keeps else []),
            ]


def _about(actor: Actor, asked: Asked, keeps: bool, count: int) -> list[Fact]:
    filters = {
        _("Words"): asked.q,
        _("State"): str(ExpertState(asked.state).label) if asked.state else "",
        _("Industry"): asked.industry,
        _("Language"): language_word(asked.language) if asked.language else "",
        _("Level of the title"): str(Level(asked.level).label) if asked.level else "",
        _("Where they work"): {"domestic": _("In China"), "abroad": _("Abroad")}.get(asked.region, ""),
    }
    as_of = formats.moment(clock.now(), actor.language, formats.BEIJING, year=True)
    return [
        (_("Rows"), count),
        (_("As of"), f"{as_of} ({_('Beijing time')}, UTC+8)"),
        (_("Made by"), actor.name),
        (_("Filters"), "; ".join(f"{word}: {value}" for word, value in filters.items() if value) or _("none")),
        (_("Service"), _("counted from records; panels that are still sealed are not counted")),
        (_("Personal data"), _("contained: keep it inside the office") if keeps else _("names and organisations")),
    ]
