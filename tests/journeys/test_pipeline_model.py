"""Hypothesis drives applying and docking against a model: whatever people do in whatever order, both say the same."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.factories.city import answers, make_actor, make_board, make_board_actor, make_call
from tests.journeys.model import ModelApplication
from yunhui.features.docking.models import Offer
from yunhui.features.docking.selectors import inbox_of
from yunhui.features.docking.services import (
    answer_interested,
    answer_not_interested,
    close_forbidden_offers,
    lapse_due_offers,
    take_back_interest,
)
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.outbox.models import Fact
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError
from yunhui.parties.models import Board, Jurisdiction
from yunhui.pipeline.applications.models import Application, Completion
from yunhui.pipeline.applications.selectors import application_for, own_applications
from yunhui.pipeline.applications.services import (
    Missing,
    answer_completion,
    ask_to_complete,
    lapse_due_completions,
    save_draft,
    screen_application,
    start_application,
    submit_application,
    withdraw_application,
)
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.services import give_consent, revoke_consent

GIVEN = {"site": "2000 平方米厂房", "policy": "人才政策第三条", "contact": "贺临川", "next_step": "周五线上洽谈"}
WORDS = st.sampled_from(["", "电池", "Battery 电池", "㛃喆燚镕䶮", "=1+1", "<b>x</b>", "１２３", "‮abc"])
NEEDED = {"experts", "boards"}


class Pipeline(RuleBasedStateMachine):
    """Two applicants, an office and three host areas; the call asks two of them for each project."""

    world: "World"
    applications = Bundle("applications")

    @initialize()
    def begin(self) -> None:
        """One example is one transaction that never was."""
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = clock.now()
        self.closes_at = self.world.call.closes_at
        self.model: dict[Any, ModelApplication] = {}
        self.numbers = 0
        self.clicks = 0

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def act(self, command: Callable[[], Any]) -> Any:
        """Run a command at the example's clock. One that is refused leaves no trace: no row, no entry, no fact."""
        with clock.travel(self.now):
            before = AuditEntry.objects.count(), Fact.objects.count()
            try:
                with transaction.atomic():
                    return command()
            except DomainError as error:
                assert (AuditEntry.objects.count(), Fact.objects.count()) == before
                return error

    @property
    def is_open(self) -> bool:
        return self.now < self.closes_at

    # What applicants do

    @rule(target=applications, who=st.integers(0, 1))
    def start(self, who: int) -> Any:
        made = self.act(lambda: start_application(actor=self.world.owners[who], call=self.world.call))
        if not self.is_open:
            assert made.code == "closed"
            return None
        draft = next((pk for pk, m in self.model.items() if m.owner == who and m.state == "draft"), None)
        assert draft is None or draft == made.pk  # a second click finds the first draft
        self.model.setdefault(made.pk, ModelApplication(who))
        return made.pk

    @rule(pk=applications, title=WORDS, whole=st.booleans())
    def type(self, pk: Any, title: str, whole: bool) -> None:
        model = self.model.get(pk)
        if model is None:
            return
        typed = answers(1, title=title or "项目") if whole else {"title": title}
        owner = self.world.owners[model.owner]
        found = self.act(lambda: save_draft(actor=owner, application_id=pk, answers=typed))
        may = self.is_open and model.state in ("draft", "in_progress") and model.screening != "returned"
        if isinstance(found, DomainError):
            assert not may or found.code in ("not_editable",), found
            return
        assert self.is_open
        model.answers = {key: str(value) for key, value in Application.objects.get(pk=pk).answers.items()}

    @rule(pk=applications, purpose=st.sampled_from(Purpose.values))
    def consent(self, pk: Any, purpose: str) -> None:
        model = self.model.get(pk)
        if model is None:
            return
        done = self.act(lambda: give_consent(actor=self.world.owners[model.owner], application_id=pk, purpose=purpose))
        if model.state == "withdrawn":
            assert isinstance(done, DomainError)
        else:
            assert not isinstance(done, DomainError)
            model.consents.add(purpose)

    @rule(pk=applications, purpose=st.sampled_from(Purpose.values))
    def revoke(self, pk: Any, purpose: str) -> None:
        model = self.model.get(pk)
        if model is None or purpose not in model.consents:
            return
        owner = self.world.owners[model.owner]
        done = self.act(lambda: revoke_consent(actor=owner, application_id=pk, purpose=purpose))
        assert not isinstance(done, DomainError), done
        model.consents.discard(purpose)
        self.act(lambda: close_forbidden_offers(application_id=pk))  # what the fact brings about
        if purpose == "boards" and not model.has_ended:
            model.close_offers()
        elif purpose == "boards":
            for one in model.offers.values():
                one.state = "closed"

    @rule(pk=applications, again=st.booleans())
    def submit(self, pk: Any, again: bool) -> None:
        model = self.model.get(pk)
        if model is None:
            return
        owner = self.world.owners[model.owner]
        if not again:
            self.clicks += 1
        key, count = f"{pk}-{self.clicks}", len(model.versions)
        done = self.act(lambda: submit_application(actor=owner, application_id=pk, key=key))
        if key in model.keys:
            assert done.number == model.keys[key]  # one attempt has one outcome, however late it is repeated
            return
        if isinstance(done, InvalidError):
            complete = bool(model.answers.get("email")) and model.consents >= NEEDED
            assert not complete, [(one.field, one.code) for one in done.problems]
            return
        if isinstance(done, DomainError):
            assert (
                not self.is_open
                or model.screening == "returned"
                or model.state not in ("draft", "in_progress")
                or (model.screening in ("passed", "failed"))
            ), done
            return
        assert self.is_open and model.consents >= NEEDED
        model.answers = {name: str(value) for name, value in Application.objects.get(pk=pk).answers.items()}
        was_draft = model.state == "draft"
        if model.submit(self.numbers + 1):
            self.numbers += was_draft
        assert done.number == len(model.versions) and len(model.versions) <= count + 1
        model.keys[key] = done.number

    @rule(pk=applications)
    def withdraw(self, pk: Any) -> None:
        model = self.model.get(pk)
        if model is None:
            return
        owner = self.world.owners[model.owner]
        done = self.act(lambda: withdraw_application(actor=owner, application_id=pk))
        if model.state == "declined":
            assert done.code == "ended"
        else:
            assert not isinstance(done, DomainError)
            if model.state != "withdrawn":
                model.end("withdrawn")

    @rule(pk=applications)
    def nobody_else_can(self, pk: Any) -> None:
        """The other applicant learns nothing, not even that it is there."""
        model = self.model.get(pk)
        if model is None:
            return
        other = self.world.owners[1 - model.owner]
        for command in (
            lambda: save_draft(actor=other, application_id=pk, answers={"title": "x"}),
            lambda: submit_application(actor=other, application_id=pk),
            lambda: withdraw_application(actor=other, application_id=pk),
            lambda: application_for(other, pk),
        ):
            assert isinstance(self.act(command), NotFoundError)

    @rule(pk=applications, reply=st.sampled_from(["", "补好了"]))
    def complete(self, pk: Any, reply: str) -> None:
        model = self.model.get(pk)
        if model is None or model.screening != "returned":
            return
        owner = self.world.owners[model.owner]
        done = self.act(
            lambda: answer_completion(
                actor=owner, application_id=pk, answers={"summary": f"补充说明{self.clicks}"}, reply=reply
            )
        )
        if isinstance(done, DomainError):
            assert (
                isinstance(done, InvalidError)
                or self.now >= Completion.objects.get(stage_pass__application=pk, ended_at__isnull=True).due_at
            )
            return
        model.screening = "open"
        model.answers = {name: str(value) for name, value in Application.objects.get(pk=pk).answers.items()}
        if model.versions[-1] != model.answers:
            model.versions.append(dict(model.answers))

    # What the office does

    @rule(pk=applications, passed=st.booleans())
    def screen(self, pk: Any, passed: bool) -> None:
        model = self.model.get(pk)
        if model is None or model.number is None:
            return
        one = Application.objects.get(pk=pk).passes.get(stage__kind="screening")
        done = self.act(
            lambda: screen_application(actor=self.world.office, stage_pass=one, passed=passed, reason="缺项")
        )
        if model.screening != "open":
            assert isinstance(done, DomainError)
            return
        assert not isinstance(done, DomainError), done
        found = list(Offer.objects.filter(application=pk).values_list("board__sort", flat=True))
        assert len(found) <= 2
        model.screen(passed=passed, boards=sorted(found), most=2)
        if passed and "boards" in model.consents:
            assert len(found) == 2

    @rule(pk=applications)
    def ask(self, pk: Any) -> None:
        model = self.model.get(pk)
        if model is None or model.number is None:
            return
        one = Application.objects.get(pk=pk).passes.get(stage__kind="screening")
        missing = [Missing("summary", "请写明技术指标", "Name the technical figures")]
        done = self.act(
            lambda: ask_to_complete(
                actor=self.world.office,
                pass_id=one.pk,
                missing=missing,
                again_reason="材料有矛盾" if model.asked else "",
            )
        )
        if model.screening != "open":
            assert isinstance(done, DomainError)
        else:
            assert not isinstance(done, DomainError), done
            model.screening, model.asked = "returned", model.asked + 1

    # What host areas do

    @rule(pk=applications, board=st.integers(1, 3), how=st.sampled_from(["interested", "not_interested", "back"]))
    def answer(self, pk: Any, board: int, how: str) -> None:
        model = self.model.get(pk)
        if model is None:
            return
        officer = self.world.officers[board]
        offer = Offer.objects.filter(application=pk, board__sort=board).first()
        offers_of_another = Offer.objects.filter(application=pk).exclude(board__sort=board).first()
        if offers_of_another is not None:
            stolen = self.act(lambda: answer_not_interested(actor=officer, offer_id=offers_of_another.pk))
            assert isinstance(stolen, NotFoundError)
        if offer is None:
            return
        due = offer.due_at
        commands: dict[str, Callable[[], Any]] = {
            "interested": lambda: answer_interested(
                actor=officer, offer_id=offer.pk, contact_phone="0516-80800000", **GIVEN
            ),
            "not_interested": lambda: answer_not_interested(actor=officer, offer_id=offer.pk),
            "back": lambda: take_back_interest(actor=officer, offer_id=offer.pk, reason="载体已满"),
        }
        done = self.act(commands[how])
        was = model.offers[board].state
        running = model.state == "in_progress" and "boards" in model.consents and self.now < due
        if how == "back":
            assert isinstance(done, DomainError) or was == "interested"
            if not isinstance(done, DomainError):
                model.offers[board].state = "not_interested"
            return
        if was != "pending" or not running:
            assert isinstance(done, DomainError)
            return
        assert not isinstance(done, DomainError), done
        model.answer(board, how)

    # What time does

    @rule(days=st.integers(1, 9))
    def wait(self, days: int) -> None:
        """Days pass and the sweeps run, twice: the second time there is nothing left to do."""
        self.now += timedelta(days=days)
        due = self._due()
        self.act(lapse_due_completions)
        self.act(lapse_due_offers)
        assert self.act(lapse_due_offers) == 0 and self.act(lapse_due_completions) == 0
        for pk, boards, owes in due:
            model = self.model[pk]
            if owes:
                model.end("declined")
            for board in boards:
                model.answer(board, "lapsed")

    def _due(self) -> list[tuple[Any, list[int], bool]]:
        found = []
        for pk, model in self.model.items():
            offers = Offer.objects.filter(application=pk, due_at__lte=self.now).values_list("board__sort", flat=True)
            boards = [one for one in offers if model.state == "in_progress" and model.offers[one].state == "pending"]
            owed = Completion.objects.filter(stage_pass__application=pk, ended_at__isnull=True, due_at__lte=self.now)
            found.append((pk, boards, model.screening == "returned" and owed.exists()))
        return found

    # What is always true

    @invariant()
    @precondition(lambda self: hasattr(self, "model"))
    def both_say_the_same(self) -> None:
        for pk, model in self.model.items():
            row = Application.objects.get(pk=pk)
            passes = {one.stage.kind: one.state for one in row.passes.select_related("stage")}
            assert row.state == model.state
            assert row.number == model.number
            assert row.versions.count() == len(model.versions)
            for kind in ("screening", "docking", "review"):
                assert passes.get(kind, "waiting") == getattr(model, kind), kind
            states = dict(Offer.objects.filter(application=pk).values_list("board__sort", "state"))
            assert states == {board: one.state for board, one in model.offers.items()}
            if row.state in ("withdrawn", "declined"):
                assert not {"open", "returned", "waiting"} & set(passes.values())

    @invariant()
    @precondition(lambda self: hasattr(self, "model"))
    def everyone_sees_their_own(self) -> None:
        for who, owner in enumerate(self.world.owners):
            mine = {pk for pk, model in self.model.items() if model.owner == who}
            assert set(own_applications(owner).values_list("pk", flat=True)) == mine
        for board, officer in self.world.officers.items():
            seen = set(inbox_of(officer).values_list("application_id", "board__sort"))
            assert {sort for _pk, sort in seen} <= {board}
            allowed = {pk for pk, model in self.model.items() if board in model.offers and "boards" in model.consents}
            assert {pk for pk, _sort in seen} <= allowed

    @invariant()
    @precondition(lambda self: hasattr(self, "model"))
    def numbers_have_no_gap(self) -> None:
        numbers = sorted(model.number for model in self.model.values() if model.number)
        assert numbers == list(range(1, len(numbers) + 1))


class World:
    """What every example begins with."""

    def __init__(self, city: Jurisdiction) -> None:
        self.boards: list[Board] = [make_board(city, number, "energy") for number in (1, 2, 3)]
        self.officers: dict[int, Actor] = {board.sort: make_board_actor(board) for board in self.boards}
        self.call: Call = make_call(city, max_boards=2)
        self.owners = [make_actor("applicant-a"), make_actor("applicant-b")]
        self.office = make_actor("office", Role.OFFICE)
        self.began: datetime = clock.now()


@pytest.mark.django_db
@pytest.mark.parametrize("examples", [6, pytest.param(300, marks=pytest.mark.soak)])
def test_whatever_people_do_the_pipeline_agrees_with_its_model(city: Jurisdiction, examples: int) -> None:
    world = World(city)
    machine = type("PipelineOfThisCity", (Pipeline,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not Application.objects.exists()
