"""Facts: written with their change, delivered at least once, had once."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from procrastinate import sql

from tests.factories.city import SYSTEM
from yunhui.foundation.outbox import services
from yunhui.foundation.outbox.models import Delivery, Fact
from yunhui.kernel import clock


@dataclass(frozen=True, slots=True)
class ThingHappened:
    """A fact of this test."""

    thing: str


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What two subscribers heard; the second fails the first time it is asked."""
    said: list[str] = []
    failures = [True]

    def first(event: ThingHappened) -> None:
        said.append(f"first {event.thing}")

    def second(event: ThingHappened) -> None:
        if failures:
            failures.pop()
            raise RuntimeError("not now")
        said.append(f"second {event.thing}")

    monkeypatch.setattr(services, "_subscribers", {})
    services.subscribe(ThingHappened, "first", first)
    services.subscribe(ThingHappened, "second", second)
    return said


def publish(thing: str) -> Fact:
    with transaction.atomic():
        services.publish(actor=SYSTEM, event=ThingHappened(thing))
    return Fact.objects.get(payload__thing=thing)


@pytest.mark.django_db
def test_each_subscriber_has_a_fact_once_however_often_it_is_delivered(heard: list[str]) -> None:
    fact = publish("a")
    with pytest.raises(RuntimeError):
        services.deliver(fact.pk)
    assert heard == ["first a"]
    assert services.deliver(fact.pk) == 1
    assert services.deliver(fact.pk) == 0
    assert heard == ["first a", "second a"]
    assert Delivery.objects.filter(fact=fact).count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_fact_and_its_job_go_with_a_change_that_does_not_hold(heard: list[str]) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.publish(actor=SYSTEM, event=ThingHappened("b"))
        1 / 0  # noqa: B018
    assert not Fact.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    with pytest.raises(RuntimeError):
        services.publish(actor=SYSTEM, event=ThingHappened("c"))
    publish("d")
    assert ProcrastinateJob.objects.filter(task_name="yunhui.outbox.deliver").count() == 1


@pytest.mark.django_db
def test_who_tells_of_a_past_delivers_it_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each fact on the clock of its own instant, those of its subscribers too; nothing waits for a worker."""
    heard: list[tuple[str, object]] = []

    def hear(event: ThingHappened) -> None:
        heard.append((event.thing, clock.now()))
        if event.thing == "a":
            with transaction.atomic():
                services.publish(actor=SYSTEM, event=ThingHappened("of a"))

    monkeypatch.setattr(services, "_subscribers", {})
    services.subscribe(ThingHappened, "only", hear)
    day, before = datetime(2026, 6, 11, 2, tzinfo=UTC), queue_length()
    with services.delivered_here():
        for number, thing in enumerate(("a", "b")):
            with clock.travel(day + timedelta(days=number)), transaction.atomic():
                services.publish(actor=SYSTEM, event=ThingHappened(thing), topics=(("call", 1),))
        assert heard == []
    assert heard == [("a", day), ("b", day + timedelta(days=1)), ("of a", day)]
    assert Delivery.objects.count() == Fact.objects.count() == 3
    assert services.deliver(Fact.objects.first().pk) == 0  # type: ignore[union-attr]
    assert queue_length() == before
    publish("later")
    assert queue_length() == before + 1


@pytest.mark.django_db(transaction=True)
def test_a_past_that_fails_leaves_no_facts(heard: list[str]) -> None:
    """Its subscribers have had all of it, or nothing of it is kept."""
    with pytest.raises(RuntimeError), services.delivered_here(), transaction.atomic():
        services.publish(actor=SYSTEM, event=ThingHappened("a"))
    assert not Fact.objects.exists()


@pytest.mark.django_db
def test_a_worker_finds_its_next_job_by_index() -> None:
    """Whatever function the installed queue fetches by must carry the settings of our migration."""
    (name,) = set(re.findall(r"procrastinate_fetch_job\w*", sql.queries["fetch_job"]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT proconfig FROM pg_proc WHERE proname = %s", [name])
        (settings,) = cursor.fetchone()
    assert settings == ["enable_seqscan=off", "enable_sort=off"]


def queue_length() -> int:
    """How many deliveries wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'yunhui.outbox.deliver'")
        return int(cursor.fetchone()[0])
