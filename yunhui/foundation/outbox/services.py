"""Publishing facts, and bringing them to their subscribers at least once."""

import json
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app as queue

from yunhui.foundation.outbox.models import Delivery, Fact
from yunhui.kernel.actor import Actor

CHANNEL = "yunhui"
Handler = Callable[[Any], None]

_subscribers: dict[str, dict[str, tuple[type, Handler]]] = {}


def subscribe(event: type, name: str, handler: Handler) -> None:
    """Register `handler(event)` under a name that never changes; rooms call this when they are ready.

    The handler runs once in a transaction with its delivery row; after a crash it runs again.
    """
    _subscribers.setdefault(event.__name__, {})[name] = (event, handler)


def publish(*, actor: Actor, event: Any, topics: tuple[tuple[str, object], ...] = ()) -> None:
    """Write a fact inside the caller's transaction, queue its delivery there, and tell the live hub the ids.

    Args:
        event: a frozen dataclass with JSON values.
        topics: (topic, id) pairs for pages that are open now; nothing but these ids leaves by this way.

    Raises:
        RuntimeError: outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a fact belongs into the transaction that makes it true")
    assert is_dataclass(event) and not isinstance(event, type)
    name = type(event).__name__
    fact = Fact.objects.create(
        name=name, payload=json.loads(json.dumps(asdict(event), default=str)), request_id=actor.request_id
    )
    if name in _subscribers:
        queue.configure_task("yunhui.outbox.deliver", queue="facts").defer(fact_id=str(fact.pk))
    for topic, thing in topics:
        tell(topic, thing)


def tell(topic: str, thing: object) -> None:
    """NOTIFY the live hub, on commit, that something of a topic changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps({"topic": topic, "id": str(thing)})])


def deliver(fact_id: UUID | str) -> int:
    """Bring one fact to each subscriber that has not had it; return how many had it now."""
    fact = Fact.objects.get(pk=fact_id)
    count = 0
    for name, (event, handler) in _subscribers.get(fact.name, {}).items():
        with transaction.atomic():
            _row, fresh = Delivery.objects.get_or_create(fact=fact, subscriber=name)
            if fresh:
                handler(event(**fact.payload))
                count += 1
    return count
