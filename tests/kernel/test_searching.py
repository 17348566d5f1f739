"""Words of Chinese and Latin texts: what is written is found by what is typed, and the literal is always valid."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from yunhui.kernel import searching


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("固态电池", {"固", "态", "电", "池", "固态", "态电", "电池"}),
        ("AI芯片", {"ai", "芯", "片", "芯片"}),
        ("Ｍüller, José-María", {"muller", "jose", "maria"}),
        ("㛃喆燚镕䶮", {"㛃", "喆", "燚", "镕", "䶮", "㛃喆", "喆燚", "燚镕", "镕䶮"}),
        ("0042 ２０２６", {"0042", "2026"}),
        ("%'\\ \x00 \u202e🙂", set()),
        ("", set()),
    ],
)
def test_texts_are_cut_into_words(text: str, words: set[str]) -> None:
    assert searching.words_of(text) == words


def test_chinese_names_are_found_by_their_sounds() -> None:
    assert searching.sounds_of("张伟") == {"zhangwei", "wei", "zw"}
    assert searching.sounds_of("Anna de Wit") == set()


def test_addresses_are_asked_only_where_that_is_allowed() -> None:
    assert searching.question("ann@x", addresses=True) == "'@ann@x':*"
    assert "@" not in searching.question("ann@x")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "weights", "is_found"),
    [
        ("wei", "D", False),
        ("we", "D", False),  # the beginning of a kept word neither
        ("王伟", "D", False),
        ("42", "D", True),
        ("固态", "D", True),
        ("battery", "D", True),  # in the title and in the name of the employer
        ("固态 wei", "D", False),
        ("固态 wei", "AD", True),
        ("acme", "AD", False),
        ("acme", "ABD", True),
        ("acme", "", True),
    ],
)
def test_a_question_finds_by_the_weights_it_names_alone(text: str, weights: str, is_found: bool) -> None:
    name = searching.words_of("王伟") | searching.sounds_of("王伟")
    words = searching.vector(
        searching.words_of("固态电池 Battery") | {"42"}, {"A": name, "B": searching.words_of("Acme Battery")}
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [words, searching.question(text, weights=weights)])
        assert cursor.fetchone() == (is_found,)


@pytest.mark.django_db
@given(st.text(max_size=60), st.text(max_size=40))
def test_every_literal_is_understood_and_a_text_finds_itself(text: str, other: str) -> None:
    words = searching.words_of(text) | searching.words_of(other) | {searching.address_word(other.replace("\x00", ""))}
    asked = searching.question(text)
    if not asked:
        return
    with connection.cursor() as cursor:
        for literal in (searching.vector(words), searching.vector(words, {"A": searching.words_of(other)})):
            for weights in ("", "D"):
                asked = searching.question(text, weights=weights)
                cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [literal, asked])
                assert cursor.fetchone() == (True,)
