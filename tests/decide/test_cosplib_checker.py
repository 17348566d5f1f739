"""CoSPLib's checker to the letter: what it reads from a workbook, and what it counts where one would not expect it."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xlsxwriter
from cosplib_worlds import conference, planted, write

from yunhui.decide.files import WrongInput
from yunhui.decide.timetable.cosplib.command import run
from yunhui.decide.timetable.cosplib.model import EMPTY, NEVER, Conference
from yunhui.decide.timetable.cosplib.reading import read_conference
from yunhui.decide.timetable.cosplib.scoring import score
from yunhui.decide.timetable.cosplib.sheets import minute, read_sheets
from yunhui.decide.timetable.cosplib.solving import solve_conference
from yunhui.decide.timetable.cosplib.writing import read_programme, solution_workbook
from yunhui.decide.timetable.cosplib.zones import presenter_offset, venue_offset

pytestmark = pytest.mark.filterwarnings("error")


def _read(tmp_path: Path, **changes: Any) -> Conference:
    return read_conference(write(tmp_path / "made.xlsx", conference(**changes)))


def _energy(**changes: Any) -> list[tuple[Any, ...]]:
    """Four submissions of one track; `changes`: of the first one's columns, by their number."""
    rows = [[f"e{k}", "Energy", 1, 0, "GMT+0", "", "", {}] for k in range(1, 5)]
    for column, cell in changes.items():
        rows[0][int(column[1:])] = cell
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("seed", range(12))
def test_a_programme_is_found_wherever_there_is_one(seed: int, tmp_path: Path) -> None:
    made = read_conference(write(tmp_path / "made.xlsx", planted(seed, tight=seed % 2 == 0)))
    found = solve_conference(made, seconds=120, work=0.5)
    assert found.programme is not None
    assert found.score == score(made, found.programme)
    assert found.score.hard == ()
    answer = tmp_path / "answer.xlsx"
    answer.write_bytes(solution_workbook(made, found.programme, found.score))
    assert score(made, read_programme(answer, made)) == found.score


@pytest.mark.parametrize("seed", range(4))
def test_one_room_less_than_needed_is_told(seed: int, tmp_path: Path) -> None:
    told = planted(2 * seed)
    found = solve_conference(
        read_conference(write(tmp_path / "made.xlsx", told | {"rooms": told["rooms"][1:]})), seconds=120, work=4
    )
    assert found.status == "infeasible"
    assert "add a room or a session" in found.reasons[0]


def test_the_solution_is_laid_out_as_the_checker_reads_it(tmp_path: Path) -> None:
    made = read_conference(write(tmp_path / "made.xlsx", planted(3)))
    found = solve_conference(made, seconds=120, work=0.1)
    assert found.programme is not None
    assert found.score is not None
    (tmp_path / "answer.xlsx").write_bytes(solution_workbook(made, found.programme, found.score))
    rows = next(iter(read_sheets(tmp_path / "answer.xlsx").values()))
    count = len(made.sessions)
    assert rows[0][1:] == list(made.rooms)
    assert [row[0] for row in rows[1 : count + 1]] == list(made.sessions)
    assert set(rows[count + 1]) == {""}
    below = rows[count + 2 :]
    assert [row[0] for row in below] == [
        name for name, n in zip(made.sessions, made.slots, strict=True) for _ in range(n)
    ]
    assert {cell for row in below for cell in row[1:]} - {""} == set(made.submissions)


def test_a_place_that_is_left_blank_always_costs(tmp_path: Path) -> None:
    blank = _read(tmp_path, tracks=[("Energy", "")], submissions=_energy(_3=""), weights={"order": 7})
    assert blank.order.tolist() == [NEVER, 0, 0, 0]
    found = solve_conference(blank, seconds=120, work=0.2)
    assert found.score is not None
    assert found.score.terms == {"order": 7}


def test_zones_are_those_of_the_checkers_library() -> None:
    # Mean solar time: an IANA name of the venue is used before its first transition.
    assert [venue_offset(name) for name in ("Europe/Oslo", "Europe/London", "GMT+8")] == [53, -1, 480]
    assert presenter_offset("Europe/Oslo", "Europe/Berlin") == 120
    assert presenter_offset("Europe/Oslo", "Europe/Oslo") == 53
    assert presenter_offset("asia/shanghai", "GMT+0") == presenter_offset("GMT+8", "GMT+0") == 480


def test_who_has_the_venues_zone_reads_the_venues_clock(tmp_path: Path) -> None:
    made = _read(
        tmp_path,
        tracks=[("Energy", "")],
        submissions=_energy(_4="Europe/Oslo"),
        zone="Europe/Oslo",
        hours=("9:30", "12:00", "9:00", "12:30"),
        weights={"timezones": 1},
    )
    # 9:30 by the sun of Oslo is 8:37 in GMT+0.
    assert made.zone.tolist() == [[0, 0], [10, 0], [10, 0], [10, 0]]


def test_zones_do_not_matter_where_they_have_no_weight(tmp_path: Path) -> None:
    assert not _read(tmp_path, tracks=[("Energy", "")], submissions=_energy(_4=""), zone="").zone.any()


def test_a_weight_below_zero_is_none(tmp_path: Path) -> None:
    assert _read(tmp_path, weights={"chairs": -5, "order": 2}).weights["chairs"] == 0


