"""A whole choice: 186 applications and 40 experts from the draw to a promoted reserve, and the auditor's page tells the
same story. The bulk goes through the services; one of each kind is done by a person in Chromium."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import serious
from tests.factories.chosen import code_of
from tests.factories.city import SYSTEM, answers, make_board, make_call, make_city, make_expert, make_user
from yunhui.decide.draw import Stratum
from yunhui.features.docking.models import Offer
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.services import seal
from yunhui.foundation.outbox.services import delivered_here
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import standings_together, withdraw_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.models import Batch, BatchItem, Promotion
from yunhui.pipeline.decisions.selectors.deliberations import seats_of
from yunhui.pipeline.decisions.services import Present, propose_batch, record_deliberation
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.objections.models import Objection
from yunhui.pipeline.objections.services import decide_objection, examine_objection
from yunhui.pipeline.panels.models import Seat
from yunhui.pipeline.panels.services import Plan, accept_seat, hold_draw, open_panel
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.services import assign_experts, recuse
from yunhui.recipes.walk import answer_offers, check_forms, declare_none, enter_applications, lock_sheets, spread_points

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]
APPLICATIONS, EXPERTS, LIBRARY = 186, 40, 44
STORY = (
    "Published the call", "Locked a score sheet", "Proposed a batch", "Signed the batch", "Released the batch",
    "Withdrew",
    "Moved a reserve up",
)  # fmt: skip
WISH = {"site": "二号楼", "policy": "第六条", "contact": "贺", "next_step": "座谈"}


@dataclass
class City:
    """The people, and the call."""

    call: Call
    office: User
    chair: User
    director: User
    auditor: User
    founder: User

    def actor(self, user: User) -> Actor:
        """Somebody who confirmed their second factor a moment ago."""
        return replace(actor_of(user), assurance=2, proved_at=clock.now())


@pytest.fixture
def place(live_server: Any, settings: Any, tmp_path: Path) -> Iterator[City]:
    """A call with all its applications past the form check."""
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"
    root = make_city()
    for number, industries in enumerate((("energy", "ict"), ("equipment", "health"), ("energy", "health")), 1):
        make_board(root, number, *industries)
    for number in range(1, LIBRARY + 1):
        make_expert(number)
    call = make_call(root, "choosing", declare_first=True)
    founder = make_user("founder")
    entries = [answers(number) for number in range(1, APPLICATIONS + 1)]
    enter_applications(actor=SYSTEM, call=call, entries=entries, own={0: {"owner": founder}})
    check_forms(actor=SYSTEM, call=call)
    roles = {name: make_user(name, role) for name, role in (
        ("office", Role.OFFICE), ("chair", Role.CHAIR), ("director", Role.APPROVER), ("auditor", Role.AUDIT_ADMIN),
    )}  # fmt: skip
    yield City(call=call, founder=founder, **roles)


def test_from_the_draw_to_a_promoted_reserve(place: City, open_as: Open) -> None:
    _draw(place)
    first = _assign_and_recuse(place)
    _score(place, first, open_as)
    batch = _deliberate_and_propose(place)
    _sign_and_release(place, batch, open_as)
    selected, reserve = _object_withdraw_promote(place, open_as)
    seal()
    _auditor_reads(place, selected, reserve, open_as)


def _draw(place: City) -> None:
    """Forty of the library by lot, before witnesses; all accept, and the director opens the list."""
    draw = hold_draw(
        actor=place.actor(place.office),
        call=place.call,
        plan=Plan(strata=[Stratum("all", EXPERTS, 2)], avoid_conflicts=False, per_organisation=1),
        public_value="07 12 20 31",
        present=[{"name": "贺临川", "as": "监督"}, {"name": "沈砚秋", "as": "人才办"}],
    )
    for seat in Seat.objects.filter(draw=draw, state="invited").select_related("expert__person__user"):
        accept_seat(actor=_self(seat.expert), seat_id=seat.pk)
    open_panel(actor=place.actor(place.director), call=place.call)
    assert Seat.objects.filter(draw=draw, state="accepted").count() == EXPERTS


def _self(expert: Expert) -> Actor:
    assert expert.person.user is not None
    return actor_of(expert.person.user)


@standings_together()
def _assign_and_recuse(place: City) -> Assignment:
    """Three for each project; one stands aside for a conflict. One sheet is left for a person on a phone."""
    assign_experts(actor=SYSTEM, call=place.call)
    tasks = Assignment.objects.filter(stage__call=place.call).select_related("expert__person__user", "application")
    assert tasks.count() == 3 * APPLICATIONS
    left = tasks.filter(application__number=2).order_by("pk")[0]
    first = tasks.filter(application__number=1).exclude(expert=left.expert_id).order_by("pk")[0]
    declare_none(call=place.call, but={first.expert_id})
    recuse(actor=_self(left.expert), assignment_id=left.pk, reason="A former colleague")
    return first


def _score(place: City, first: Assignment, open_as: Open) -> None:
    """On a phone an expert declares and scores; all other sheets go through the same service."""
    answer_offers(actor=SYSTEM, call=place.call, decide=_interest)
    page = open_as(first.expert.person.user, "/w/reviews/declare/", width=390, has_touch=True)
    assert serious(page) == []
    page.get_by_role("button", name="Declare and go on").tap()
    page.wait_for_url("**/w/reviews/?done=declared")
    page.goto(f"/w/reviews/{first.pk}/")
    config = ReviewConfig.of(first.stage.config)
    for key, points in spread_points(91.0, config.criteria).items():
        page.locator(f"#f-{key}").fill(str(points))
    page.get_by_role("button", name="Lock and submit").tap()
    page.get_by_text("Receipt in full").wait_for()
    assert serious(page) == []
    lock_sheets(call=place.call, score=_points)


def _interest(offer: Offer) -> dict[str, str] | None:
    return WISH if (offer.application.number or 0) % 9 else None


def _points(task: Assignment, config: ReviewConfig) -> dict[str, Decimal]:
    """Falling with the number, so that nobody is equal to anybody above the gate."""
    number = task.application.number or 0
    return spread_points(max(40.0, 91 - number * 0.5), config.criteria)


def _deliberate_and_propose(place: City) -> Batch:
    chair = place.actor(place.chair)
    near = Application.objects.filter(call=place.call, number__in=[33, 37]).order_by("number")
    record_deliberation(
        actor=chair,
        call=place.call,
        applications=[one.pk for one in near],
        participants=[Present(seat.key) for seat in seats_of(place.call)[:3]],
        conclusion="kept",
        reasons="Both plans were read again; the order of the scores stands.",
        minutes="Held on line.",
    )
    return propose_batch(actor=chair, call=place.call)


def _sign_and_release(place: City, batch: Batch, open_as: Open) -> None:
    """The panel leader on a desk, the director on a phone, in Chinese."""
    address = f"/w/calls/{place.call.code}/batch/"
    desk = open_as(place.chair, address)
    desk.get_by_role("button", name="Sign: Panel leader").click()
    desk.get_by_text("You have signed.").wait_for()
    phone = open_as(place.director, address, language="zh-hans", width=390)
    phone.get_by_role("button", name="签字").click()
    phone.get_by_text("2/2").first.wait_for()
    phone.get_by_role("button", name="定稿", exact=True).dblclick()
    phone.get_by_text("所有项目同时得到结果").wait_for(state="detached")
    assert serious(phone) == []
    batch.refresh_from_db()
    assert batch.state == "released"
    states = Application.objects.filter(call=place.call)
    assert states.filter(state=ApplicationState.SELECTED).count() == place.call.seats
    assert states.filter(state=ApplicationState.RESERVE).count() == place.call.reserves


def _object_withdraw_promote(place: City, open_as: Open) -> tuple[BatchItem, BatchItem]:
    """An objection that is dismissed; the founder of the first project withdraws, and the first reserve moves up."""
    office = place.actor(place.office)
    items = BatchItem.objects.filter(batch__call=place.call, batch__state="released").select_related("application")
    selected = items.get(application__number=1)
    reserve = items.get(reserve_number=1)
    public = open_as(None, f"/en/notice/{place.call.code}/", width=390)
    public.get_by_role("link", name=f"Object {selected.application}").click()
    public.get_by_label("What is wrong").fill("The same cell was shown by another team last year, on a public stage.")
    public.get_by_label("Your name").fill("Noor de Wit")
    public.get_by_label("E-mail").fill("noor@else.example")
    public.get_by_role("button", name="Go on to the code").click()
    public.get_by_label("Code from the e-mail").fill("1234")
    public.get_by_role("button", name="Send the objection").click()
    public.get_by_text("This code is not right").first.wait_for()
    assert serious(public) == []
    public.get_by_label("Code from the e-mail").fill(code_of(Objection.objects.get()))
    public.get_by_role("button", name="Send the objection").click()
    public.get_by_text("Your objection has arrived: No. 1.").wait_for()
    assert serious(public) == []
    objection = Objection.objects.get()
    with delivered_here():
        examine_objection(actor=office, objection_id=objection.pk, finding="Two experts read both plans: they differ.")
        decide_objection(
            actor=office,
            objection_id=objection.pk,
            uphold=False,
            answer_zh="经复核，不成立。",
            answer_en="It does not hold.",
        )
        withdraw_application(actor=actor_of(place.founder), application_id=selected.application_id)
    assert Objection.objects.get().state == "dismissed"
    promotion = Promotion.objects.get()
    assert (promotion.vacated_id, promotion.promoted_id) == (selected.application_id, reserve.application_id)
    assert Application.objects.get(pk=reserve.application_id).state == ApplicationState.SELECTED
    return selected, reserve


def _auditor_reads(place: City, selected: BatchItem, reserve: BatchItem, open_as: Open) -> None:
    """The page tells what happened, from the draw to the promotion, and every line of it is sealed."""
    page = open_as(place.auditor, "/w/proof/")
    page.get_by_label("Number, title or name").fill(str(selected.application))
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Project 1", exact=True).click()
    page.wait_for_url("**/w/proof/*/*/*/")
    words = page.locator("main").inner_text()
    for said in STORY:
        assert said in words, said
    assert "The log alone gives the" in words
    assert "lines of the log are what was written" in page.locator("body").inner_text()
    assert serious(page) == []
    other = open_as(place.auditor, f"/w/proof/choosing/1/{reserve.application.number}/", language="zh-hans", width=390)
    assert "递补" in other.locator("main").inner_text()
    assert serious(other) == []
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take the proof out (ZIP)").click()
    assert taken.value.suggested_filename == "decision-choosing-1-0001.zip"
