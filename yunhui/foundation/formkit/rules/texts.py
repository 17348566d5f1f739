"""Texts as they are kept."""

import re
import unicodedata

# Controls that can hide or turn text: bidi overrides and isolates, and everything in category Cc but line ends; halves
# of characters (Cs) are no text at all, and no database takes them.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean_text(value: object) -> str:
    """A text as it is kept: NFC, no control that hides or turns text, no space at its ends."""
    text = unicodedata.normalize("NFC", str(value if value is not None else ""))
    return _UNWANTED.sub("", text).strip()


def half_width(text: str) -> str:
    """The same with full-width digits, signs and spaces in their plain form (１２，０００ -> 12,000)."""
    return unicodedata.normalize("NFKC", text).strip()
