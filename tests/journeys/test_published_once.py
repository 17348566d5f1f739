"""kill -9 at any statement of a publication, and two presses at once: one outcome."""

import threading

import pytest
from django.db import connection

from tests.factories.city import make_city
from tests.features.timetable.test_publishing import Stage
from tests.journeys.killing import run_and_kill
from yunhui.features.timetable.models import Announced, Confirmation, Timetable
from yunhui.features.timetable.services import publish_timetable
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.notices.models import Dispatch, Notice
from yunhui.foundation.outbox.models import Fact

pytestmark = pytest.mark.django_db(transaction=True)


def _trace() -> tuple[object, ...]:
    return (
        tuple(Timetable.objects.order_by("number").values_list("state", flat=True)),
        tuple(sorted(Announced.objects.values_list("sequence", flat=True))),
        tuple(sorted(Confirmation.objects.values_list("state", "asked_sequence"))),
        Notice.objects.count(),
        Dispatch.objects.filter(state="superseded").count(),
        Fact.objects.filter(name="TimetablePublished").count(),
        AuditEntry.objects.filter(action="timetable.published").count(),
    )


def test_a_publication_is_whole_or_not_at_all_and_never_twice() -> None:
    stage = Stage(make_city())
    stage.publish(1)
    draft = stage.draft(2, second=60)
    waiting = (("waiting", 0),) * 3
    nothing = (("published", "draft"), (0, 0, 0, 0), waiting, 3, 0, 1, 1)
    moved = (("waiting", 0), ("waiting", 0), ("waiting", 1))
    everything = (("superseded", "published"), (0, 0, 0, 1), moved, 4, 1, 2, 2)

    def publish() -> None:
        publish_timetable(actor=stage.office, timetable_id=draft.pk)

    at, seen = 1, []
    while not run_and_kill(publish, at):
        seen.append(_trace())
        assert seen[-1] in (nothing, everything), f"half a publication after a kill at point {at}"
        at += 1
    assert at > 20 and nothing in seen and everything in seen
    publish()
    assert _trace() == everything


def test_two_presses_at_once_are_one_publication() -> None:
    stage = Stage(make_city())
    draft = stage.draft(1)
    failures: list[BaseException] = []

    def press() -> None:
        try:
            publish_timetable(actor=stage.office, timetable_id=draft.pk)
        except BaseException as problem:
            failures.append(problem)
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert not failures
    assert _trace()[:1] == (("published",),)
    assert Notice.objects.filter(letter="timetable.placed").count() == 3
    assert Fact.objects.filter(name="TimetablePublished").count() == 1
