"""Letters to host areas: new projects gathered, three and one working days before a deadline, each once."""

from datetime import timedelta

import pytest

from tests.factories.city import make_application, make_user
from tests.factories.docking import Fair
from yunhui.features.docking.letters import LETTERS
from yunhui.features.docking.models import DockingTask, Reminder
from yunhui.features.docking.services import mark_overdue_talks, nudge_host_area, remind_host_areas
from yunhui.features.docking.web.countdown import working_days_left
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.codes.selectors import calendar_from
from yunhui.foundation.limits.errors import LimitedError
from yunhui.foundation.notices.models import Notice
from yunhui.foundation.notices.ports import letter_of
from yunhui.foundation.notices.rules import check_context
from yunhui.foundation.outbox.models import Fact
from yunhui.foundation.outbox.services import deliver
from yunhui.kernel import clock
from yunhui.kernel.errors import RefusedError


def letters_to(fair: Fair, index: int) -> list[str]:
    return list(Notice.objects.filter(user=fair.officers[index]).order_by("pk").values_list("letter", flat=True))


def sweep_until(fair: Fair, left: int) -> None:
    """Sweep twice on the morning when that many working days are left."""
    due, now = fair.offer(0).due_at, clock.now()
    for hours in range(24 * 12):
        at = now + timedelta(hours=hours)
        with clock.travel(at):
            if working_days_left(due, calendar_from(at)) == left:
                remind_host_areas()
                remind_host_areas()
                return


def test_new_projects_are_gathered_into_one_letter(fair: Fair) -> None:
    make_application(fair.call, 5)
    assert remind_host_areas() == 0, "others may come through the form check in a moment"
    with clock.travel(clock.now() + timedelta(minutes=11)):
        assert remind_host_areas() == 6
        assert remind_host_areas() == 0
    assert letters_to(fair, 0) == ["docking.offered"]
    assert Notice.objects.get(user=fair.officers[0]).context["count"] == 2


def test_three_and_one_working_days_before_each_once(fair: Fair) -> None:
    with clock.travel(clock.now() + timedelta(minutes=11)):
        remind_host_areas()
    for left in (3, 1):
        sweep_until(fair, left)
    assert letters_to(fair, 0) == ["docking.offered", "docking.remind_answer", "docking.remind_answer"]
    kinds = Reminder.objects.filter(offer=fair.offer(0)).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["new", "answer_3", "answer_1"]


def test_who_has_answered_is_left_in_peace(fair: Fair) -> None:
    fair.interest(0)
    sweep_until(fair, 1)
    assert "docking.remind_answer" not in letters_to(fair, 0)
    assert "docking.remind_answer" in letters_to(fair, 1)


def test_a_talk_is_reminded_of_and_late_once(fair: Fair) -> None:
    fair.interest(0)
    fair.wish(0)
    task = DockingTask.objects.get()
    with clock.travel(task.due_at - timedelta(hours=1)):
        remind_host_areas()
        remind_host_areas()
    with clock.travel(task.due_at + timedelta(hours=1)):
        mark_overdue_talks()
        remind_host_areas()
        remind_host_areas()
    with clock.travel(task.due_at + timedelta(days=3)):
        remind_host_areas()
    sent = [one for one in letters_to(fair, 0) if "talk" in one]
    assert sent == ["docking.remind_talk", "docking.talk_overdue"]


def test_facts_become_letters(fair: Fair) -> None:
    fair.interest(0)
    for fact in Fact.objects.filter(name="OfferAnswered"):
        deliver(fact.pk)
    assert Notice.objects.filter(user=fair.founder, letter="docking.interested").count() == 1
    fair.wish(0)
    for fact in Fact.objects.filter(name="WishSaid"):
        deliver(fact.pk)
    assert letters_to(fair, 0) == ["docking.wants_to_talk"]


def test_the_office_reminds_by_hand_once_a_day(fair: Fair) -> None:
    office = actor_of(make_user("office", Role.OFFICE))
    with pytest.raises(RefusedError):
        nudge_host_area(actor=fair.officer(0), call=fair.call, board_id=fair.boards[0].pk)
    assert nudge_host_area(actor=office, call=fair.call, board_id=fair.boards[0].pk) == 1
    with pytest.raises(LimitedError):
        nudge_host_area(actor=office, call=fair.call, board_id=fair.boards[0].pk)


@pytest.mark.parametrize("letter", LETTERS, ids=lambda one: one.key)
def test_every_letter_has_its_variables_and_both_languages(letter: object) -> None:
    found = letter_of(getattr(letter, "key"))  # noqa: B009
    check_context(found, found.samples())
    assert all((found.subject_zh, found.subject_en, found.body_zh, found.body_en, found.why_zh, found.why_en))
