"""The forms of panels as fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from yunhui.decide.draw import Stratum
from yunhui.kernel.errors import InvalidError, Problem
from yunhui.parties.enums import OrganisationKind
from yunhui.pipeline.calls.models import Group
from yunhui.pipeline.panels.enums import DeclineReason
from yunhui.pipeline.panels.models import Panel
from yunhui.pipeline.panels.selectors.words import yuan
from yunhui.ui.fields import Choice, Field

ROWS = 6


def whole(text: str, field: str) -> int | None:
    """A whole number, None where nothing is written.

    Raises:
        InvalidError: something else is written.
    """
    plain = text.strip()
    if not plain:
        return None
    if not plain.isdecimal() or len(plain) > 6:
        raise InvalidError([Problem(field, "not_whole", _("Write a whole number."))])
    return int(plain)


def fen(text: str, field: str) -> int:
    """Yuan as they are typed (1,200 or 66.50) in fen.

    Raises:
        InvalidError: no amount.
    """
    plain = text.strip().replace(",", "").replace("，", "") or "0"
    units, _dot, rest = plain.partition(".")
    if not units.isdecimal() or (rest and not rest.isdecimal()) or len(rest) > 2 or len(units) > 9:
        raise InvalidError([Problem(field, "not_money", _("Write an amount in yuan, e.g. 500 or 66.50."))])
    return int(units) * 100 + int((rest + "00")[:2])


def most_field(values: Mapping[str, str], errors: Mapping[str, str]) -> Field:
    """The most projects that somebody wishes to read."""
    return Field(
        "most",
        _("How many projects at most"),
        kind="number",
        value=values.get("most", ""),
        error=errors.get("most", ""),
        help=_("Leave it empty if the office may decide."),
        inputmode="numeric",
        minimum="1",
    )


def decline_fields(values: Mapping[str, str], errors: Mapping[str, str]) -> list[Field]:
    """Why somebody does not serve."""
    return [
        Field(
            "reason",
            _("Why not?"),
            kind="choices",
            value=values.get("reason", ""),
            error=errors.get("reason", ""),
            choices=[Choice(str(one), str(one.label)) for one in DeclineReason],
            required=True,
        ),
        Field(
            "text",
            _("In a few words"),
            value=values.get("text", ""),
            error=errors.get("text", ""),
            help=_("Only the office reads this."),
            limit=300,
        ),
    ]


def colleague_fields(values: Mapping[str, str], errors: Mapping[str, str]) -> list[Field]:
    """Who else could be asked another time."""
    asked = (
        ("name", _("Name"), "text", 120, True),
        ("email", _("E-mail address"), "email", 254, True),
        ("why", _("What they know"), "text", 200, False),
    )
    return [
        Field(
            name,
            label,
            kind=kind,  # type: ignore[arg-type]  # one of the literals above
            value=values.get(name, ""),
            error=errors.get(name, ""),
            required=required,
            limit=most if kind == "text" else None,
        )
        for name, label, kind, most, required in asked
    ]


def settings_fields(panel: Panel, values: Mapping[str, str], errors: Mapping[str, str]) -> list[Field]:
    """Time to answer, fees, the call's own undertaking."""

    def at(name: str, now: str) -> dict[str, Any]:
        return {"value": values.get(name, now), "error": errors.get(name, "")}

    own = _("The call's own text, sentence by sentence; leave both empty for the built-in text.")
    return [
        Field(
            "reply_days",
            _("Working days to answer"),
            kind="number",
            unit=_("working days"),
            **at("reply_days", str(panel.reply_days)),
        ),
        Field(
            "fee_sheet",
            _("Fee for each score sheet"),
            unit=_("yuan"),
            inputmode="decimal",
            help=_("Before tax. The invitation says it."),
            **at("fee_sheet", yuan(panel.fee_sheet) if panel.fee_sheet else ""),
        ),
        Field(
            "fee_day",
            _("Fee for each day of the event"),
            unit=_("yuan"),
            inputmode="decimal",
            **at("fee_day", yuan(panel.fee_day) if panel.fee_day else ""),
        ),
        Field(
            "pledge_zh",
            _("Undertaking of integrity and confidentiality (Chinese)"),
            kind="textarea",
            rows=6,
            help=own,
            **at("pledge_zh", panel.pledge_zh),
        ),
        Field(
            "pledge_en",
            _("Undertaking of integrity and confidentiality (English)"),
            kind="textarea",
            rows=6,
            **at("pledge_en", panel.pledge_en),
        ),
    ]


def regions() -> list[tuple[str, str]]:
    """Where somebody works, as strata tell it apart."""
    return [("domestic", _("Mainland")), ("abroad", _("Abroad, Hong Kong, Macao and Taiwan"))]


def units() -> list[tuple[str, str]]:
    """Kinds of organisations."""
    return [(str(one), str(one.label)) for one in OrganisationKind]


def strata_from(typed: Mapping[str, str]) -> list[Stratum]:
    """The rows of the form that ask for seats: row n has `seats-n`, `reserve-n` and a choice for each trait.

    Raises:
        InvalidError: no number.
    """
    found = []
    for n in range(ROWS):
        seats, reserve = (whole(typed.get(f"{name}-{n}", ""), "strata") or 0 for name in ("seats", "reserve"))
        wants = {
            trait: frozenset({value})
            for trait in ("industry", "unit", "region", "language")
            if (value := typed.get(f"{trait}-{n}", ""))
        }
        if seats or reserve:
            found.append(Stratum(f"s{n + 1}", seats, reserve, wants))
    return found


def group_of(typed: Mapping[str, str], groups: Sequence[Group]) -> Group | None:
    """The group that is drawn for; None for every group."""
    return next((one for one in groups if one.key == typed.get("group", "")), None)
