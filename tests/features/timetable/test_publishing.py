"""Publishing: one transaction, entries that count on, and letters to just those whose hour changes."""

from datetime import timedelta

import icalendar
import pytest

from tests.factories.city import make_actor, make_application, make_board, make_board_actor, make_call
from tests.features.timetable.staging import make_site, place_event, select
from yunhui.features.timetable.enums import Answer
from yunhui.features.timetable.models import (
    Announced,
    Confirmation,
    Event,
    EventSession,
    Participant,
    Room,
    Slot,
    Timetable,
)
from yunhui.features.timetable.selectors.invitations import enclosure_for, entry_for, hour_asked
from yunhui.features.timetable.services import (
    answer_hour,
    answer_hour_for,
    ask_for_two,
    propose_publication,
    publish_timetable,
    remind_of_hours,
    take_back_proposal,
)
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.notices.models import Dispatch, Notice
from yunhui.foundation.outbox.models import Fact
from yunhui.foundation.outbox.services import deliver
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.calls.models import Call


class Stage:
    """Two speakers in different zones, one host area with an officer, and a draft."""

    def __init__(self, city: Jurisdiction) -> None:
        make_site(city)
        self.call: Call = make_call(city, "stage")
        self.office = make_actor("office", Role.OFFICE)
        self.anna, self.bo = make_actor("anna"), make_actor("bo")
        for actor, zone, language in ((self.anna, "Europe/Amsterdam", "en"), (self.bo, "America/New_York", "zh-hans")):
            user_of(actor, zone=zone, language=language)
        self.board = make_board(city, 1, "energy")
        self.officer = make_board_actor(self.board)
        self.rows = [
            make_application(self.call, 1, owner=self.anna, title="低温电池", title_en="Cold batteries"),
            make_application(self.call, 2, owner=self.bo, country="US", place="new-york", title_en="Soft hands"),
        ]
        for row, zone in zip(self.rows, ("Europe/Amsterdam", "America/New_York"), strict=True):
            row.zone = zone
            row.save(update_fields=["zone"])
        select(self.rows)

    def draft(self, number: int, **shifts: int) -> Timetable:
        """A draft like the first one; `first`/`second` move a pitch by minutes."""
        published = Timetable.objects.filter(state="published").first()
        row = place_event(self.call, self.rows, [self.board], number=number)
        Timetable.objects.filter(pk=row.pk).update(state="draft", published_at=None)
        if published:
            Timetable.objects.filter(pk=published.pk).update(state="published")
        for name, application in zip(("first", "second"), self.rows, strict=True):
            if minutes := shifts.get(name):
                slot = Slot.objects.get(timetable=row, application=application)
                slot.starts_at, slot.ends_at = (
                    at + timedelta(minutes=minutes) for at in (slot.starts_at, slot.ends_at)
                )
                slot.save()
        row.refresh_from_db()
        return row

    def publish(self, number: int, **shifts: int) -> Timetable:
        return publish_timetable(actor=self.office, timetable_id=self.draft(number, **shifts).pk)

    def night_is_over(self) -> None:
        """Every letter that waited leaves."""
        Dispatch.objects.filter(state="waiting").update(state="sent")

    def hour(self, actor: Actor) -> Confirmation:
        return hour_asked(Confirmation.objects.get(user_id=actor.user_id).pk)


def user_of(actor: Actor, **changed: str) -> None:
    from yunhui.foundation.accounts.models import User

    User.objects.filter(pk=actor.user_id).update(**changed)


@pytest.fixture
def stage(city: Jurisdiction) -> Stage:
    return Stage(city)


def letters_to(actor: Actor) -> list[Notice]:
    return list(Notice.objects.filter(user_id=actor.user_id, letter__startswith="timetable.").order_by("pk"))


