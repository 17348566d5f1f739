"""The JSON format and its command: the documented example runs, mistakes are named, and nothing is half written."""

import argparse
import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from yunhui.decide.cli import run
from yunhui.decide.commands import timetable
from yunhui.decide.timetable import WrongPlan, problems, read_plan, solve

ROOT = Path(__file__).parents[2]


def example() -> dict[str, Any]:
    page = (ROOT / "docs/formats/timetable.md").read_text(encoding="utf-8")
    found = re.search(r"```json\n(.*?)```", page, re.DOTALL)
    assert found is not None
    content: dict[str, Any] = json.loads(found[1])
    return content


def decide(*arguments: object) -> int:
    parser = argparse.ArgumentParser()
    timetable.add_arguments(parser)
    parser.set_defaults(decide="timetable", run=timetable.run)
    return run(parser.parse_args([*map(str, arguments)]))


def wrong(content: object) -> str:
    with pytest.raises(WrongPlan) as refused:
        read_plan(content)
    return "\n".join(refused.value.problems)


def test_the_documented_example_is_solved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "plan.json", tmp_path / "timetable.json"
    source.write_text(json.dumps(example()))
    assert decide("--in", source, "--out", target, "--seconds", 20) == 0
    answer = json.loads(target.read_text())
    assert answer["status"] == "optimal"
    assert answer["objective"] == answer["bound"] == sum(line["price"] for line in answer["paid"])
    assert answer["gap"] == 0
    plan = read_plan(example())
    again = read_plan({**example(), "previous": answer["placements"]})
    assert problems(plan, again.previous) == ()
    first = next(one for one in answer["placements"] if one["item"] == "opening")
    assert first["start"] == "2026-06-11T09:00+08:00"
    assert first["utc"] == "2026-06-11T01:00Z"
    assert first["end"] == "2026-06-11T09:20+08:00"
    ann = answer["reasons"]["p01"]["people"][0]
    assert ann["zone"] == "America/New_York"
    assert ann["start"].endswith("-04:00")
    assert {move["item"] for move in answer["moves"]} >= {"opening", "b01", "p01"}
    assert "optimal" in capsys.readouterr().err


def test_an_infeasible_plan_is_written_with_its_clash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = example()
    content["pins"].append({"item": "p01", "start": "2026-06-12T09:00"})
    content["people"][1]["unavailable"] = [{"from": "2026-06-11T20:00", "to": "2026-06-11T23:00"}]
    source, target = tmp_path / "plan.json", tmp_path / "timetable.json"
    source.write_text(json.dumps(content))
    assert decide("--in", source, "--out", target, "--seconds", 20) == 1
    answer = json.loads(target.read_text())
    assert (answer["status"], answer["placements"], answer["objective"]) == ("infeasible", [], None)
    (clash,) = answer["clashes"]
    assert {rule["code"] for rule in clash["rules"]} == {"availability", "pin"}
    assert "Ann Wu is only available outside 2026-06-11 20:00–23:00 (America/New_York)." in capsys.readouterr().err


def test_every_mistake_is_named_with_its_place() -> None:
    content = example()
    content["people"][1]["zone"] = "America/NewYork"
    content["days"][1]["date"] = "12.6.2026"
    content["items"][1]["minuets"] = 5
    content["items"][2]["minutes"]["pitch"] = 8.5
    content["wishes"][0]["windows"][0]["from"] = "yesterday"
    content["apart"][0]["items"] = ["b01"]
    text = wrong(content)
    assert '$.people[1].zone: no time zone is called "America/NewYork"; did you mean America/New_York?' in text
    assert '$.days[1].date: "12.6.2026" is not a date; write it as 2026-06-11' in text
    assert '$.items[1].minuets: is not part of the format; did you mean "minutes"?' in text
    assert "$.items[2].minutes.pitch: 8.5 is not a whole number" in text
    assert '$.wishes[0].windows[0].from: "yesterday" is not a time' in text
    assert "$.apart[0].items: name exactly two items" in text


