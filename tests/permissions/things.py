"""What lies deeper than the things of a day: loans, factors, a plea on paper, a what-if, and what forms must name."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.factories.city import SYSTEM, answers, make_application
from yunhui.features.docking.enums import Wish
from yunhui.features.docking.models import Offer
from yunhui.features.docking.services import say_wish
from yunhui.features.rehearsal.models import Appearance
from yunhui.features.rehearsal.rules import BY_LINK
from yunhui.features.rehearsal.services import begin_material
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.services import start_scenario
from yunhui.foundation.accounts.enums import FactorKind, Role, ScopeKind
from yunhui.foundation.accounts.models import Factor, Hold, Identity, RoleGrant, User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.accounts.services import invite_staff, lend_role, new_secret
from yunhui.foundation.files.selectors import attachments_of
from yunhui.foundation.own.models import Copy
from yunhui.foundation.own.services import make_copy
from yunhui.kernel import clock, tickets
from yunhui.kernel.actor import VISITOR, Grant
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import Missing, ask_to_complete, refer_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.objections.services import begin_objection, record_on_paper
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.services import save_sheet

Places = dict[str, dict[str, Any]]
PLEA = {"name": "Neighbour", "email": "n@home.example", "text": "The list names a team that withdrew in May, page 2."}


def own_things(owner: User, running: Call, chosen: Application, lost: Application, board: Board) -> Places:
    """Of an applicant: a copy of their data that is ready, a file to fetch, an application that owes an answer, one
    that was not chosen, and a host area with which both sides want to talk."""
    copy = Copy.objects.get(user=owner)
    make_copy(copy.pk)
    copy.refresh_from_db()
    owes = make_application(running, 4, owner=actor_of(owner), group="energy", screened=False)
    screening = owes.passes.get(stage__kind="screening")
    ask_to_complete(actor=SYSTEM, pass_id=screening.pk, missing=[Missing("team", "请补充")])
    offer = Offer.objects.get(application=chosen, board=board)
    say_wish(actor=actor_of(owner), offer_id=offer.pk, wish=Wish.TALK)
    # A ticket of the product ends before a slow machine has asked for every address.
    ticket = tickets.sign(
        [f"file:{copy.attachment_id}:{owner.pk}"], key=settings.SECRET_KEY, now=clock.now(), lifetime=timedelta(days=1)
    )
    own = "my/applications/<uuid:application_id>/"
    return {
        "f/": {"ticket": ticket},
        "my/data/copy/": {"copy_id": copy.pk},
        f"{own}complete": {"application_id": owes.pk},
        f"{own}recheck": {"application_id": lost.pk},
        f"{own}host-areas/<uuid:offer_id>/contact": {"application_id": chosen.pk, "offer_id": offer.pk},
        "w/offers/<uuid:offer_id>/contacts": {"offer_id": offer.pk},
    }


def account_things(owner: User, office: User, chair: User, board: User) -> tuple[Places, Places]:
    """Of accounts: a role lent to a colleague, a second factor, another door, a proposed role, a role at which nobody
    has looked for long, a held address."""
    now = clock.now()
    lent = RoleGrant.objects.get(user=office)
    loan = lend_role(
        actor=actor_of(office), grant_id=lent.pk, to_email=chair.email, starts_at=now, ends_at=now + timedelta(days=2),
        reason="Leave",
    )  # fmt: skip
    sealed = settings.VAULT.encrypt("accounts.factor", new_secret())
    factor = Factor.objects.create(user=owner, kind=FactorKind.TOTP, name="App", secret=sealed)
    Identity.objects.create(user=owner, provider="wechat", subject="1")
    proposed = Grant(Role.OFFICE, ScopeKind.CITY, "")
    invited = invite_staff(actor=SYSTEM, email="soon@city.example", name="Soon", grants=[proposed]).user
    old = RoleGrant.objects.get(user=board)
    RoleGrant.objects.filter(pk=old.pk).update(granted_at=now - timedelta(days=400))
    Hold.objects.create(email="held@city.example", failures=9, until=now + timedelta(hours=1))
    places = {
        "account/colleagues/": {"loan_id": loan.pk},
        "account/second-factor/": {"factor_id": factor.pk},
        "w/accounts/<uuid:user_id>/decide": {"user_id": invited.pk},
        "w/accounts/<uuid:user_id>/end": {"user_id": chair.pk},
        "w/recertification/": {"grant_id": old.pk},
    }
    typed = {
        "w/accounts/<uuid:user_id>/decide": {"proposal": invited.proposals.get().pk, "answer": "refuse"},
        "w/accounts/<uuid:user_id>/end": {"grant": RoleGrant.objects.get(user=chair).pk},
        "w/recertification/<int:grant_id>": {"answer": "keep"},
        "w/held/end": {"email": "held@city.example"},
    }
    return places, typed


def decided_things(done: Call, chosen: Application, batch_id: Any, slides: Path, expert: Expert) -> Places:
    """Of a decision that is public: two objections to an entry, one of them on paper and one whose code has not come
    back, and the scan of the paper under the batch."""
    today = clock.now().astimezone(clock.BEIJING).date()
    on_paper = record_on_paper(
        actor=SYSTEM, application_id=chosen.pk, channel="visit", received_on=today,
        typed={**PLEA, "postal": "Long street 4"}, files=[("scan.pdf", slides)],
    )  # fmt: skip
    other = {**PLEA, "name": "Friend", "text": "The same team is named twice in the list, on page 3."}
    begun = begin_objection(actor=VISITOR, application_id=chosen.pk, address="192.0.2.1", **other)
    task = Assignment.objects.get(application=chosen, expert=expert)
    scan = attachments_of("public_objection", on_paper.pk).get()
    here = "w/calls/<slug:code>/"
    return {
        "<lang:lang>/notice/": {"code": done.code, "number": chosen.number, "objection_id": begun.pk},
        "w/objections/": {"objection_id": on_paper.pk, "attachment_id": scan.pk},
        "w/batches/": {"batch_id": batch_id, "attachment_id": attachments_of("batch_approval", batch_id).get().pk},
        f"{here}batch/letters/": {"code": done.code},
        f"{here}comments/": {"code": done.code},
        f"{here}deliberations/<int:number>/": {"code": done.code, "number": 1},
        f"{here}places/": {"code": done.code},
        f"{here}rehearsal/write": {"code": done.code},
        "w/reviews/<uuid:assignment_id>/receipt.pdf": {"assignment_id": task.pk},
        "w/reviews/stages/<int:stage_id>/pairs": {"stage_id": task.stage_id},
    }


def staged_things(timetable: Timetable, appearance: Appearance) -> Places:
    """A what-if beside the plan, and a file of a speaker that comes in pieces."""
    beside = {"timetable_id": start_scenario(actor=SYSTEM, timetable_id=timetable.pk, name="What if").pk}
    upload = begin_material(
        actor=BY_LINK, appearance_id=appearance.pk, kind="slides", name="more.pdf", size=9, mark="more"
    )
    version = "w/timetables/<uuid:timetable_id>/"
    return {
        **{f"{version}{verb}": beside for verb in ("adopt", "compare", "discard", "improve")},
        "rehearsal/<slug:token>/files/<slug:kind>/uploads/": {"kind": "slides", "upload_id": upload.pk},
    }


def checked_things(running: Call, waiting: Application, board: Board) -> Places:
    """Of the form check: an application that nobody has looked at, one that waits for its applicant to take it over,
    one that a host area recommended."""
    new = make_application(running, 5, group="energy", screened=False)
    given = {name: answers(6)[name] for name in ("title", "name", "email")}
    referred = refer_application(actor=SYSTEM, board=board, call=running, answers=given)
    return {
        "w/applications/<uuid:application_id>/check": {"application_id": new.pk},
        "w/applications/<uuid:application_id>/screen": {"application_id": new.pk},
        "w/applications/<uuid:application_id>/claim-link": {"application_id": waiting.pk},
        "w/recommended/<uuid:application_id>/resend": {"application_id": referred.pk},
    }


def what_forms_name(
    chosen: Application, application: Application, task: Assignment, other_question: Any, appearance: Appearance
) -> Places:
    """By address: which of the page's buttons is pressed, and for what."""
    first, second = Assignment.objects.filter(expert=task.expert, stage__call=chosen.call_id).order_by("pk")[:2]
    user = task.expert.person.user
    assert user is not None
    save_sheet(actor=actor_of(user), assignment_id=task.pk, scores={}, note_panel="So far")
    item = str(chosen.pk)
    here, version = "w/calls/<slug:code>/", "w/timetables/<uuid:timetable_id>/"
    return {
        "my/timetable/": {"do": "make_feed"},
        "my/applications/<uuid:application_id>/choose": {"choose": "title|t|this"},
        "w/applications/<uuid:application_id>/check": {"outcome": "pass"},
        "w/applications/<uuid:application_id>/screen": {"passed": "yes"},
        f"{here}comments/": {"do": "pass", "comment": first.pk},
        f"{here}names/": {"project": application.pk, "title_zh": "甲", "title_en": "A"},
        f"{here}places/": {"do": "promote"},
        f"{here}rehearsal/write": {"do": "invite", "speaker": appearance.pk},
        f"{here}scores/<uuid:application_id>/replace": {"task": task.pk, "reason": "Fell ill"},
        f"{here}scores/<uuid:application_id>/take-back": {"task": task.pk, "reason": "Fell ill"},
        "w/enquiries/<uuid:enquiry_id>/merge": {"into": other_question},
        "w/event-people/<uuid:participant_id>": {"do": "hours"},
        "w/experts/<uuid:expert_id>/move": {"do": "suspend", "reason": "Away"},
        "w/objections/<uuid:objection_id>/": {"do": "examine", "finding": "Looked at both lists"},
        "w/reviews/<uuid:assignment_id>/choose": {"choose": "note_panel|t|this"},
        "w/reviews/stages/<int:stage_id>/pairs": {"above": first.pk, "below": second.pk},
        f"{version}mark": {"item": item, "kind": "pin", "edits": 0},
        f"{version}places": {"item": item},
    }
