"""The file from which a city is made: TOML, read and checked whole before anything is written."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from yunhui.foundation.accounts.enums import ADMINISTRATORS, Role
from yunhui.foundation.codes.services import INDUSTRIES
from yunhui.kernel.errors import InvalidError, Problem
from yunhui.parties.enums import BoardKind

_TEXTS = {
    "site": ("site_zh", "site_en"),
    "office": ("office_zh", "office_en", "address_zh", "address_en", "email"),
    "filing": ("icp", "police", "code", "mark"),
}
_OPTIONAL = {"address_zh", "address_en", "icp", "police", "code", "mark"}
_AREA_TEXTS = ("wants_zh", "wants_en", "offers_zh", "offers_en")
_MOST = {"icp": 60, "police": 60, "code": 60, "site_zh": 80, "site_en": 80, "office_zh": 120, "office_en": 120}
# Without these three nobody could run the city, and they must be three people.
_NEEDED = (Role.OFFICE, *ADMINISTRATORS)


@dataclass(frozen=True, slots=True)
class Named:
    """A node of the tree: its official code (GB/T 2260 where there is one) and its names."""

    code: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Area:
    """A host area."""

    code: str
    kind: str
    name_zh: str
    name_en: str
    industries: tuple[str, ...]
    email_domain: str
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Person:
    """One of the first people; `area` is a host area's code for its officers."""

    name: str
    email: str
    role: str
    area: str
    language: str


@dataclass(frozen=True, slots=True)
class CityPlan:
    """A whole city; `texts` are the columns of `parties.City`."""

    province: Named
    city: Named
    texts: dict[str, Any]
    areas: tuple[Area, ...]
    people: tuple[Person, ...]


def read_plan(text: str) -> CityPlan:
    """Read a city's file.

    Raises:
        InvalidError: every problem at once, each with its place in the file.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidError([Problem("file", "toml", f"This is not TOML: {error}")]) from None
    reader = _Reader(data)
    plan = CityPlan(
        province=reader.named("province"),
        city=reader.named("city"),
        texts=reader.texts(),
        areas=tuple(reader.areas()),
        people=tuple(reader.people()),
    )
    reader.check_people(plan)
    if reader.problems:
        raise InvalidError(reader.problems)
    return plan


class _Reader:
    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data, self.problems = data, list[Problem]()
        for name in sorted(data.keys() - {"province", "city", *_TEXTS, "area", "person"}):
            self.wrong(name, "no such part; the template has all of them")

    def wrong(self, place: str, sentence: str) -> None:
        self.problems.append(Problem(place, "wrong", f"{place}: {sentence}."))

    def table(self, name: str) -> Mapping[str, Any]:
        found = self.data.get(name, {})
        return found if isinstance(found, Mapping) else {}

    def word(self, rows: Mapping[str, Any], place: str, name: str, *, most: int = 160, optional: bool = False) -> str:
        value: object = rows.get(name, "")
        if not isinstance(value, str):
            self.wrong(f"{place}.{name}", "write a text in quotation marks")
            return ""
        text = value.strip()
        if not text and not optional:
            self.wrong(f"{place}.{name}", "is missing")
        if len(text) > most:
            self.wrong(f"{place}.{name}", f"is longer than {most} characters")
        return text

    def email(self, rows: Mapping[str, Any], place: str, name: str = "email") -> str:
        value = self.word(rows, place, name)
        try:
            if value:
                validate_email(value)
        except ValidationError:
            self.wrong(f"{place}.{name}", "is not an e-mail address")
        return value

    def named(self, part: str) -> Named:
        rows = self.table(part)
        return Named(
            self.word(rows, part, "code", most=24),
            self.word(rows, part, "name_zh", most=80),
            self.word(rows, part, "name_en", most=80),
        )

    def texts(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for part, names in _TEXTS.items():
            rows = self.table(part)
            for name in names:
                if name == "email":
                    found[name] = self.email(rows, part)
                else:
                    most = _MOST.get(name, 160)
                    found[name] = self.word(rows, part, name, most=most, optional=name in _OPTIONAL)
        if found["mark"] and not found["mark"].startswith("https://"):
            self.wrong("filing.mark", "write the address of the mark's page, https://…")
        for name, limit in (("latitude", 90), ("longitude", 180)):
            found[name] = self.degrees(name, limit)
        return found

    def degrees(self, name: str, limit: int) -> Decimal:
        try:
            value = round(Decimal(str(self.table("city").get(name, ""))), 3)
        except InvalidOperation:
            self.wrong(f"city.{name}", "write degrees as a number, e.g. 34.205")
            return Decimal(0)
        if abs(value) > limit:
            self.wrong(f"city.{name}", f"lies between -{limit} and {limit}")
        return value

    def areas(self) -> list[Area]:
        found, codes = [], set[str]()
        for number, rows in enumerate(self.data.get("area", []), 1):
            place = f"area {number}"
            code = self.word(rows, place, "code", most=24)
            if code in codes:
                self.wrong(f"{place}.code", f"{code} is there twice")
            codes.add(code)
            kind = rows.get("kind", "")
            if kind not in BoardKind.values:
                self.wrong(f"{place}.kind", f"write one of {', '.join(BoardKind.values)}")
            industries = rows.get("industries", [])
            known = {key for key, _zh, _en in INDUSTRIES}
            if not isinstance(industries, list) or set(map(str, industries)) - known:
                self.wrong(f"{place}.industries", f"choose among {', '.join(sorted(known))}")
                industries = []
            texts = {name: self.word(rows, place, name, most=200, optional=True) for name in _AREA_TEXTS}
            zh, en = (self.word(rows, place, name, most=80) for name in ("name_zh", "name_en"))
            domain = self.word(rows, place, "email_domain", most=120, optional=True)
            found.append(Area(code, str(kind), zh, en, tuple(industries), domain, texts))
        return found

    def people(self) -> list[Person]:
        found = []
        for number, rows in enumerate(self.data.get("person", []), 1):
            place = f"person {number}"
            role = rows.get("role", "")
            if role not in Role.values:
                self.wrong(f"{place}.role", f"write one of {', '.join(Role.values)}")
                role = Role.OFFICE
            language = rows.get("language", "zh-hans")
            if language not in ("zh-hans", "en"):
                self.wrong(f"{place}.language", "write zh-hans or en")
            area = self.word(rows, place, "area", most=24, optional=True)
            name = self.word(rows, place, "name", most=120)
            found.append(Person(name, self.email(rows, place), str(role), area, str(language)))
        return found

    def check_people(self, plan: CityPlan) -> None:
        known = {area.code for area in plan.areas}
        for number, person in enumerate(plan.people, 1):
            if (person.role == Role.BOARD) != bool(person.area):
                self.wrong(f"person {number}.area", "host-area officers name theirs, and nobody else does")
            elif person.area and person.area not in known:
                self.wrong(f"person {number}.area", f"there is no area {person.area}")
        for role in _NEEDED:
            if not any(person.role == role for person in plan.people):
                self.wrong("person", f"nobody is {role}")
        administrators = [
            person.email.lower() for person in plan.people if person.email and person.role in ADMINISTRATORS
        ]
        for email in sorted({one for one in administrators if administrators.count(one) > 1}):
            self.wrong("person", f"{email} would hold two of the three administrators' roles; they exclude each other")
