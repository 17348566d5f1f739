"""Restricted Markdown, colours that can be read, seals without anything but drawing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunhui.features.site.rules import (
    NotASealError,
    accent_of,
    cleaned,
    contrast,
    is_readable,
    nearest_readable,
    parse,
    plain,
    rendered,
)
from yunhui.features.site.rules.colour import NIGHT, WHITE

ALLOWED = {
    *[
        "p",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "a",
        "blockquote",
        "hr",
        "br",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
}
DANGER = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](https://a.example/b.png)",
    "<img src=x onerror=y>",
    "[x](//evil.example)",
    "[x]( data:text/html,x )",
    "```\ncode\n```",
    "<a href=javascript:x>",
    "# One",
    "**b**",
]


@given(st.lists(st.sampled_from(DANGER) | st.text(max_size=30), max_size=6))
def test_nothing_but_plain_writing_comes_out(parts: list[str]) -> None:
    html = str(rendered("\n\n".join(parts)))
    assert {name.lower() for name in re.findall(r"<\s*/?\s*([a-zA-Z][\w-]*)", html)} <= ALLOWED
    for href in re.findall(r'href="([^"]*)"', html):
        assert re.match(r"(https?:|mailto:|tel:|[^:]*$)", href) and not href.startswith("//"), href
    assert not re.search(r"<[^>]*\s(on\w+|style|src)=", html)


def test_what_can_be_written() -> None:
    html = str(rendered("# One\n\n- a\n- b\n\n1. c\n\n> d\n\n**e** [f](https://g.example) [h](/zh/)"))
    assert "<h2>One</h2>" in html and "<ul>" in html and "<ol>" in html and "<blockquote>" in html
    assert '<a href="https://g.example" rel="external noopener">f</a>' in html and '<a href="/zh/">h</a>' in html
    assert plain("## One\n\n**two** [three](/x)") == "One two three"


colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
def test_every_colour_has_a_readable_one_near(colour: str) -> None:
    near = nearest_readable(colour)
    assert is_readable(near) and (near == colour) is is_readable(colour)
    made = accent_of(near)
    assert contrast(made.light, WHITE) >= 4.5 and contrast(made.dark, WHITE) >= 4.5
    assert contrast(made.dark, NIGHT) >= 3


def test_colours_as_they_are_typed() -> None:
    assert [parse(text) for text in ("B8391F", "#b8391f", " #abc ", "red", "#12345", "")] == [
        "#b8391f", "#b8391f", "#aabbcc", None, None, None,
    ]  # fmt: skip


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">%s</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>alert(1)</script>",
        b'<path d="M0 0" onload="x()"/>',
        b'<image href="https://evil.example/x.png"/>',
        b'<use href="https://evil.example/x#y"/>',
        b'<a href="javascript:x()"><path d="M0 0"/></a>',
        b"<style>@import url(https://evil.example)</style>",
        b'<rect fill="url(https://evil.example/#a)" width="1" height="1"/>',
        b"<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
        b'<animate attributeName="href" to="javascript:x()"/>',
    ],
)
def test_of_an_svg_only_the_drawing_is_left(inside: bytes) -> None:
    kind, made = cleaned(SVG % (inside + b'<path d="M0 0h8v8z" fill="#b8391f"/>'))
    assert kind == "svg" and b"M0 0h8v8z" in made
    for word in (b"script", b"evil", b"onload", b"foreignObject", b"style", b"animate", b"javascript", b"href"):
        assert word not in made, word


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"GIF89a", "kind"),
        (b"\x89PNG\r\n\x1a\nrubbish", "broken"),
        (b"<svg", "broken"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "sides"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG % b"&a;", "broken"),
        (b"<svg" + b" " * 300_000, "size"),
    ],
)
def test_what_is_no_seal_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(NotASealError, match=code):
        cleaned(data)
