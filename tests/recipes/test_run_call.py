"""A whole call from a file: what comes out, and what a wrong file is told."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from yunhui.decide.files import WrongInput
from yunhui.foundation.codes.models import Place
from yunhui.pipeline.review.models import Assignment
from yunhui.recipes.run_call import Result, Task, run
from yunhui.recipes.run_call.finish import write_all
from yunhui.recipes.run_call.startups import COLUMNS, group_of, read_companies

TAGS = (["robotics"], ["climate"], ["saas"], ["biotech"])
PLACES = (("Austin, TX", "US"), ("Berlin, Germany", "DE"), ("", ""), ("Lehi, UT", "US"), ("Nairobi, Kenya", "KE"))


def companies(path: Path, count: int = 40, **wrong: str) -> Path:
    """A directory of invented firms; every fifth says nowhere where it is."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        for number in range(count):
            location, country = PLACES[number % 5]
            row = {
                "company_id": str(1000 + number),
                "company_name": "=HYPERLINK(1)" if number == 3 else f"Firm {number}",
                "short_description": f"Better things number {number}",
                "long_description": f"A firm that makes thing {number} for people who need it.",
                "tags": str(TAGS[number % 4]),
                "location": location,
                "country": country,
                "team_size": "4.0",
            }
            writer.writerow({**row, **(wrong if number == 7 else {})})
    return path


@pytest.fixture
def finished(db: None, tmp_path: Path) -> Callable[..., tuple[Result, Path]]:
    """Run a task on the invented firms and write everything."""

    def finish(**more: Path) -> tuple[Result, Path]:
        out = tmp_path / "out"
        task = Task(companies(tmp_path / "firms.csv"), out, sample=40, select=8, reserve=2, **more)
        result = run(task, say=lambda text: None)
        write_all(result, out, say=lambda text: None)
        return result, out

    return finish


def test_everything_is_written_and_says_what_is_synthetic(finished: Callable[..., tuple[Result, Path]]) -> None:
    result, out = finished()
    assert (result.received, result.checked, result.incomplete) == (40, 32, 8)
    rows = CalamineWorkbook.from_path(out / "selection.xlsx").get_sheet_by_index(0).to_python()
    assert len(rows) == 41
    outcomes = [str(row[11]) for row in rows[1:]]
    assert sum(one.startswith("入围") for one in outcomes) == 8
    assert sum(one.startswith("候补") for one in outcomes) == 2
    assert all(row[12] and row[13] for row in rows[1:]), "everyone is told why, in both languages"
    assert any(str(row[1]).startswith("=HYPERLINK") for row in rows), "what looks like a formula stays a text"
    about = CalamineWorkbook.from_path(out / "selection.xlsx").get_sheet_by_index(1).to_python()
    for text in (str(about), (out / "report.en.html").read_text()):
        assert "SYNTHETIC" in text
    assert "合成" in (out / "report.zh.html").read_text()
    assert (out / "timetable.zh.pdf").read_bytes().startswith(b"%PDF-")
    assert (out / "report.zh.pdf").read_bytes().startswith(b"%PDF-")
    assert (out / "report.en.html").read_text().count("<circle") >= 4, "a ring for every city"
    events = Calendar.from_ical((out / "timetable.en.ics").read_bytes()).walk("VEVENT")
    items = json.loads((out / "timetable.json").read_text())["items"]
    assert len(events) == len(items) == 8 + 12 + 1
    assert all(item["start_utc"].endswith("Z") for item in items)


def test_scores_of_a_file_decide(finished: Callable[..., tuple[Result, Path]], tmp_path: Path) -> None:
    """Application 1 is best by its judges, so it leads its group; the judges of the file are its experts."""
    scores = tmp_path / "scores.csv"
    lines = ["entry,judge,score"]
    for number in range(1, 41):
        lines += [
            f"{number},judge{j}@panel.example,{95 if number == 1 else 60 + (number * 7 + j) % 25}" for j in range(3)
        ]
    scores.write_text("\n".join(lines) + "\n")
    result, out = finished(scores=scores)
    assert set(Assignment.objects.values_list("expert__person__email", flat=True)) == {
        f"judge{j}@panel.example" for j in range(3)
    }
    first = result.batch.items.get(application__number=1)
    assert (first.rank, str(first.score)) == (1, "95.00")
    report = (out / "report.en.html").read_text()
    assert "The scores come from the file scores.csv" in report and "no expert has given them" not in report


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"company_id": ""}, "row 9, column company_id is empty"),
        ({"company_name": " "}, "row 9, column company_name is empty"),
        ({"tags": "[robotics"}, "row 9, column tags is no list of words"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, wrong: dict[str, str], said: str) -> None:
    with pytest.raises(WrongInput, match=said.replace("[", r"\[")):
        read_companies(companies(tmp_path / "firms.csv", **wrong), {})


def test_a_wrong_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match="no such file"):
        read_companies(tmp_path / "none.csv", {})
    other = tmp_path / "other.csv"
    other.write_text("name,tags\nA,[]\n")
    with pytest.raises(WrongInput, match="row 1 has no column company_id"):
        read_companies(other, {})
    other.write_bytes("公司".encode("gb18030"))
    with pytest.raises(WrongInput, match="not UTF-8"):
        read_companies(other, {})


@pytest.mark.django_db
def test_a_wrong_score_or_expert_is_named(tmp_path: Path) -> None:
    firms = companies(tmp_path / "firms.csv")
    bad = tmp_path / "bad.csv"
    bad.write_text("entry,judge,score\n1,a@b.example,much\n")
    with pytest.raises(WrongInput, match="row 2, column score is no number: much"):
        run(Task(firms, tmp_path / "out", scores=bad), say=lambda text: None)


@pytest.mark.django_db
def test_an_expert_of_an_unknown_field_is_named(tmp_path: Path) -> None:
    firms, bad = companies(tmp_path / "firms.csv"), tmp_path / "experts.csv"
    bad.write_text("name,email,organisation,industries,profile\nA,a@b.example,U,alchemy,gold\n")
    with pytest.raises(WrongInput, match="row 2, column industries: alchemy"):
        run(Task(firms, tmp_path / "out", experts=bad), say=lambda text: None)


def test_groups_follow_the_tags() -> None:
    assert group_of(["biotech", "saas"], "") == "health"
    assert group_of(["robotics", "hardware"], "") == "equipment"
    assert group_of(["fintech"], "a payments company") == "ict"


def test_cities_are_found_by_name_state_or_country(tmp_path: Path) -> None:
    rows = {
        code: Place(code=code, name_en=name, country=country, zone=zone)
        for code, name, country, zone in (
            ("austin", "Austin", "US", "America/Chicago"),
            ("salt-lake-city", "Salt Lake City", "US", "America/Denver"),
            ("berlin", "Berlin", "DE", "Europe/Berlin"),
            ("nairobi", "Nairobi", "KE", "Africa/Nairobi"),
        )
    }
    found = [one.answers["place"] for one in read_companies(companies(tmp_path / "firms.csv", 5), rows)]
    assert found == ["austin", "berlin", "", "salt-lake-city", "nairobi"]
