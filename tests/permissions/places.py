"""What addresses name: pages behind links of letters, what the public sees, what lies on desks, texts of the site."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.factories.city import (
    SYSTEM,
    make_application,
    make_call,
)
from tests.factories.pages import visit_as
from tests.features.site.pictures import saved
from yunhui.decide.draw import Stratum
from yunhui.features.rehearsal.models import Appearance
from yunhui.features.rehearsal.selectors import token_of as rehearsal_token
from yunhui.features.rehearsal.services import invite_speakers
from yunhui.features.site.models import Article, GuardWord, SiteSettings
from yunhui.features.site.services import (
    approve_article,
    begin_article,
    edit_article,
    keep_partner,
    propose_article,
    set_seal,
)
from yunhui.features.timetable.models import Confirmation, Participant, Slot
from yunhui.features.timetable.selectors.invitations import feed_path
from yunhui.features.timetable.selectors.letters import hour_link
from yunhui.features.timetable.selectors.tickets import link_of as hours_link
from yunhui.features.timetable.services import (
    ask_participants,
    list_participants,
    make_feed,
)
from yunhui.foundation.accounts.models import Invitation, User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.accounts.selectors.codes import token_of as invitation_token
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board, Jurisdiction
from yunhui.pipeline.applications.models import Application, Collaborator
from yunhui.pipeline.applications.services import (
    make_claim_link,
)
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.conflicts.models import Conflict
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.panels.models import Seat
from yunhui.pipeline.panels.selectors.links import link_of as seat_link
from yunhui.pipeline.panels.services import Plan, hold_draw
from yunhui.pipeline.reading.models import Emergency
from yunhui.pipeline.review.models import ScoreSheet
from yunhui.pipeline.review.services import draw_up, pin_expert


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
    invited = Invitation.objects.get(user__email="new@city.example")
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
