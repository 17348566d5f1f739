"""Commands: hours taken once, films judged by what is in them, a wrong file that loses nothing, letters."""

from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.factories.city import SYSTEM, make_actor, make_board_actor
from tests.factories.films import make_film
from tests.foundation.files.corpus import pdf
from yunhui.features.rehearsal.enums import Item, Light, MaterialKind, MaterialState, Outcome
from yunhui.features.rehearsal.models import Appearance, Material, RehearsalTime
from yunhui.features.rehearsal.rules import BY_LINK, Window
from yunhui.features.rehearsal.selectors import (
    appearance_behind,
    appearances_visible_to,
    free_times,
    link_of,
    readiness_for,
    readiness_of,
    token_of,
)
from yunhui.features.rehearsal.services import (
    Planned,
    TrialResult,
    Words,
    accept_material,
    add_times,
    assign_time,
    check_film,
    check_waiting,
    choose_time,
    drop_times,
    enrol_speakers,
    free_time,
    hand_in_whole,
    invite_speakers,
    keep_phone,
    keep_plan,
    keep_words,
    open_phone,
    record_trial,
    remind_of_rehearsals,
    remind_speakers,
    return_material,
    wish_no_recording,
)
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.files.errors import FileRefused
from yunhui.foundation.notices.models import Notice
from yunhui.foundation.outbox.models import Fact
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.consents.enums import Purpose, Source
from yunhui.pipeline.consents.services import note_consents

pytestmark = pytest.mark.django_db


def light(one: Appearance, item: str) -> str:
    line = readiness_for(SYSTEM, one.pk).line(item)
    assert line is not None
    return line.light


def window(call: Call, desks: int = 1) -> Window:
    return Window(min(call.event_days) - timedelta(days=1), time(9), time(10), 20, desks)


def hand_in(one: Appearance, kind: str, path: Path, name: str = "a") -> Material:
    return hand_in_whole(actor=BY_LINK, appearance_id=one.pk, kind=kind, path=path, name=name)


def film(one: Appearance, path: Path, **how: Any) -> Material:
    row = hand_in(one, MaterialKind.FILM, make_film(path, **how), "pitch.mp4")
    check_film(row.pk)
    row.refresh_from_db()
    return row


def test_everybody_on_stage_has_a_list_and_a_letter(event: Call) -> None:
    rows = readiness_of(SYSTEM, event)
    assert [str(one.appearance) for one in rows] == ["0001", "0002", "0003", "第1区", "0004"]  # as on the stage
    assert Notice.objects.filter(letter="rehearsal.invitation").count() == 4  # the host area has no officer yet
    notice = Notice.objects.filter(letter="rehearsal.invitation").order_by("written_at").first()
    assert notice is not None and notice.email == "max1@secret.example"
    assert "slides" in notice.body and notice.link.startswith("/rehearsal/")


def test_who_comes_on_stage_later_is_enrolled(event: Call) -> None:
    Appearance.objects.filter(call=event, application__number=2).delete()
    assert enrol_speakers(actor=SYSTEM, call=event) == 1
    assert enrol_speakers(actor=SYSTEM, call=event) == 0


def test_a_plan_is_not_overwritten_by_a_page_that_is_old(event: Call) -> None:
    keep_plan(actor=SYSTEM, call=event, planned=Planned(), edits=1)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        keep_plan(actor=SYSTEM, call=event, planned=Planned(), edits=1)
    with pytest.raises(InvalidError):
        keep_plan(actor=SYSTEM, call=event, planned=Planned(items=["nonsense"]))
    with pytest.raises(RefusedError):
        keep_plan(actor=make_actor("leader", Role.CHAIR), call=event, planned=Planned())


def test_an_hour_is_taken_once_and_given_back(event: Call, speaker: Appearance) -> None:
    assert add_times(actor=SYSTEM, call=event, window=window(event)) == 3
    assert add_times(actor=SYSTEM, call=event, window=window(event)) == 0
    first, second, _third = free_times(event, now=clock.now())
    other = Appearance.objects.get(call=event, application__number=2)
    choose_time(actor=BY_LINK, appearance_id=speaker.pk, time_id=first.pk)
    choose_time(actor=BY_LINK, appearance_id=speaker.pk, time_id=first.pk)
    with pytest.raises(DomainError, match="time_taken"):
        choose_time(actor=BY_LINK, appearance_id=other.pk, time_id=first.pk)
    choose_time(actor=BY_LINK, appearance_id=speaker.pk, time_id=second.pk)
    assert light(speaker, Item.REHEARSAL) == Light.BOOKED
    first.refresh_from_db()
    assert first.appearance_id is None
    assert drop_times(actor=SYSTEM, call=event, ids=[first.pk, second.pk]) == 1
    free_time(actor=BY_LINK, appearance_id=speaker.pk)
    assert light(speaker, Item.REHEARSAL) == Light.MISSING
    with clock.travel(second.starts_at), pytest.raises(DomainError, match="time_past"):
        choose_time(actor=BY_LINK, appearance_id=speaker.pk, time_id=second.pk)


