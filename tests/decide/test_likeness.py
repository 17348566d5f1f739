"""How alike two titles are, and what is odd about an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunhui.decide.likeness import likeness, oddity


@given(st.text(), st.text())
def test_it_is_a_share_and_has_no_direction(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)


@given(st.text(alphabet="电池液a1b2", min_size=1))
def test_width_case_spaces_and_marks_do_not_matter(text: str) -> None:
    assert likeness(text, f" {text.upper()}。") == 1


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("低温钠离子储能电芯", "低温钠离子储能电芯产业化", 0.5, 1),
        ("Sodium-ion cells", "ＳＯＤＩＵＭ ion cells", 1, 1),
        ("低温电池", "手术机器人", 0, 0),
        ("", "x", 0, 0),
    ],
)
def test_titles(one: str, other: str, least: float, most: float) -> None:
    assert least <= likeness(one, other) <= most


@pytest.mark.parametrize(
    ("text", "is_long", "said"),
    [
        ("无", True, "filler"),
        ("Ｎ/Ａ。", False, "filler"),
        ("aaaaaa", False, "repeated"),
        ("。。。。", True, "repeated"),
        ("三人", True, "short"),
        ("三人", False, ""),
        ("三位全职，一位兼职，均有十年以上产业化经验", True, ""),
        ("", True, ""),
    ],
)
def test_oddities(text: str, is_long: bool, said: str) -> None:
    assert oddity(text, is_long=is_long) == said
