"""The forms of the expert library as fields, and what was typed into them as particulars."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of
from yunhui.kernel.i18n import pick
from yunhui.pipeline.experts.enums import AffiliationKind, CreditKind, Level, TieKind
from yunhui.pipeline.experts.models import Expert, Payee
from yunhui.pipeline.experts.rules import LANGUAGES, masked
from yunhui.pipeline.experts.services import Particulars, Past, PayeeData, Tied
from yunhui.pipeline.experts.services.paying import PASSPORT, RESIDENT_ID
from yunhui.ui.fields import Choice, Field

_SPLIT = re.compile(r"[、,，;；\n]+")
_YEARS = re.compile(r"(\d{4})?\s*(?:[-–—~至]\s*(\d{4})?)?")
OWN = ("title_zh", "title_en", "level", "industries", "terms", "languages", "zone", "affiliations", "ties", "profile")
_OFFICE = ("name", "name_latin", "email", "country")
ZONES = (
    "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Tokyo", "Asia/Singapore", "Australia/Sydney", "Europe/London",
    "Europe/Amsterdam", "Europe/Berlin", "Europe/Paris", "America/New_York", "America/Chicago", "America/Los_Angeles",
    "America/Toronto",
)  # fmt: skip


def particulars_from(typed: QueryDict, kept: Expert | None = None) -> Particulars:
    """What was typed; the name and the address stay where the form does not have them."""
    return Particulars(
        name=typed.get("name", kept.person.name if kept else ""),
        name_latin=typed.get("name_latin", kept.person.name_latin if kept else ""),
        email=typed.get("email", kept.person.email if kept else ""),
        country=typed.get("country", kept.person.country if kept else ""),
        title_zh=typed.get("title_zh", ""),
        title_en=typed.get("title_en", ""),
        level=typed.get("level", ""),
        industries=typed.getlist("industries"),
        terms=[one.strip() for one in _SPLIT.split(typed.get("terms", "")) if one.strip()],
        languages=typed.getlist("languages"),
        zone=typed.get("zone", "") if typed.get("zone", "") in ZONES else "Asia/Shanghai",
        profile=typed.get("profile", ""),
        affiliations=[_past(line) for line in _lines(typed.get("affiliations", ""))],
        ties=[_tied(line) for line in _lines(typed.get("ties", ""))],
    )


def expert_fields(
    expert: Expert | None,
    language: str,
    typed: QueryDict | None = None,
    errors: Mapping[str, str] | None = None,
    *,
    by_office: bool,
) -> list[Field]:
    """Everything that stands on an expert's page, in one column; the office's fields first."""
    now = _kept(expert) if typed is None else {}
    wrong = errors or {}

    def at(name: str) -> dict[str, Any]:
        text = typed.get(name, "") if typed is not None else str(now.get(name, ""))
        return {"value": text, "error": wrong.get(name, "")}

    def many(name: str) -> list[str]:
        return typed.getlist(name) if typed is not None else list(now.get(name, ()))  # type: ignore[call-overload]

    industries = [(code, pick(row, "name", language)) for code, row in codes_of(Scheme.INDUSTRY).items()]
    countries = [("", "—"), *((code, pick(row, "name", language)) for code, row in codes_of(Scheme.COUNTRY).items())]
    kinds = _kind_words(AffiliationKind.choices)
    ties = _kind_words(TieKind.choices)
    fields = [
        Field("name", _("Name"), required=True, **at("name")),
        Field("name_latin", _("Name in Latin letters"), **at("name_latin")),
        Field(
            "email", _("E-mail address"), kind="email", required=True, help=_("Invitations go there."), **at("email")
        ),
        Field("country", _("Country or region"), kind="select", choices=countries, **at("country")),
    ]
    rest = [
        Field("title_zh", _("Title (Chinese)"), help=_("Professor, chief engineer…"), **at("title_zh")),
        Field("title_en", _("Title (English)"), **at("title_en")),
        Field(
            "level",
            _("Level of the title"),
            kind="select",
            choices=[("", "—"), *((str(one), str(one.label)) for one in Level)],
            **at("level"),
        ),
        Field(
            "industries",
            _("Industries"),
            kind="choices",
            multiple=True,
            choices=[Choice(*one) for one in industries],
            value=many("industries"),
            error=wrong.get("industries", ""),
            required=True,
        ),
        Field(
            "terms",
            _("Fields"),
            help=_("In your own words, parted by commas: power batteries, motor control."),
            **at("terms"),
        ),
        Field(
            "languages",
            _("Languages"),
            kind="choices",
            multiple=True,
            choices=[Choice(code, word) for code, word in language_choices()],
            value=many("languages"),
            error=wrong.get("languages", ""),
            help=_("In which projects can be read and heard."),
            required=True,
        ),
        Field("zone", _("Clock"), kind="select", choices=[(one, one.replace("_", " ")) for one in ZONES], **at("zone")),
        Field(
            "affiliations",
            _("Organisations"),
            kind="textarea",
            rows=5,
            help=_("A line for each, now and before: name | kind | years (2019–2023, 2019–). Kinds: %(kinds)s.")
            % {"kinds": kinds},
            **at("affiliations"),
        ),
        Field(
            "ties",
            _("People you are tied to"),
            kind="textarea",
            rows=4,
            help=_("A line for each: name | kind | last year. Kinds: %(kinds)s.") % {"kinds": ties},
            **at("ties"),
        ),
        Field(
            "profile",
            _("Work"),
            kind="textarea",
            rows=6,
            help=_("A few sentences on your work, papers, projects: by this the fit to projects is worked out."),
            **at("profile"),
        ),
    ]
    return [*fields, *rest] if by_office else rest


def payee_fields(
    payee: Payee | None, language: str, typed: Mapping[str, str], errors: Mapping[str, str]
) -> list[Field]:
    """Bank and tax data; what is kept is masked, and stays where the field is left empty."""
    countries = [(code, pick(row, "name", language)) for code, row in codes_of(Scheme.COUNTRY).items()]
    kept = _("Kept: %(number)s. Leave it empty to keep it.")
    private: dict[str, str] = {"private": ""}

    def at(name: str, now: str = "") -> dict[str, Any]:
        return {"value": typed.get(name, now), "error": errors.get(name, "")}

    return [
        Field("holder", _("Holder of the account"), required=True, autocomplete="off", extra=private, **at("holder")),
        Field("bank", _("Bank and branch"), required=True, autocomplete="off", **at("bank")),
        Field(
            "account",
            _("Card or account number, or IBAN"),
            required=payee is None,
            autocomplete="off",
            extra=private,
            help=kept % {"number": masked(payee.account_tail)} if payee else "",
            **at("account"),
        ),
        Field(
            "document_kind",
            _("Document for the tax office"),
            kind="choices",
            choices=[
                Choice(RESIDENT_ID, _("Resident identity card")),
                Choice(PASSPORT, _("Passport or travel permit")),
            ],
            required=True,
            **at("document_kind", payee.document_kind if payee else RESIDENT_ID),
        ),
        Field(
            "document_country",
            _("Given by"),
            kind="select",
            choices=countries,
            **at("document_country", payee.document_country if payee else "CN"),
        ),
        Field(
            "document",
            _("Number of the document"),
            required=payee is None,
            autocomplete="off",
            extra=private,
            help=kept % {"number": masked(payee.document_tail)} if payee else "",
            **at("document"),
        ),
        Field(
            "abroad",
            _("I am no tax resident of China (less than 183 days a year there)"),
            kind="check",
            **at("abroad", "1" if payee and not payee.is_resident else ""),
        ),
    ]


def payee_from(typed: Mapping[str, str]) -> PayeeData:
    """What was typed into the payment form."""
    return PayeeData(
        holder=typed.get("holder", ""),
        bank=typed.get("bank", ""),
        account=typed.get("account", ""),
        document_kind=typed.get("document_kind", ""),
        document_country=typed.get("document_country", ""),
        document=typed.get("document", ""),
        is_resident=not typed.get("abroad"),
    )


def reason_field(form: str, label: str, value: str, error: str) -> Field:
    """A reason that is kept."""
    return Field("reason", label, id=f"f-{form}-reason", value=value, error=error, limit=300, required=True)


def credit_fields(values: Mapping[str, str], errors: Mapping[str, str]) -> list[Field]:
    """A note on somebody's credit."""
    return [
        Field(
            "kind",
            _("Credit"),
            kind="select",
            id="f-credit-kind",
            choices=[(str(one), str(one.label)) for one in CreditKind],
            value=values.get("kind", str(CreditKind.GOOD)),
            error=errors.get("kind", ""),
        ),
        reason_field("credit", _("What happened"), values.get("reason", ""), errors.get("reason", "")),
    ]