def test_the_first_version_asks_everyone_on_their_own_clock(stage: Stage) -> None:
    stage.publish(1)
    assert {one.sequence for one in Announced.objects.all()} == {0}
    anna, bo = letters_to(stage.anna), letters_to(stage.bo)
    assert [one.letter for one in (*anna, *bo)] == ["timetable.placed"] * 2
    assert "Cold batteries" in anna[0].subject and "9:00 Amsterdam time" in anna[0].body.replace("09", "9")
    assert "纽约时间" in bo[0].body and "3:00" in bo[0].body and "北京时间" in bo[0].body
    officer = letters_to(stage.officer)
    assert len(officer) == 1 and "第1区推介" in officer[0].subject
    assert Confirmation.objects.filter(state=Answer.WAITING).count() == 3
    assert Notice.objects.filter(letter__startswith="timetable.").count() == 3


def test_a_change_is_told_to_whom_it_moves_and_to_nobody_else(stage: Stage) -> None:
    stage.publish(1)
    for actor in (stage.anna, stage.bo):
        row = stage.hour(actor)
        answer_hour(actor=actor, confirmation_id=row.pk, state=Answer.YES, sequence=row.asked_sequence)
    before = {row.uid: row.sequence for row in Announced.objects.all()}
    stage.publish(2, second=60)
    assert [one.letter for one in letters_to(stage.anna)] == ["timetable.placed"]
    moved = letters_to(stage.bo)[-1]
    assert moved.letter == "timetable.moved" and "3:00" in moved.body and "4:00" in moved.body
    assert stage.hour(stage.anna).state == Answer.YES
    assert stage.hour(stage.bo).state == Answer.WAITING
    raised = {row.uid: row.sequence - before[row.uid] for row in Announced.objects.all()}
    assert sorted(raised.values()) == [0, 0, 0, 1]
    assert letters_to(stage.officer)[-1].letter == "timetable.placed"


def test_the_calendar_entry_moves(stage: Stage) -> None:
    stage.publish(1)
    row = stage.hour(stage.bo)
    first = icalendar.Calendar.from_ical(enclosure_for(str(row.pk)).content).walk("VEVENT")[0]
    stage.publish(2, second=60)
    enclosed = enclosure_for(str(row.pk))
    second = icalendar.Calendar.from_ical(enclosed.content).walk("VEVENT")[0]
    assert enclosed.parameters == {"method": "REQUEST"}
    assert first["uid"] == second["uid"] and second["sequence"] == first["sequence"] + 1
    assert second["dtstart"].dt - first["dtstart"].dt == timedelta(hours=1)
    assert second["attendee"] == "mailto:bo@city.example" and second["organizer"].startswith("mailto:")


def test_publishing_twice_is_once(stage: Stage) -> None:
    draft = stage.draft(1)
    for _time in range(2):
        publish_timetable(actor=stage.office, timetable_id=draft.pk)
    assert Fact.objects.filter(name="TimetablePublished").count() == 1
    assert AuditEntry.objects.filter(action="timetable.published").count() == 1
    assert Notice.objects.filter(letter="timetable.placed").count() == 3


def test_a_letter_that_has_not_left_does_not_leave_any_more(stage: Stage) -> None:
    stage.publish(1)
    stage.publish(2, second=60)
    states = dict(Dispatch.objects.filter(notice__user_id=stage.bo.user_id).values_list("notice__letter", "state"))
    assert states == {"timetable.placed": "waiting"}, "the second is the first that they hear of it"
    assert Dispatch.objects.filter(notice__user_id=stage.bo.user_id, state="superseded").count() == 1


def test_the_second_version_of_a_night_names_the_hour_that_was_known(stage: Stage) -> None:
    """Told 3:00; 4:00 is published and its letter waits for the morning; then 5:00: it was 3:00 and is 5:00."""
    stage.publish(1)
    stage.night_is_over()
    stage.publish(2, second=60)
    stage.publish(3, second=120)
    first, skipped, last = letters_to(stage.bo)
    assert [one.letter for one in (first, skipped, last)] == ["timetable.placed", *["timetable.moved"] * 2]
    assert skipped.dispatches.get().state == "superseded" and last.dispatches.get().state == "waiting"
    assert "3:00" in last.body and "5:00" in last.body and "4:00" not in last.body
    assert [one.letter for one in letters_to(stage.anna)] == ["timetable.placed"]


