"""Tables of organisations: firms, universities, government units, partner institutions."""

from collections.abc import Mapping, Sequence
from typing import Any

from yunhui.features.imports.enums import Outcome
from yunhui.features.imports.models import ImportRow, ImportRun
from yunhui.features.imports.rules import Wrong, choice_of, columns_of, half, plain, read_cell, some_of
from yunhui.features.imports.services.kinds.reading import Reading, differences
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of
from yunhui.kernel.actor import Actor
from yunhui.parties.enums import OrganisationKind
from yunhui.parties.models import Jurisdiction, Organisation
from yunhui.parties.services import add_organisation, change_organisation

_KINDS = {
    str(OrganisationKind.GOVERNMENT): ("政府", "机关", "事业单位", "政府部门", "Government"),
    str(OrganisationKind.UNIVERSITY): ("高校", "大学", "院所", "科研院所", "University", "University or institute"),
    str(OrganisationKind.FIRM): ("企业", "公司", "Company", "Firm"),
    str(OrganisationKind.PARTNER): ("合作机构", "中介", "机构", "Partner", "Partner institution"),
}
_OWN = ("credit_code", "name_zh", "name_en", "kind", "country", "jurisdiction", "email_domain")


class Organisations:
    """Organisations, known again by their unified credit code; without one by country and name."""

    def __init__(self, actor: Actor, run: ImportRun) -> None:
        self.actor, self.columns = actor, columns_of(run.kind)
        countries = codes_of(Scheme.COUNTRY)
        self.countries = {code: (row.name_zh, row.name_en) for code, row in countries.items()}
        self.codes_of_names = {
            half(word).casefold(): code for code, names in self.countries.items() for word in (code, *names)
        }
        self.jurisdictions = {row.code: row for row in Jurisdiction.objects.all()}
        self.existing: dict[str, Organisation] = {}
        for row in Organisation.objects.order_by("pk"):
            for key in _keys(row.credit_code, row.country, row.name_zh, row.name_en):
                self.existing.setdefault(key, row)

    def read(self, texts: Mapping[str, str]) -> Reading:
        """Kinds and countries by code or name; one name at least."""
        values: dict[str, Any] = {}
        problems: list[Wrong] = []
        for column in self.columns:
            values[column.key], wrong = read_cell(column, texts.get(column.key, ""))
            problems += [wrong] if wrong else []
        if not (values["name_zh"] or values["name_en"]):
            problems.append(Wrong("name_zh", "", "required"))
        if values["kind"]:
            code = choice_of(values["kind"], _KINDS)
            if not code:
                problems.append(Wrong("kind", values["kind"], "not_a_choice", {"choices": some_of(_KINDS)}))
            values["kind"] = code or values["kind"]
        if values["country"]:
            code = self.codes_of_names.get(values["country"].casefold(), "")
            if not code:
                problems.append(Wrong("country", values["country"], "not_a_country"))
            values["country"] = code or values["country"]
        if values["jurisdiction"] and values["jurisdiction"] not in self.jurisdictions:
            problems.append(Wrong("jurisdiction", values["jurisdiction"], "no_such_jurisdiction"))
        country = values["country"] or "CN"
        keys = _keys(values["credit_code"], country, values["name_zh"], values["name_en"])
        return Reading(values, keys[0] if keys else "", problems)

    def compare(self, reading: Reading) -> None:
        """Against the register; a credit code of its own is never taken from an organisation that has another."""
        values = reading.values
        keys = _keys(values["credit_code"], values["country"] or "CN", values["name_zh"], values["name_en"])
        row = next((self.existing[key] for key in keys if key in self.existing), None)
        if row is None or (values["credit_code"] and row.credit_code not in ("", values["credit_code"])):
            return
        current = {name: getattr(row, name) for name in _OWN if name != "jurisdiction"}
        current["jurisdiction"] = row.jurisdiction_id or ""
        reading.target, reading.changes = str(row.pk), differences(values, current)

    def write(self, rows: Sequence[ImportRow]) -> Mapping[int, str]:
        """One after the other, each with its entry in the log."""
        written = {}
        for row in rows:
            own = {name: row.values[name] for name in _OWN if row.values.get(name)}
            if code := own.pop("jurisdiction", ""):
                own["jurisdiction"] = self.jurisdictions[code]
            if row.outcome == Outcome.CHANGED:
                made = change_organisation(actor=self.actor, organisation_id=row.target_id, **own)  # type: ignore[arg-type]
            else:
                made = add_organisation(actor=self.actor, **own)
            written[row.pk] = str(made.pk)
        return written


def _keys(credit_code: str, country: str, name_zh: str, name_en: str) -> list[str]:
    """The credit code first, then each name within its country."""
    keys = [f"uscc:{credit_code}"] if credit_code else []
    return keys + [f"{country}|{plain(name)}"[:400] for name in (name_zh, name_en) if name]