def language_choices() -> list[tuple[str, str]]:
    """The languages of the library, each by its own name."""
    names = {"zh": "中文", "en": "English", "de": "Deutsch", "fr": "Français", "ja": "日本語", "ko": "한국어"}
    names |= {"ru": "Русский", "es": "Español"}
    return [(code, names[code]) for code in LANGUAGES]


def _lines(text: str) -> list[list[str]]:
    return [[part.strip() for part in re.split(r"[|｜]", line)] for line in text.splitlines() if line.strip()]


def _past(parts: Sequence[str]) -> Past:
    kind = _code(parts[1], AffiliationKind.choices) if len(parts) > 1 and parts[1] else str(AffiliationKind.EMPLOYED)
    found = _YEARS.fullmatch(parts[2]) if len(parts) > 2 and parts[2] else None
    if len(parts) > 2 and parts[2] and found is None:
        return Past(parts[0], kind, 0, 0)
    since, until = (int(one) if one else None for one in (found.groups() if found else (None, None)))
    if found and since and not re.search(r"[-–—~至]", parts[2]):
        until = since
    return Past(parts[0], kind, since, until)


def _tied(parts: Sequence[str]) -> Tied:
    kind = _code(parts[1], TieKind.choices) if len(parts) > 1 else ""
    year = parts[2] if len(parts) > 2 else ""
    return Tied(parts[0], kind, int(year) if year.isdecimal() and len(year) == 4 else 0 if year else None)