def test_the_office_sets_an_hour_and_tells(event: Call, speaker: Appearance) -> None:
    add_times(actor=SYSTEM, call=event, window=window(event, 2))
    hour = RehearsalTime.objects.filter(call=event).order_by("starts_at").first()
    assert hour is not None
    assign_time(actor=SYSTEM, appearance_id=speaker.pk, time_id=hour.pk)
    notice = Notice.objects.get(letter="rehearsal.booked")
    assert "03:00" in notice.subject or "03:00" in notice.body  # 09:00 in Beijing on the speaker's own clock


def test_what_a_speaker_says_is_kept_and_the_number_is_sealed(speaker: Appearance) -> None:
    said = Words(announced_en="Dr Maria van den Berg", spoken="fan den BERCH", biography_en="Chemist.")
    keep_words(actor=BY_LINK, appearance_id=speaker.pk, words=said)
    keep_phone(actor=BY_LINK, appearance_id=speaker.pk, phone="015 278 9111", interpreter="no")
    wish_no_recording(actor=BY_LINK, appearance_id=speaker.pk, wish=True)
    speaker.refresh_from_db()
    assert "9111" not in speaker.phone_sealed and speaker.phone_tail == "9111"
    assert {light(speaker, item) for item in ("names", "biography", "phone", "recording")} == {Light.READY}
    assert open_phone(actor=SYSTEM, appearance_id=speaker.pk) == "+31 15 278 9111"
    assert AuditEntry.objects.filter(action="rehearsal.phone_opened").count() == 1
    assert not any("9111" in str(one.after) for one in AuditEntry.objects.all())
    for wrong in ("12", "call me"):
        with pytest.raises(InvalidError):
            keep_phone(actor=BY_LINK, appearance_id=speaker.pk, phone=wrong)
    with pytest.raises(InvalidError):
        keep_words(actor=BY_LINK, appearance_id=speaker.pk, words=Words(spoken="x" * 200))


def test_a_consent_counts_as_an_answer(speaker: Appearance) -> None:
    assert light(speaker, Item.RECORDING) == Light.MISSING
    assert speaker.application is not None
    note_consents(actor=SYSTEM, applications=[speaker.application], purposes=(Purpose.RECORDING,), source=Source.PAPER)
    assert light(speaker, Item.RECORDING) == Light.READY


def test_a_good_film_waits_for_the_office_and_is_accepted(speaker: Appearance, tmp_path: Path) -> None:
    row = film(speaker, tmp_path / "a.mp4", size=(1280, 720), rate=25)
    assert (row.state, row.findings) == (MaterialState.HANDED_IN, [])
    assert row.film["width"] == 1280 and row.film["loudness"] == pytest.approx(-20, abs=0.5)
    accept_material(actor=SYSTEM, material_id=row.pk)
    accept_material(actor=SYSTEM, material_id=row.pk)
    assert light(speaker, Item.FILM) == Light.READY
    assert not Notice.objects.filter(letter="rehearsal.film_checked").exists()


@pytest.mark.parametrize(
    ("how", "code", "state"),
    [
        ({"sound": ""}, "no_sound", MaterialState.FAULTY),
        ({"loud": 0.0}, "silence", MaterialState.FAULTY),
        ({"seconds": 1}, "too_short", MaterialState.FAULTY),
        ({"size": (320, 180)}, "tiny", MaterialState.FAULTY),
        ({"loud": 0.01}, "quiet", MaterialState.HANDED_IN),
    ],
)
def test_what_is_wrong_with_a_film_is_written_to_its_speaker(
    speaker: Appearance, tmp_path: Path, how: dict[str, Any], code: str, state: str
) -> None:
    row = film(speaker, tmp_path / "a.mp4", **{"size": (640, 360), **how})
    assert row.state == state
    assert code in [one["code"] for one in row.findings]
    notice = Notice.objects.get(letter="rehearsal.film_checked")
    assert "{" not in notice.body and len(notice.body) > 40
    assert check_film(row.pk) is None  # twice is once


