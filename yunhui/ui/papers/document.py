"""An official paper as plain data: what stands on it, not how it is drawn. One paper is drawn as Word and as PDF.

Texts are final: in the paper's language, with numbers and dates as they are read.
"""

import json
import re
import unicodedata
from dataclasses import asdict, dataclass

from yunhui.kernel.crypto import digest

# What XML 1.0 cannot hold; a text with it would make a document that Word does not open.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Title:
    """The title (方正小标宋, size 2); `\\n` where a line should end. `under` stands below it in 楷体; `is_fresh`
    begins a new page."""

    text: str
    under: str = ""
    is_fresh: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """一、 in 黑体 (level 1), （一） in 楷体 (level 2)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: `body` begins with two empty characters, `plain` at the margin (主送机关), or `center`, `note`."""

    text: str
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Pair:
    """A label in 黑体 and what it says."""

    label: str
    text: str
    indent: bool = True


@dataclass(frozen=True, slots=True)
class Fill:
    """Blanks to sign or fill in by hand, side by side: label and width in mm."""

    blanks: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its share of the width, and how its cells stand (left, center, right)."""

    head: str
    share: int
    align: str = "center"


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; its head is repeated on every page and no row is parted.

    Attributes:
        height: the least height of a row in mm, for what is signed by hand.
        size: of its letters in points.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    height: float = 8.0
    size: float = 12.0


@dataclass(frozen=True, slots=True)
class Attached:
    """The list of attachments under the text (附件说明)."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who issues it and on which day (落款), placed for a seal."""

    who: str
    day: str


@dataclass(frozen=True, slots=True)
class Appendix:
    """An attachment of its own page: `附件1` at the margin, then its title."""

    label: str
    title: str


Block = Title | Heading | Text | Pair | Fill | Table | Attached | Signed | Appendix


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper.

    Attributes:
        name: what the file is about, for its properties.
        lang: `zh` or `en`.
        head: a small line above every page, such as who printed it; may be empty.
        foot: a small line below the page's number: fingerprint, time, batch.
        author: who issues it, for its properties.
        ghost: set slantwise behind the text of the PDF; may be empty.
        letter: the size of the text in points: 16 (size 3) in official papers.
    """

    name: str
    blocks: tuple[Block, ...]
    lang: str = "zh"
    is_wide: bool = False
    head: str = ""
    foot: str = ""
    author: str = ""
    ghost: str = ""
    letter: float = 16.0
    is_paged: bool = True


def fingerprint(paper: Paper, algorithm: str = "sha256") -> str:
    """`algorithm:hex` of all that a paper says: the same words give the same one, whoever prints it and when."""
    said = [[type(block).__name__, asdict(block)] for block in paper.blocks]
    content = json.dumps([paper.name, paper.lang, said], ensure_ascii=False, sort_keys=True)
    return digest(content.encode(), algorithm)


def clean(text: str) -> str:
    """A text without what no document can hold."""
    return _NOT_IN_XML.sub("", text)


def width_of(text: str) -> float:
    """The width of a text in Chinese characters; Latin letters take half of one."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.5 for letter in text)


def places_of(signed: Signed) -> tuple[float, float]:
    """How far who and day stand from the right margin, in characters (GB/T 9704-2012, 7.3.5.1): the day four, who
    centred on it; where who is so long that it would pass the margin, who stands two from it and the day is centred.
    """
    who, day = width_of(signed.who), width_of(signed.day)
    beside = 4 + (day - who) / 2
    if beside >= 2:
        return beside, 4.0
    return 2.0, 2 + (who - day) / 2
