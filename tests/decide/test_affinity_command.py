"""`yunhui decide affinity`: files in, scores out, and messages that name the place; the published half, if at hand."""

import argparse
import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from tests.decide.assignment_worlds import DATA
from yunhui.decide import cli

PAPERS = {
    "w1": {"title": "Wheat breeding", "abstract": "drought"},
    "w2": {"title": "Wheat for dry land", "abstract": ""},
    "r1": {"title": "Robot arms", "abstract": None},
    "e": {"title": "", "abstract": ""},
}
GOLD = DATA / "affinity_gold"


def decide(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    cli.add_commands(parser, "affinity")
    return cli.run(parser.parse_args(["affinity", *map(str, words)]))


def files(folder: Path, papers: object = PAPERS, profiles: object = None) -> list[str]:
    (folder / "papers.json").write_text(json.dumps(papers))
    (folder / "profiles.json").write_text(json.dumps({"Li": ["w1"], "Wang": []} if profiles is None else profiles))
    places = {"--papers": "papers.json", "--profiles": "profiles.json", "--out": "out.json"}
    return [word for option, name in places.items() for word in (option, str(folder / name))]


def test_scores_for_everybody_and_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert decide(*files(tmp_path)) == 0
    scores = json.loads((tmp_path / "out.json").read_text())
    assert list(scores) == ["Li", "Wang"]
    assert list(scores["Li"]) == list(PAPERS)
    assert scores["Li"]["w2"] > scores["Li"]["r1"]
    assert set(scores["Wang"].values()) == {0.5}
    assert capsys.readouterr().err.splitlines() == [
        "no own papers with words, so all scores 0.5: Wang",
        "papers without words, so scored 0.5 unless there are vectors: e",
    ]


def test_one_of_many_sets_is_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = files(tmp_path, profiles=[{"Li": ["w1"]}, {"Li": ["r1"]}])
    assert decide(*words) == 2
    assert "a list of 2 profile sets; choose one with --set 0 to 1" in capsys.readouterr().err
    assert decide(*words, "--set", "1") == 0
    scores = json.loads((tmp_path / "out.json").read_text())
    assert scores["Li"]["r1"] > scores["Li"]["w1"]


def test_vectors_beside_the_terms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    np.savez(tmp_path / "v.npz", ids=list(PAPERS), vectors=[[1, 0], [-1, 0], [1, 0.1], [0, 1]])
    assert decide(*files(tmp_path), "--vectors", tmp_path / "v.npz") == 0
    with_vectors = json.loads((tmp_path / "out.json").read_text())
    assert decide(*files(tmp_path)) == 0
    assert with_vectors["Li"]["r1"] > json.loads((tmp_path / "out.json").read_text())["Li"]["r1"]
    assert decide(*files(tmp_path), "--vectors", tmp_path / "none.npz") == 2
    assert decide(*files(tmp_path), "--vectors", tmp_path / "v.npz", "--endpoint", "http://127.0.0.1:9") == 2
    assert "not both" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("papers", "profiles", "message"),
    [
        ([], None, "papers.json: must be an object"),
        ({"a": "text"}, None, "paper a: must be an object with title and abstract"),
        ({"a": {"title": 3}}, None, "paper a, title: must be text, not int"),
        (PAPERS, [], "a list of 0 profile sets"),
        (PAPERS, "Li", "profiles.json: must be an object"),
        (PAPERS, {"Li": "w1"}, "reviewer Li: must have a list of ids"),
        (PAPERS, {"Li": ["w1", "x9"], "Wang": ["x8"]}, "no such paper: x9 (of Li), x8 (of Wang)"),
    ],
)
def test_files_that_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], papers: object, profiles: object, message: str
) -> None:
    assert decide(*files(tmp_path, papers, profiles)) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out.json").exists()


def test_other_things_that_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = files(tmp_path)
    assert decide(*words, "--set", "0") == 2
    assert "a single profile set; leave out --set" in capsys.readouterr().err
    assert decide(*words, "--endpoint", "ftp://here") == 2
    (tmp_path / "papers.json").write_text("{")
    assert decide(*words) == 2
    assert "not JSON at row 1" in capsys.readouterr().err


@pytest.mark.skipif(not GOLD.is_dir(), reason=f"no published ratings in {GOLD}")
def test_closer_to_the_ratings_than_the_target(tmp_path: Path) -> None:
    ratings = json.loads((GOLD / "expertise.json").read_text())
    lost = whole = 0.0
    for number in range(10):
        places = {"--papers": GOLD / "papers.json", "--profiles": GOLD / "profiles.json", "--out": tmp_path / "o.json"}
        assert decide(*(word for pair in places.items() for word in pair), "--set", str(number)) == 0
        scores = json.loads((tmp_path / "o.json").read_text())
        for reviewer, rated in ratings.items():
            for one, two in itertools.combinations(rated, 2):
                truth = rated[one] - rated[two]
                told = scores[reviewer][one] - scores[reviewer][two]
                whole += abs(truth)
                lost += abs(truth) * (0.5 if told == 0 else float(truth * told < 0))
    assert lost / whole <= 0.25
