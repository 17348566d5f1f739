"""Letters of the demo's past: released, sent and read in it, on the clock of their day."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from tests.factories.city import SYSTEM, make_user
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.enums import DispatchState, NoticeState
from yunhui.foundation.notices.models import Notice
from yunhui.foundation.notices.services import deliver_due, write_notice
from yunhui.kernel import clock
from yunhui.recipes.demo.letters import leave_until, let_letters_leave

NOW = datetime(2026, 6, 11, 2, tzinfo=UTC)


def _tell(reader: User, at: datetime) -> Notice:
    context = dict.fromkeys(("subject", "project", "text"), "x")
    with clock.travel(at), transaction.atomic():
        return write_notice(
            actor=SYSTEM, letter="bulk.message", to=reader, about=("application", reader.pk), context=context
        )


@pytest.mark.django_db
def test_a_result_of_the_past_was_released_sent_and_read_then() -> None:
    """Nothing of it waits for a worker of today, and nothing carries today's date."""
    office, reader = make_user("office", Role.OFFICE), make_user("ada")
    User.objects.filter(pk=reader.pk).update(zone="Europe/Amsterdam")
    reader.refresh_from_db()
    then = NOW - timedelta(days=30)
    notice = _tell(reader, then)
    with clock.travel(NOW):
        let_letters_leave(then)
        notice.refresh_from_db()
        assert notice.state == NoticeState.RELEASED and notice.settled_by_id == office.pk
        assert notice.released_at == then + timedelta(hours=6)
        assert notice.read_at == notice.released_at + timedelta(hours=3)
        sent = notice.dispatches.get()
        assert sent.state == DispatchState.SENT and sent.settled_at == sent.due_at
        assert then <= sent.due_at <= then + timedelta(days=1)
        assert sent.attempts.get().at == sent.due_at
        assert deliver_due() == 0


@pytest.mark.django_db
def test_what_is_of_today_stays_with_the_office_and_its_reader() -> None:
    """A person releases it, and it is news."""
    make_user("office", Role.OFFICE)
    notice = _tell(make_user("ada"), NOW - timedelta(hours=2))
    with clock.travel(NOW):
        let_letters_leave(NOW - timedelta(hours=2))
        leave_until(NOW)
    notice.refresh_from_db()
    assert notice.state == NoticeState.HELD and notice.read_at is None
    assert notice.dispatches.get().state == DispatchState.HELD
