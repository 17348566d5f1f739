"""What the texts of an article must be before it is proposed."""

import unicodedata
from collections.abc import Mapping

from django.utils.translation import gettext as _

from yunhui.features.site.models import Article
from yunhui.kernel.errors import Problem

TEXTS = (
    "title_zh", "title_en", "summary_zh", "summary_en", "body_zh", "body_en",
    "alt_zh", "alt_en", "credit_zh", "credit_en",
)  # fmt: skip
BODY_LENGTH = 20_000


def limit_of(name: str) -> int:
    """Characters that a text may have."""
    return getattr(Article._meta.get_field(name), "max_length", None) or BODY_LENGTH


def too_long(texts: Mapping[str, str]) -> list[Problem]:
    """Each text with more characters than there is room for."""
    said = _("%(over)d characters too many. Shorten it; nothing is lost.")
    return [
        Problem(name, "too_long", said % {"over": len(text) - limit_of(name)})
        for name, text in texts.items()
        if len(text) > limit_of(name)
    ]


def missing(texts: Mapping[str, str], *, has_picture: bool = False) -> list[Problem]:
    """Each text that must be there and is not, in both languages: title and text, and the words of a picture."""
    said = {
        "alt": _("Say what is to be seen, for those who do not see it."),
        "credit": _("Say where the picture comes from."),
    }
    needed = ("title", "body", *(said if has_picture else ()))
    usual = _("Everyone reads this in both languages: write it.")
    return [
        Problem(name, "required", said.get(name[:-3], usual))
        for name in TEXTS
        if name[:-3] in needed and not texts[name].strip()
    ]


def stale_after(before: Mapping[str, str], after: Mapping[str, str], known: str) -> str:
    """Which language is behind after a change: "zh", "en" or none.

    One falls behind when the other alone was changed, and catches up when it is changed itself. Spaces, punctuation
    and capitals are no change that the other language would have to follow.
    """
    changed = {name[-2:] for name in TEXTS if _letters(before[name]) != _letters(after[name])}
    if len(changed) != 1:
        return "" if changed else known
    [one] = changed
    other = "en" if one == "zh" else "zh"
    if known == one:
        return ""
    return other if any(after[f"{name}_{other}"] for name in ("title", "body")) else known


def _letters(text: str) -> str:
    return "".join(
        one for one in unicodedata.normalize("NFKC", text).casefold() if unicodedata.category(one)[0] in "LN"
    )
