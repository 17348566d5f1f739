"""What the frame itself needs: the language of the page, and what it says of itself to machines."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from yunhui.ui.reader import reader_of
from yunhui.ui.tags import register


@register.simple_tag(takes_context=True)
def html_lang(context: Mapping[str, Any]) -> str:
    """`{% html_lang %}`: zh-Hans or en."""
    return "zh-Hans" if reader_of(context).language.startswith("zh") else "en"


@register.simple_tag(takes_context=True)
def gap(context: Mapping[str, Any]) -> str:
    """`{% gap %}`: what stands between two sentences, or after a colon: nothing in Chinese, whose marks are wide."""
    return "" if reader_of(context).language.startswith("zh") else " "


# What would end the block, or begin another: the text of a script is not read as HTML is.
_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


@register.simple_tag
def linked_data(thing: Mapping[str, Any]) -> SafeString:
    """`{% linked_data event %}`: a thing of schema.org as a block of data, which no policy takes for a script."""
    text = json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False, separators=(",", ":"))
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text.translate(_ESCAPED)))


@register.simple_tag(takes_context=True)
def linked_trail(context: Mapping[str, Any], trail: Sequence[tuple[str, str]]) -> SafeString:
    """`{% linked_trail crumbs %}`: (url, label) each from the home page down, and this page, as a BreadcrumbList."""
    root = str(context.get("public_url", ""))
    steps = [
        *((f"{root}{url}", label) for url, label in trail),
        (context.get("canonical", ""), context.get("title", "")),
    ]
    items = [
        {"@type": "ListItem", "position": at, "name": str(label), "item": str(url)}
        for at, (url, label) in enumerate(steps, 1)
    ]
    return linked_data({"@type": "BreadcrumbList", "itemListElement": items})
