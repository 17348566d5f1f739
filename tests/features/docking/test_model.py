"""Offers driven by chance against a model of a few lines: the database never says anything else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.factories.city import SYSTEM, make_city
from tests.factories.docking import GIVEN, Fair, make_fair
from yunhui.features.docking.enums import Wish
from yunhui.features.docking.models import ContactRelease, DockingTask, Offer
from yunhui.features.docking.rules import is_open
from yunhui.features.docking.services import (
    answer_interested,
    answer_not_interested,
    extend_answer,
    lapse_due_offers,
    pick_project,
    reconsider,
    say_wish,
    take_back_interest,
)
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError

BOARDS = st.integers(0, 4)


class Offers(RuleBasedStateMachine):
    """Five host areas, one project, three places."""

    def __init__(self) -> None:
        super().__init__()
        self.state: dict[int, str] = {}
        self.open: set[int] = set()
        self.walk = transaction.atomic()
        self.walk.__enter__()

    def teardown(self) -> None:
        """Nothing of this walk is left for the next."""
        transaction.set_rollback(True)
        self.walk.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.fair: Fair = make_fair(make_city(), boards=5)
        for offer in Offer.objects.select_related("board"):
            self.state[self.fair.boards.index(offer.board)] = "pending"

    def does(self, command: Any, allowed: bool) -> None:
        """A command works just where the model lets it."""
        try:
            command()
        except DomainError:
            assert not allowed
        else:
            assert allowed

    def offer(self, board: int) -> Any:
        found = Offer.objects.filter(application=self.fair.application, board=self.fair.boards[board]).first()
        return found.pk if found else "01900000-0000-7000-8000-000000000000"

    @rule(board=BOARDS)
    def yes(self, board: int) -> None:
        allowed = self.state.get(board) == "pending"
        self.does(
            lambda: answer_interested(actor=self.fair.officer(board), offer_id=self.offer(board), **GIVEN), allowed
        )
        if allowed:
            self.state[board] = "interested"

    @rule(board=BOARDS)
    def no(self, board: int) -> None:
        allowed = self.state.get(board) == "pending"
        self.does(lambda: answer_not_interested(actor=self.fair.officer(board), offer_id=self.offer(board)), allowed)
        if allowed:
            self.state[board] = "not_interested"

    @rule(board=BOARDS)
    def back(self, board: int) -> None:
        allowed = self.state.get(board) == "interested"
        self.does(
            lambda: take_back_interest(actor=self.fair.officer(board), offer_id=self.offer(board), reason="let"),
            allowed,
        )
        if allowed:
            self.state[board] = "not_interested"
            self.open.discard(board)

    @rule(board=BOARDS)
    def anew(self, board: int) -> None:
        allowed = self.state.get(board) == "not_interested"
        self.does(lambda: reconsider(actor=self.fair.officer(board), offer_id=self.offer(board)), allowed)
        if allowed:
            self.state[board] = "pending"

    @rule(board=BOARDS, wish=st.sampled_from(Wish.values))
    def wishes(self, board: int, wish: str) -> None:
        allowed = self.state.get(board) == "interested"
        founder = actor_of(self.fair.founder)
        self.does(lambda: say_wish(actor=founder, offer_id=self.offer(board), wish=wish), allowed)
        if allowed:
            (self.open.add if wish == Wish.TALK else self.open.discard)(board)

    @rule(board=BOARDS)
    def picks(self, board: int) -> None:
        at_work = sum(one in ("pending", "interested") for one in self.state.values())
        had = Offer.objects.filter(board=self.fair.boards[board], origin="picked").exists()
        allowed = had or (board not in self.state and at_work < 3)
        self.does(
            lambda: pick_project(actor=self.fair.officer(board), application_id=self.fair.application.pk), allowed
        )
        if allowed and not had:
            self.state[board] = "pending"

    @rule(board=BOARDS)
    def silence_and_more_time(self, board: int) -> None:
        """One host area's time runs out, and the office gives it more."""
        if self.state.get(board) != "pending":
            return
        pk = self.offer(board)
        Offer.objects.filter(pk=pk).update(due_at=clock.now() - timedelta(minutes=1))
        assert lapse_due_offers() == 1
        assert Offer.objects.get(pk=pk).state == "lapsed"
        extend_answer(actor=SYSTEM, offer_id=pk, days=5, reason="more time")

    @invariant()
    def the_database_says_the_same(self) -> None:
        if not self.state:
            return
        rows = {
            self.fair.boards.index(one.board): one
            for one in Offer.objects.select_related("board", "application__call", "release")
        }
        assert {board: one.state for board, one in rows.items()} == self.state
        opened = {board for board, one in rows.items() if is_open(one, getattr(one, "release", None))}
        assert opened == self.open
        owed = DockingTask.objects.filter(state__in=["open", "overdue"]).values_list("offer_id", flat=True)
        interested = {one.pk for one in rows.values() if one.state == "interested"}
        assert set(owed) <= interested
        declined = ContactRelease.objects.filter(wish=Wish.NOT_NOW).values_list("offer_id", flat=True)
        assert interested - set(owed) <= set(declined)


@pytest.mark.django_db
def test_offers_follow_the_model() -> None:
    """Some walks of a dozen steps, each in a transaction that is rolled back."""
    walks = settings(max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Offers, settings=walks)
