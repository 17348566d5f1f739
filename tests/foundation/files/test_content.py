"""What a file is, by its content; the wrong ones are refused in words."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.foundation.files.corpus import BAD, GOOD, pdf, picture
from yunhui.foundation.files.enums import Kind
from yunhui.foundation.files.errors import SENTENCES, FileRefused
from yunhui.foundation.files.rules import MAX_BYTES, clean_name, examine
from yunhui.foundation.files.rules.types import DOCX, PDF

DOCUMENTS = [kind for kind in Kind if kind != Kind.FILM]


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_file_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    data, code = BAD[name]
    path = tmp_path / "plan.pdf"  # the name never helps
    path.write_bytes(data)
    with pytest.raises(FileRefused) as refused:
        examine(path, DOCUMENTS)
    assert refused.value.code == code
    assert len(str(refused.value.message)) > 8


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_taken_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    data, media_type, pages = GOOD[name]
    path = tmp_path / "x.exe"
    path.write_bytes(data)
    found = examine(path, DOCUMENTS)
    assert (found.media_type, found.pages) == (media_type, pages)


def test_fifty_megabytes_are_the_most(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as stream:
        stream.write(pdf())
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(FileRefused) as refused:
        examine(path)
    assert refused.value.code == "file_large"


def test_a_question_takes_what_it_asks_for_alone(tmp_path: Path) -> None:
    path = tmp_path / "logo"
    path.write_bytes(picture())
    with pytest.raises(FileRefused) as refused:
        examine(path)
    assert refused.value.code == "file_not_wanted"
    assert not list(tmp_path.glob("*.clean"))
    assert examine(path, [Kind.IMAGE]).cleaned


def test_a_photo_loses_its_place_and_what_stands_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(GOOD["a photo"][0] + b"MZ a program behind the picture")
    found = examine(path, [Kind.IMAGE])
    assert found.cleaned
    data = found.cleaned.read_bytes()
    assert b"a program" not in data and b"Camera" not in data
    with Image.open(io.BytesIO(data)) as shown:
        assert shown.size == (60, 40) and not shown.getexif()


@given(st.text(max_size=400), st.sampled_from([PDF, DOCX]))
def test_a_name_has_no_path_no_turning_and_its_contents_ending(name: str, media_type: str) -> None:
    cleaned = clean_name(name, media_type)
    assert 5 <= len(cleaned) <= 120
    assert not set(cleaned) & set('/\\\n\r\t\0\u202e\u200b<>:"|?*')
    assert cleaned.endswith(".pdf" if media_type == PDF else ".docx")
    assert clean_name(cleaned, media_type) == cleaned


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\Plan.PDF", "Plan.pdf"),
        ("gpj.\u202efdp.exe", "gpj.fdp.exe.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("", "file.pdf"),
        ("商业计划书（终稿）.pdf", "商业计划书（终稿）.pdf"),
        ("㛃喆燚.pptx", "㛃喆燚.pptx.pdf"),
    ],
)
def test_names_as_people_and_others_write_them(typed: str, kept: str) -> None:
    assert clean_name(typed, PDF) == kept


def test_every_refusal_has_a_sentence_in_both_languages() -> None:
    from django.utils import translation

    with translation.override("zh-hans"):
        spoken = {code: str(sentence) for code, sentence in SENTENCES.items()}
    assert all(any("一" <= char <= "鿿" for char in sentence) for sentence in spoken.values()), spoken
