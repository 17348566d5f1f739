"""Questions of every kind: what is asked, what is accepted, what is kept; forms of older releases read as they did."""

from dataclasses import asdict
from typing import Any

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yunhui.foundation.formkit.rules import (
    Choice,
    Question,
    ShowIf,
    answers_from,
    as_kept,
    as_typed,
    clean_answers,
    questions_of,
    read_by,
    visible_questions,
    words_of,
)

KNOWN = {"country": frozenset({"CN", "NL"}), "place": frozenset(), "file": frozenset({"f1", "f2"})}


def q(key: str, kind: Any = "text", **more: Any) -> Question:
    return Question(key=key, kind=kind, label_zh=key, label_en=key, **more)


def clean(question: Question, value: Any) -> tuple[Any, str]:
    """The clean answer to one question, and the code of what is wrong with it."""
    cleaned, problems = clean_answers((question,), {question.key: value}, known=KNOWN)
    return cleaned[question.key], problems[0].code if problems else ""


def test_numbers_in_either_scripts_digits() -> None:
    assert clean(q("n", "number"), "１２，０００") == (12000, "")
    assert clean(q("n", "number"), "1.5") == (1.5, "")
    assert clean(q("n", "number", low=1, high=9), "１０") == (10, "out_of_range")
    for bad in ("1e5", "0x1", "1_000", "nan", "twelve", "1,00", "9" * 40):
        assert clean(q("n", "number"), bad)[1] == "not_a_number", bad


def test_money_is_kept_in_fen() -> None:
    wan, yuan = q("m", "money", high=1000), q("m", "money", unit="yuan")
    assert clean(wan, "120") == (120_000_000, "")
    assert clean(wan, "０．５万元") == (500_000, "")
    assert clean(wan, "1,200,000元") == (120_000_000, "")
    assert clean(wan, "1亿") == (10_000_000_000, "out_of_range")
    assert clean(yuan, "¥ 99.99") == (9999, "")
    assert clean(yuan, "CNY 99") == (9900, "")
    for bad in ("USD 99", "-5", "1.234", "much"):
        assert clean(yuan, bad) == (bad, "not_money")
    assert words_of(wan, 120_000_000, "zh-hans", {}) == "120万元"
    assert words_of(wan, 120_000_050, "en", {}) == "CNY 1,200,000.50"
    assert words_of(q("m", "money", currency="USD"), 500_000, "zh-hans", {}) == "0.5万美元"


def test_days_as_people_write_them() -> None:
    day = q("d", "date", earliest="2026-01-01", latest="2026-12-31")
    for text in ("2026-12-01", "2026/12/1", "2026年12月1日", "２０２６．１２．１"):
        assert clean(day, text) == ("2026-12-01", "")
    assert clean(day, "2026-02-30") == ("2026-02-30", "not_a_day")
    assert clean(day, "2025-12-31")[1] == "too_early"
    assert clean(day, "2027-01-01")[1] == "too_late"


def test_links_lead_to_the_web() -> None:
    assert clean(q("l", "link"), "https://video.example/a?b=1")[1] == ""
    for bad in ("javascript:alert(1)", "video", "https://", "ftp://a.example/x", "https://a b.example", "http://[x"):
        assert clean(q("l", "link"), bad)[1] == "not_a_link", bad


def test_people_are_a_list() -> None:
    team = q("team", "people", max_length=2)
    posted = {
        "team": "",
        "team-0-name": "㛃喆",
        "team-0-full_time": "1",
        "team-2-name": "Ada",
        "team-2-role": "optics",
        "team-1-name": " ",
        "team-x-name": "?",
        "teams-0-name": "?",
    }
    rows = answers_from((team, q("other")), posted)
    assert rows == {
        "team": [
            {"name": "㛃喆", "role": "", "affiliation": "", "full_time": True},
            {"name": "Ada", "role": "optics", "affiliation": "", "full_time": False},
        ]
    }
    assert clean(team, rows["team"]) == (rows["team"], "")
    assert clean(team, [*rows["team"], {"name": "C"}])[1] == "too_many"
    assert clean(team, [{"role": "optics"}])[1] == "no_name"
    assert clean(team, "not a list") == ([], "required")
    with translation.override("en"):
        assert words_of(team, rows["team"], "en", {}) == "㛃喆, full time\nAda, optics, not full time"


