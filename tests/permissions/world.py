"""The world in which every address is asked for: each thing that an address names exists, and a link from a letter for
each page that has no other door."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from tests.factories.chosen import hear
from tests.factories.city import (
    SYSTEM,
    make_application,
    make_board,
    make_call,
    make_expert,
    make_user,
)
from tests.features.docking.pictures import picture
from tests.foundation.files.corpus import pdf
from tests.permissions.places import desks, doors, on_stage, pictures, site_ids
from tests.permissions.things import (
    account_things,
    checked_things,
    decided_things,
    own_things,
    staged_things,
    what_forms_name,
)
from yunhui.features.bulk.services import plan_of, start_run
from yunhui.features.docking.models import Objection, Offer
from yunhui.features.docking.services import register_first_contact, write_note
from yunhui.features.enquiries.services import ask_office, draft_faq
from yunhui.features.imports.services import start_import
from yunhui.features.rehearsal.models import Appearance
from yunhui.features.rehearsal.services import Planned, hand_in_whole, keep_plan
from yunhui.features.site.services.embedding import allow_embedding
from yunhui.features.timetable.services import (
    build_timetable,
    publish_timetable,
)
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
from yunhui.parties.models import Jurisdiction
from yunhui.parties.services import keep_city
from yunhui.pipeline.applications.services import (
    Missing,
    ask_to_complete,
    invite_collaborator,
    start_application,
)
from yunhui.pipeline.applications.services import write_note as write_office_note
from yunhui.pipeline.decisions.services import (
    Present,
    attach_approval,
    propose_batch,
    record_deliberation,
    release_batch,
    sign_batch,
)
from yunhui.pipeline.panels.services import invite_experts
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.services import assign_experts
from yunhui.recipes.walk import answer_offers, lock_sheets, spread_points

SMS_SECRET = "s3cret"
WISH = {"site": "二号楼", "policy": "第六条", "contact": "贺", "next_step": "座谈"}


@dataclass(frozen=True)
class World:
    """The people, and the ids to fill addresses with: those of each beginning of an address that is named in `places`,
    the longest last, over those for all. `typed` is what a form must name, by address: without it nobody would look at
    who sends it."""

    people: dict[str, User | None]
    ids: dict[str, Any]
    places: dict[str, dict[str, Any]]
    typed: dict[str, dict[str, Any]]

    def ids_at(self, pattern: str) -> dict[str, Any]:
        """What fills the parameters of one address."""
        found = dict(self.ids)
        for begins in sorted((one for one in self.places if pattern.startswith(one)), key=len):
            found |= self.places[begins]
        return found


def make_world(city: Jurisdiction, tmp_path: Path) -> World:
    """One released call with a timetable, one in review with an open offer and an open sheet, one to apply to."""
    keep_city(
        actor=SYSTEM, jurisdiction=city, site_zh="云荟", site_en="Yunhui", office_zh="人才办",
        office_en="Talent Office", latitude=34, longitude=117,
    )  # fmt: skip
    boards = [make_board(city, number, "energy") for number in (1, 2, 3)]
    experts = [make_expert(number) for number in (1, 2, 3)]
    chair, approver = make_user("chair", Role.CHAIR), make_user("approver", Role.APPROVER)
    done = make_call(city, "done", seats=1, reserves=1)
    done.groups.update(quota=0)
    owner = make_user("owner")
    make_application(done, 1, group="energy")
    chosen = make_application(done, 2, group="energy", owner=actor_of(owner))
    lost = make_application(done, 3, group="energy", owner=actor_of(owner))
    answer_offers(actor=SYSTEM, call=done, decide=lambda offer: WISH)
    assign_experts(actor=SYSTEM, call=done)
    points = {chosen.pk: 85.0, lost.pk: 70.0}
    lock_sheets(
        call=done, score=lambda task, config: spread_points(points.get(task.application_id, 80.0), config.criteria)
    )
    record_deliberation(
        actor=actor_of(chair), call=done, applications=[lost.pk],
        participants=[Present(f"u-{one.pk}") for one in (chair, approver)],
        conclusion="kept", reasons="Read once more",
    )  # fmt: skip
    batch = propose_batch(actor=actor_of(chair), call=done)
    for person in (chair, approver):
        sign_batch(actor=actor_of(person), batch_id=batch.pk)
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(pdf())
    today = clock.now().astimezone(clock.BEIJING).date().isoformat()
    attach_approval(actor=actor_of(approver), batch_id=batch.pk, number="7", signed_on=today, scan=(scan.name, scan))
    release_batch(actor=actor_of(approver), batch_id=batch.pk)
    hear("BatchReleased")
    publish_timetable(actor=SYSTEM, timetable_id=build_timetable(actor=SYSTEM, call=done, seconds=60, work=1.6).pk)
    timetable = build_timetable(actor=SYSTEM, call=done, seconds=60, work=1.6)

    keep_plan(actor=SYSTEM, call=done, planned=Planned())
    appearance = Appearance.objects.get(call=done, application__isnull=False)
    slides = tmp_path / "slides.pdf"
    slides.write_bytes(pdf())
    material = hand_in_whole(actor=SYSTEM, appearance_id=appearance.pk, kind="slides", path=slides, name="slides.pdf")

    running = make_call(city, "running")
    application = make_application(running, 1, owner=actor_of(owner), group="energy", screened=True)
    assign_experts(actor=SYSTEM, call=running)
    draft = start_application(actor=actor_of(owner), call=done)
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
    same = ask_office(actor=actor_of(owner), call=running, subject="Half time", text="May we then?")
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
        "secret": SMS_SECRET,
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
    typed = what_forms_name(chosen, application, task, same.pk, appearance)
    accounts, named = account_things(owner, people["office"], chair, board)
    places = {
        **doors(done, chosen, waiting, guest),
        **on_stage(done, chosen),
        **desks(city, running, waiting, approver),
        **pictures(ids["article_id"]),
        **own_things(owner, running, chosen, lost, boards[0]),
        **accounts,
        **decided_things(done, chosen, batch.pk, slides, experts[0]),
        **staged_things(timetable, appearance),
        **checked_things(running, waiting, boards[0]),
        "my/applications/<uuid:application_id>/choose": {"application_id": draft.pk},
    }
    return World(people, ids, places, {**typed, **named})
