"""Tables of experts: an expert library as an office has kept it until now."""

from collections.abc import Mapping, Sequence
from typing import Any

from yunhui.features.imports.enums import Outcome
from yunhui.features.imports.models import ImportRow, ImportRun
from yunhui.features.imports.rules import Wrong, choice_of, columns_of, half, read_cell, some_of
from yunhui.features.imports.services.kinds.reading import Reading, differences
from yunhui.features.imports.services.sealing import masked, seal, unseal
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of
from yunhui.kernel.actor import Actor
from yunhui.pipeline.experts.enums import ExpertState, Level
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.experts.rules import LANGUAGES
from yunhui.pipeline.experts.services import (
    Particulars,
    Past,
    PayeeData,
    admit_expert,
    bring_payee,
    keep_expert,
    particulars_of,
    payee_from_table,
    payee_problems,
)

_LEVELS = {
    str(Level.SENIOR): ("正高", "正高级", "高级", "Senior"),
    str(Level.ASSOCIATE): ("副高", "副高级", "Associate", "Associate senior"),
    str(Level.OTHER): ("其他", "中级", "Other"),
}
_LANGUAGES = {
    "zh": ("中文", "汉语", "普通话", "Chinese"), "en": ("英文", "英语", "English"), "de": ("德文", "德语", "German"),
    "fr": ("法文", "法语", "French"), "ja": ("日文", "日语", "Japanese"), "ko": ("韩文", "韩语", "Korean"),
    "ru": ("俄文", "俄语", "Russian"), "es": ("西班牙文", "西班牙语", "Spanish"),
}  # fmt: skip
_PLAIN = ("name", "name_latin", "title_zh", "title_en", "level", "country", "profile")
_LISTS = ("industries", "terms", "languages")
_PAYEE = ("holder", "bank", "account", "document")
_MOST_TERMS, _LONGEST_TERM = 30, 60


class Experts:
    """Experts, known again by e-mail address. New ones are admitted; of known ones the table changes what it says and
    leaves what it does not. Bank and tax data are taken only where the expert has entered none."""

    def __init__(self, actor: Actor, run: ImportRun) -> None:
        self.actor, self.columns = actor, columns_of(run.kind)
        self.industries = _named(Scheme.INDUSTRY)
        self.countries = _named(Scheme.COUNTRY)
        self.languages = {code: _LANGUAGES[code] for code in LANGUAGES}
        rows = Expert.objects.select_related("person__organisation", "payee").prefetch_related("affiliations", "ties")
        self.existing = {row.person.email.casefold(): row for row in rows if row.person.email}

    def read(self, texts: Mapping[str, str]) -> Reading:
        """Choices by code or name; bank and tax data whole or not at all, and sealed at once."""
        values: dict[str, Any] = {}
        problems: list[Wrong] = []
        for column in self.columns:
            given = texts.get(column.key, "")
            values[column.key], wrong = read_cell(column, given)
            if wrong:
                shown = masked(given) if column.is_sealed else wrong.value
                problems.append(Wrong(wrong.column, shown, wrong.code, wrong.params))
        for name, options in (("industries", self.industries), ("languages", self.languages)):
            values[name], wrong_words = _codes(values[name] or [], options)
            problems += [Wrong(name, one, "not_a_choice", {"choices": some_of(options)}) for one in wrong_words]
        for name, options, code in (("level", _LEVELS, "not_a_choice"), ("country", self.countries, "not_a_country")):
            if values[name] and not (found := choice_of(values[name], options)):
                params = {"choices": some_of(options)} if code == "not_a_choice" else {}
                problems.append(Wrong(name, values[name], code, params))
            elif values[name]:
                values[name] = found
        values["terms"] = values["terms"] or []
        if len(values["terms"]) > _MOST_TERMS or any(len(one) > _LONGEST_TERM for one in values["terms"]):
            problems.append(Wrong("terms", "", "too_many_terms"))
        problems += self._seal(values)
        return Reading(values, half(str(values["email"])).casefold(), problems)

    def compare(self, reading: Reading) -> None:
        """Against the library. Who has left it is taken back by a person, not by a table."""
        row, values = self.existing.get(reading.key), reading.values
        if row is None:
            return
        reading.target = str(row.pk)
        if row.state == ExpertState.LEFT:
            reading.problems.append(Wrong("email", row.person.email, "expert_left"))
            return
        now = particulars_of(row)
        current: dict[str, Any] = {name: getattr(now, name) for name in _PLAIN}
        current |= {name: list(getattr(now, name)) for name in _LISTS}
        reading.changes = differences({name: values[name] for name in (*_PLAIN, *_LISTS)}, current)
        works_at = [one.name for one in now.affiliations if one.until is None]
        if values["organisation"] and values["organisation"] not in works_at:
            reading.changes["organisation"] = ("、".join(works_at), values["organisation"])
        if values["account"] and not hasattr(row, "payee"):
            reading.changes["account"] = ("", masked(unseal("account", values["account"])))

    def write(self, rows: Sequence[ImportRow]) -> Mapping[int, str]:
        """One after the other: a library has hundreds."""
        written = {}
        for row in rows:
            known = self.existing.get(row.key) if row.outcome == Outcome.CHANGED else None
            now = particulars_of(known) if known else Particulars(email=row.values["email"])
            expert = keep_expert(
                actor=self.actor,
                particulars=_with(now, row.values),
                expert_id=known.pk if known else None,
            )
            if known is None:
                expert = admit_expert(actor=self.actor, person=expert.person)
            if given := _payee(row.values):
                bring_payee(actor=self.actor, expert_id=expert.pk, given=given)
            written[row.pk] = str(expert.pk)
        return written

    def _seal(self, values: dict[str, Any]) -> list[Wrong]:
        """Seal bank and tax data where they stand, and say what is wrong with them."""
        plain = {name: str(values[name] or "") for name in _PAYEE}
        for name in _PAYEE:
            values[name] = seal(name, plain[name])
        if not any(plain.values()):
            return []
        # Without a name the row is wrong already, and the holder is not to blame for it.
        found = payee_problems(payee_from_table(**plain, name=str(values["name"]) or "?"))
        return [Wrong(one.field, masked(plain.get(one.field, "")), f"payee_{one.code}") for one in found]


def _with(now: Particulars, values: Mapping[str, Any]) -> Particulars:
    """What the library says of an expert, with what a row says in its place."""
    said = {name: values[name] for name in (*_PLAIN, *_LISTS) if values.get(name) not in ("", None, [])}
    works_at = {one.name for one in now.affiliations if one.until is None}
    house = values.get("organisation")
    more = [Past(house)] if house and house not in works_at else []
    kept = {name: getattr(now, name) for name in Particulars.__dataclass_fields__}
    made = Particulars(**{**kept, **said, "affiliations": [*now.affiliations, *more]})
    return made if made.languages else Particulars(**{**kept, **said, "languages": ["zh"], "affiliations": more})


def _payee(values: Mapping[str, Any]) -> PayeeData | None:
    plain = {name: unseal(name, values.get(name, "")) for name in _PAYEE}
    return payee_from_table(**plain, name=str(values["name"])) if any(plain.values()) else None


def _named(scheme: str) -> dict[str, Sequence[str]]:
    return {code: (row.name_zh, row.name_en) for code, row in codes_of(scheme).items()}


def _codes(words: Sequence[str], options: Mapping[str, Sequence[str]]) -> tuple[list[str], list[str]]:
    found = {word: choice_of(word, options) for word in words}
    return list(dict.fromkeys(code for code in found.values() if code)), [w for w, code in found.items() if not code]
