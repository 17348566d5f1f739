"""What a published change means: who is affected, and the SEQUENCE of every entry over any history."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from yunhui.features.timetable.rules import Entry, Kind, Seat, applied, confirm_by, differences

DAY = datetime(2027, 6, 10, tzinfo=UTC)
uids = st.integers(1, 6).map(lambda n: UUID(int=n))


@st.composite
def seats(draw: st.DrawFn) -> Seat:
    start = DAY + timedelta(minutes=15 * draw(st.integers(0, 8)))
    people = draw(st.frozensets(st.sampled_from("abcd"), max_size=3))
    return Seat(start, start + timedelta(minutes=draw(st.sampled_from((13, 15)))), draw(st.integers(1, 2)), people)


versions = st.lists(st.dictionaries(uids, seats(), max_size=6), min_size=1, max_size=6)


@given(versions)
def test_a_sequence_never_falls_and_rises_by_one_just_when_something_changed(history: list[dict[UUID, Seat]]) -> None:
    announced: dict[UUID, Entry] = {}
    for version in history:
        before, made = announced, differences(announced, version)
        announced = applied(before, made)
        changed = {one.uid for one in made}
        assert len(changed) == len(made)
        for uid, entry in announced.items():
            old = before.get(uid)
            if uid not in changed:
                assert entry == old
            elif old is None:
                assert entry.sequence == 0
            else:
                assert entry.sequence == old.sequence + 1
        assert {uid: one.seat for uid, one in announced.items() if not one.is_cancelled} == version
        assert not differences(announced, version), "publishing the same again changes nothing"


@given(versions, versions)
def test_affected_are_exactly_those_whose_seat_is_another(
    first: list[dict[UUID, Seat]], second: list[dict[UUID, Seat]]
) -> None:
    old, new = first[-1], second[-1]
    made = differences({uid: Entry(seat, 3) for uid, seat in old.items()}, new)

    def seat_of(seats: dict[UUID, Seat], uid: UUID, person: str) -> tuple[object, ...] | None:
        seat = seats.get(uid)
        return (seat.starts_at, seat.ends_at, seat.room) if seat and person in seat.people else None

    people = {person for seats in (old, new) for seat in seats.values() for person in seat.people}
    expected = {
        (uid, person)
        for uid in old.keys() | new.keys()
        for person in people
        if seat_of(old, uid, person) != seat_of(new, uid, person)
    }
    assert {(one.uid, person) for one in made for person in one.told} == expected
    for one in made:
        assert not one.asked & one.released
        assert one.released <= (one.before.people if one.before else frozenset())


@given(seats(), seats())
def test_the_weightiest_difference_names_the_change(before: Seat, after: Seat) -> None:
    uid = UUID(int=1)
    made = differences({uid: Entry(before, 0)}, {uid: after})
    if before == after:
        assert made == []
    elif (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
        assert [one.kind for one in made] == [Kind.MOVED]
    else:
        assert [one.kind for one in made] == [Kind.ROOM if before.room != after.room else Kind.PEOPLE]


def test_what_comes_back_counts_on() -> None:
    uid, seat = UUID(int=1), Seat(DAY, DAY + timedelta(minutes=13), 1, frozenset("a"))
    gone = applied({uid: Entry(seat, 4)}, differences({uid: Entry(seat, 4)}, {}))
    assert gone == {uid: Entry(seat, 5, is_cancelled=True)}
    (back,) = differences(gone, {uid: seat})
    assert (back.kind, back.sequence, back.before, back.asked) == (Kind.NEW, 6, None, frozenset("a"))


@given(st.integers(0, 60 * 24 * 20))
def test_nobody_is_asked_to_answer_after_their_hour_or_in_the_past(minutes: int) -> None:
    starts = DAY + timedelta(minutes=minutes)
    by = confirm_by(DAY, starts)
    assert DAY <= by <= starts or by == starts
    assert by <= DAY + timedelta(days=5) or by == starts
