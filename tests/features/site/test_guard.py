"""Words that may not be published: found wherever they stand, right inside longer phrases, masked without a trace."""

from hypothesis import given
from hypothesis import strategies as st

from yunhui.features.site.models import GuardWord
from yunhui.features.site.rules import MASK, Guard


def rule(word: str, *unless: str, masks: bool = True, blocks: bool = True) -> GuardWord:
    return GuardWord(word=word, unless=list(unless), masks=masks, blocks=blocks, reason_zh="因", reason_en="why")


TAIWAN = rule("Taiwan", "Taiwan, China")
CST = rule("CST")
PLAN = rule("千人计划")
GUARD = Guard([TAIWAN, CST, PLAN, rule("国家级人才"), rule("！")])

around = st.text(alphabet="abc xyz甲乙丙，。1", max_size=30)


@given(around, st.sampled_from(["千人计划", "国家级人才", "!", "！"]), around)
def test_a_word_is_found_wherever_it_stands(before: str, word: str, after: str) -> None:
    text = before + word + after
    found = GUARD.look({"title_zh": text})

    assert [text[one.at : one.at + len(one.found)] == one.found for one in found] == [True] * len(found)
    assert any(one.at == len(before) for one in found)
    masked = GUARD.mask(text)
    assert GUARD.look({"x": masked}) == []
    assert masked.startswith(before) and masked.endswith(after)


@given(st.text(max_size=60))
def test_masking_leaves_nothing_to_find_and_harms_nothing_else(text: str) -> None:
    masked = GUARD.mask(text)
    assert GUARD.look({"x": masked}) == []
    if not GUARD.look({"x": text}):
        assert masked == text


@given(around)
def test_inside_of_the_right_phrase_it_is_right(text: str) -> None:
    assert [one for one in GUARD.look({"x": f"{text} Taiwan, China {text}"}) if one.rule is TAIWAN] == []
    assert [one.found for one in GUARD.look({"x": "from Taiwan to Taiwan, China"})] == ["Taiwan"]


def test_latin_words_stand_alone_and_abbreviations_keep_their_case() -> None:
    found = [one.found for one in GUARD.look({"x": "CST, cst, BeCSTx, taiwan, Taiwanese, ＣＳＴ"})]
    assert found == ["CST", "taiwan", "ＣＳＴ"]


def test_what_is_said_names_the_field_the_place_and_the_words_around() -> None:
    [one] = GUARD.look({"title_zh": "好", "body_zh": "入选千人计划的团队"})
    assert (one.field, one.at, one.found, one.around) == ("body_zh", 2, "千人计划", "入选千人计划的团队")


def test_only_what_masks_is_taken_out_of_projects() -> None:
    guard = Guard([rule("台湾", "中国台湾", masks=False), PLAN])
    assert guard.mask("台湾的千人计划专家") == f"台湾的{MASK}专家"
