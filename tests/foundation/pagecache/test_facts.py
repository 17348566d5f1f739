"""Every fact of the house says whether visitors see what it changed, and raises the site's version if they do."""

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from django.db import transaction

from tests.factories.city import SYSTEM
from yunhui.foundation.outbox.services import changes_public_face, delivered_here, publish
from yunhui.foundation.pagecache.selectors import version

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("foundation/*", "pipeline/*", "features/*", "insight/*", "parties")
FILES = sorted(path for room in ROOMS for path in (ROOT / "yunhui").glob(f"{room}/events.py"))


@dataclass(frozen=True, slots=True)
class SeenByAll:
    """A fact of this test."""

    public_face: ClassVar[bool] = True
    thing: str


@dataclass(frozen=True, slots=True)
class SeenInside:
    """Another."""

    public_face: ClassVar[bool] = False
    thing: str


@dataclass(frozen=True, slots=True)
class SaysNothing:
    """One whose room forgot to say."""

    thing: str


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_every_fact_says_whether_visitors_see_it(path: Path) -> None:
    silent = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            said = {one.target.id: one.value for one in node.body if isinstance(one, ast.AnnAssign)}  # type: ignore[union-attr]
            value = said.get("public_face")
            if not (isinstance(value, ast.Constant) and isinstance(value.value, bool)):
                silent.append(node.name)
    assert silent == [], "write `public_face: ClassVar[bool] = True` or False, see docs/mechanisms/public-cache.md"


def test_what_ends_a_right_to_be_shown_is_public() -> None:
    """Not one of these may be declared away."""
    found = {
        node.name: ast.unparse(node)
        for path in FILES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    }
    for name in ("ConsentRevoked", "ConsentGiven", "ApplicationWithdrawn", "TimetablePublished", "DataErased",
                 "ObjectionAnswered", "PlaceAnswered", "ReservePromoted", "BatchReleased", "CallAmended"):  # fmt: skip
        assert "public_face: ClassVar[bool] = True" in found[name], name


@pytest.mark.django_db
def test_a_public_fact_raises_the_version_and_others_do_not() -> None:
    before = version()
    with transaction.atomic():
        publish(actor=SYSTEM, event=SeenInside("a"))
    assert version() == before
    with transaction.atomic():
        publish(actor=SYSTEM, event=SeenByAll("b"))
    assert version() == before + 1
    with transaction.atomic():
        publish(actor=SYSTEM, event=SaysNothing("c"))
    assert version() == before + 2
    assert changes_public_face(SaysNothing) and not changes_public_face(SeenInside)


@pytest.mark.django_db
def test_what_is_told_of_a_past_raises_it_at_the_end() -> None:
    before = version()
    with delivered_here(), transaction.atomic():
        publish(actor=SYSTEM, event=SeenByAll("a"))
        publish(actor=SYSTEM, event=SeenByAll("b"))
    assert version() == before + 1
