"""Every template of the house runs under a content policy without unsafe-inline."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template

import yunhui
from yunhui.ui import sprite

HOUSE = Path(yunhui.__file__).parent
TEMPLATES = sorted(path for path in HOUSE.rglob("*.html") if "templates" in path.parts)
# Written to disk by a command and opened from there: no policy, and its style must travel with it.
PAPERS = {"recipes/templates/recipes/report.html", "features/proof/templates/proof/export.html"}
PAGES = [path for path in TEMPLATES if str(path.relative_to(HOUSE)) not in PAPERS]
INLINE = {
    r"\sstyle\s*=": "a style attribute",
    r"<style\b": "an inline style sheet",
    r"\son[a-z]+\s*=\s*[\"']": "an event attribute",
    "javascript:": "a script in an address",
    r"hx-(?:on|vals=['\"]js:)": "htmx must not evaluate",
}
MODULES = sorted(path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts)


def _name(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def _faults(paths: list[Path], found_in: Callable[[str], Iterable[str]]) -> list[str]:
    """What is wrong in which of some files. One test for all: of a thousand, each would cost more than it reads."""
    return [f"{_name(path)}: {fault}" for path in paths for fault in found_in(path.read_text("utf-8"))]


def _inline(text: str) -> Iterator[str]:
    for pattern, fault in INLINE.items():
        if re.search(pattern, text):
            yield fault
    for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", text, flags=re.S):
        if "src=" not in attributes or body.strip():
            yield "an inline script"
    if re.search(r"(?:src|href)=\"(?:https?:)?//(?!{)", re.sub(r"<a\b[^>]*>", "", text)):
        yield "another host"


def test_nothing_is_inline() -> None:
    assert _faults(PAGES, _inline) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('<p style="color: red">', "a style attribute"),
        ("<style>p {}</style>", "an inline style sheet"),
        ("<a onclick='x()'>", "an event attribute"),
        ('<a href="javascript:x()">', "a script in an address"),
        ("<script>x()</script>", "an inline script"),
        ('<img src="//elsewhere.example/x.png">', "another host"),
        ("<p hx-on:click='x()'>", "htmx must not evaluate"),
    ],
)
def test_what_is_inline_is_found(text: str, fault: str) -> None:
    assert fault in list(_inline(text))


def test_every_template_compiles() -> None:
    for path in TEMPLATES:
        get_template(str(path).split("/templates/", 1)[1])


def _unknown_signs(text: str) -> Iterator[str]:
    icons = re.findall(r"{%\s*icon\s+[\"']([\w-]+)[\"']", text)
    yield from (f"icon {name}" for name in icons if f"i-{name}" not in sprite.symbols())
    lights = re.findall(r"{%\s*light\s+[\"']([\w-]+)[\"']", text)
    yield from (f"light {kind}" for kind in lights if kind not in sprite.LIGHTS)


def test_icons_that_are_named_exist() -> None:
    assert _faults(TEMPLATES, _unknown_signs) == []
    assert list(_unknown_signs('{% icon "no-such" %}{% light "no-such" %}')) == ["icon no-such", "light no-such"]


def _written(text: str) -> Iterator[str]:
    if re.search(r"<[a-z]+[^>\n]*\sstyle=", text):
        yield "a style attribute"
    if re.search(r"<script(?! src| type=\"application/ld\+json\")[ >]", text):  # data runs nowhere
        yield "an inline script"


def test_no_module_writes_inline_style_or_script() -> None:
    assert _faults(MODULES, _written) == []
    assert list(_written("<p style='x'><script>")) == ["a style attribute", "an inline script"]


@pytest.mark.parametrize("code", ["400", "403", "404", "500"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_error_pages_stand_without_a_context(code: str, language: str) -> None:
    from django.utils import translation

    with translation.override(language):
        html = engines["django"].get_template(f"{code}.html").render({})
    assert f">{code}<" in html
    assert f'<html lang="{"zh-Hans" if language == "zh-hans" else "en"}">' in html


def test_the_workbench_says_that_it_is_not_for_classified_information() -> None:
    html = get_template("ui/workbench.html").render({})
    assert "This system is not for classified information" in html or "本系统为非涉密系统" in html


def test_the_demo_ribbon_shows_only_in_a_demo() -> None:
    from django.utils import translation

    with translation.override("en"):
        assert 'class="demo"' not in get_template("ui/public.html").render({"demo": False})
        html = get_template("ui/public.html").render({"demo": True})
    assert 'href="/demo/sign-in"' in html
    assert "invented" in html


def test_the_rail_marks_where_one_is() -> None:
    rail = [("This call", [("/a", "home", "Today", 23, False), ("/b", "list", "All", None, True)])]
    html = get_template("ui/workbench.html").render({"rail": rail})
    assert "<h2>This call</h2>" in html
    assert '<span class="n">23</span>' in html
    assert html.count('aria-current="page"') == 1


def test_htmx_cannot_evaluate_or_keep_pages() -> None:
    html = get_template("ui/workbench.html").render({})
    config = re.search(r"name=\"htmx-config\" content='([^']+)'", html)
    assert config is not None
    for rule in (
        '"allowEval":false',
        '"includeIndicatorStyles":false',
        '"historyCacheSize":0',
        '"allowScriptTags":false',
    ):
        assert rule in config.group(1)


def test_every_class_has_a_rule() -> None:
    """Add the rule to yunhui/ui/css, or drop the class."""
    sheets = "".join(sheet.read_text("utf-8") for sheet in (HOUSE / "ui/css").rglob("*.css"))
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"/\*.*?\*/", "", sheets, flags=re.S)))
    used = re.compile(r'\sclass="([^"{}]*)"')
    assert _faults(TEMPLATES, lambda text: {n for names in used.findall(text) for n in names.split()} - known) == []
