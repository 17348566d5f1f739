"""A letter before it is written, as its reader would read it now."""

from collections.abc import Sequence

from yunhui.foundation.notices.ports import letter_of
from yunhui.foundation.notices.rules import plain
from yunhui.foundation.notices.services.composing import Reading, read
from yunhui.foundation.notices.services.templates import template_now
from yunhui.foundation.notices.services.writing import Copy


def preview_of(letter: str, copy: Copy, language: str = "") -> Reading:
    """One copy of a registered letter in the words of now, in its reader's language or another.

    Raises:
        LetterError: no such letter.
    """
    known = letter_of(letter)
    own = language or copy.to.language
    return read(known, template_now(known), plain(copy.context), copy.link, own, copy.zone or copy.to.zone)


def previews_of(letter: str, copies: Sequence[Copy]) -> list[Reading]:
    """Many copies of one letter, each in its reader's language and on their clock: one query.

    Raises:
        LetterError: no such letter.
    """
    known = letter_of(letter)
    template = template_now(known)
    return [
        read(known, template, plain(copy.context), copy.link, copy.to.language, copy.zone or copy.to.zone)
        for copy in copies
    ]
