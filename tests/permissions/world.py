"""The world in which every address is asked for: each thing that an address names exists, and a link from a letter for
each page that has no other door."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

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
from tests.features.site.pictures import saved
from tests.foundation.files.corpus import pdf
from yunhui.decide.draw import Stratum
from yunhui.features.bulk.services import plan_of, start_run
from yunhui.features.docking.models import Objection, Offer
from yunhui.features.docking.services import register_first_contact, write_note
from yunhui.features.enquiries.services import ask_office, draft_faq
from yunhui.features.imports.services import start_import
from yunhui.features.rehearsal.models import Appearance
from yunhui.features.rehearsal.selectors import token_of as rehearsal_token
from yunhui.features.rehearsal.services import Planned, hand_in_whole, invite_speakers, keep_plan
from yunhui.features.site.models import Article, GuardWord, SiteSettings
from yunhui.features.site.services import (
    approve_article,
    begin_article,
    edit_article,
    keep_partner,
    propose_article,
    set_seal,
)
from yunhui.features.site.services.embedding import allow_embedding
from yunhui.features.timetable.models import Confirmation, Participant, Slot
from yunhui.features.timetable.selectors.invitations import feed_path
from yunhui.features.timetable.selectors.letters import hour_link
from yunhui.features.timetable.selectors.tickets import link_of as hours_link
from yunhui.features.timetable.services import (
    ask_participants,
    build_timetable,
    list_participants,
    make_feed,
    publish_timetable,
)
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import Invitation, RoleGrant, User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.accounts.selectors.codes import token_of as invitation_token
from yunhui.foundation.accounts.services import invite_staff
from yunhui.foundation.files.selectors import attachments_of
from yunhui.foundation.files.services import attach_file, begin_upload
from yunhui.foundation.notices.services import write_notice
from yunhui.foundation.own.services import ask_copy
from yunhui.foundation.views.services import save_view
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board, Jurisdiction
from yunhui.pipeline.applications.models import Application, Collaborator
from yunhui.pipeline.applications.services import (
    Missing,
    ask_to_complete,
    invite_collaborator,
    make_claim_link,
    start_application,
)
from yunhui.pipeline.applications.services import write_note as write_office_note
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.conflicts.models import Conflict
from yunhui.pipeline.decisions.services import propose_batch, release_batch, sign_batch
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.panels.models import Seat
from yunhui.pipeline.panels.selectors.links import link_of as seat_link
from yunhui.pipeline.panels.services import Plan, hold_draw, invite_experts
from yunhui.pipeline.reading.models import Emergency
from yunhui.pipeline.review.models import Assignment, ScoreSheet
from yunhui.pipeline.review.services import assign_experts, draw_up, pin_expert
from yunhui.recipes.walk import answer_offers, lock_sheets, spread_points

WISH = {"site": "二号楼", "policy": "第六条", "contact": "贺", "next_step": "座谈"}


@dataclass(frozen=True)
class World:
    """The people, and the ids to fill addresses with: those of the longest beginning of an address that is named in
    `places`, over those for all."""

    people: dict[str, User | None]
    ids: dict[str, Any]
    places: dict[str, dict[str, Any]]

    def ids_at(self, pattern: str) -> dict[str, Any]:
        """What fills the parameters of one address."""
        begins = max((one for one in self.places if pattern.startswith(one)), key=len, default="")
        return {**self.ids, **self.places.get(begins, {})}


def make_world(city: Jurisdiction, tmp_path: Path) -> World:
    """One released call with a timetable, one in review with an open offer and an open sheet, one to apply to."""
    boards = [make_board(city, number, "energy") for number in (1, 2, 3)]
    experts = [make_expert(number) for number in (1, 2, 3)]
    chair, approver = make_user("chair", Role.CHAIR), make_user("approver", Role.APPROVER)
    done = make_call(city, "done", seats=1, reserves=1)
    done.groups.update(quota=0)
    owner = make_user("owner")
    make_application(done, 1, group="energy")
    chosen = make_application(done, 2, group="energy", owner=actor_of(owner))
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
        actor=actor_of(owner), application_id=application.pk, email="guest@firm.example", right="view", secret="s3cret"
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
    places = {
        **doors(done, chosen, waiting, guest),
        **on_stage(done, chosen),
        **desks(city, running, waiting, approver),
        **pictures(ids["article_id"]),
    }
    return World(people, ids, places)


def doors(done: Call, chosen: Application, waiting: Application, guest: Collaborator) -> dict[str, dict[str, Any]]:
    """Pages behind a link of a letter: whoever holds it is let in, signed in or not, unless the page says otherwise."""
    row = Confirmation.objects.filter(item__application=chosen).first()
    assert row is not None
    list_participants(actor=SYSTEM, call=done)
    ask_participants(actor=SYSTEM, call=done)
    participant = Participant.objects.get(call=done, application=chosen)
    appearance = Appearance.objects.get(call=done, application=chosen)
    invite_speakers(actor=SYSTEM, call=done, appearance_ids=[appearance.pk])
    appearance.refresh_from_db()
    seat = Seat.objects.get(call=done)
    invited = Invitation.objects.get()
    owner = chosen.owner
    assert owner is not None
    feed = make_feed(actor=actor_of(owner))
    receipt = ScoreSheet.objects.filter(assignment__application=chosen).exclude(receipt="")[0].receipt
    return {
        "hour/": {"ticket": hour_link(row.pk, clock.now()).rpartition("/")[2]},
        "feeds/": {"ticket": feed_path(feed, "en").rpartition("/")[2].removesuffix(".ics")},
        "when/": {"token": hours_link(participant).rpartition("/")[2]},
        "rehearsal/": {"token": rehearsal_token(appearance), "kind": "slides"},
        "panel/": {"token": seat_link(seat).rpartition("/")[2]},
        "invitation/": {"token": invitation_token(invited)},
        "receipts/": {"mark": receipt.replace(":", "-", 1)},
        "my/claims/": {"ticket": make_claim_link(actor=SYSTEM, application_id=waiting.pk).rpartition("/")[2]},
        "my/invitations/": {"collaborator_id": guest.pk, "secret": "s3cret"},
        "w/calls/<slug:code>/timetable/": {"code": done.code, "confirmation_id": row.pk},
        "w/event-people/": {"participant_id": participant.pk},
    }


def on_stage(done: Call, chosen: Application) -> dict[str, dict[str, Any]]:
    """What the public sees of the released call, and what its owner has of the chosen project."""
    slot = Slot.objects.select_related("room").get(timetable__state="published", application=chosen)
    page = visit_as(None).get(f"/en/timetable/{done.code}/").content.decode()
    item = Confirmation.objects.select_related("item").filter(item__application=chosen)[0].item
    session = re.search(rf"/en/timetable/{done.code}/sessions/([\w-]+)/", page)
    assert session is not None and slot.room is not None
    shown = "<lang:lang>/timetable/<slug:code>/"
    own = {"application_id": chosen.pk}
    return {
        "<lang:lang>/timetable/": {"code": done.code},
        f"{shown}halls/": {"code": done.code, "key": slot.room.key},
        f"{shown}groups/": {"code": done.code, "key": "energy"},
        f"{shown}sessions/": {"code": done.code, "key": session.group(1)},
        f"{shown}items/": {"code": done.code, "key": str(item.uid)[:8]},
        "embed/": {"code": done.code},
        "<lang:lang>/notice/": {"code": done.code, "number": chosen.number},
        "<lang:lang>/projects/<slug:code>/": {"code": done.code, "number": chosen.number},
        "<lang:lang>/share/project/": {"code": done.code, "number": chosen.number},
        "my/applications/<uuid:application_id>/place": own,
        "my/applications/<uuid:application_id>/rehearsal": own,
        "my/applications/<uuid:application_id>/result": own,
        "w/proof/": {"code": done.code, "batch": 1, "number": chosen.number},
    }


def desks(city: Jurisdiction, running: Call, waiting: Application, approver: User) -> dict[str, dict[str, Any]]:
    """What lies on the desks of those who run a call: a draw, a plan, a pin, a conflict, an emergency."""
    drawn = make_call(city, "drawn")
    present = [{"name": "Li", "as": "witness"}, {"name": "Wen", "as": "office"}]
    lot = Plan(strata=[Stratum("all", 1, 1)], avoid_conflicts=False)
    draw = hold_draw(actor=SYSTEM, call=drawn, plan=lot, public_value="07 12 20", present=present)
    emergency = Emergency.objects.create(
        application=waiting, reader=approver, reason="A complaint", ends_at=clock.now() + timedelta(minutes=30)
    )
    fresh = make_application(running, 3, group="energy")
    experts = list(Expert.objects.order_by("pk"))
    pin = pin_expert(actor=SYSTEM, application_id=fresh.pk, expert_id=experts[2].pk, kind="must", reason="Knows cells")
    plan = draw_up(actor=SYSTEM, call=running, seed=1)
    seen = [{"expert": "u1.example", "project": "u1.example", "where": "employer", "until": ""}]
    conflict = Conflict.objects.create(
        expert=experts[0], application=fresh, source="computed", is_sure=False, evidence=seen
    )
    here = "w/calls/<slug:code>/"
    return {
        f"{here}assignment/plans/": {"plan_id": plan.pk},
        f"{here}assignment/pins/": {"pin_id": pin.pk},
        f"{here}conflicts/": {"conflict_id": conflict.pk},
        f"{here}panel/draws/": {"code": drawn.code, "draw_id": draw.pk},
        "w/emergency/": {"emergency_id": emergency.pk},
    }


def site_ids(office: Actor, approver: Actor, board: Board) -> dict[str, Any]:
    """A published piece of news and a page at the address of a host area, each with a picture; the city's seal, a
    partner, a guarded word."""
    texts = {f"{name}_{end}": f"{name} {end}" for name in ("title", "body", "alt", "credit") for end in ("zh", "en")}
    for kind in ("page", "news"):
        article = begin_article(actor=office, kind=kind, slug=board.jurisdiction_id)
        edit_article(actor=office, article_id=article.pk, texts=texts, agree=True, picture=saved())
        propose_article(actor=office, article_id=article.pk)
        approve_article(actor=approver, article_id=article.pk)
    set_seal(actor=office, data=saved("PNG", (200, 200)))
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


def pictures(article_id: UUID) -> dict[str, dict[str, Any]]:
    """Those of a published text, and the city's seal."""
    picture = Article.objects.select_related("picture").get(pk=article_id).picture
    site = SiteSettings.objects.get()
    assert picture is not None
    return {
        "site/picture-": {"digest": picture.digest, "kind": picture.kind},
        "site/seal-": {"digest": site.seal_digest, "kind": site.seal_kind},
    }
