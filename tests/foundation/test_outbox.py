"""Facts: written with their change, delivered at least once, had once."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from tests.factories.city import SYSTEM
from yunhui.foundation.outbox import services
from yunhui.foundation.outbox.models import Delivery, Fact


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