def test_what_reads_but_makes_no_sense_is_named_too() -> None:
    content = example()
    content["items"][3]["id"] = "p01"
    content["items"][0]["minutes"] = 300
    content["items"][2]["people"][0]["person"] = "anne"
    content["days"][0]["open"].append({"from": "10:00", "to": "12:00", "rooms": ["hall"]})
    content["groups"][0]["together"] = -1
    content["locks"] = ["b01"]
    text = wrong(content)
    assert '$.items[3].id: "p01" is the id of $.items[2] already' in text
    assert "$.items[0].minutes: 300 min are longer than its longest open time (120 min)" in text
    assert '$.items[2].people[0].person: there is no "anne" in people; did you mean "ann"?' in text
    assert "room hall is opened twice at 2026-06-11 10:00" in text
    assert "$.groups[0].together: a price is a whole number from 0" in text
    assert '$.locks[0]: "b01" is not in previous' in text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ([], "$: an object {…} is needed here, not a list"),
        ({}, "$.items: is missing; give a list […]"),
        ({"zone": "Mars/Base", "items": [], "days": [], "rooms": []}, '$.zone: no time zone is called "Mars/Base"'),
        ({"zone": "Asia/Shanghai", "items": {}, "days": [], "rooms": []}, "$.items: a list […] is needed here"),
    ],
)
def test_the_outline_itself(content: object, expected: str) -> None:
    assert expected in wrong(content)


def test_a_local_time_that_is_not_there_needs_an_offset() -> None:
    content = example()
    content["people"][1]["unavailable"] = [{"from": "2026-03-08T02:30", "to": "2026-11-01T01:30"}]
    text = wrong(content)
    assert "$.people[1].unavailable[0].from: 2026-03-08 02:30 does not exist in America/New_York" in text
    assert "$.people[1].unavailable[0].to: 2026-11-01 01:30 comes twice in America/New_York" in text


def test_humane_null_is_no_wish_and_a_person_overrides_the_plan() -> None:
    plan = read_plan(example())
    people = {person.id: person.humane for person in plan.people}
    assert people["he"] is None
    assert people["joris"] is not None and (people["joris"].opens, people["joris"].price) == (420, 2)
    assert people["ann"] == people["chair"]
    assert all(person.humane is None for person in read_plan({**example(), "humane": None}).people[:2])


def test_wrong_input_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "plan.json", tmp_path / "timetable.json"
    source.write_text("{}")
    assert decide("--in", source, "--out", target) == 2
    assert decide("--in", tmp_path / "none.json", "--out", target) == 2
    assert decide("--in", source, "--out", target, "--seconds", 0) == 2
    assert decide("--in", source, "--out", tmp_path / "none" / "t.json") == 2
    assert "problems\n  $" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [source]


def test_ctrl_c_stops_it_and_leaves_the_old_file(tmp_path: Path) -> None:
    """A plan whose proof takes longer than anybody waits is interrupted while the solver runs."""
    source, target = tmp_path / "plan.json", tmp_path / "timetable.json"
    groups = [{"id": f"g{n}", "together": 30, "one_room": 20} for n in range(6)]
    zones = ("America/New_York", "Europe/London", "America/Sao_Paulo", "Asia/Shanghai")
    people = [{"id": f"s{n}", "zone": zones[n % 4]} for n in range(60)]
    items = [
        {"id": f"p{n}", "minutes": 13, "group": f"g{n % 6}", "people": [{"person": f"s{n}"}, {"person": f"s{n % 7}"}]}
        for n in range(60)
    ]
    opens = [{"from": "09:00", "to": "12:00"}, {"from": "14:00", "to": "18:00"}]
    days = [{"id": f"d{n}", "date": f"2026-06-1{n}", "open": opens} for n in (1, 2)]
    rooms = [{"id": "A"}, {"id": "B"}, {"id": "C"}]
    plan = {"zone": "Asia/Shanghai", "days": days, "rooms": rooms, "groups": groups, "people": people, "items": items}
    source.write_text(json.dumps({**plan, "grid": 1}))
    target.write_text("old")
    command = [sys.executable, "-c", _COMMAND, "--in", source, "--out", target, "--seconds", "600"]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, cwd=ROOT, text=True)
    assert child.stderr is not None
    line = child.stderr.readline()  # progress begins after two seconds: the solver is at work
    assert re.match(r" *\d+\.\d s  ", line), line
    child.send_signal(signal.SIGINT)
    _, rest = child.communicate(timeout=300)
    assert child.returncode == 130, rest
    assert rest.endswith("stopped; nothing was written\n")
    assert target.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.json", "timetable.json"]


# Who starts the tests in the background of a shell hands on that Ctrl-C is ignored.
_COMMAND = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from tests.decide.test_timetable_format import decide
sys.exit(decide(*sys.argv[1:]))
"""


def test_a_plan_read_twice_is_the_same_plan() -> None:
    assert read_plan(example()) == read_plan(json.loads(json.dumps(example())))
    assert solve(read_plan(example()), seconds=120, work=16).status == "optimal"
