"""Affinity by terms: order, languages, empty texts and the terms that explain a score."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunhui.decide.affinity import NEUTRAL, Lexical, affinity, shared_terms
from yunhui.decide.affinity.terms import is_han, phrases, pieces, shared_runs, tokens, with_pairs, words

CATTLE = "肉牛育种与饲料加工"
IMAGING = "基于深度学习的医学影像诊断平台"
WHEAT = "Breeding drought-resistant wheat varieties for dry land"
ROBOTS = "Grasp planning for robot arms in crowded warehouses"


def test_people_fit_the_texts_of_their_own_field() -> None:
    scores = affinity(
        [[IMAGING], [CATTLE], [WHEAT, "Wheat genomes"], [ROBOTS]],
        ["医学影像人工智能筛查", "黄牛饲料", "New wheat variety", "Robots that grasp parcels in a warehouse"],
    )
    assert scores.shape == (4, 4)
    assert scores.argmax(axis=0).tolist() == [0, 1, 2, 3]
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_endings_are_bridged() -> None:
    near, far = affinity([["robotic grasping"], ["wheat"]], ["robots grasped", "banking law"])[0]
    assert near > far


def test_who_has_no_texts_and_what_has_no_words_is_neutral() -> None:
    scores = affinity([[], ["", "123 !"], [WHEAT]], ["", "2024", "wheat", "robots"])
    assert (scores[:2] == NEUTRAL).all()
    assert (scores[:, :2] == NEUTRAL).all()
    assert scores[2, 2] > NEUTRAL > scores[2, 3]
    assert affinity([], ["wheat"]).shape == (0, 1)
    assert affinity([["wheat"]], []).shape == (1, 0)
    assert affinity([[]], [""]).tolist() == [[NEUTRAL]]


@given(
    st.lists(st.lists(st.text("ab 人才- é1", max_size=12), max_size=3), max_size=4),
    st.lists(st.text("ab 人才- é1", max_size=12), max_size=4),
)
def test_scores_are_finite_and_do_not_depend_on_the_order(profiles: list[list[str]], papers: list[str]) -> None:
    scores = affinity(profiles, papers)
    assert scores.shape == (len(profiles), len(papers))
    assert np.isfinite(scores).all()
    assert ((scores >= 0) & (scores <= 1)).all()
    turned = affinity([own[::-1] for own in profiles[::-1]], papers[::-1])
    assert turned == pytest.approx(scores[::-1, ::-1], abs=1e-6)


def test_one_general_text_is_not_the_best_fit_of_everybody() -> None:
    general = "A study of methods and results for the analysis of data"
    special = "Grasp planning for robot arms"
    profiles = [[f"{general}. {field}"] for field in (WHEAT, "banking law", "cattle feed", f"{special} {ROBOTS}")]
    scores = affinity(profiles, [general, special])
    assert scores[3, 1] > scores[3, 0]


def test_shared_terms_name_things() -> None:
    chinese = shared_terms([IMAGING, "肺癌早期筛查"], "面向肺癌的医学影像人工智能筛查系统")
    assert {term.term for term in chinese} == {"医学影像", "肺癌", "筛查"}
    assert chinese[0].term == "医学影像"
    english = shared_terms([WHEAT], "The drought-resistant wheat for dry land and the law")
    assert {"drought-resistant wheat", "dry land"} <= {term.term for term in english}
    assert all(0 < term.share <= 1 for term in chinese + english)
    assert sum(term.share for term in chinese) <= 1 + 1e-9
    assert shared_terms([WHEAT], CATTLE) == []
    assert shared_terms([], WHEAT) == []
    assert shared_terms([WHEAT], "") == []
    assert len(Lexical([[WHEAT]], [WHEAT]).shared_terms(0, 0, count=2)) == 2


def test_terms() -> None:
    assert tokens("GPU加速的X-ray，2024年 i5 ＡＩ") == ["gpu", "加速的", "x-ray", "年", "i5", "ai"]
    assert with_pairs(["deep", "learning", "平台"]) == ["deep", "learning", "平台", "deep learning"]
    assert words("人才网") == ("人", "才", "网", "人才", "才网")
    assert phrases("人才网") == (*words("人才网"), "人才网")
    assert phrases("deep learning") == ("deep learning",)
    assert pieces("robot") == (" rob", "robo", "obot", "bot ", " robo", "robot", "obot ")
    assert pieces("人") == ("人",)
    assert is_han("한국")
    assert not is_han("é")
    assert shared_runs(["人才发展的政策"], [["人才发展"], ["发展", "政策"]]) == {"人才发展", "政策"}
