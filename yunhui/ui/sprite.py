"""Icons and lights as references into the one sprite file, `icons.svg`, which the browser keeps."""

import re
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

_SOURCE = Path(__file__).with_name("icons.svg")
LIGHTS = ("g", "y", "r", "b", "n", "full", "half", "ring", "dash")


@lru_cache
def symbols() -> frozenset[str]:
    """Every symbol id of the sprite."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', _SOURCE.read_text("utf-8")))


@lru_cache
def _reference(symbol: str) -> str:
    if symbol not in symbols():
        raise ValueError(f"icons.svg has no symbol {symbol}")
    return f"{static('icons.svg')}#{symbol}"


def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """An icon of 20 px, or 16 with size "s"; with a label it speaks, without one it is decoration.

    Raises:
        ValueError: the sprite has no such icon.
    """
    css = "i i--s" if size == "s" else "i"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', css, label, _reference(f"i-{name}")
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', css, _reference(f"i-{name}"))


def symbol(name: str, view_box: str) -> SafeString:
    """A bare symbol of the sprite, sized by the class around it."""
    return format_html('<svg viewBox="{}" aria-hidden="true"><use href="{}"/></svg>', view_box, _reference(name))


def light(kind: str, word: str, *, small: bool = False) -> SafeString:
    """A light: shape, colour and word.

    Kinds: g good, y watch, r red, b finished early, n not applicable; full yes, half in part, ring waiting, dash no.

    Raises:
        ValueError: no such kind.
    """
    css = f"light light--{kind} dk" if small else f"light light--{kind}"
    return format_html('<span class="{}">{}{}</span>', css, symbol(f"l-{kind}", "0 0 12 12"), word)


def mark(kind: str, label: str) -> SafeString:
    """A light without its word on the page, for dense rows; the word is read out and shown on the legend."""
    return format_html(
        '<svg viewBox="0 0 12 12" role="img" aria-label="{}" fill="currentColor"><use href="{}"/></svg>',
        label,
        _reference(f"l-{kind}"),
    )