def _code(text: str, choices: Sequence[tuple[str, object]]) -> str:
    """The code of a kind that is written as a code or as its word."""
    plain = text.strip().casefold()
    return next((code for code, word in choices if plain in (code.casefold(), str(word).casefold())), plain)


def _kind_words(choices: Sequence[tuple[str, object]]) -> str:
    return ", ".join(str(word) for _code, word in choices)


def _kept(expert: Expert | None) -> dict[str, object]:
    if expert is None:
        return {"languages": ["zh"], "zone": "Asia/Shanghai"}
    person = expert.person
    kinds, ties = dict(AffiliationKind.choices), dict(TieKind.choices)
    pasts = [
        " | ".join((one.name, str(kinds[one.kind]), f"{one.since or ''}–{one.until or ''}")).removesuffix(" | –")
        for one in expert.affiliations.all()
    ]
    tied = [
        " | ".join(filter(None, (one.name, str(ties[one.kind]), str(one.until or "")))) for one in expert.ties.all()
    ]
    return {
        "name": person.name,
        "name_latin": person.name_latin,
        "email": person.email,
        "country": person.country,
        "title_zh": expert.title_zh,
        "title_en": expert.title_en,
        "level": expert.level,
        "industries": expert.industries,
        "terms": "、".join(expert.terms),
        "languages": expert.languages,
        "zone": expert.zone,
        "affiliations": "\n".join(pasts),
        "ties": "\n".join(tied),
        "profile": "\n\n".join(expert.profile),
    }
