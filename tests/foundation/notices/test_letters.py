"""Every letter of the product: both languages, no unknown variable, the words of the house, SMS that fit."""

import re

import pytest

from yunhui.foundation.notices.enums import Release
from yunhui.foundation.notices.ports import Letter, all_letters, register_letter
from yunhui.foundation.notices.ports import LetterError as Fault
from yunhui.foundation.notices.rules import plain, problems_of, variables_in
from yunhui.foundation.notices.services.composing import read
from yunhui.foundation.notices.services.templates import TEXTS

LETTERS = [one for one in all_letters() if not one.key.startswith("test.")]
# What a letter of the city never says, and what it says instead.
NEVER_ZH = {
    "！": "no exclamation marks", "!": "no exclamation marks", "亲，": "您", "落选": "未入围", "淘汰": "未入围",
    "打回": "补正", "感兴趣": "有意向", "选手": "申报人", "校准分": "评分尺度参考", "人才济济": "plain words",
    "董事会": "板块", "特批": "一事一议", "用户": "申报人", "拒绝": "暂无意向",
}  # fmt: skip
NEVER_EN = {
    r"!": "no exclamation marks", r"\btalents\b": "founders, researchers", r"\bboard\b": "host area",
    r"\bCST\b": "Beijing time (UTC+8)", r"\bpublicity\b": "public notice", r"\breject": "not selected",
    r"\bloser": "not selected", r"\bChina, Taiwan\b": "中国台湾", r"\bcountries\b": "countries or regions",
}  # fmt: skip
SMS_UCS2, SMS_SIGNATURE = 134, 10  # two parts of 67, and 【signature】


@pytest.mark.parametrize("letter", LETTERS, ids=lambda one: one.key)
def test_a_letter_is_whole(letter: Letter) -> None:
    """Texts in both languages with the same variables, each of them declared and used, and a reason at the foot."""
    texts = {name: getattr(letter, name) for name in TEXTS}
    assert problems_of(letter, {name: text for name, text in texts.items() if text}) == []
    for name in ("subject", "body", "name", "why", "action"):
        assert getattr(letter, f"{name}_zh"), name
        assert getattr(letter, f"{name}_en"), name
    said = set().union(*(variables_in(text) for text in texts.values()))
    assert said == {one.name for one in letter.variables}
    assert not (letter.private and letter.release == Release.HELD)


@pytest.mark.parametrize("letter", LETTERS, ids=lambda one: one.key)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_letter_reads_well(letter: Letter, language: str) -> None:
    """Nothing is left unfilled, no word of the list of traps, and the SMS fits into two parts."""
    reading = read(letter, letter, plain(letter.samples()), "", language, "America/New_York")
    written = "\n".join((reading.subject, reading.body, reading.sms, reading.why))
    assert "{{" not in written
    assert "}}" not in written
    never = NEVER_ZH if language == "zh-hans" else NEVER_EN
    for trap, instead in never.items():
        found = trap in written if language == "zh-hans" else re.search(trap, written, re.IGNORECASE)
        assert not found, f"{trap}: {instead}"
    assert len(reading.subject) <= 120
    assert bool(letter.sms_zh) == bool(letter.sms_en)
    most = SMS_UCS2 - SMS_SIGNATURE if language == "zh-hans" or not reading.sms.isascii() else 2 * 153 - SMS_SIGNATURE
    assert len(reading.sms) <= most


def test_there_are_letters() -> None:
    """The rooms have registered theirs."""
    assert len(LETTERS) > 20


def test_two_letters_do_not_share_a_key() -> None:
    """A room that takes another's key is a fault of the program."""
    first = LETTERS[0]
    with pytest.raises(Fault):
        register_letter(_twin(first))


def _twin(letter: Letter) -> Letter:
    return Letter(
        key=letter.key, name_zh="另", name_en="other", subject_zh="一", subject_en="a", body_zh="一", body_en="a"
    )
