"""Printed papers write the names of the people who apply, in the scripts in which they write them."""

import re
from pathlib import Path

import pytest

from yunhui.ui.papers import PaperError, typeset

# What stands on the paper -> the face that must have drawn it.
SCRIPTS = {
    "㛃喆燚镕䶮": "NotoSansSC",
    "Łódź Şğ Αθήνα": "NotoSans",
    "Жданов Nguyễn": "NotoSansSC",
    "नमस्ते": "NotoSans",
    "نور الدين": "NotoSansArabic",
    "שלום": "NotoSansHebrew",
    "สมชาย": "NotoSansThai",
    "김철수": "NanumGothic",
    "👩‍🔬 ✅": "NotoEmoji",
}


def faces_of(pdf: bytes) -> set[str]:
    """The fonts inside a PDF, without their subset and weight."""
    return {name.decode() for name in re.findall(rb"/FontName ?/[A-Z]{6}\+([A-Za-z]+)", pdf)}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "one.typ"
    path.write_text("#let data = json(bytes(sys.inputs.data))\n#set text(font: fonts)\n#data.text")
    return path


@pytest.mark.parametrize("text", SCRIPTS)
def test_every_script_has_its_face(template: Path, text: str) -> None:
    assert SCRIPTS[text] in faces_of(typeset(template, {"text": text}))


def test_pinyin_stays_in_the_face_of_its_characters(template: Path) -> None:
    assert faces_of(typeset(template, {"text": "重庆 chóngqìng lǜ ān"})) == {"NotoSansSC"}


def test_the_same_words_are_the_same_bytes_and_markup_is_text(template: Path) -> None:
    words = {"text": "#set page(fill: red) $x$ <b> \\ *"}
    assert typeset(template, words) == typeset(template, words)


def test_a_template_that_is_wrong_says_so(tmp_path: Path) -> None:
    path = tmp_path / "wrong.typ"
    path.write_text("#nothing")
    with pytest.raises(PaperError):
        typeset(path, {})