def test_slot_ten_of_the_first_session_is_also_slot_zero_of_the_eleventh(tmp_path: Path) -> None:
    sessions = [(f"S{k}", 11 if k == 1 else 1, "9:00", "10:00") for k in range(1, 12)]
    alike: list[tuple[Any, ...]] = [(f"e{k}", "Energy", 1, 0, "GMT+0", "ann", "", {}) for k in (1, 2)]
    weights = {"presenters_slot": 3}
    made = _read(tmp_path, sessions=sessions, tracks=[("Energy", "")], submissions=alike, weights=weights)
    found = solve_conference(made, seconds=120, work=0.1)
    assert found.programme is not None
    for session, rooms in enumerate(found.programme.submissions):
        found.programme.submissions[session] = [[EMPTY] * len(slots) for slots in rooms]
    found.programme.submissions[0][0][10], found.programme.submissions[10][0][0] = 0, 1
    # Once for each of the two sessions that have the time slot.
    assert score(made, found.programme).terms == {"presenters_slot": 6}


def test_those_who_may_not_meet_come_one_after_the_other(tmp_path: Path) -> None:
    rows: list[tuple[Any, ...]] = [(f"e{k}", "Energy", 1, k, "GMT+0", "ann, bo", "", {}) for k in (1, 2, 3)]
    rows += [("c1", "Chips", 2, 0, "GMT+0", "ann", "", {}), ("c2", "Chips", 1, 0, "GMT+0", "dai", "bo", {})]
    made = _read(
        tmp_path,
        sessions=[("Mon1", 6, "9:00", "12:00")],
        rooms=["Hall", "Studio"],
        submissions=rows,
        weights={"presenters_slot": 100, "attendees_slot": 10, "order": 1, "parallel_tracks": 1},
    )
    found = solve_conference(made, seconds=120, work=1)
    assert found.score is not None
    assert (found.score.objective, found.score.hard) == (0, ())


def test_of_two_rooms_of_a_track_each_gets_who_likes_it(tmp_path: Path) -> None:
    rows = [(f"e{k}", "Energy", 1, 0, "GMT+0", "", "", {"Studio" if k < 3 else "Hall": 1}) for k in range(1, 5)]
    made = _read(
        tmp_path,
        sessions=[("Mon1", 2, "9:00", "10:00")],
        rooms=["Hall", "Studio"],
        tracks=[("Energy", "")],
        submissions=rows,
        weights={"submissions_rooms": 5},
    )
    found = solve_conference(made, seconds=120, work=0.5)
    assert found.score is not None
    assert found.score.objective == 0


def test_a_torn_programme_is_scored_into_json(tmp_path: Path) -> None:
    source = write(tmp_path / "made.xlsx", conference(tracks=[("Energy", "")], submissions=_energy(_2=2)[:2]))
    made = read_conference(source)
    found = solve_conference(made, seconds=120, work=0.1)
    assert found.programme is not None
    cells = [(s, 0, k) for s in range(2) for k in range(2) if found.programme.submissions[s][0][k] == 0]
    session, room, slot = cells[0]
    found.programme.submissions[session][room][slot] = EMPTY
    (tmp_path / "torn.xlsx").write_bytes(solution_workbook(made, found.programme, score(made, found.programme)))
    assert run(source, tmp_path / "score.json", scored=tmp_path / "torn.xlsx", seconds=1, seed=1, work=None) == 1
    assert '"in_one_piece": 10000000' in (tmp_path / "score.json").read_text()


def test_times_are_read_however_excel_keeps_them() -> None:
    assert [minute(cell) for cell in (" 9:30 ", "09:30:00", 0.3958333333333333, "24:00", 9.5, "")] == [
        570,
        570,
        570,
        None,
        None,
        None,
    ]


def test_a_workbook_may_have_more_than_is_needed(tmp_path: Path) -> None:
    told = conference(
        sessions=[("Mon1", 4, "9:30", "10:30"), ("Pause", 0, "10:30", "11:00"), ("Mon2", 2, "11:00", "12:00")]
    )
    sheets = read_sheets(write(tmp_path / "made.xlsx", told))
    for row, cell in zip(sheets["submissions"], ("Remarks", "x", "y"), strict=False):
        row.append(cell)
    sheets["submissions"].insert(3, [])
    other = tmp_path / "other.xlsx"
    with xlsxwriter.Workbook(str(other)) as book:
        for name in reversed(list(sheets)):
            sheet = book.add_worksheet(f"{name.title()} ")
            for number, row in enumerate(sheets[name]):
                sheet.write_row(number, 0, list(row))
    made = read_conference(other)
    assert made.submissions == ("e1", "e2", "c1", "c2")
    found = solve_conference(made, seconds=120, work=0.1)
    assert found.score is not None
    assert found.score.hard == ()


def test_names_that_are_almost_right_are_told(tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match="row 2: there is no track 'energy '; is it 'Energy'"):
        _read(tmp_path, submissions=[*_energy(_1="energy "), ("c1", "Chips", 1, 0, "GMT+0", "", "", {})])


def test_slots_of_a_submission_follow_each_other_in_every_answer(tmp_path: Path) -> None:
    made = read_conference(write(tmp_path / "made.xlsx", planted(1)))
    found = solve_conference(made, seconds=120, work=0.2)
    assert found.programme is not None
    for rooms in found.programme.submissions:
        for slots in rooms:
            changes = sum(one != other for one, other in pairwise(slots))
            assert changes == len(set(slots)) - 1
    assert np.isin(
        range(len(made.submissions)), [one for rooms in found.programme.submissions for s in rooms for one in s]
    ).all()