def test_who_has_heard_of_no_hour_hears_of_the_last_one_alone(stage: Stage) -> None:
    stage.publish(1)
    stage.publish(2, second=60)
    assert letters_to(stage.bo)[-1].letter == "timetable.placed" and "4:00" in letters_to(stage.bo)[-1].body
    draft = stage.draft(3)
    draft.slots.filter(application=stage.rows[1]).delete()
    publish_timetable(actor=stage.office, timetable_id=draft.pk)
    assert "timetable.cancelled" not in [one.letter for one in letters_to(stage.bo)]
    assert not Dispatch.objects.filter(notice__user_id=stage.bo.user_id).exclude(state="superseded").exists()


def test_what_is_taken_out_and_put_back_in_one_night_has_moved(stage: Stage) -> None:
    stage.publish(1)
    stage.night_is_over()
    draft = stage.draft(2)
    draft.slots.filter(application=stage.rows[1]).delete()
    publish_timetable(actor=stage.office, timetable_id=draft.pk)
    assert letters_to(stage.bo)[-1].letter == "timetable.cancelled"
    stage.publish(3, second=60)
    last = letters_to(stage.bo)[-1]
    assert last.letter == "timetable.moved" and "3:00" in last.body and "4:00" in last.body
    assert Dispatch.objects.get(notice__letter="timetable.cancelled").state == "superseded"


def test_back_where_it_was_told_is_nothing_that_moved(stage: Stage) -> None:
    stage.publish(1)
    stage.night_is_over()
    stage.publish(2, second=60)
    stage.publish(3)
    last = letters_to(stage.bo)[-1]
    assert last.letter == "timetable.placed" and "3:00" in last.body and "4:00" not in last.body


def test_whoever_withdraws_is_taken_out_of_every_calendar_and_not_written_to(stage: Stage) -> None:
    stage.publish(1)
    row = stage.hour(stage.bo)
    withdraw_application(actor=stage.bo, application_id=stage.rows[1].pk)
    at_once = entry_for(hour_asked(row.pk), "en")
    assert at_once.is_cancelled and at_once.sequence == 1
    for fact in Fact.objects.filter(name="ApplicationWithdrawn"):
        deliver(fact.pk)
    after = entry_for(hour_asked(row.pk), "en")
    assert after.is_cancelled and after.sequence == 1, "the same number before and after the sweep"
    dispatch = Dispatch.objects.get(notice__user_id=stage.bo.user_id, notice__letter="timetable.placed")
    assert dispatch.state == "superseded"
    stage.publish(2)
    assert entry_for(hour_asked(row.pk), "en").sequence == 1
    assert [one.letter for one in letters_to(stage.bo)] == ["timetable.placed"]


def test_an_item_taken_out_by_the_office_is_told_to_its_people(stage: Stage) -> None:
    stage.publish(1)
    stage.night_is_over()
    draft = stage.draft(2)
    draft.slots.filter(application=stage.rows[1]).delete()
    publish_timetable(actor=stage.office, timetable_id=draft.pk)
    last = letters_to(stage.bo)[-1]
    assert last.letter == "timetable.cancelled"
    enclosed = enclosure_for(last.about_id)
    assert enclosed.parameters == {"method": "CANCEL"} and b"STATUS:CANCELLED" in enclosed.content
    with pytest.raises(DomainError, match="over"):
        row = stage.hour(stage.bo)
        answer_hour(actor=stage.bo, confirmation_id=row.pk, state=Answer.YES, sequence=row.asked_sequence)


