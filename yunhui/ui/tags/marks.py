"""Small signs: icons, lights, tags, chips, people, progress."""

from collections.abc import Iterable
from unicodedata import east_asian_width

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yunhui.ui import sprite
from yunhui.ui.tags import register

_TAGS = {"": "tag", "g": "tag tag--g", "y": "tag tag--y", "r": "tag tag--r", "card": "tag tag--card"}


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """`{% icon "check" %}`, `{% icon "check" "s" %}`; `label=` when no word stands beside it."""
    return sprite.icon(name, size, label)


@register.simple_tag
def symbol(name: str, view_box: str) -> SafeString:
    """`{% symbol "mark" "0 0 36 24" %}`."""
    return sprite.symbol(name, view_box)


@register.simple_tag
def light(kind: str, word: str, small: bool = False) -> SafeString:
    """`{% light "y" _("1 day left") %}`; kinds in `sprite.light`."""
    return sprite.light(kind, word, small=small)


@register.simple_tag
def marks(items: Iterable[tuple[str, str]]) -> SafeString:
    """`{% marks row.answers %}`: (kind, word) pairs as shapes in a row."""
    return format_html(
        '<span class="marks">{}</span>', format_html_join("", "{}", ((sprite.mark(k, w),) for k, w in items))
    )


@register.simple_tag
def watermark(words: str, under: bool = False) -> SafeString:
    """Who looks, and when, over the whole page; `under` lets pictures that carry a mark of their own lie above it.

    The tile is as wide as the words, and what would stick out on one side comes in on the other: no name is cut.
    """
    if not words:
        return SafeString("")
    wide = 56 + round(sum(14 if east_asian_width(one) in "WF" else 8.2 for one in words))
    middle = wide // 2
    return format_html(
        '<svg class="watermark{}" aria-hidden="true"><defs><pattern id="watermark" width="{}" height="180" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(-22)"><text x="8" y="50">{}</text>'
        '<text x="{}" y="140">{}</text><text x="{}" y="140">{}</text></pattern></defs>'
        '<rect width="100%" height="100%" fill="url(#watermark)"/></svg>',
        " watermark--under" if under else "", wide, words, middle, words, middle - wide, words,
    )  # fmt: skip


@register.simple_tag
def tag(word: str, kind: str = "") -> SafeString:
    """`{% tag _("Draft") %}`; kinds: g, y, r, card (the Blue Card alone).

    Raises:
        KeyError: no such kind.
    """
    return format_html('<span class="{}">{}</span>', _TAGS[kind], word)


@register.simple_tag
def chip(label: str, url: str = "", current: bool = False, icon: str = "") -> SafeString:
    """`{% chip _("New energy") url current icon="x" %}`: a filter as a link, or a fact when it has no url."""
    tail = sprite.icon(icon, "s") if icon else ""
    if not url:
        return format_html('<span class="chip">{}{}</span>', label, tail)
    state = SafeString(' aria-current="true"') if current else ""
    return format_html('<a class="chip" href="{}"{}>{}{}</a>', url, state, label, tail)


@register.filter
def initial(name: str) -> str:
    """The character that stands for a person: 沈 of 沈砚秋, S of Yanqiu Shen (the family name comes last)."""
    words = name.strip().split()
    if not words:
        return "?"
    return words[-1][0].upper() if words[-1].isascii() else words[0][0]


@register.simple_tag
def avatar(name: str, size: str = "") -> SafeString:
    """`{% avatar person.name %}`; it is decoration, write the name beside it."""
    css = "avatar avatar--s" if size == "s" else "avatar"
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, initial(name))


@register.simple_tag
def bar(value: float, maximum: float, label: str) -> SafeString:
    """`{% bar 5 7 _("5 of 7 sections complete") %}`."""
    return format_html('<progress class="bar" max="{}" value="{}" aria-label="{}"></progress>', maximum, value, label)
