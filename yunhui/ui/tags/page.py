"""What the frame itself needs: the language of the page."""

from collections.abc import Mapping
from typing import Any

from yunhui.ui.reader import reader_of
from yunhui.ui.tags import register


@register.simple_tag(takes_context=True)
def html_lang(context: Mapping[str, Any]) -> str:
    """`{% html_lang %}`: zh-Hans or en."""
    return "zh-Hans" if reader_of(context).language.startswith("zh") else "en"
