"""What a visitor may see of a project: never more than the level of the consent."""

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.consents.enums import Level
from yunhui.pipeline.consents.rules import face_of, paragraphs_of

SECRETS = {"title": "Tea-title", "title_en": "Title-tea", "speaker": "Speaker-pu", "summary": "Summary-jin"}
OTHERS = {"employer": "Employer-lan", "email": "mail@lan.example", "money": "Money-lan"}


def application() -> Any:
    return SimpleNamespace(number=7, **SECRETS, **OTHERS)


@given(st.sampled_from(["", None, *Level]))
def test_a_level_shows_itself_and_what_lies_before_it(level: str | None) -> None:
    shown = repr(face_of(application(), level))

    assert (SECRETS["title"] in shown) is bool(level)
    assert (SECRETS["title_en"] in shown) is bool(level)
    assert (SECRETS["speaker"] in shown) is (level in (Level.TEAM, Level.SUMMARY))
    assert (SECRETS["summary"] in shown) is (level == Level.SUMMARY)
    assert not any(other in shown for other in OTHERS.values())


def test_without_consent_the_number_stands_for_the_title() -> None:
    face = face_of(application(), "")

    assert (face.title(CHINESE), face.title(ENGLISH)) == ("项目0007", "Project 0007")
    assert not face.is_titled


def test_words_that_may_not_be_published_are_taken_out_of_every_text() -> None:
    face = face_of(application(), Level.SUMMARY, lambda text: text.replace("t", "*").replace("S", "*"))

    assert "t" not in face.title_zh + face.title_en + face.team + face.summary
    assert "S" not in face.team + face.summary


def test_a_text_in_both_languages_is_read_in_ones_own() -> None:
    both = "时间敏感网络交换机，面向晶圆厂。\nTime-sensitive network switches for wafer fabs."

    assert paragraphs_of(both, CHINESE) == [(CHINESE, "时间敏感网络交换机，面向晶圆厂。")]
    assert paragraphs_of(both, ENGLISH) == [(ENGLISH, "Time-sensitive network switches for wafer fabs.")]
    assert paragraphs_of("只有中文。\n\n两段。", ENGLISH) == [(CHINESE, "只有中文。"), (CHINESE, "两段。")]


@given(st.text(max_size=200))
def test_no_text_is_lost_altogether(text: str) -> None:
    kept = paragraphs_of(text, ENGLISH)
    assert bool(kept) is bool(text.strip())
