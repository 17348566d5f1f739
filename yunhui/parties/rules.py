"""Names that sort, and who keeps the register."""

import unicodedata
from unicodedata import east_asian_width

import phonenumbers
from django.utils.translation import gettext_lazy as _
from pypinyin import Style, lazy_pinyin

from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.kernel.verdict import ALLOWED, Verdict, refused


def sort_key(name: str) -> str:
    """The pinyin of a name (Latin names as they are), lower case: the key by which lists sort."""
    return " ".join(lazy_pinyin(name, style=Style.NORMAL)).lower()[:160]


def full_name(family: str, given: str, *, family_first: bool) -> str:
    """A name from its two parts in the order of its owner; Chinese, Japanese and Korean parts stand without a space."""
    parts = [part for part in ((family, given) if family_first else (given, family)) if part]
    return ("" if all(is_east_asian(part) for part in parts) else " ").join(parts)


def is_east_asian(text: str) -> bool:
    """Whether a text has no Latin, Cyrillic, Arabic… letter: only such as are written without spaces between words."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and all(east_asian_width(c) in "WF" for c in letters)


def international(number: str, country: str) -> str | None:
    """A phone number in its international form (+31 6 12345678), from any country; None where it is none.

    A number without a country code is taken as one of `country` (ISO 3166 alpha-2, may be empty).
    """
    try:
        found = phonenumbers.parse(unicodedata.normalize("NFKC", number), country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(found):
        return None
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def can_keep_register(actor: Actor) -> Verdict:
    """The talent office keeps organisations, boards and people; a person makes their own row."""
    if actor.is_system or actor.has(Role.OFFICE):
        return ALLOWED
    return refused("not_office", _("Only the talent office keeps the register."))
