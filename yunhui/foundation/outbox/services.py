"""Publishing facts, and bringing them to their subscribers at least once."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, is_dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app as queue

from yunhui.foundation.outbox.models import Delivery, Fact
from yunhui.foundation.pagecache.services import bump
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.statements import add

CHANNEL = "yunhui"
Handler = Callable[[Any], None]

_BATCH = 1_000
_subscribers: dict[str, dict[str, tuple[type, Handler]]] = {}
# What a block that delivers by itself has published, see `delivered_here`.
_kept: ContextVar[list[Fact] | None] = ContextVar("kept_facts", default=None)


def subscribe(event: type, name: str, handler: Handler) -> None:
    """Register `handler(event)` under a name that never changes; rooms call this when they are ready.

    The handler runs once in a transaction with its delivery row; after a crash it runs again.
    """
    _subscribers.setdefault(event.__name__, {})[name] = (event, handler)


def publish(*, actor: Actor, event: Any, topics: Sequence[tuple[str, object]] = ()) -> None:
    """Write a fact inside the caller's transaction, queue its delivery there, and tell the live hub the ids.

    Args:
        event: a frozen dataclass with JSON values. Its class says by `public_face` whether it changes what visitors
            see: then the pages that they were shown are forgotten with the commit.
        topics: (topic, id) pairs for pages that are open now; nothing but these ids leaves by this way.

    Raises:
        RuntimeError: outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a fact belongs into the transaction that makes it true")
    assert is_dataclass(event) and not isinstance(event, type)
    name = type(event).__name__
    payload = json.loads(json.dumps(asdict(event), default=str))
    fact = Fact(name=name, payload=payload, request_id=actor.request_id)
    if (kept := _kept.get()) is not None:
        kept.append(fact)
        return
    add(fact)
    if changes_public_face(type(event)):
        bump()
    if name in _subscribers:
        queue.configure_task("yunhui.outbox.deliver", queue="facts").defer(fact_id=str(fact.pk))
    tell_all(topics)


def changes_public_face(event: type) -> bool:
    """Whether a fact of this class changes what visitors see; one that does not say is taken to."""
    return bool(getattr(event, "public_face", True))


def tell(topic: str, thing: object) -> None:
    """NOTIFY the live hub, on commit, that something of a topic changed."""
    tell_all([(topic, thing)])


def tell_all(topics: Sequence[tuple[str, object]]) -> None:
    """NOTIFY the live hub, on commit, of many changes (one query); nobody has a page open on what is told of a past."""
    if not topics or _kept.get() is not None:
        return
    words = [json.dumps({"topic": topic, "id": str(thing)}) for topic, thing in topics]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, word) FROM unnest(%s::text[]) AS word", [CHANNEL, words])


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


@contextmanager
def delivered_here() -> Iterator[None]:
    """Deliver what the block publishes at its end, in order, each fact on the clock of its own instant.

    For who tells of a past, such as the demo city: no job waits for a worker that would hear of it today. A subscriber
    that fails ends the block, and no fact of it is kept.
    """
    kept: list[Fact] = []
    token = _kept.set(kept)
    try:
        yield
        with transaction.atomic():
            while kept:  # subscribers may publish in their turn
                facts = kept.copy()
                kept.clear()
                Fact.objects.bulk_create(facts, batch_size=_BATCH)
                had = [one for fact in facts for one in _handed_over(fact)]
                Delivery.objects.bulk_create(had, batch_size=_BATCH)
            bump()
    finally:
        _kept.reset(token)


def _handed_over(fact: Fact) -> list[Delivery]:
    subscribers = _subscribers.get(fact.name, {})
    with clock.travel(fact.at):
        for event, handler in subscribers.values():
            handler(event(**fact.payload))
    return [Delivery(fact=fact, subscriber=name, at=fact.at) for name in subscribers]
