"""`yunhui decide assign`: files in, one JSON out, and messages that name the place."""

import argparse
import json
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from yunhui.decide import cli

FIT = np.array([[0.9, 0.8, 0.1], [0.9, 0.2, 0.3]])


def decide(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    cli.add_commands(parser, "assign")
    return cli.run(parser.parse_args(["assign", *map(str, words)]))


def archive(folder: Path, **other: Any) -> Path:
    tables = {"similarity": FIT, "conflict": np.zeros((2, 3), np.int8), "reviews_per_paper": 1, "max_load": 1} | other
    path = folder / "in.npz"
    np.savez(path, **{key: value for key, value in tables.items() if value is not None})
    return path


def test_an_archive(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert decide("--in", archive(tmp_path), "--out", out) == 0
    answer = json.loads(out.read_text())
    assert answer["assignment"] == [[0, 1], [1, 0]]
    assert answer["sum"] == pytest.approx(1.7)
    assert answer["min_paper"] == pytest.approx(0.8)
    assert 0.8 <= answer["bound"] < 0.82
    assert answer["proven"]
    assert answer["price_of_fairness"] == 0
    assert answer["unassigned"] == []
    assert answer["seconds"] >= 0
    assert [reason["rank"] for reason in answer["reasons"]] == [2, 1]
    assert answer["reasons"][0]["why"] == (
        "fit 0.8, place 2 of 3 for this paper; 1 better: 0 (0.9) is full, an exchange with paper 1 loses 0.5"
    )


@pytest.mark.parametrize("mode", ["sum", "random"])
def test_the_other_modes_repeat_themselves(tmp_path: Path, mode: str) -> None:
    answers = []
    for name in ("one.json", "two.json"):
        arguments = ("--in", archive(tmp_path), "--out", tmp_path / name, "--mode", mode, "--seed", 4, "--q", 0.7)
        assert decide(*(str(argument) for argument in arguments)) == 0
        answers.append(json.loads((tmp_path / name).read_text()) | {"seconds": 0})
    assert answers[0] == answers[1]


def test_a_csv_with_names_and_a_paper_left_short(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(
        "paper,reviewer,score,conflict\n甲,王,0.5,0\n甲,李,,1\n乙,王,0.4,\n乙,李,-0.2,0\n", encoding="utf-8-sig"
    )
    out = tmp_path / "out.json"
    assert decide("--in", source, "--out", out, "--per-paper", "2", "--max-load", "2") == 0
    answer = json.loads(out.read_text())
    assert answer["assignment"] == [["甲", "王"], ["乙", "王"], ["乙", "李"]]
    (short,) = answer["unassigned"]
    assert short == {
        "paper": "甲",
        "missing": 1,
        "why": "1 of 2 reviewers: only 1 may read it; 1 with a conflict",
    }
    assert answer["min_paper"] == pytest.approx(0.2)


def refused(capsys: pytest.CaptureFixture[str], out: Path, *words: str | Path) -> str:
    assert decide(*words, "--out", out) == 2
    assert not out.exists()
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"max_load": None}, "no key max_load; it has similarity, conflict, reviews_per_paper"),
        ({"similarity": None}, "no key similarity"),
        ({"conflict": np.zeros((3, 2), np.int8)}, "conflict has the shape (3, 2), similarity (2, 3)"),
        ({"conflict": np.full((2, 3), 2)}, "conflict, row 0, column 0 is 2"),
        ({"similarity": np.array([[1, 2, 3], [4, np.nan, 6]])}, "similarity, row 1, column 1 is nan"),
        ({"similarity": np.array([["a"]])}, "similarity must be numbers"),
        ({"similarity": np.ones(3)}, "of shape (3,)"),
        ({"reviews_per_paper": 1.5}, "reviews_per_paper must be whole numbers"),
        ({"max_load": -1}, "max_load must be whole numbers"),
        ({"max_load": np.ones(7, int)}, "max_load must be one number or 3 numbers"),
        ({"similarity": np.array([[{}]], dtype=object)}, "not a NumPy archive of plain arrays"),
    ],
)
def test_archives_that_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], message: str
) -> None:
    assert message in refused(capsys, tmp_path / "out.json", "--in", archive(tmp_path, **change))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("paper,reviewer\n1,2\n", "row 1 must name the columns paper, reviewer, score; no score"),
        ("paper,reviewer,score\n1,2,good\n", "row 2, column score: 'good' is not a number"),
        ("paper,reviewer,score\n1,2,.5\n1,3,nan\n", "row 3, column score: 'nan' is not a finite number"),
        ("paper,reviewer,score\n1,2,.5\n1,2,.6\n", "row 3: paper 1, reviewer 2 stands already in row 2"),
        ("paper,reviewer,score,conflict\n1,2,.5,maybe\n", "row 2, column conflict: 'maybe' is neither 0 nor 1"),
        ("paper,reviewer,score\n1,2\n", "row 2 does not have 3 columns"),
        ("paper,reviewer,score\n1,2,3,4\n", "row 2 does not have 3 columns"),
        ("paper,reviewer,score\n ,2,3\n", "row 2, column paper is empty"),
        ("paper,reviewer,score\n", "no pairs below the row of names"),
        ("", "row 1 must name the columns"),
    ],
)
def test_tables_that_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str) -> None:
    source = tmp_path / "in.csv"
    source.write_text(text)
    arguments = ("--in", source, "--per-paper", "1", "--max-load", "1")
    assert message in refused(capsys, tmp_path / "out.json", *arguments)


def test_other_things_that_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    assert "no such file" in refused(capsys, out, "--in", tmp_path / "none.npz")
    (tmp_path / "in.txt").write_text("")
    assert "neither .npz nor .csv" in refused(capsys, out, "--in", tmp_path / "in.txt")
    (tmp_path / "bad.npz").write_text("hello")
    assert "not a NumPy archive" in refused(capsys, out, "--in", tmp_path / "bad.npz")
    (tmp_path / "in.csv").write_bytes(b"paper,reviewer,score\n\xff,1,1\n")
    assert "give --per-paper and --max-load" in refused(capsys, out, "--in", tmp_path / "in.csv")
    numbers = ("--per-paper", "1", "--max-load", "1")
    assert "not UTF-8" in refused(capsys, out, "--in", tmp_path / "in.csv", *numbers)
    good = archive(tmp_path)
    assert "--per-paper must be at least 1" in refused(capsys, out, "--in", good, "--per-paper", "0")
    assert "--seed must be at least 0" in refused(capsys, out, "--in", good, "--seed", "-1")
    assert "greatest probability" in refused(capsys, out, "--in", good, "--mode", "random", "--q", "2")
    assert "does not exist; make it first" in refused(capsys, tmp_path / "no" / "out.json", "--in", good)


def test_ctrl_c_during_a_long_search_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("old")
    # A search that never ends stands for a solver call; the signal comes from inside, once it runs.
    source = archive(tmp_path, similarity=np.array([[6.0, 4, 1], [4, 3, 0]]))
    script = textwrap.dedent(
        f"""
        import os, signal, sys, threading, time
        from yunhui.decide.assignment import programme
        from tests.decide.test_assign_command import decide

        def endless(*a, **k):
            os.kill(os.getpid(), signal.SIGINT)
            threading.Event().wait()

        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
        programme.milp = programme.linprog = endless
        sys.exit(decide("--in", {str(source)!r}, "--out", {str(out)!r}))
        """
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 130, ended.stderr
    assert ended.stderr.endswith("stopped; nothing was written\n")
    assert out.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.npz", "out.json"]