def test_files_are_those_at_hand() -> None:
    plan = q("plan", "file", max_length=1)
    assert clean(plan, ["f1"]) == (["f1"], "")
    assert clean(plan, "f1") == (["f1"], "")
    assert clean(plan, ["f1", "f2"])[1] == "too_many"
    assert clean(plan, ["f9"])[1] == "not_there"
    assert clean(plan, [])[1] == "required"


def test_a_question_under_a_condition() -> None:
    form = (
        q("has_firm", "choice", choices=(Choice("yes", "有", "Yes"), Choice("no", "无", "No"))),
        q("firm", show_if=ShowIf("has_firm", ("yes",))),
        q("country", "country", show_if=ShowIf("has_firm", ("yes",))),
        q("visa", show_if=ShowIf("country", ("NL",))),
    )

    def asked(answers: dict[str, Any]) -> list[str]:
        return [question.key for question in visible_questions(form, answers)]

    assert asked({}) == ["has_firm"]
    assert asked({"has_firm": "yes", "country": "NL"}) == ["has_firm", "firm", "country", "visa"]
    # What rests on a question that is not asked is not asked either.
    assert asked({"has_firm": "no", "country": "NL"}) == ["has_firm"]
    cleaned, problems = clean_answers(form, {"has_firm": "no", "firm": "kept in the draft only"}, known=KNOWN)
    assert (cleaned, problems) == ({"has_firm": "no"}, [])
    _cleaned, problems = clean_answers(form, {"has_firm": "yes", "country": "NL"}, known=KNOWN)
    assert [(one.field, one.code) for one in problems] == [("firm", "required"), ("visa", "required")]


def test_who_reads_what() -> None:
    form = (q("title", readers=("office", "expert", "board", "public")), q("email", readers=("office",)), q("old"))
    assert [one.key for one in read_by(form, "expert")] == ["title", "old"]
    assert [one.key for one in read_by(form, "office")] == ["title", "email", "old"]


def test_versions_of_the_first_release_still_read() -> None:
    stored = {
        "key": "size", "kind": "number", "label_zh": "人数", "label_en": "People", "help_zh": "", "help_en": "",
        "section_zh": "", "section_en": "", "required": True, "max_length": 9, "low": 1, "high": 9999, "choices": [],
    }  # fmt: skip
    (question,) = questions_of([stored])
    assert clean(question, "12") == (12, "")
    assert question.readers is None


def test_a_stored_version_reads_back_as_it_was() -> None:
    question = q("a", "choice", choices=(Choice("x", "甲", "A"),), show_if=ShowIf("b", ("y",)), readers=("office",))
    assert questions_of([asdict(question)]) == (question,)


KINDS_AND_VALUES = st.sampled_from(
    ["text", "long_text", "number", "date", "money", "email", "link", "people", "file", "country"]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "role", "x"]), inner),
    max_leaves=6,
)


@given(kind=KINDS_AND_VALUES, value=ANYTHING)
def test_any_answer_is_answered_and_a_clean_one_stays_clean(kind: Any, value: Any) -> None:
    question = q("k", kind)
    first, problem = clean(question, value)
    assert clean(question, first) == (first, problem)
    assert as_kept(question, first) == first
    if not problem and isinstance(as_typed(question, first), str) and kind not in ("people", "file"):
        assert clean(question, as_typed(question, first)) == (first, "")


@given(fen=st.integers(0, 10**14), unit=st.sampled_from(["yuan", "wan"]))
def test_a_sum_survives_its_field(fen: int, unit: Any) -> None:
    question = q("m", "money", unit=unit)
    assert clean(question, as_typed(question, fen)) == (fen, "")
