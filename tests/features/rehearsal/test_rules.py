"""What a recorded pitch must be like, how far a check list is, and when to rehearse."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yunhui.features.rehearsal.enums import Item, Light, MaterialState, Outcome
from yunhui.features.rehearsal.rules import (
    USUAL,
    Deadlines,
    Finding,
    Level,
    Limits,
    Slot,
    Told,
    Window,
    current,
    findings_in,
    hours_of,
    is_ready,
    is_usable,
    lines_of,
    sentence_of,
    span,
    to_remind,
)
from yunhui.features.rehearsal.rules.times import MOST
from yunhui.features.rehearsal.rules.words import _SENTENCES
from yunhui.foundation.files.ports.films import Film, Picture, Sound

LIMITS = Limits()
GOOD_PICTURE = Picture("h264", 1920, 1080, 25.0, 0.0)
GOOD_SOUND = Sound("aac", 2, -20.0, -3.0, 0.0, (-23.0, -23.2), 0.02, 1.0)
GOOD = Film(470.0, False, GOOD_PICTURE, GOOD_SOUND)
NOW = datetime(2027, 6, 1, tzinfo=UTC)


def codes(film: Film, limits: Limits = LIMITS) -> set[str]:
    return {one.code for one in findings_in(film, limits)}


def heard(**changed: object) -> Film:
    fields = {name: getattr(GOOD_SOUND, name) for name in GOOD_SOUND.__slots__} | changed
    return Film(470.0, False, GOOD_PICTURE, Sound(**fields))


def seen(**changed: object) -> Film:
    fields = {name: getattr(GOOD_PICTURE, name) for name in GOOD_PICTURE.__slots__} | changed
    return Film(470.0, False, Picture(**fields), GOOD_SOUND)


def test_a_good_film_is_found_good() -> None:
    assert findings_in(GOOD, LIMITS) == ()


@pytest.mark.parametrize(
    ("film", "code", "usable"),
    [
        (Film(496.0, False, GOOD_PICTURE, GOOD_SOUND), "too_long", False),
        (Film(494.0, False, GOOD_PICTURE, GOOD_SOUND), "a_little_long", True),
        (Film(40.0, False, GOOD_PICTURE, GOOD_SOUND), "too_short", False),
        (Film(200.0, True, GOOD_PICTURE, GOOD_SOUND), "cut_off", False),
        (Film(470.0, False, None, GOOD_SOUND), "no_picture", False),
        (Film(470.0, False, GOOD_PICTURE, None), "no_sound", False),
        (heard(loudness=None), "silence", False),
        (heard(loudness=-50.0), "unheard", False),
        (heard(loudness=-38.0), "quiet", True),
        (heard(loudness=-6.0), "loud", True),
        (heard(clipped=0.01), "clipped", True),
        (heard(levels=(-20.0, None)), "left_only", True),
        (heard(levels=(-70.0, -21.0)), "right_only", True),
        (heard(silent=0.8), "mostly_silent", True),
        (heard(codec="pcm_s16le"), "sound_codec", False),
        (seen(width=640, height=360), "small", True),
        (seen(width=320, height=180), "tiny", False),
        (seen(width=1080, height=1920), "upright", True),
        (seen(rate=8.0), "jerky", True),
        (seen(codec="hevc"), "codec", False),
        (seen(dark=0.9), "black", False),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_told_in_words(film: Film, code: str, usable: bool) -> None:
    findings = findings_in(film, LIMITS)
    assert [one.code for one in findings] == [code]
    assert is_usable(findings) is usable
    for language in ("en", "zh-hans"):
        with translation.override(language):
            words = sentence_of(findings[0], language)
        assert len(words) > 8 and "{" not in words and "!" not in words
        assert any("一" <= letter <= "鿿" for letter in words) == (language != "en"), words


def test_every_sentence_speaks_both_languages() -> None:
    for code in _SENTENCES:
        with translation.override("zh-hans"):
            assert any("一" <= letter <= "鿿" for letter in _SENTENCES[code]()), code


def test_a_finding_is_kept_as_it_was() -> None:
    for one in findings_in(heard(loudness=-38.0), LIMITS):
        assert Finding.of(one.plain()) == one
    assert span(485, "en") == "8 min 05 s" and span(485, "zh-hans") == "8分05秒" and span(9.6, "en") == "10 s"


@given(st.floats(1, 2000), st.floats(0, 2000))
def test_longer_is_never_judged_better_past_the_end(seconds: float, more: float) -> None:
    longer = Film(seconds + more, False, GOOD_PICTURE, GOOD_SOUND)
    if not is_usable(findings_in(Film(seconds, False, GOOD_PICTURE, GOOD_SOUND), LIMITS)) and seconds > LIMITS.longest:
        assert not is_usable(findings_in(longer, LIMITS))


@given(st.floats(-70, 0), st.floats(-70, 0))
def test_of_two_quiet_films_the_quieter_is_not_better(one: float, other: float) -> None:
    lower, higher = sorted((one, other))
    if higher < LIMITS.quietest and is_usable(findings_in(heard(loudness=lower), LIMITS)):
        assert is_usable(findings_in(heard(loudness=higher), LIMITS))


@given(st.integers(1, 30))
def test_an_event_sets_its_own_limits(minutes: int) -> None:
    limits = Limits.of({"quietest": -25, "unknown": 9}, minutes)
    assert (limits.longest, limits.quietest) == (minutes * 60, -25)
    assert codes(Film(minutes * 60.0, False, GOOD_PICTURE, GOOD_SOUND), limits) == set()


READY = Told(
    slot=Slot.YES,
    has_names=True,
    has_biography=True,
    has_phone=True,
    may_record=True,
    outcome=Outcome.PASSED,
    materials={kind: [MaterialState.ACCEPTED] for kind in (Item.SLIDES, Item.FILM, Item.PHOTO)},
)


def lights(told: Told, *, due: datetime | None = None, now: datetime = NOW) -> dict[str, Light]:
    return {line.item: line.light for line in lines_of(USUAL, told, Deadlines(due, due), now)}


def test_who_has_done_everything_is_ready() -> None:
    lines = lines_of(USUAL, READY, Deadlines(), NOW)
    assert is_ready(lines) and to_remind(lines) == ()
    assert [line.item for line in lines] == list(Item)


def test_who_has_done_nothing_is_reminded_of_all_that_is_theirs() -> None:
    lines = lines_of(USUAL, Told(), Deadlines(), NOW)
    assert set(to_remind(lines)) == set(USUAL) - {Item.SLOT}  # no hour is published yet


@given(st.integers(-5, 5))
def test_late_begins_with_the_deadline(hours: int) -> None:
    found = lights(Told(), due=NOW, now=NOW + timedelta(hours=hours))
    assert found[Item.SLIDES] == (Light.LATE if hours >= 0 else Light.MISSING)
    assert found[Item.REHEARSAL] == Light.MISSING  # it has its own hour


def test_a_refusal_to_be_recorded_is_an_answer() -> None:
    assert lights(Told(no_recording=True))[Item.RECORDING] == Light.READY
    assert lights(Told(slot=Slot.NO))[Item.SLOT] == Light.RETURNED


def test_a_rehearsal_goes_from_missing_to_tested() -> None:
    ends = NOW + timedelta(hours=1)
    assert lights(Told(booked_until=ends))[Item.REHEARSAL] == Light.BOOKED
    assert lights(Told(booked_until=ends), now=ends)[Item.REHEARSAL] == Light.LOOK  # nobody wrote down how it went
    assert lights(Told(outcome=Outcome.AGAIN))[Item.REHEARSAL] == Light.RETURNED
    assert lights(Told(outcome=Outcome.PASSED))[Item.REHEARSAL] == Light.READY


S = MaterialState


@pytest.mark.parametrize(
    ("states", "counts"),
    [
        ([], ""),
        ([S.REPLACED], ""),
        ([S.HANDED_IN], S.HANDED_IN),
        ([S.FAULTY, S.ACCEPTED], S.ACCEPTED),  # a wrong file loses nothing
        ([S.CHECKING, S.ACCEPTED], S.ACCEPTED),
        ([S.HANDED_IN, S.ACCEPTED], S.HANDED_IN),
        ([S.FAULTY, S.REPLACED], S.FAULTY),
    ],
)
def test_a_wrong_file_never_takes_the_place_of_a_good_one(states: list[str], counts: str) -> None:
    assert current(states) == counts


@given(
    st.integers(5, 60), st.integers(1, 4), st.integers(0, 23), st.integers(0, 23),
    st.sampled_from(["Asia/Shanghai", "Europe/Amsterdam", "America/New_York"]),
)  # fmt: skip
def test_hours_fill_their_window_and_nothing_else(minutes: int, desks: int, opens: int, closes: int, zone: str) -> None:
    day = date(2027, 6, 9)
    found = hours_of(Window(day, time(opens), time(closes), minutes, desks), zone)
    for one in found:
        assert one.ends_at - one.starts_at == timedelta(minutes=minutes)
        assert datetime.combine(day, time(opens), ZoneInfo(zone)) <= one.starts_at
        assert one.ends_at <= datetime.combine(day, time(closes), ZoneInfo(zone))
    seats = {(one.starts_at, one.desk) for one in found}
    assert len(seats) == len(found) == desks * min(max(0, (closes - opens) * 60 // minutes), MOST // desks)


def test_levels_are_words() -> None:
    assert [one.value for one in Level] == ["fine", "doubt", "wrong"]
