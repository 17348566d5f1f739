"""Every template of the house runs under a content policy without unsafe-inline."""

import re
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
MODULES = sorted(path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts)


def _name(path: Path) -> str:
    return str(path.relative_to(HOUSE))


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_nothing_is_inline(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\sstyle\s*=", text), "a style attribute"
    assert not re.search(r"<style\b", text), "an inline style sheet"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "an event attribute"
    assert "javascript:" not in text
    for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", text, flags=re.S):
        assert "src=" in attributes, "an inline script"
        assert not body.strip(), "an inline script"
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//(?!{)", re.sub(r"<a\b[^>]*>", "", text)), "another host"
    assert not re.search(r"hx-(?:on|vals=['\"]js:)", text), "htmx must not evaluate"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_every_template_compiles(path: Path) -> None:
    get_template(str(path).split("/templates/", 1)[1])


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_icons_that_are_named_exist(path: Path) -> None:
    for name in re.findall(r"{%\s*icon\s+[\"']([\w-]+)[\"']", path.read_text("utf-8")):
        assert f"i-{name}" in sprite.symbols(), name
    for kind in re.findall(r"{%\s*light\s+[\"']([\w-]+)[\"']", path.read_text("utf-8")):
        assert kind in sprite.LIGHTS, kind


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_no_module_writes_inline_style_or_script(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"<[a-z]+[^>\n]*\sstyle=", text)
    assert not re.search(r"<script(?! src| type=\"application/ld\+json\")[ >]", text)  # data runs nowhere


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


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_every_class_has_a_rule(path: Path) -> None:
    sheets = "".join(sheet.read_text("utf-8") for sheet in (HOUSE / "ui/css").rglob("*.css"))
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"/\*.*?\*/", "", sheets, flags=re.S)))
    used = {name for names in re.findall(r'\sclass="([^"{}]*)"', path.read_text("utf-8")) for name in names.split()}
    assert used - known == set(), "a class without a rule; add the rule to yunhui/ui/css or drop the class"
