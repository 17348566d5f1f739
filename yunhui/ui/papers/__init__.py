"""Printed papers: Typst templates with data, and official papers (公文) that are drawn as Word documents and as PDF."""

from yunhui.ui.papers.document import (
    Appendix,
    Attached,
    Block,
    Column,
    Fill,
    Heading,
    Pair,
    Paper,
    Signed,
    Table,
    Text,
    Title,
    fingerprint,
)
from yunhui.ui.papers.official import as_pdf
from yunhui.ui.papers.setting import PaperError, picture, typeset
from yunhui.ui.papers.sheets import POCKET, SIGNS, TENTS, Sheets, sheets_fingerprint, sheets_pdf
from yunhui.ui.papers.word import DOCX, as_docx

__all__ = [
    "DOCX",
    "POCKET",
    "SIGNS",
    "TENTS",
    "Appendix",
    "Attached",
    "Block",
    "Column",
    "Fill",
    "Heading",
    "Pair",
    "Paper",
    "PaperError",
    "Sheets",
    "Signed",
    "Table",
    "Text",
    "Title",
    "as_docx",
    "as_pdf",
    "fingerprint",
    "picture",
    "sheets_fingerprint",
    "sheets_pdf",
    "typeset",
]
