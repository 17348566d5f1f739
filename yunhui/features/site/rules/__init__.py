"""Rules of the public site."""

from yunhui.features.site.rules.access import KEEPERS, can_approve, can_keep_site
from yunhui.features.site.rules.colour import Accent, accent_of, contrast, is_readable, nearest_readable, parse
from yunhui.features.site.rules.guard import MASK, Finding, Guard
from yunhui.features.site.rules.markdown import plain, rendered
from yunhui.features.site.rules.pictures import LOGO, PHOTO, Drawn, NotAPictureError, Shape, drawn_anew
from yunhui.features.site.rules.seal import LARGEST, NotASealError, cleaned
from yunhui.features.site.rules.texts import BODY_LENGTH, TEXTS, limit_of, missing, stale_after, too_long

__all__ = [
    "BODY_LENGTH",
    "KEEPERS",
    "LARGEST",
    "LOGO",
    "MASK",
    "PHOTO",
    "TEXTS",
    "Accent",
    "Drawn",
    "Finding",
    "Guard",
    "NotAPictureError",
    "NotASealError",
    "Shape",
    "accent_of",
    "can_approve",
    "can_keep_site",
    "cleaned",
    "contrast",
    "drawn_anew",
    "is_readable",
    "limit_of",
    "missing",
    "nearest_readable",
    "parse",
    "plain",
    "rendered",
    "stale_after",
    "too_long",
]
