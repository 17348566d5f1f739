"""The boxes of the brief that experts read of every project, and the questions that usually feed them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

BOXES = ("technology", "team", "market", "money", "landing")
BOX_NAMES: Mapping[str, Any] = {
    "technology": _("Technology"),
    "team": _("Team"),
    "market": _("Market"),
    "money": _("Money"),
    "landing": _("Coming here"),
}
# By the keys that forms commonly use.
USUAL: Mapping[str, tuple[str, ...]] = {
    "technology": ("summary", "novelty", "technology", "ip"),
    "team": ("team", "team_size", "members"),
    "market": ("market", "business", "customers"),
    "money": ("money", "funding", "finance", "budget"),
    "landing": ("landing", "plan_here"),
}
