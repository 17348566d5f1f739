"""The rules by which an expert reads: brief, blind, minutes, pairs."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from yunhui.foundation.formkit.rules import Question
from yunhui.pipeline.calls.rules import BOXES
from yunhui.pipeline.review.rules import (
    brief_of,
    disagreements,
    identifies,
    median_minutes,
    minutes_of,
    names_in,
    next_pair,
)
from yunhui.pipeline.review.rules.brief import excerpt, sentences

NOW = datetime(2026, 6, 1, 20, tzinfo=UTC)
QUESTIONS = (
    Question(key="summary", kind="long_text", label_zh="简介", label_en="Summary"),
    Question(key="team", kind="long_text", label_zh="团队", label_en="Team"),
    Question(key="team_size", kind="number", label_zh="人数", label_en="People"),
    Question(key="name", kind="text", label_zh="姓名", label_en="Name"),
    Question(key="employer", kind="text", label_zh="单位", label_en="Employer"),
    Question(key="email", kind="email", label_zh="邮箱", label_en="E-mail"),
    Question(key="deck", kind="file", label_zh="材料", label_en="Slides"),
)
ids = st.integers(0, 9).map(lambda number: UUID(int=number))


def test_every_project_has_the_same_boxes_in_the_same_order() -> None:
    said = {"summary": "A cell for the cold. Two customers have ordered. It cost 1.5 million to build.", "team_size": 6}
    full, empty = brief_of(QUESTIONS, said, {}, "en"), brief_of(QUESTIONS, {}, {}, "en")
    assert [box.key for box in full] == [box.key for box in empty] == list(BOXES)
    assert all(not box.quotes for box in empty)
    market = full[2]
    assert market.is_found and market.quotes[0].text == "Two customers have ordered."
    assert full[1].quotes[0].is_fact and full[1].quotes[0].text == "6"
    mapped = brief_of(QUESTIONS, said, {"market": ("summary",)}, "en")[2]
    assert not mapped.is_found and mapped.quotes[0].text.startswith("A cell for the cold.")


def test_a_text_in_both_languages_is_read_in_ones_own() -> None:
    said = {"summary": "低温电芯，已供货。\nA cell for the cold."}
    assert brief_of(QUESTIONS, said, {}, "en")[0].quotes[0].text == "A cell for the cold."
    assert brief_of(QUESTIONS, said, {}, "zh-hans")[0].quotes[0].text == "低温电芯，已供货。"


@given(st.text(max_size=300), st.integers(4, 60))
def test_an_excerpt_is_the_beginning_of_its_text(text: str, room: int) -> None:
    shown, is_cut = excerpt(text, room)
    line = " ".join(text.split())
    assert line.startswith(shown.rstrip("…")) or shown.rstrip("…").rstrip() in line
    assert is_cut == (shown != line)


@given(st.text(alphabet="ab1。.！? \n", max_size=120))
def test_sentences_lose_no_words(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_blind_keeps_back_what_tells_who_applies() -> None:
    assert [one.key for one in QUESTIONS if identifies(one)] == ["name", "employer", "email", "deck"]
    said = {
        "name": "Zoë Lindqvist",
        "employer": "Norrsken Works",
        "email": "zoe@norrsken.example",
        "summary": "As LINDQVIST Zoe showed at NORRSKEN　WORKS; write to zoe@norrsken.example",
        "team": "Nobody is named here.",
    }
    found = {(one.question, one.words) for one in names_in(QUESTIONS, said)}
    assert ("summary", "LINDQVIST Zoe") in found and ("summary", "NORRSKEN　WORKS") in found
    assert {question for question, _words in found} == {"summary"}
    assert names_in(QUESTIONS, {**said, "summary": "A cell."}) == []


@given(st.lists(st.integers(0, 300), max_size=12))
def test_minutes_never_count_a_long_pause(offsets: list[int]) -> None:
    minutes = minutes_of(NOW + timedelta(minutes=one) for one in offsets)
    if len(offsets) < 2:
        assert minutes is None
    else:
        assert minutes is not None and 0 <= minutes <= max(offsets) - min(offsets)
        assert minutes <= 45 * (len(offsets) - 1)
    assert median_minutes([20.0, 30.0]) is None and median_minutes([20, 30, 40]) == 30


@given(st.dictionaries(ids, st.integers(0, 100).map(Decimal), max_size=8), st.lists(st.tuples(ids, ids), max_size=12))
def test_answers_and_totals_disagree_only_where_they_order_differently(
    totals: dict[UUID, Decimal], answers: list[tuple[UUID, UUID]]
) -> None:
    found = disagreements(totals, answers)
    assert all(totals[one.above] < totals[one.below] and one.gap > 0 for one in found)
    assert [one.gap for one in found] == sorted((one.gap for one in found), reverse=True)
    kept = dict(totals)
    pair = next_pair(totals, [frozenset(one) for one in answers])
    assert totals == kept and (pair is None or frozenset(pair) not in {frozenset(one) for one in answers})
    if len(totals) < 2:
        assert pair is None