def test_an_answer_is_for_the_hour_that_was_seen(stage: Stage) -> None:
    stage.publish(1)
    seen = stage.hour(stage.bo).asked_sequence
    stage.publish(2, second=60)
    row = stage.hour(stage.bo)
    with pytest.raises(DomainError, match="changed"):
        answer_hour(actor=stage.bo, confirmation_id=row.pk, state=Answer.YES, sequence=seen)


def test_a_no_needs_its_reason_and_reaches_the_office_once(stage: Stage) -> None:
    stage.publish(1)
    row = stage.hour(stage.bo)
    with pytest.raises(InvalidError):
        answer_hour(actor=stage.bo, confirmation_id=row.pk, state=Answer.NO, sequence=0)
    for _time in range(2):
        answer_hour(actor=stage.bo, confirmation_id=row.pk, state=Answer.NO, sequence=0, reason="I teach until five.")
    facts = Fact.objects.filter(name="HourAnswered")
    assert facts.count() == 1
    deliver(facts.get().pk)
    told = Notice.objects.get(letter="timetable.cannot")
    assert told.user_id == stage.office.user_id and "I teach until five." in told.body


def test_nobody_answers_for_others(stage: Stage) -> None:
    stage.publish(1)
    row = stage.hour(stage.bo)
    with pytest.raises(NotFoundError):
        answer_hour(actor=stage.anna, confirmation_id=row.pk, state=Answer.YES, sequence=0)
    with pytest.raises(RefusedError):
        answer_hour_for(actor=stage.anna, confirmation_id=row.pk, state=Answer.YES, reason="x")
    with pytest.raises(InvalidError):
        answer_hour_for(actor=stage.office, confirmation_id=row.pk, state=Answer.YES, reason="")
    answer_hour_for(actor=stage.office, confirmation_id=row.pk, state=Answer.YES, reason="by phone")
    assert stage.hour(stage.bo).state == Answer.YES
    area = Confirmation.objects.get(board=stage.board)
    answer_hour(actor=stage.officer, confirmation_id=area.pk, state=Answer.YES, sequence=0)


def test_two_persons_where_the_call_asks_for_them(stage: Stage) -> None:
    ask_for_two(actor=stage.office, call_id=stage.call.pk, two=True)
    draft, second = stage.draft(1), make_actor("second", Role.OFFICE)
    with pytest.raises(RefusedError, match="not_proposed"):
        publish_timetable(actor=stage.office, timetable_id=draft.pk)
    propose_publication(actor=stage.office, timetable_id=draft.pk, note_zh="首版", note_en="First version")
    with pytest.raises(RefusedError, match="same_person"):
        publish_timetable(actor=stage.office, timetable_id=draft.pk)
    with pytest.raises(RefusedError, match="waiting"):
        ask_for_two(actor=stage.office, call_id=stage.call.pk, two=False)
    take_back_proposal(actor=second, timetable_id=draft.pk)
    propose_publication(actor=stage.office, timetable_id=draft.pk, note_zh="首版", note_en="First version")
    row = publish_timetable(actor=second, timetable_id=draft.pk)
    assert (row.state, row.published_by_id, row.note_en) == ("published", second.user_id, "First version")


def test_what_breaks_rules_or_is_older_is_not_published(stage: Stage) -> None:
    draft = stage.draft(1)
    Timetable.objects.filter(pk=draft.pk).update(clashes=[[{"code": "x"}]])
    with pytest.raises(DomainError, match="has_clashes"):
        publish_timetable(actor=stage.office, timetable_id=draft.pk)
    Timetable.objects.filter(pk=draft.pk).update(clashes=[])
    draft.slots.all().delete()
    with pytest.raises(DomainError, match="empty"):
        publish_timetable(actor=stage.office, timetable_id=draft.pk)
    older = stage.draft(2)
    stage.publish(3)
    with pytest.raises(DomainError, match="older"):
        publish_timetable(actor=stage.office, timetable_id=older.pk)
    with pytest.raises(RefusedError):
        publish_timetable(actor=stage.anna, timetable_id=older.pk)


