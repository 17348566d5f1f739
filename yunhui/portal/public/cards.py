"""Pictures to share (Open Graph): set by Typst from what the page itself may say, and from nothing else."""

from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from yunhui.ui.papers import picture

_TEMPLATE = Path(__file__).with_name("card.typ")
_LONGEST = 180


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a picture: what it is, its title, one line, and at the foot the site and a date or count."""

    kind: str
    title: str
    line: str
    site: str
    facts: str
    lang: str
    accent: str = "#b8391f"


@lru_cache(maxsize=64)
def drawn(card: Card) -> bytes:
    """1200 × 630 pixels as PNG. The same words give the same picture, so that some are kept for a while; what is no
    longer public has other words, and its old picture is never asked for again."""
    words = asdict(card)
    words["title"], words["line"] = _cut(card.title), _cut(card.line)
    return picture(_TEMPLATE, words)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
