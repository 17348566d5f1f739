"""Lines grouped as a reader looks for them. Pure: no database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yunhui.features.timetable.selectors import Line, agenda, next_session
from yunhui.features.timetable.selectors.versions import moves

START = datetime(2027, 6, 10, 1, 0, tzinfo=UTC)  # 09:00 in Beijing
LINE = Line(
    uid="", kind="pitch", title_zh="题", title_en="T", group_zh="甲", group_en="A", group_key="a", country_zh="",
    country_en="", zone="Asia/Shanghai", room_zh="一厅", room_en="One", starts_at=START,
    ends_at=START + timedelta(minutes=13), is_humane=True,
)  # fmt: skip


def at(
    minute: int, *, uid: str = "", room: str = "一厅", group: str = "a", kind: str = "pitch", length: int = 13
) -> Line:
    start = START + timedelta(minutes=minute)
    return replace(
        LINE, uid=uid or f"{minute}{room}", kind=kind, room_zh=room, group_key=group, starts_at=start,
        ends_at=start + timedelta(minutes=length),
    )  # fmt: skip


def test_a_pause_another_group_or_another_hall_begins_a_run() -> None:
    lines = [at(0), at(15), at(60), at(75, group="b"), at(0, room="二厅")]
    (day,) = agenda(lines, "Asia/Shanghai")
    assert [[len(run.lines) for run in one.runs] for one in day.sessions] == [[2, 1], [1], [1]]


def test_runs_that_overlap_are_one_session() -> None:
    (day,) = agenda([at(0), at(15), at(15, room="二厅", group="b"), at(30, room="二厅", group="b")], "Asia/Shanghai")
    (session,) = day.sessions
    assert [run.starts_at for run in session.runs] == [START, START + timedelta(minutes=15)]
    assert session.ends_at == START + timedelta(minutes=43)


def test_host_areas_and_the_opening_stand_alone() -> None:
    lines = [
        at(0, kind="opening", group="", length=30),
        at(0, room="二厅"),
        at(30, kind="board_pitch", group="", length=5),
    ]
    (day,) = agenda(lines, "Asia/Shanghai")
    assert sorted(one.kind for one in day.sessions) == ["board_pitch", "opening", "pitch"]
    assert day.count("pitch") == 1 and day.count("board_pitch") == 1


def test_a_day_is_the_venue_s() -> None:
    late = at(15 * 60 - 5)  # 23:55 in Beijing
    assert [day.date.day for day in agenda([at(0), late, at(15 * 60)], "Asia/Shanghai")] == [10, 11]
    assert [day.date.day for day in agenda([at(0), late, at(15 * 60)], "Europe/Amsterdam")] == [10]


def test_the_next_session_runs_or_comes() -> None:
    days = agenda([at(0), at(120)], "Asia/Shanghai")
    for minute, expected in ((-5, 0), (12, 0), (13, 120), (132, 120)):
        session = next_session(days, START + timedelta(minutes=minute))
        assert session is not None and session.starts_at == START + timedelta(minutes=expected)
    assert next_session(days, START + timedelta(minutes=133)) is None


@given(st.lists(st.tuples(st.integers(0, 3000), st.sampled_from("一二"), st.sampled_from("ab"),
                          st.sampled_from(["pitch", "board_pitch", "opening"])), max_size=30))  # fmt: skip
def test_nothing_is_lost_and_nothing_twice(items: list[tuple[int, str, str, str]]) -> None:
    lines = [at(m, uid=str(n), room=f"{r}厅", group=g, kind=k) for n, (m, r, g, k) in enumerate(items)]
    days = agenda(lines, "Asia/Shanghai")
    seen = [line.uid for day in days for one in day.sessions for run in one.runs for line in run.lines]
    assert sorted(seen) == sorted(line.uid for line in lines)
    for day in days:
        starts = [one.starts_at for one in day.sessions]
        assert starts == sorted(starts)
        for one in day.sessions:
            assert all(run.starts_at < one.ends_at for run in one.runs)


def test_moves_name_what_is_elsewhere_new_and_gone() -> None:
    before = [at(0, uid="stays"), at(15, uid="later"), at(30, uid="hall"), at(45, uid="gone")]
    after = [at(0, uid="stays"), at(20, uid="later"), at(30, uid="hall", room="二厅"), at(60, uid="new")]
    found = [((m.after or m.before).uid, m.before is None, m.after is None) for m in moves(before, after)]  # type: ignore[union-attr]
    assert found == [("later", False, False), ("hall", False, False), ("new", True, False), ("gone", False, True)]
    assert moves(before, before) == []