def test_reminders_go_twice_and_to_nobody_who_answered(stage: Stage) -> None:
    stage.publish(1)
    row = stage.hour(stage.anna)
    answer_hour(actor=stage.anna, confirmation_id=row.pk, state=Answer.YES, sequence=0)
    start = row.item.starts_at
    with clock.travel(clock.now() + timedelta(days=1)):
        assert remind_of_hours() == 0
    with clock.travel(clock.now() + timedelta(days=3)):
        assert remind_of_hours() == 2
        assert remind_of_hours() == 0
    with clock.travel(start - timedelta(hours=20)):  # the other speaker's hour is a day later
        assert remind_of_hours() == 1
        assert remind_of_hours() == 0
    with clock.travel(start + timedelta(days=3)):
        assert remind_of_hours() == 0
    assert Notice.objects.filter(letter="timetable.remind", user_id=stage.anna.user_id).count() == 0


def test_judges_are_asked_for_the_sessions_of_their_group(stage: Stage) -> None:
    Event.objects.create(call=stage.call)
    draft = stage.draft(1)
    at = {"day": "2027-06-10", "room": "hall-1", "group": ""}
    sessions = [
        {"key": "s1", "opens": "15:00", "closes": "17:00", **at},
        {"key": "s2", "opens": "19:00", "closes": "21:00", **at},
    ]
    Timetable.objects.filter(pk=draft.pk).update(sessions=sessions)
    hall = Room.objects.get(call=stage.call, key="hall-1")
    group = draft.slots.filter(kind="pitch", room=hall, starts_at__hour=7).first().group
    Participant.objects.create(
        call=stage.call, kind="judge", name="Judge", email="judge@far.example", language="en", group=group
    )
    publish_timetable(actor=stage.office, timetable_id=draft.pk)
    told = Notice.objects.filter(letter="timetable.placed", email="judge@far.example")
    assert "A session to judge" in told.get().subject  # one letter for one session, not one for each pitch
    asked = Confirmation.objects.get(email="judge@far.example")
    assert (asked.part, asked.item.kind, asked.item.ends_at.hour) == ("judge", "judging", 9)


def test_a_chair_and_a_defender_confirm_too(stage: Stage) -> None:
    from datetime import date, time

    event = Event.objects.create(call=stage.call)
    draft = stage.draft(1)
    hall = Room.objects.get(call=stage.call, key="hall-1")
    session = EventSession.objects.create(
        event=event, key="s1", day=date(2027, 6, 10), room=hall, opens=time(15), closes=time(17)
    )
    people = {"chair": {"session": session}, "defender": {"application": stage.rows[0], "zone": "Europe/Berlin"}}
    for kind, fields in people.items():
        Participant.objects.create(
            call=stage.call, kind=kind, name=kind.title(), email=f"{kind}@far.example", language="en", **fields
        )
    stored = {"key": "s1", "day": "2027-06-10", "room": "hall-1", "opens": "15:00", "closes": "17:00", "group": ""}
    Timetable.objects.filter(pk=draft.pk).update(sessions=[stored])
    publish_timetable(actor=stage.office, timetable_id=draft.pk)
    told = {one.email: one for one in Notice.objects.filter(letter="timetable.placed", user__isnull=True)}
    assert set(told) == {"chair@far.example", "defender@far.example"}
    assert "A session to chair" in told["chair@far.example"].subject
    assert "Berlin time" in told["defender@far.example"].body
    assert Announced.objects.get(kind="session").ends_at.hour == 9
    stage.night_is_over()
    stage.publish(2)  # a version without sessions: the chair need not come, the defender hears nothing
    later = Notice.objects.filter(letter="timetable.cancelled").values_list("email", flat=True)
    assert list(later) == ["chair@far.example"]
