"""Restricted Markdown: headings, lists, links, quotes and tables; no HTML, no pictures, no scripts. Pure."""

from functools import lru_cache
from urllib.parse import urlsplit

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

_SCHEMES = frozenset({"http", "https", "mailto", "tel", ""})


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    # `html: False` prints every tag as text; the rest of what CommonMark has beyond plain writing is switched off.
    reader = MarkdownIt("commonmark", {"html": False, "typographer": False})
    reader.disable(["image", "html_block", "html_inline", "code", "fence", "backticks", "lheading", "autolink"])
    reader.enable("table")
    reader.validateLink = _is_harmless  # type: ignore[method-assign]
    return reader


def rendered(text: str) -> SafeString:
    """Markdown as safe HTML. The page's own title is its first heading, so that headings in the text begin at two."""
    reader = _reader()
    tokens = reader.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(max(int(token.tag[1]), 2), 4)}"
        for child in token.children or ():
            _mark_link(child)
    return SafeString(reader.renderer.render(tokens, reader.options, {}))


def plain(text: str) -> str:
    """The words alone, for descriptions and feeds."""
    words: list[str] = []
    for token in _reader().parse(text):
        if token.type == "inline":
            words.append("".join(child.content or " " for child in token.children or ()).strip())
    return " ".join(" ".join(words).split())


def _mark_link(token: Token) -> None:
    if token.type == "link_open" and str(token.attrGet("href") or "").startswith("http"):
        token.attrSet("rel", "external noopener")


def _is_harmless(url: str) -> bool:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in _SCHEMES and not url.strip().startswith("//")
