"""Sheets that are set by a template of their own: signs, cards, booklets. Plain data as an official paper is, so that
the same words give the same fingerprint; they leave as PDF alone."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yunhui.kernel.crypto import digest
from yunhui.ui.papers.setting import typeset

_FOLDER = Path(__file__).parent
SIGNS, TENTS, POCKET = (_FOLDER / f"{name}.typ" for name in ("signs", "tents", "pocket"))


@dataclass(frozen=True, slots=True)
class Sheets:
    """Sheets of one kind.

    Attributes:
        name: what the file is about.
        template: a Typst template that reads `data`.
        data: all words of it.
        foot: fingerprint and time, in small letters; not part of what it says.
    """

    name: str
    template: Path
    data: dict[str, Any]
    foot: str = ""


def sheets_pdf(sheets: Sheets) -> bytes:
    """The sheets as PDF.

    Raises:
        PaperError: they could not be set.
    """
    return typeset(sheets.template, {**sheets.data, "foot": sheets.foot})


def sheets_fingerprint(sheets: Sheets, algorithm: str = "sha256") -> str:
    """`algorithm:hex` of all that the sheets say."""
    content = json.dumps([sheets.name, sheets.template.name, sheets.data], ensure_ascii=False, sort_keys=True)
    return digest(content.encode(), algorithm)
