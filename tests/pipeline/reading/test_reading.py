"""Readers of plans: as what, of which files, after which promise; and what the applicant learns of it."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import translation
from PIL import Image, ImageChops

from tests.factories.city import (
    GROUPS,
    SYSTEM,
    answers,
    give_consents,
    make_actor,
    make_board,
    make_call,
    make_expert,
    make_user,
)
from tests.factories.pages import text_of, visit_as
from tests.foundation.files.corpus import pdf, picture, pptx
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.files.enums import Kind
from yunhui.foundation.files.models import Attachment
from yunhui.foundation.files.services import attach_sent
from yunhui.kernel import clock
from yunhui.kernel.errors import NotFoundError
from yunhui.parties.models import Board, Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import (
    screen_application,
    start_application,
    submit_application,
    withdraw_application,
)
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.models import Consent
from yunhui.pipeline.consents.services import give_consent, revoke_consent
from yunhui.pipeline.reading.errors import UndertakingNeeded
from yunhui.pipeline.reading.models import Opening, Undertaking
from yunhui.pipeline.reading.rules import mark_of, promise_of
from yunhui.pipeline.reading.selectors import Seen, files_for, openings_of, reading_for
from yunhui.pipeline.reading.services import open_reading, picture_of, undertake
from yunhui.pipeline.review.services import assign_experts

pytestmark = pytest.mark.django_db


class World:
    """A submitted application with a plan, read by everyone who may."""

    def __init__(self, city: Jurisdiction, folder: Path) -> None:
        self.board, self.other_board = (
            make_board(city, number, GROUPS[1] if number == 1 else "none") for number in (1, 2)
        )
        self.call: Call = make_call(city, max_boards=1)
        self.people: dict[str, User] = {
            "owner": make_user("owner"),
            "stranger": make_user("stranger"),
            "office": make_user("office", Role.OFFICE),
            "chair": make_user("chair", Role.CHAIR),
            "board": make_user("board", Role.BOARD, scope=(ScopeKind.BOARD, self.board.pk)),
            "other_board": make_user("other-board", Role.BOARD, scope=(ScopeKind.BOARD, self.other_board.pk)),
            "expert": make_expert(1).person.user,
            "system_admin": make_user("admin", Role.SYSTEM_ADMIN),
            "audit_admin": make_user("audit", Role.AUDIT_ADMIN),
        }
        owner = actor_of(self.people["owner"])
        draft = start_application(actor=owner, call=self.call)
        give_consents(draft)
        self.files = [self._attached(draft, name, data, folder) for name, data in FILES.items()]
        given = answers(1, group="energy", deck=[str(one.pk) for one in self.files])
        submit_application(actor=owner, application_id=draft.pk, answers=given)
        screen_application(actor=SYSTEM, stage_pass=draft.passes.get(stage__kind="screening"), passed=True)
        assign_experts(actor=SYSTEM, call=self.call)
        outsider = make_user("unasked", Role.EXPERT)
        self.people["unasked_expert"] = outsider
        self.application = Application.objects.get(pk=draft.pk)

    def _attached(self, draft: Application, name: str, data: bytes, folder: Path) -> Attachment:
        path = folder / "sent"
        path.write_bytes(data)
        owner = actor_of(self.people["owner"])
        return attach_sent(
            actor=owner, path=path, name=name, owner=("application", draft.pk), slot="deck", accept=Kind.values
        )

    def undertake(self, *names: str) -> None:
        for name in names:
            undertake(
                actor=actor_of(self.people[name]),
                application_id=self.application.pk,
                text_version=promise_of(self.call).version,
            )

    def client(self, name: str) -> Client:
        given = set(Undertaking.objects.values_list("pk", flat=True))
        client = visit_as(self.people[name])
        Undertaking.objects.exclude(pk__in=given).delete()  # here the click is the test
        return client


def seen_by(world: World, name: str) -> list[Seen]:
    """What somebody reads of who opened it, in English."""
    with translation.override("en"):
        return openings_of(replace(actor_of(world.people[name]), language="en"), world.application)


FILES = {"Plan.pdf": pdf(3, text="A plan of our own"), "Talk.pptx": pptx(2), "Plant.png": picture(size=(900, 600))}


@pytest.fixture
def world(city: Jurisdiction, settings: Any, tmp_path: Path) -> World:
    settings.FILES_ROOT = tmp_path / "files"
    return World(city, tmp_path)


def test_who_reads_as_what(world: World) -> None:
    found = {}
    for name, user in world.people.items():
        try:
            found[name] = reading_for(actor_of(user), world.application.pk).capacity
        except NotFoundError:
            found[name] = None
    assert found == {
        "owner": "",
        "stranger": None,
        "office": "office",
        "chair": "chair",
        "board": "board",
        "other_board": None,
        "expert": "expert",
        "system_admin": None,
        "audit_admin": None,
        "unasked_expert": None,
    }


@pytest.mark.parametrize("name", ["stranger", "other_board", "unasked_expert", "system_admin", "audit_admin"])
def test_who_may_not_read_finds_nothing(world: World, name: str) -> None:
    client, base = world.client(name), f"/r/{world.application.pk}/"
    for path in (
        "",
        "undertaking",
        f"{world.files[0].pk}/",
        f"{world.files[0].pk}/1.webp",
        f"{world.files[0].pk}/text",
    ):
        assert client.get(f"{base}{path}").status_code == 404, path
    assert client.post(f"{base}undertaking", {"agreed": "1"}).status_code == 404
    assert not Opening.objects.exists() and not Undertaking.objects.exists()


@pytest.mark.parametrize("name", ["board", "expert", "office", "chair"])
def test_nothing_opens_before_the_undertaking(world: World, name: str) -> None:
    client, base = world.client(name), f"/r/{world.application.pk}/"
    plan = f"{base}{world.files[0].pk}/"
    assert "undertake" in text_of(client.get(base))
    assert client.get(plan).headers["Location"] == f"{base}undertaking?{urlencode({'next': plan})}"
    assert client.get(f"{plan}1.webp").status_code == 404
    with pytest.raises(UndertakingNeeded):
        open_reading(
            actor=actor_of(world.people[name]), application_id=world.application.pk, attachment_id=world.files[0].pk
        )
    version = promise_of(world.call).version
    assert client.post(f"{base}undertaking", {"version": version}).status_code == 422
    assert client.post(f"{base}undertaking", {"version": "old", "agreed": "1"}).status_code == 409
    assert not Opening.objects.exists()
    for _twice in range(2):
        done = client.post(f"{base}undertaking", {"version": version, "agreed": "1", "next": plan})
        assert done.headers["Location"] == plan
    assert Undertaking.objects.get().name == world.people[name].name
    assert client.get(plan).status_code == 200


def test_nobody_is_sent_elsewhere_after_undertaking(world: World) -> None:
    given = {"version": promise_of(world.call).version, "agreed": "1", "next": "//elsewhere.example/"}
    answer = world.client("board").post(f"/r/{world.application.pk}/undertaking", given)
    assert answer.headers["Location"] == f"/r/{world.application.pk}/"


def test_a_changed_text_is_undertaken_anew(world: World) -> None:
    world.undertake("board")
    Call.objects.filter(pk=world.call.pk).update(undertaking_zh="另加一条", undertaking_en="One more line")
    assert "One more line" in text_of(world.client("board").get(f"/r/{world.application.pk}/"))


def test_a_page_carries_name_and_time_in_its_pixels_and_is_light(world: World) -> None:
    world.undertake("board")
    client, plan = world.client("board"), f"/r/{world.application.pk}/{world.files[0].pk}/"
    page = client.get(plan)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert text_of(page).count("<img") == 3 and "download" not in text_of(page)
    assert 'class="watermark watermark--under"' in text_of(page)  # the pictures carry it: never two over each other
    [said] = {one.strip() for one in re.findall(r"<text[^>]*>([^<]*)</text>", text_of(page))}
    assert said == mark_of(world.people["board"].name, Opening.objects.latest("at").at)
    shown = client.get(f"{plan}1.webp?w=1360")
    assert shown.headers["Content-Type"] == "image/webp" and shown.headers["Cache-Control"] == "private, no-store"
    assert len(shown.content) < 200_000
    with Image.open(io.BytesIO(shown.content)) as marked:
        bare = Image.open(io.BytesIO(picture_of(world.files[0], 1, 1360, "")))
        assert marked.width == 1360
        changed = ImageChops.difference(marked.convert("L"), bare.convert("L")).point(lambda p: 255 if p > 24 else 0)
        box = changed.getbbox()
        assert box and box[2] - box[0] > 1000 and box[3] - box[1] > 1400  # all over the page
    other = picture_of(world.files[0], 1, 1360, mark_of("Somebody else", clock.now()))
    assert other != shown.content
    assert client.get(f"{plan}4.webp").status_code == 404 and client.get(f"{plan}0.webp").status_code == 404


def test_slides_and_pictures_are_shown_too(world: World) -> None:
    world.undertake("expert")
    client, base = world.client("expert"), f"/r/{world.application.pk}/"
    deck = text_of(client.get(f"{base}{world.files[1].pk}/"))
    assert "Slide 2" in deck and "without their layout" in deck
    assert client.get(f"{base}{world.files[1].pk}/1.webp?part=0").status_code == 404
    photo = client.get(f"{base}{world.files[2].pk}/1.webp?w=760")
    with Image.open(io.BytesIO(photo.content)) as shown:
        assert shown.width == 760


def test_who_hears_a_page_gets_its_text(world: World) -> None:
    world.undertake("expert")
    text = text_of(world.client("expert").get(f"/r/{world.application.pk}/{world.files[0].pk}/text"))
    assert "A plan of our own 2" in text and world.people["expert"].name in text


def test_nothing_is_downloaded_unless_the_call_allows_it(world: World) -> None:
    world.undertake("board")
    address = f"/r/{world.application.pk}/{world.files[0].pk}/download"
    board, owner = world.client("board"), world.client("owner")
    assert board.get(address).status_code == 404
    ticket = owner.get(address).headers["Location"]
    sent = owner.get(ticket)
    assert b"".join(sent) == FILES["Plan.pdf"]  # type: ignore[arg-type]
    assert sent.headers["Content-Disposition"] == "attachment; filename*=UTF-8''Plan.pdf"
    assert board.get(ticket).status_code == 404  # made for somebody else
    assert owner.get(f"{ticket}x").status_code == 404
    with clock.travel(clock.now() + timedelta(minutes=3)):
        assert owner.get(ticket).status_code == 404
    Call.objects.filter(pk=world.call.pk).update(allows_download=True)
    assert board.get(address).status_code == 302


def test_nginx_sends_it_where_it_stands_in_front(world: World, settings: Any) -> None:
    settings.FILES_ACCEL = "/_files"
    owner = world.client("owner")
    sent = owner.get(owner.get(f"/r/{world.application.pk}/{world.files[0].pk}/download").headers["Location"])
    algorithm, _colon, value = world.files[0].blob_id.partition(":")
    assert sent.headers["X-Accel-Redirect"] == f"/_files/{algorithm}/{value[:2]}/{value}"
    assert sent.content == b""


def test_a_session_of_reading_is_one_opening(world: World) -> None:
    world.undertake("board")
    client, plan = world.client("board"), f"/r/{world.application.pk}/{world.files[0].pk}/"
    now = clock.now()
    for minutes in (0, 5, 20):
        with clock.travel(now + timedelta(minutes=minutes)):
            client.get(plan)
            client.get(f"{plan}1.webp")
    assert Opening.objects.filter(what="file").count() == 1
    with clock.travel(now + timedelta(minutes=51)):
        client.get(plan)
    assert Opening.objects.filter(what="file").count() == 2
    assert AuditEntry.objects.filter(action="file.opened").count() == 2
    world.client("owner").get(plan)
    assert Opening.objects.filter(what="file").count() == 2


def test_the_applicant_sees_role_and_time_and_no_expert(world: World) -> None:
    world.undertake("board", "expert", "office")
    now = clock.now()
    for minutes, name in enumerate(("expert", "board", "office"), 1):
        with clock.travel(now + timedelta(minutes=minutes)):
            world.client(name).get(f"/r/{world.application.pk}/{world.files[0].pk}/")
    seen = seen_by(world, "owner")
    assert [one.who for one in seen] == ["Talent office", "Host area · District 1", "Expert 1"]
    assert [one.at is None for one in seen] == [False, False, True]
    assert all(one.label == "Plan.pdf" for one in seen)
    page = text_of(world.client("owner").get(f"/my/applications/{world.application.pk}/openings/"))
    for hidden in ("expert", "board", "office"):
        assert f">{world.people[hidden].name}<" not in page and f"· {world.people[hidden].name}" not in page
    assert "Expert 1" in page
    assert f"Talent office · {world.people['office'].name}" in [one.who for one in seen_by(world, "office")]
    assert seen_by(world, "stranger") == [] and seen_by(world, "board") == []


def test_the_order_of_a_day_says_nothing_of_an_expert(world: World) -> None:
    """Whenever they came, experts stand at the end of the day."""
    world.undertake("board", "expert")
    now = clock.now()
    for order in (("expert", "board"), ("board", "expert")):
        Opening.objects.all().delete()
        for minutes, name in enumerate(order):
            with clock.travel(now + timedelta(minutes=minutes)):
                open_reading(
                    actor=actor_of(world.people[name]),
                    application_id=world.application.pk,
                    attachment_id=world.files[0].pk,
                )
        seen = seen_by(world, "owner")
        assert [one.who for one in seen] == ["Host area · District 1", "Expert 1"]


def test_a_consent_that_is_taken_back_closes_the_page_that_is_open(world: World) -> None:
    world.undertake("board", "expert")
    owner, plan = actor_of(world.people["owner"]), f"/r/{world.application.pk}/{world.files[0].pk}/1.webp"
    board, expert = world.client("board"), world.client("expert")
    assert (board.get(plan).status_code, expert.get(plan).status_code) == (200, 200)
    revoke_consent(actor=owner, application_id=world.application.pk, purpose=Purpose.BOARDS)
    assert (board.get(plan).status_code, expert.get(plan).status_code) == (404, 200)
    revoke_consent(actor=owner, application_id=world.application.pk, purpose=Purpose.EXPERTS)
    assert expert.get(plan).status_code == 404


def test_what_is_withdrawn_is_read_by_nobody_but_its_call(world: World) -> None:
    world.undertake("board", "expert", "office")
    withdraw_application(actor=actor_of(world.people["owner"]), application_id=world.application.pk)
    plan = f"/r/{world.application.pk}/{world.files[0].pk}/"
    codes = {name: world.client(name).get(plan).status_code for name in ("board", "expert", "office", "owner")}
    assert codes == {"board": 404, "expert": 404, "office": 200, "owner": 200}


def test_a_question_for_the_office_alone_shows_its_files_to_nobody_else(world: World) -> None:
    version = world.application.versions.get().form_version
    questions = [row | ({"readers": ["office"]} if row["key"] == "deck" else {}) for row in version.questions]
    type(version).objects.filter(pk=version.pk).update(questions=questions)
    counts = {
        name: len(files_for(reading_for(actor_of(world.people[name]), world.application.pk)))
        for name in ("owner", "office", "expert", "board")
    }
    assert counts == {"owner": 3, "office": 3, "expert": 0, "board": 0}


def test_reading_takes_few_queries(world: World, django_assert_max_num_queries: Callable[[int], Any]) -> None:
    world.undertake("board")
    client, plan = world.client("board"), f"/r/{world.application.pk}/{world.files[0].pk}/"
    client.get(plan)
    with django_assert_max_num_queries(22):
        client.get(f"{plan}2.webp")


def test_an_expert_sheet_and_the_office_page_are_openings_too(world: World) -> None:
    make_actor("nobody")
    assert world.client("office").get(f"/w/applications/{world.application.pk}/").status_code == 200
    assert [row.capacity for row in Opening.objects.all()] == ["office"]


@pytest.mark.parametrize("experts", [None, True, False])
@pytest.mark.parametrize("for_all", [None, True, False])
@pytest.mark.parametrize("for_one", [None, True, False])
def test_nobody_reads_without_a_consent_that_stands(
    world: World, experts: bool | None, for_all: bool | None, for_one: bool | None
) -> None:
    """Every way in which the ledger can stand (never said, given, revoked) against who reads."""
    world.undertake("board", "expert", "office")
    Consent.objects.filter(application=world.application).delete()
    owner = actor_of(world.people["owner"])

    def say(given: bool | None, purpose: str, board: Board | None = None) -> None:
        if given is not None:
            give_consent(actor=owner, application_id=world.application.pk, purpose=purpose, board=board)
        if given is False:
            revoke = revoke_consent(actor=owner, application_id=world.application.pk, purpose=purpose, board=board)
            assert revoke and not revoke.is_given

    say(for_all, Purpose.BOARDS)
    say(for_one, Purpose.BOARDS, world.board)
    say(experts, Purpose.EXPERTS)
    plan = f"/r/{world.application.pk}/{world.files[0].pk}/1.webp"
    codes = {
        name: visit_as(world.people[name]).get(plan).status_code for name in ("board", "expert", "office", "owner")
    }
    board_reads = for_one if for_one is not None else bool(for_all)
    assert codes == {
        "board": 200 if board_reads else 404,
        "expert": 200 if experts else 404,
        "office": 200,
        "owner": 200,
    }
