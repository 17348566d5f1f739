"""The permission matrix: every address × every role × every method that it takes, on a city where each thing exists.

`matrix.csv` is the law: a new address, or a changed answer, fails here until somebody has looked at the line.
`python -m pytest tests/permissions --write-matrix` writes what is true now.
"""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from config.channels import SmsGateway
from tests.factories.pages import visit_as
from tests.permissions.world import SMS_SECRET, World, make_world
from yunhui.parties.models import Jurisdiction

MATRIX = Path(__file__).parent / "matrix.csv"
PUBLIC = {"anyone"}
# What nobody finds, and why that is right; every other address has somebody for whom it is there.
NOWHERE = {
    "demo/mail": "the city of this test is a real one: there is no demo in it",
    "demo/mail/<uuid:notice_id>/": "the same",
    "demo/sign-in": "the same",
    "w/reviews/<uuid:assignment_id>/discussion": "nobody writes before their own sheet is locked",
}


@pytest.fixture
def world(city: Jurisdiction, tmp_path: Path, settings: Any) -> World:
    """Where each thing that an address names exists; with a gateway for short messages, and one door of others."""
    receipt = {"id": "id", "status": "state", "good": "OK"}
    gateway = SmsGateway("http://sms.example", "json", {}, {}, "", {}, "", "", receipt, SMS_SECRET, abroad=False)
    settings.CHANNELS = replace(settings.CHANNELS, sms=gateway)
    door = {"open": "https://door.example", "api": "https://door.example", "id": "yunhui", "secret": "secret"}
    settings.DOORS = {"wechat": {**door, "name_zh": "微信", "name_en": "WeChat"}}
    return make_world(city, tmp_path)


def patterns() -> Iterator[URLPattern]:
    """Every address of the city."""
    waiting: list[Any] = list(get_resolver().url_patterns)
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, URLPattern):
            yield one
        else:
            waiting = [*one.url_patterns, *waiting]


def address(pattern: URLPattern, ids: dict[str, Any]) -> str:
    """A pattern with its parameters filled in."""
    text = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        assert name in ids, f"{text}: this test has no {name} to fill in"
        text = text.replace(f"<{_kind(converter)}:{name}>", str(ids[name]))
    assert "<" not in text, text
    return f"/{text}"


def _kind(converter: Any) -> str:
    return {
        "SlugConverter": "slug",
        "UUIDConverter": "uuid",
        "Lang": "lang",
        "IntConverter": "int",
        "StringConverter": "str",
    }[type(converter).__name__]


def test_every_view_has_a_rule() -> None:
    assert [str(one.pattern) for one in patterns() if not hasattr(one.callback, "permit")] == []


@pytest.mark.django_db
def test_the_matrix_holds(world: World, request: pytest.FixtureRequest) -> None:
    seen: list[dict[str, str]] = []
    clients = {name: visit_as(user) for name, user in world.people.items()}
    clients["office_by_password"] = visit_as(world.people["office"], assurance=1)
    for pattern in sorted(patterns(), key=lambda one: str(one.pattern)):
        url = address(pattern, world.ids_at(str(pattern.pattern)))
        typed = urlencode(world.typed.get(str(pattern.pattern), {}))
        for method in pattern.callback.methods:  # type: ignore[attr-defined]
            row = {"address": str(pattern.pattern), "method": method}
            for name, client in clients.items():
                kept = client.cookies.copy()
                with transaction.atomic():
                    answer = _sent(client, method, url, typed)
                    for close in answer._resource_closers:  # a file that was sent is somebody's open file
                        close()
                    transaction.set_rollback(True)
                client.cookies = kept  # signing out must not end the test's session
                row[name] = _answer(answer)
            seen.append(row)
    if request.config.getoption("--write-matrix"):
        _write(seen, list(clients))
    with MATRIX.open(encoding="utf-8", newline="") as stream:
        law = list(csv.DictReader(stream))
    known = {(row["address"], row["method"]): row for row in law}
    changed = [row for row in seen if known.get((row["address"], row["method"])) != row]
    assert changed == [], "look at each line, then write the matrix anew"
    assert {(row["address"], row["method"]) for row in seen} == set(known), "addresses that are gone still have lines"


def _sent(client: Client, method: str, url: str, typed: str) -> Any:
    """A page is asked with what a form names in its address, a command with it as its form."""
    if method == "GET" and typed:
        return client.get(f"{url}?{typed}")
    return client.generic(method, url, typed, "application/x-www-form-urlencoded" if typed else "")


def _answer(answer: Any) -> str:
    if answer.status_code in (301, 302, 303) and str(answer["Location"]).startswith("/sign-in/second?"):
        return "second"
    if answer.status_code in (301, 302, 303):
        return "sign-in" if str(answer["Location"]).startswith("/sign-in?") else "go"
    return str(answer.status_code)


def _write(rows: list[dict[str, str]], people: list[str]) -> None:
    with MATRIX.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ["address", "method", *people], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_the_law_itself_is_sound() -> None:
    """What no line of the matrix may ever say."""
    with MATRIX.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    open_to_all = {str(one.pattern) for one in patterns() if one.callback.permit.__name__ in PUBLIC}  # type: ignore[attr-defined]
    by_role = {str(one.pattern) for one in patterns() if one.callback.permit.__name__.startswith("holds")}  # type: ignore[attr-defined]
    by_account = {str(one.pattern) for one in patterns() if one.callback.permit.__name__ == "signed_in"}  # type: ignore[attr-defined]
    posted = {(row["address"], row["method"]) for row in rows}
    for row in rows:
        place = f"{row['method']} {row['address']}"
        if row["address"] in by_role or row["address"] in by_account:
            assert row["office_by_password"] in ("second", "403"), f"{place} opens to a password alone"
        if row["address"] not in open_to_all:
            assert row["visitor"] in ("sign-in", "403"), f"{place} lets a visitor in"
        assert "500" not in row.values(), f"{place} crashes"
        if _is_nowhere(row):
            assert row["address"] in NOWHERE, f"{place}: is it nowhere, or has the world no such thing?"
        # What is posted to, and opened by hand, only leads on to its page, for its owner and for others alike.
        leads_on = row["method"] == "GET" and (row["address"], "POST") in posted
        if row["address"].startswith("w/offers/<"):
            assert row["other_board"] == ("go" if leads_on else "404"), f"{place} shows one host area another's offer"
        if row["address"].startswith("w/reviews/<"):
            # A discussion is a page and is posted to: it leads nobody on, and who has no part in it finds nothing.
            kept = "go" if leads_on and row["expert"] == "go" else "404"
            assert row["other_expert"] == kept, f"{place} shows one expert another's sheet"
        if row["address"].startswith("my/applications/<"):
            assert row["other_applicant"] == "404", f"{place} shows one applicant another's application"
            assert row["office"] == "404", f"{place} is the applicant's alone"
        if row["address"].startswith("w/audit"):
            assert [name for name, answer in row.items() if answer in ("200", "go")] == ["audit_admin"], place


def test_what_is_nowhere_is_still_so() -> None:
    with MATRIX.open(encoding="utf-8", newline="") as stream:
        assert {row["address"] for row in csv.DictReader(stream) if _is_nowhere(row)} == set(NOWHERE)


def _is_nowhere(row: dict[str, str]) -> bool:
    answers = {answer for name, answer in row.items() if name not in ("address", "method")}
    return "404" in answers and answers <= {"404", "403", "sign-in", "second"}


@pytest.fixture(autouse=True)
def _plain(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("ERROR")
