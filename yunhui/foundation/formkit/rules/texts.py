"""Texts as they are kept."""

import unicodedata

# Controls that can hide or turn text: bidi overrides and isolates, and everything in category Cc but line ends; halves
# of characters (Cs) are no text at all, and no database takes them.
_TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def clean_text(value: object) -> str:
    """A text as it is kept: NFC, no control that hides or turns text, no space at its ends."""
    text = unicodedata.normalize("NFC", str(value if value is not None else ""))
    kept = (c for c in text if ord(c) not in _TURNING and (c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")))
    return "".join(kept).strip()


def half_width(text: str) -> str:
    """The same with full-width digits, signs and spaces in their plain form (１２，０００ -> 12,000)."""
    return unicodedata.normalize("NFKC", text).strip()