def test_a_wrong_film_never_takes_the_place_of_one_that_was_accepted(speaker: Appearance, tmp_path: Path) -> None:
    good = film(speaker, tmp_path / "good.mp4", size=(640, 360), rate=20)
    accept_material(actor=SYSTEM, material_id=good.pk)
    bad = film(speaker, tmp_path / "bad.mp4", sound="")
    one = readiness_for(SYSTEM, speaker.pk)
    assert (bad.number, bad.state, light(speaker, Item.FILM)) == (2, MaterialState.FAULTY, Light.READY)
    assert one.shown(MaterialKind.FILM) == good and one.newest(MaterialKind.FILM) == bad
    with pytest.raises(DomainError, match="move_not_allowed"):
        accept_material(actor=SYSTEM, material_id=bad.pk)
    better = film(speaker, tmp_path / "better.webm", size=(640, 360), rate=20, codecs=("libvpx", "libopus"))
    accept_material(actor=SYSTEM, material_id=better.pk)
    good.refresh_from_db()
    assert good.state == MaterialState.REPLACED
    assert Material.objects.count() == 3  # nothing is thrown away


def test_a_broken_film_and_a_program_are_told_apart(speaker: Appearance, tmp_path: Path) -> None:
    whole = make_film(tmp_path / "whole.mp4")
    part = tmp_path / "part.mp4"
    part.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    row = hand_in(speaker, MaterialKind.FILM, part)
    check_film(row.pk)
    row.refresh_from_db()
    assert [one["code"] for one in row.findings] == ["film_broken"]
    program = tmp_path / "pitch.mp4"
    program.write_bytes(b"MZ" + b"\0" * 400)
    with pytest.raises(FileRefused, match="file_program"):
        hand_in(speaker, MaterialKind.FILM, program)
    assert Material.objects.count() == 1


def test_a_film_whose_worker_died_is_looked_at_later(speaker: Appearance, tmp_path: Path) -> None:
    row = hand_in(speaker, MaterialKind.FILM, make_film(tmp_path / "a.mp4", size=(640, 360)))
    assert check_waiting() == 0
    with clock.travel(clock.now() + timedelta(hours=1)):
        assert check_waiting() == 1
    row.refresh_from_db()
    assert row.state == MaterialState.HANDED_IN


def test_slides_are_returned_with_a_reason(speaker: Appearance, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf())
    row = hand_in(speaker, MaterialKind.SLIDES, path, "slides.pdf")
    with pytest.raises(InvalidError):
        return_material(actor=SYSTEM, material_id=row.pk, reason=" ")
    return_material(actor=SYSTEM, material_id=row.pk, reason="Larger letters on page 3.")
    assert light(speaker, Item.SLIDES) == Light.RETURNED
    assert "Larger letters on page 3." in Notice.objects.get(letter="rehearsal.returned").body
    hand_in(speaker, MaterialKind.SLIDES, path, "slides.pdf")
    assert light(speaker, Item.SLIDES) == Light.LOOK
    with pytest.raises(FileRefused):
        hand_in(speaker, MaterialKind.PHOTO, path)


def test_how_a_rehearsal_went(event: Call, speaker: Appearance) -> None:
    add_times(actor=SYSTEM, call=event, window=window(event))
    hour = free_times(event, now=clock.now())[0]
    choose_time(actor=BY_LINK, appearance_id=speaker.pk, time_id=hour.pk)
    with pytest.raises(InvalidError):
        record_trial(actor=SYSTEM, appearance_id=speaker.pk, tested=TrialResult("", camera="perhaps"))
    record_trial(actor=SYSTEM, appearance_id=speaker.pk, tested=TrialResult(Outcome.AGAIN, sound="failed"))
    assert light(speaker, Item.REHEARSAL) == Light.RETURNED
    assert hour in free_times(event, now=clock.now())
    record_trial(actor=SYSTEM, appearance_id=speaker.pk, tested=TrialResult(Outcome.PASSED))
    assert light(speaker, Item.REHEARSAL) == Light.READY


