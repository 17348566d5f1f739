"""Docking under pressure: kill -9 at any statement, two officers at once, the last place in the pool: one outcome."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.factories.city import make_city
from tests.factories.docking import GIVEN, Fair, make_fair
from tests.journeys.killing import run_and_kill
from yunhui.features.docking.enums import Wish
from yunhui.features.docking.models import ContactRelease, DockingTask, Offer
from yunhui.features.docking.services import (
    answer_interested,
    answer_not_interested,
    pick_project,
    say_wish,
    take_back_interest,
)
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.outbox.models import Fact
from yunhui.kernel.errors import DomainError
from yunhui.pipeline.applications.models import StagePass

pytestmark = pytest.mark.django_db(transaction=True)

Trace = tuple[object, ...]


@pytest.fixture
def fair() -> Fair:
    return make_fair(make_city(), boards=5)


def trace(fair: Fair) -> Trace:
    """All that docking one project has written."""
    return (
        tuple(Offer.objects.order_by("pk").values_list("state", flat=True)),
        tuple(DockingTask.objects.order_by("pk").values_list("state", flat=True)),
        tuple(ContactRelease.objects.values_list("wish", flat=True)),
        StagePass.objects.get(application=fair.application, stage__kind="docking").state,
        AuditEntry.objects.filter(subject_type="offer").count(),
        Fact.objects.filter(name__in=["OfferAnswered", "WishSaid", "InterestTakenBack"]).count(),
    )


def kill_everywhere(fair: Fair, command: Callable[[], object]) -> int:
    """Kill a command at each point in turn: nothing or everything, and the same again changes nothing or is refused."""
    at, seen, nothing = 1, [], trace(fair)
    while not run_and_kill(command, at):
        seen.append(trace(fair))
        at += 1
    everything = trace(fair)
    assert everything != nothing
    assert set(seen) == {nothing, everything}, "never half"
    again = _quietly(command)
    assert trace(fair) == everything
    assert again in (None, "answered", "not_answered")
    return at


def _quietly(command: Callable[[], object]) -> str | None:
    try:
        command()
    except DomainError as error:
        return error.code
    return None


def forgiving(command: Callable[[], object]) -> Callable[[], object]:
    """A retry of what was done already is refused by name; anything else is a fault."""

    def run() -> None:
        assert _quietly(command) in (None, "answered", "not_answered")

    return run


def test_an_answer_is_whole_or_not_at_all(fair: Fair) -> None:
    for index in (1, 2):
        answer_not_interested(actor=fair.officer(index), offer_id=fair.offer(index).pk)
    officer, offer = fair.officer(0), fair.offer(0)
    points = kill_everywhere(fair, forgiving(lambda: answer_interested(actor=officer, offer_id=offer.pk, **GIVEN)))
    assert points > 15
    assert trace(fair)[3] == "passed", "the last answer concluded the stage in the same transaction"


def test_opening_contact_details_and_taking_back_are_whole(fair: Fair) -> None:
    offer = fair.interest(0)
    founder, officer = actor_of(fair.founder), fair.officer(0)
    kill_everywhere(fair, lambda: say_wish(actor=founder, offer_id=offer.pk, wish=Wish.TALK))
    kill_everywhere(
        fair, forgiving(lambda: take_back_interest(actor=officer, offer_id=offer.pk, reason="The hall is let"))
    )
    assert ContactRelease.objects.get().closed_because == "taken_back"


def at_once(*commands: Callable[[], object]) -> list[str | None]:
    """Run commands in threads that start together; each one's refusal, or None."""
    start, outcomes = Barrier(len(commands)), [""] * len(commands)

    def run(index: int, command: Callable[[], object]) -> None:
        try:
            start.wait(60)
            outcomes[index] = _quietly(command) or "done"
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(commands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return list(outcomes)


def test_two_officers_at_once_have_one_answer(fair: Fair) -> None:
    officer, offer = fair.officer(0), fair.offer(0)
    outcomes = at_once(
        lambda: answer_interested(actor=officer, offer_id=offer.pk, **GIVEN),
        lambda: answer_not_interested(actor=officer, offer_id=offer.pk),
        lambda: answer_interested(actor=officer, offer_id=offer.pk, **GIVEN),
    )
    assert sorted(map(str, outcomes)) == ["answered", "answered", "done"]
    assert AuditEntry.objects.filter(action="offer.answered").count() == 1
    assert Fact.objects.filter(name="OfferAnswered").count() == 1
    assert DockingTask.objects.count() == Offer.objects.filter(state="interested").count()


def test_three_last_answers_at_once_conclude_the_stage_once(fair: Fair) -> None:
    asked = list(Offer.objects.order_by("board__sort"))
    commands = []
    for offer in asked:
        officer = fair.officer(fair.boards.index(offer.board))
        commands.append(lambda officer=officer, pk=offer.pk: answer_not_interested(actor=officer, offer_id=pk))
    assert at_once(*commands) == ["done"] * 3
    assert Fact.objects.filter(name="PassConcluded", payload__stage="docking").count() == 1
    assert trace(fair)[3] == "failed"


def test_one_place_in_the_pool_goes_to_one_host_area(fair: Fair) -> None:
    first = Offer.objects.order_by("board__sort").first()
    assert first is not None
    answer_not_interested(actor=fair.officer(fair.boards.index(first.board)), offer_id=first.pk)
    asked = set(Offer.objects.values_list("board_id", flat=True))
    free = [fair.officer(index) for index, board in enumerate(fair.boards) if board.pk not in asked]
    outcomes = at_once(*[lambda one=one: pick_project(actor=one, application_id=fair.application.pk) for one in free])
    assert sorted(map(str, outcomes)) == ["done", "not_found"]
    assert Offer.objects.filter(state__in=["pending", "interested"]).count() == fair.call.max_boards
