"""Official papers as PDF, by Typst."""

from dataclasses import asdict
from pathlib import Path

from yunhui.ui.papers.document import Paper, Signed, Text, places_of
from yunhui.ui.papers.setting import typeset

_TEMPLATE = Path(__file__).parent / "official.typ"


def as_pdf(paper: Paper) -> bytes:
    """A paper as PDF; the same bytes for the same paper.

    Raises:
        PaperError: it could not be set.
    """
    blocks = []
    for block in paper.blocks:
        row = {"kind": type(block).__name__.lower(), **asdict(block)}
        if isinstance(block, Text):
            row |= {"kind": "text", "style": block.kind}
        if isinstance(block, Signed):
            row["places"] = places_of(block)
        blocks.append(row)
    return typeset(_TEMPLATE, {**asdict(paper), "blocks": blocks})