def test_reminders_name_what_is_missing_once_a_day(event: Call, speaker: Appearance) -> None:
    assert remind_speakers(actor=SYSTEM, call=event, appearance_ids=[speaker.pk]) == 1
    assert remind_speakers(actor=SYSTEM, call=event, appearance_ids=[speaker.pk]) == 0
    assert "slides" in Notice.objects.get(letter="rehearsal.reminder").body
    with clock.travel(clock.now() + timedelta(days=2)):
        assert remind_speakers(actor=SYSTEM, call=event, appearance_ids=[speaker.pk]) == 1


def test_the_day_before_and_before_a_deadline_letters_leave_by_themselves(event: Call, speaker: Appearance) -> None:
    add_times(actor=SYSTEM, call=event, window=window(event))
    hour = free_times(event, now=clock.now())[0]
    choose_time(actor=BY_LINK, appearance_id=speaker.pk, time_id=hour.pk)
    assert remind_of_rehearsals() == 0
    with clock.travel(hour.starts_at - timedelta(hours=20)):
        assert remind_of_rehearsals() == 1
        assert remind_of_rehearsals() == 0
    assert Notice.objects.filter(letter="rehearsal.tomorrow").count() == 1
    with clock.travel(event.rehearsal_plan.film_due_at - timedelta(days=2)):
        assert remind_of_rehearsals() == 5
        assert remind_of_rehearsals() == 0


def test_a_new_letter_ends_the_old_link(event: Call, speaker: Appearance) -> None:
    old = token_of(speaker)
    assert appearance_behind(old) == speaker
    invite_speakers(actor=SYSTEM, call=event, appearance_ids=[speaker.pk])
    with pytest.raises(NotFoundError):
        appearance_behind(old)
    for wrong in ("", "x" * 72, old[:-1] + "0", speaker.pk.hex):
        with pytest.raises(NotFoundError):
            appearance_behind(wrong)
    assert link_of(Appearance.objects.get(pk=speaker.pk)) != f"/rehearsal/{old}"


def test_who_may_do_what(event: Call, speaker: Appearance) -> None:
    area = Appearance.objects.get(call=event, board__isnull=False)
    officer, stranger = make_board_actor(area.board), make_actor("nobody")  # type: ignore[arg-type]
    office, chair = make_actor("clerk", Role.OFFICE), make_actor("leader", Role.CHAIR)
    assert list(appearances_visible_to(officer)) == [area]
    assert not appearances_visible_to(stranger).exists()
    assert appearances_visible_to(office).count() == appearances_visible_to(chair).count() == 5
    keep_words(actor=officer, appearance_id=area.pk, words=Words(spoken="x"))
    keep_words(actor=office, appearance_id=speaker.pk, words=Words(spoken="x"))
    for actor in (officer, stranger):
        with pytest.raises(NotFoundError):
            keep_words(actor=actor, appearance_id=speaker.pk, words=Words(spoken="y"))
    with pytest.raises(RefusedError):
        keep_words(actor=chair, appearance_id=speaker.pk, words=Words(spoken="y"))
    with pytest.raises(RefusedError):
        open_phone(actor=chair, appearance_id=speaker.pk)


def test_who_left_the_stage_or_comes_too_late_prepares_nothing(event: Call, speaker: Appearance) -> None:
    with clock.travel(clock.end_of_day(max(event.event_days))), pytest.raises(RefusedError):
        keep_words(actor=BY_LINK, appearance_id=speaker.pk, words=Words(spoken="x"))
    assert speaker.application_id is not None
    withdraw_application(actor=SYSTEM, application_id=speaker.application_id)
    with pytest.raises(RefusedError):
        keep_words(actor=BY_LINK, appearance_id=speaker.pk, words=Words(spoken="x"))
    assert speaker.pk not in [one.appearance.pk for one in readiness_of(SYSTEM, event)]


def test_each_command_is_in_the_log_with_its_fact(event: Call, speaker: Appearance) -> None:
    keep_words(actor=BY_LINK, appearance_id=speaker.pk, words=Words(announced_en="Dr X", spoken="x"))
    entry = AuditEntry.objects.filter(action="rehearsal.prepared").get()
    assert entry.subject_id == str(speaker.pk) and entry.after["fields"] == ["announced_en", "spoken"]
    assert Fact.objects.filter(name="SpeakerPrepared").count() == 1
    assert Fact.objects.filter(name="SpeakersInvited").count() == 1
