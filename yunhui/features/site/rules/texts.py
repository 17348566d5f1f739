"""What the texts of an article must be before it is proposed."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from yunhui.features.site.models import Article
from yunhui.kernel.errors import Problem

TEXTS = ("title_zh", "title_en", "summary_zh", "summary_en", "body_zh", "body_en")
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


def missing(texts: Mapping[str, str]) -> list[Problem]:
    """Each text that must be there and is not: everything but the summaries, in both languages."""
    said = _("Everyone reads this in both languages: write it.")
    return [
        Problem(name, "required", said) for name in TEXTS if not name.startswith("summary") and not texts[name].strip()
    ]


def stale_after(before: Mapping[str, str], after: Mapping[str, str], known: str) -> str:
    """Which language is behind after a change: "zh", "en" or none."""
    changed = {name[-2:] for name in TEXTS if before[name] != after[name]}
    if changed == {"zh"}:
        return "en" if any(after[f"{name}_en"] for name in ("title", "body")) else known
    if changed == {"en"}:
        return "zh" if any(after[f"{name}_zh"] for name in ("title", "body")) else known
    return "" if changed else known
