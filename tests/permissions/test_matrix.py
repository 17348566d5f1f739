"""The permission matrix: every address × every role × every method that it takes, on a city where each thing exists.

`matrix.csv` is the law: a new address, or a changed answer, fails here until somebody has looked at the line.
`python -m pytest tests/permissions --write-matrix` writes what is true now.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver

from tests.factories.city import (
    SYSTEM,
    make_application,
    make_board,
    make_call,
    make_expert,
    make_user,
)
from tests.factories.pages import visit_as
from tests.features.docking.pictures import picture
from tests.foundation.files.corpus import pdf
from yunhui.features.bulk.services import plan_of, start_run
from yunhui.features.docking.models import Objection, Offer
from yunhui.features.docking.services import register_first_contact, write_note
from yunhui.features.enquiries.services import ask_office, draft_faq
from yunhui.features.imports.services import start_import
from yunhui.features.rehearsal.models import Appearance
from yunhui.features.rehearsal.services import Planned, hand_in_whole, keep_plan
from yunhui.features.site.models import GuardWord
from yunhui.features.site.services import (
    approve_article,
    begin_article,
    edit_article,
    keep_partner,
    propose_article,
)
from yunhui.features.site.services.embedding import allow_embedding
from yunhui.features.timetable.services import build_timetable, publish_timetable
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import RoleGrant, User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.accounts.services import invite_staff
from yunhui.foundation.files.selectors import attachments_of
from yunhui.foundation.files.services import attach_file, begin_upload
from yunhui.foundation.notices.services import write_notice
from yunhui.foundation.own.services import ask_copy
from yunhui.foundation.views.services import save_view
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board, Jurisdiction
from yunhui.pipeline.applications.services import Missing, ask_to_complete, invite_collaborator, start_application
from yunhui.pipeline.applications.services import write_note as write_office_note
from yunhui.pipeline.decisions.services import propose_batch, release_batch, sign_batch
from yunhui.pipeline.panels.services import invite_experts
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.services import assign_experts
from yunhui.recipes.walk import answer_offers, lock_sheets, spread_points

MATRIX = Path(__file__).parent / "matrix.csv"
WISH = {"site": "二号楼", "policy": "第六条", "contact": "贺", "next_step": "座谈"}
PUBLIC = {"anyone"}


@dataclass(frozen=True)
class World:
    """The people, and the ids to fill addresses with."""

    people: dict[str, User | None]
    ids: dict[str, Any]


@pytest.fixture
def world(city: Jurisdiction, tmp_path: Path) -> World:
    """One released call with a timetable, one in review with an open offer and an open sheet, one to apply to."""
    boards = [make_board(city, number, "energy") for number in (1, 2, 3)]
    experts = [make_expert(number) for number in (1, 2, 3)]
    chair, approver = make_user("chair", Role.CHAIR), make_user("approver", Role.APPROVER)
    done = make_call(city, "done", seats=1, reserves=1)
    done.groups.update(quota=0)
    for number in (1, 2):
        make_application(done, number, group="energy")
    answer_offers(actor=SYSTEM, call=done, decide=lambda offer: WISH)
    assign_experts(actor=SYSTEM, call=done)
    lock_sheets(
        call=done, score=lambda task, config: spread_points(80.0 + (task.application.number or 0), config.criteria)
    )
    batch = propose_batch(actor=actor_of(chair), call=done)
    for person in (chair, approver):
        sign_batch(actor=actor_of(person), batch_id=batch.pk)
    release_batch(actor=actor_of(approver), batch_id=batch.pk)
    publish_timetable(actor=SYSTEM, timetable_id=build_timetable(actor=SYSTEM, call=done, seconds=2).pk)
    timetable = build_timetable(actor=SYSTEM, call=done, seconds=2)

    keep_plan(actor=SYSTEM, call=done, planned=Planned())
    appearance = Appearance.objects.get(call=done, application__isnull=False)
    slides = tmp_path / "slides.pdf"
    slides.write_bytes(pdf())
    material = hand_in_whole(actor=SYSTEM, appearance_id=appearance.pk, kind="slides", path=slides, name="slides.pdf")

    running = make_call(city, "running")
    owner = make_user("owner")
    application = make_application(running, 1, owner=actor_of(owner), group="energy", screened=True)
    assign_experts(actor=SYSTEM, call=running)
    start_application(actor=actor_of(owner), call=done)
    board, other_board = (
        make_user(name, Role.BOARD, scope=(ScopeKind.BOARD, one.pk))
        for name, one in zip(("board", "elsewhere"), boards, strict=False)
    )
    offer = Offer.objects.get(application=application, board=boards[0])
    Offer.objects.filter(application=application).exclude(pk=offer.pk).delete()
    note = write_note(actor=actor_of(board), offer_id=offer.pk, text="Ours")
    first = register_first_contact(
        actor=actor_of(board),
        offer_id=offer.pk,
        talked_on=clock.now().date().isoformat(),
        way="visit",
        evidence="Met in Delft",
        files=[("minutes.png", picture())],
    )
    objection = Objection.objects.create(
        first_contact=first, board=boards[1], talked_at=first.talked_at, way="visit", evidence="Met in Delft before"
    )
    task = Assignment.objects.get(application=application, expert=experts[0])
    Assignment.objects.filter(application=application, expert=experts[1]).delete()
    with transaction.atomic():
        context = {"call": "x", "count": 1, "due": ""}
        told = write_notice(actor=SYSTEM, letter="review.assigned", to=owner, about=("x", 1), context=context)
    plan = attach_file(actor=SYSTEM, name="Plan.pdf", data=pdf(), owner=("application", application.pk), slot="deck")
    version = application.versions.get()
    application.versions.update(answers={**version.answers, "deck": [str(plan.pk)]})
    guest = invite_collaborator(
        actor=actor_of(owner), application_id=application.pk, email="guest@firm.example", right="view"
    )
    waiting = make_application(running, 2, group="energy", screened=False)
    screening = waiting.passes.get(stage__kind="screening")
    owed = ask_to_complete(actor=SYSTEM, pass_id=screening.pk, missing=[Missing("team", "请补充")])
    question = ask_office(actor=actor_of(owner), call=running, subject="Part time", text="May we?")
    table = start_import(actor=SYSTEM, kind="organisations", file_name="x.csv", data="单位名称,类型\n甲,企业".encode())
    people: dict[str, User | None] = {
        "visitor": None,
        "owner": owner,
        "other_applicant": make_user("other"),
        "office": make_user("office", Role.OFFICE),
        "approver": approver,
        "chair": chair,
        "board": board,
        "other_board": other_board,
        "expert": experts[0].person.user,
        "other_expert": experts[1].person.user,
        **{
            role.value: make_user(role.value.replace("_", "-"), role)
            for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
        },
    }
    office = actor_of(people["office"])  # type: ignore[arg-type]
    view = save_view(actor=office, list_key="applications", about="running", name="Mine", query="?due=late")
    own_note = write_office_note(actor=office, application_id=application.pk, text="Rang them")
    asked = {"actor": office, "call": running, "action": "pass_check", "given": {}, "ids": [application.pk]}
    run = start_run(**asked, digest=plan_of(**asked).digest)
    (seat,) = invite_experts(actor=SYSTEM, call=done, expert_ids=[experts[0].pk])
    ids = {
        "lang": "en",
        "appearance_id": appearance.pk,
        "material_id": material.pk,
        "code": running.code,
        "application_id": application.pk,
        "offer_id": offer.pk,
        "note_id": note.pk,
        "evidence_id": attachments_of("first_contact", first.pk).get().pk,
        "objection_id": objection.pk,
        "board_id": boards[0].pk,
        "assignment_id": task.pk,
        "batch_id": batch.pk,
        "timetable_id": timetable.pk,
        "user_id": owner.pk,
        "notice_id": told.pk,
        "dispatch_id": told.dispatches.get().pk,
        "letter_key": told.letter,
        "secret": "none",
        "provider": "wechat",
        "token": "0" * 72,
        "factor_id": UUID(int=0),
        "loan_id": UUID(int=0),
        "invitation_id": invite_staff(actor=SYSTEM, email="new@city.example", name="New").pk,
        "recipe": "cloud-roadshow",
        "part": "basics",
        "question": "title",
        "condition": "age",
        "reader": "expert",
        "number": 1,
        "collaborator_id": guest.pk,
        "grant_id": RoleGrant.objects.get(user=approver).pk,
        "view_id": view.pk,
        "bulk_id": run.pk,
        "office_note_id": own_note.pk,
        "completion_id": owed.pk,
        "enquiry_id": question.pk,
        "faq_id": draft_faq(actor=SYSTEM, call=running).pk,
        "run_id": table.pk,
        "kind": "organisations",
        "paper": "request",
        "form": "pdf",
        "key": "deck",
        "attachment_id": plan.pk,
        "upload_id": begin_upload(
            actor=actor_of(owner), name="x.pdf", size=9, owner=("application", application.pk), slot="deck"
        ).pk,
        "purpose": "experts",
        "ticket": "none",
        "batch": 1,
        "emergency_id": UUID(int=0),
        "mark": "sha256-0",
        "stage_id": running.stages.get(kind="review").pk,
        "group": "energy",
        "deliberation_id": UUID(int=0),
        "expert_id": experts[0].pk,
        "seat_id": seat.pk,
        "draw_id": UUID(int=0),
        "confirmation_id": UUID(int=0),
        "plan_id": UUID(int=0),
        "pin_id": UUID(int=0),
        "conflict_id": 0,
        "participant_id": UUID(int=0),
        "copy_id": ask_copy(actor=actor_of(owner)).pk,
        "what": "timetable",
        "embedder_id": allow_embedding(actor=SYSTEM, address="www.university.example").pk,
        **site_ids(office, actor_of(approver), boards[0]),
    }
    return World(people, ids)


def site_ids(office: Actor, approver: Actor, board: Board) -> dict[str, Any]:
    """A published piece of news and a page at the address of a host area, a partner, a guarded word."""
    texts = {f"{name}_{end}": f"{name} {end}" for name in ("title", "body") for end in ("zh", "en")}
    for kind in ("page", "news"):
        article = begin_article(actor=office, kind=kind, slug=board.jurisdiction_id)
        edit_article(actor=office, article_id=article.pk, texts=texts, agree=True)
        propose_article(actor=office, article_id=article.pk)
        approve_article(actor=approver, article_id=article.pk)
    partner = keep_partner(actor=office, values={"name_zh": "甲", "name_en": "A"})
    return {
        "article_id": article.pk,
        "slug": article.slug,
        "folder": "news",
        "partner_id": partner.pk,
        "word_id": GuardWord.objects.create(word="never", reason_zh="因", reason_en="why").pk,
        "digest": "0" * 24,
        "accent": "1f4e8c",
    }


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
        value = "done" if name == "code" and "timetable/" in text[:24] else ids[name]
        text = text.replace(f"<{_kind(converter)}:{name}>", str(value))
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
        url = address(pattern, world.ids)
        for method in pattern.callback.methods:  # type: ignore[attr-defined]
            row = {"address": str(pattern.pattern), "method": method}
            for name, client in clients.items():
                kept = client.cookies.copy()
                with transaction.atomic():
                    answer = client.generic(method, url)
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


@pytest.fixture(autouse=True)
def _plain(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("ERROR")
