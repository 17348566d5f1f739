"""The demo's calls, one in each state; every row is made by the same services, on a clock set to its day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from yunhui.features.docking.models import Offer
from yunhui.features.timetable.services import build_timetable, publish_timetable
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of, user_with_email
from yunhui.foundation.codes.selectors import is_working_day, places
from yunhui.foundation.outbox.services import delivered_here
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Person
from yunhui.parties.services import keep_person
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.applications.services import conclude_passes, save_draft, start_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.services import close_call, publish_call
from yunhui.pipeline.decisions.services import (
    decline_reserves,
    end_due_notices,
    propose_batch,
    release_batch,
    sign_batch,
)
from yunhui.pipeline.reading.rules import promise_of
from yunhui.pipeline.reading.services import open_reading, undertake
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.services import assign_experts
from yunhui.recipes.cloud_roadshow import draft_call
from yunhui.recipes.demo.chosen import approve, follow
from yunhui.recipes.demo.city import DemoCity
from yunhui.recipes.demo.letters import let_letters_leave
from yunhui.recipes.demo.projects import invented_projects
from yunhui.recipes.demo.signing import lay_before
from yunhui.recipes.demo.timetable import prepare_event
from yunhui.recipes.demo.words import SUMMARIES
from yunhui.recipes.run_call.synthetic import Synthetic
from yunhui.recipes.walk import (
    Say,
    answer_offers,
    check_forms,
    confirm_places,
    declare_none,
    enter_applications,
    lock_sheets,
    orders_by_reference,
)

FULL = 186
# Seconds for a timetable whose search ends by work done, not by the clock.
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Edition:
    """One call of the demo; days count from today, negative ones lie behind us."""

    code: str
    title_zh: str
    title_en: str
    opens: int
    closes: int
    event: int
    count: int
    seats: int = 32
    reserves: int = 5


PILOT = Edition("pilot", "云创荟（试点）", "Pilot roadshow", -400, -370, -340, 24, seats=8, reserves=2)
SUMMER = Edition("roadshow", "高层次人才云创荟", "Cloud roadshow", -75, -45, 9, FULL)
AUTUMN = Edition("autumn", "云创荟秋季场", "Autumn roadshow", -41, -9, 40, FULL)
LAKE = Edition("lakeside", "云创荟湖畔专场", "Lakeside roadshow", -55, -25, 30, 24, seats=8, reserves=4)
HARBOUR = Edition("harbour", "云创荟港湾专场", "Harbour roadshow", -50, -20, 45, 20, seats=8, reserves=3)
YOUTH = Edition("youth", "云创荟青年专场", "Roadshow of young founders", -35, -4, 60, 64, seats=16)
SPRING = Edition("spring", "云创荟春季场", "Spring roadshow", -9, 21, 75, 23)
NEXT = Edition("next", "明年云创荟", "Next year’s roadshow", 120, 150, 190, 0)

# The applicant's own: a place to confirm (the one whom `chosen.follow` leaves slow), one that passed both gates and was
# not selected, far enough from the line to stay so, and one in review.
OWN = {LAKE.code: 15, SUMMER.code: 46, YOUTH.code: 5}
NOTES = (
    "低温循环数据扎实，建议补充第三方检测报告。",
    "The market is described from the desk: two letters of intent would say more than a forecast.",
    "团队分工清楚，落地所需厂房面积和环评条件请尽早与板块对接。",
)

DRAFT = {
    "title": "面向高寒地区的钠离子储能电芯",
    "title_en": "Sodium-ion storage cells for cold regions",
    "group": "energy",
    "summary": "A layered-oxide cathode and an electrolyte of our own keep 82% of the capacity at −40 °C.",
    "name": "Yanqiu Shen",
    "country": "NL",
    "place": "delft",
}


class DemoCalls:
    """Builds the calls around today; `say` tells how far it is."""

    def __init__(self, *, actor: Actor, city: DemoCity, seed: int, say: Say) -> None:
        self.actor = actor
        self.city = city
        self.seed = seed
        self.say = say
        self.today = clock.now().astimezone(clock.BEIJING).date()
        self.places = places()
        # The call in which experts write to more applicants than to the demo's own.
        self.talkative: UUID | None = None
        self.person: Person = keep_person(
            actor=actor_of(city.applicant),
            name="Yanqiu Shen",
            user=city.applicant,
            email=city.applicant.email,
            country="NL",
            place="delft",
        )

    def build(self) -> None:
        """Closed, on stage, to decide, on notice, to sign, in review, open, draft."""
        self._closed(self._call(PILOT))
        self._staged(self._call(SUMMER))
        self._to_decide(self._call(AUTUMN))
        self._on_notice(self._call(LAKE))
        self._to_sign(self._call(HARBOUR))
        self._in_review(self._call(YOUTH))
        self._open(self._call(SPRING))
        self._call(NEXT)

    def _closed(self, call: Call) -> None:
        self._review(call, PILOT, Synthetic(self.seed + 1))
        self._release(call, day=PILOT.closes + 20)
        self._timetable(call, day=PILOT.event - 5, work=1.6)
        with self._at(PILOT.event + 10):
            on_stage = StagePass.objects.filter(stage__call=call, stage__kind="roadshow", state=PassState.OPEN)
            ids = list(on_stage.values_list("pk", flat=True))
            conclude_passes(actor=self.actor, pass_ids=ids, passed=True)
            decline_reserves(actor=self.actor, call=call)
            close_call(actor=self.actor, call=call)

    def _staged(self, call: Call) -> None:
        self._review(call, SUMMER, Synthetic(self.seed + 2))
        self._release(call, day=SUMMER.closes + 20)
        prepare_event(actor=self.actor, call=call, at=self._at)
        self._timetable(call, day=-9, work=4.0)

    def _to_decide(self, call: Call) -> None:
        self._review(call, AUTUMN, Synthetic(self.seed + 3))

    def _on_notice(self, call: Call) -> None:
        self._review(call, LAKE, Synthetic(self.seed + 5))
        self._release(call, day=-2, is_past=False)
        follow(actor=self.actor, call=call, at=self._at)

    def _to_sign(self, call: Call) -> None:
        self.talkative = call.pk
        self._review(call, HARBOUR, Synthetic(self.seed + 6))
        lay_before(actor=self.actor, call=call, leader=self._account("chair"), at=self._at)

    def _in_review(self, call: Call) -> None:
        world, officer, expert = Synthetic(self.seed + 4), self.city.boards[1], self.city.experts[0]
        with self._at(-1):
            check_forms(actor=self.actor, call=call, leave=7)
            assign_experts(actor=self.actor, call=call)

        def later(offer: Offer) -> bool:
            return offer.board_id == officer.pk or (offer.application.number or 0) % 4 == 0

        def unscored(task: Assignment) -> bool:
            return task.expert_id == expert.pk or (task.application.number or 0) % 3 == 0

        answer_offers(actor=self.actor, call=call, decide=world.interest, skip=later)
        lock_sheets(call=call, score=world.points, skip=unscored)

    def _open(self, call: Call) -> None:
        applicant = actor_of(self.city.applicant)
        draft = start_application(actor=applicant, call=call, person=self.person)
        save_draft(actor=applicant, application_id=draft.pk, answers=DRAFT)

    def _call(self, edition: Edition) -> Call:
        self.say(f"{edition.title_zh} · {edition.title_en}")
        day = self.today
        with self._at(edition.opens - 20):
            call = draft_call(
                actor=self.actor,
                jurisdiction=self.city.jurisdiction,
                code=edition.code,
                titles=(edition.title_zh, edition.title_en),
                window=(
                    clock.beijing(day + timedelta(edition.opens), 9),
                    clock.beijing(day + timedelta(edition.closes), 17),
                ),
                event_days=self._thursday_and_friday(day + timedelta(edition.event)),
                seats=edition.seats,
                reserves=edition.reserves,
                **dict(zip(("summary_zh", "summary_en"), SUMMARIES.get(edition.code, ()), strict=False)),
            )
            if edition is NEXT:
                return call
            call = publish_call(actor=self.actor, call=call)
        projects = invented_projects(edition.count, self.seed + edition.event, self.places)
        own: dict[int, dict[str, Any]] = {}
        if (mine := OWN.get(edition.code)) is not None:
            own = {mine - 1: {"owner": self.city.applicant, "person": self.person}}
            projects[mine - 1] |= {"name": self.person.name}
        with self._at(min(edition.closes, 0) - 1):
            enter_applications(actor=self.actor, call=call, entries=projects, own=own)
        return call

    def _thursday_and_friday(self, day: date) -> tuple[date, date]:
        """The first Thursday from a day on with its Friday, both of them working days."""
        while day.weekday() != 3 or not (is_working_day(day) and is_working_day(day + timedelta(1))):
            day += timedelta(1)
        return day, day + timedelta(1)

    def _review(self, call: Call, edition: Edition, world: Synthetic) -> None:
        with self._at(edition.closes + 4):
            check_forms(actor=self.actor, call=call)
            assign_experts(actor=self.actor, call=call)
        with self._at(edition.closes + 5):
            self._read_own(call)
        with self._at(edition.closes + 6):
            answer_offers(actor=self.actor, call=call, decide=world.interest)
            lock_sheets(call=call, score=world.points, note=self._note)

    def _read_own(self, call: Call) -> None:
        """The experts of the demo applicant's project declare and read it: its applicant finds who opened it."""
        declare_none(call=call)
        tasks = Assignment.objects.filter(application__call=call, application__owner=self.city.applicant)
        for task in tasks.select_related("expert__person__user"):
            assert task.expert.person.user is not None
            reader = actor_of(task.expert.person.user)
            text = promise_of(call).version
            undertake(actor=reader, application_id=task.application_id, text_version=text)
            open_reading(actor=reader, application_id=task.application_id)

    def _note(self, task: Assignment) -> str:
        """What the experts write to the demo's applicant, each something else."""
        application = task.application
        is_told = application.call_id == self.talkative and (application.number or 0) % 3 == 0
        if not is_told and application.owner_id != self.city.applicant.pk:
            return ""
        experts = sorted(application.assignments.values_list("expert_id", flat=True))
        return NOTES[experts.index(task.expert_id) % len(NOTES)]

    def _release(self, call: Call, day: int, *, is_past: bool = True) -> None:
        chair, approver = (self._account(key) for key in ("chair", "approver"))
        with self._at(day):
            batch = propose_batch(actor=actor_of(chair), call=call)
            orders: dict[UUID, int] = {}
            while ties := batch.notes["ties"]:
                orders |= orders_by_reference(batch, ties)
                batch = propose_batch(
                    actor=actor_of(chair), call=call, deliberated=orders, reason="合议：按评分尺度参考排序"
                )
            approve(batch)
            sign_batch(actor=actor_of(chair), batch_id=batch.pk)
            sign_batch(actor=actor_of(approver), batch_id=batch.pk)
            release_batch(actor=actor_of(approver), batch_id=batch.pk)
        if not is_past:
            return
        with self._at(day + 2):
            confirm_places(actor=self.actor, call=call)
        with self._at(day + 15):
            while end_due_notices():
                pass

    def _timetable(self, call: Call, day: int, work: float) -> None:
        """Bounded by work: on a busy machine a clock would end the search with nothing to publish."""
        with self._at(day):
            timetable = build_timetable(actor=self.actor, call=call, seconds=PATIENCE, work=work)
            publish_timetable(actor=self.actor, timetable_id=timetable.pk)

    def _account(self, key: str) -> User:
        user = user_with_email(f"{key}@demo.example")
        assert user is not None, f"the demo city has no {key}"
        return user

    @contextmanager
    def _at(self, day: int) -> Iterator[None]:
        """A morning of the demo's past or present: what happens in it is told in it, and its letters leave."""
        instant = clock.beijing(self.today + timedelta(day), 10)
        with clock.travel(instant), delivered_here():
            yield
        let_letters_leave(instant)
