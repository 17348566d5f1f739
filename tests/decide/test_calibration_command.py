import argparse
import csv
from pathlib import Path

import pytest

from yunhui.decide.commands import calibrate
from yunhui.decide.files import WrongInput

SHEETS = """judge,entry,score
J1,甲,90
J2,甲,88
J1,乙,80
J2,乙,83
J1,丙,70
J2,丙,71
J1,丁,75
J2,丁,66
"""


def run(folder: Path, content: str | bytes, top: int = 2) -> list[dict[str, str]]:
    source, out = folder / "in.csv", folder / "out.csv"
    source.write_bytes(content.encode() if isinstance(content, str) else content)
    parser = argparse.ArgumentParser()
    calibrate.add_arguments(parser)
    assert calibrate.run(parser.parse_args(["--in", str(source), "--top", str(top), "--out", str(out)])) == 0
    with out.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_it_writes_the_official_order_with_the_reference_beside_it(tmp_path: Path) -> None:
    rows = run(tmp_path, SHEETS)
    assert list(rows[0]) == ["rank", "entry", "mean", "score", "low", "high", "p_top", "border"]
    assert [(row["rank"], row["entry"], float(row["mean"])) for row in rows] == [
        ("1", "甲", 89),
        ("2", "乙", 81.5),
        ("3", "丁", 70.5),
        ("3", "丙", 70.5),
    ]
    for row in rows:
        assert float(row["low"]) < float(row["score"]) < float(row["high"])
        assert row["border"] == ("yes" if 0.1 < float(row["p_top"]) < 0.9 else "no")


def test_byte_order_mark_row_order_blank_lines_and_line_ends_do_not_matter(tmp_path: Path) -> None:
    plain = run(tmp_path, SHEETS)
    head, *body = SHEETS.strip().split("\n")
    other = "\r\n".join(["Judge, Entry ,score,note", *(f"{line},x" for line in reversed(body)), "", ",,,"])
    assert run(tmp_path, "\ufeff" + other) == plain
    assert head == "judge,entry,score"


def test_criteria_are_summed(tmp_path: Path) -> None:
    split = "entry,judge,criterion,score\n" + "".join(
        f"{entry},{judge},c1,{float(score) - 10}\n{entry},{judge},c2,10\n"
        for judge, entry, score in (line.split(",") for line in SHEETS.strip().split("\n")[1:])
    )
    assert run(tmp_path, split) == run(tmp_path, SHEETS)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("entry,judge,score\na,x,ten\n", r"row 2, column score: 'ten' is not a finite number"),
        ("entry,judge,score\na,x,NaN\nb,x,inf\n", r"row 2, column score: 'NaN'.*row 3, column score: 'inf'"),
        ("entry,judge,score\na,x,1_0\n", r"row 2, column score: '1_0'"),
        ("entry,judge,score\na, ,1\n", r"row 2, column judge: empty"),
        ("entry,judge,score\n,x,1\n", r"row 2, column entry: empty"),
        ("entry,judge,score\na,x,1\nb,x,2\na,x,3\n", r"row 4, column judge: x already scored a in row 2"),
        ("entry,judge,score,criterion\na,x,1,c\na,x,1,c\n", r"x already scored a and this criterion in row 2"),
        ("entry,judge,score,criterion\na,x,1,c\na,x,1,d\nb,x,1,d\n", r"judge x for entry b lacks c"),
        ("entry,judge,score\na,x\n", r"row 2: 2 columns instead of 3"),
        ("entry,score\na,1\n", r"row 1: no column judge"),
        ("entry,judge,score,score\na,x,1,1\n", r"column score stands twice"),
        ("entry,judge,score\n", r"no scores below the header"),
        ("", r"no column entry, judge, score"),
        (b"entry,judge,score\n\xbc\xd7,x,1\n", r"not UTF-8 at byte 18"),
        ('entry,judge,score\n"a,x,1\n', r"not CSV"),
        ("entry,judge,score\n" + "a,x,?\n" * 8, r"and 3 more"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(WrongInput, match=message):
        run(tmp_path, content)
    assert not (tmp_path / "out.csv").exists()


def test_a_top_beyond_the_entries_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match=r"--top 9: must be between 1 and 4"):
        run(tmp_path, SHEETS, top=9)
    parser = argparse.ArgumentParser()
    calibrate.add_arguments(parser)
    gone = parser.parse_args(["--in", str(tmp_path / "gone.csv"), "--top", "1", "--out", str(tmp_path / "o.csv")])
    with pytest.raises(WrongInput, match=r"gone\.csv: no such file"):
        calibrate.run(gone)


def test_warnings_go_to_standard_error_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, "entry,judge,score\na,x,1\na,y,2\nb,x,3\nb,y,3\nc,z,5\n")
    told = capsys.readouterr()
    assert told.out == ""
    assert "falls into 2 pieces" in told.err
    assert "judges with one review, whose habit cannot be seen: z" in told.err
    assert "entries with one review: c" in told.err
    run(tmp_path, SHEETS)
    assert capsys.readouterr().err == ""
