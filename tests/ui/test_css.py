"""The style sheets: contrast as promised, no value outside the tokens, one dark theme, known breakpoints."""

import re
from pathlib import Path

import pytest

import yunhui.ui

CSS = Path(yunhui.ui.__file__).parent / "css"
TOKENS = (CSS / "tokens.css").read_text("utf-8")
SHEETS = sorted(path for path in CSS.rglob("*.css") if path.name != "tokens.css")
BREAKPOINTS = {760, 761, 900, 901, 1080, 1180, 1399}
AA, AAA, SHAPE = 4.5, 7.0, 3.0

PROMISED = [
    ("ink", "paper", AAA),
    ("ink", "sheet", AAA),
    ("ink", "cloud", AAA),
    ("ink", "celadon-wash", AAA),
    ("ink", "amber-wash", AAA),
    ("ink", "red-wash", AAA),
    ("ink-2", "paper", AAA),
    ("ink-2", "sheet", AAA),
    ("ink-2", "cloud", AA),
    ("ink-2", "amber-wash", AA),
    ("ink-3", "paper", AA),
    ("ink-3", "sheet", AA),
    ("ink-3", "cloud", AA),
    ("link", "paper", AA),
    ("link", "sheet", AA),
    ("link", "cloud", AA),
    ("link", "celadon-wash", AA),
    ("link", "amber-wash", AA),
    ("link", "red-wash", AA),
    ("red", "paper", AA),
    ("red", "sheet", AA),
    ("red", "red-wash", AA),
    ("amber-ink", "paper", AA),
    ("amber-ink", "cloud", AA),
    ("amber-ink", "amber-wash", AA),
    ("on-press", "press", AA),
    ("on-press", "press-deep", AA),
    ("paper", "ink", AAA),
    ("paper", "blue", AA),
    ("edge", "sheet", SHAPE),
    ("edge", "paper", SHAPE),
    ("amber", "paper", SHAPE),
    ("celadon", "paper", SHAPE),
    ("red", "paper", SHAPE),
]


def _block(start: str) -> dict[str, str]:
    begin = TOKENS.index(start)
    body = TOKENS[TOKENS.index("{", begin) + 1 : TOKENS.index("}", begin)]
    return {
        name: value.strip() for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", re.sub(r"/\*.*?\*/", "", body))
    }


LIGHT = _block("\n:root {")
DARK = _block('\n[data-theme="dark"] {')


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2's ratio, 1 to 21."""
    a, b = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, {**LIGHT, **DARK}], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PROMISED)
def test_contrast_is_as_promised(theme: dict[str, str], front: str, ground: str, least: float) -> None:
    assert _contrast(theme[front], theme[ground]) >= least


def test_the_two_dark_themes_are_one() -> None:
    by_preference = _block(':root:not([data-theme="light"]) {')
    assert by_preference == DARK
    assert set(DARK) <= set(LIGHT)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: str(path.relative_to(CSS)))
def test_no_colour_and_no_px_outside_the_tokens(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
    for width in re.findall(r"@media[^{]*?(\d+)px", text):
        assert int(width) in BREAKPOINTS, f"{width} px is not a width at which pages change"
    text = re.sub(r"@media[^{]*\{", "{", text)
    raw = re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])|\b(?:rgba?|hsla?|oklch)\([^)]*\)|(?<![\w-])-?[\d.]+px\b", text)
    assert raw == [], f"{path.name}: {raw}"
    named = re.findall(r":[^;{}]*\b(white|black|red|green|blue|gray|grey|silver|orange)\b(?!-)[^;{}]*;", text)
    assert [name for name in named if f"--{name}" not in text] == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: str(path.relative_to(CSS)))
def test_every_variable_that_is_used_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    own = set(re.findall(r"--([\w-]+):", text))
    used = set(re.findall(r"var\(--([\w-]+)", text))
    assert used - own - set(LIGHT) == set()


def test_no_rule_hides_the_focus_of_a_control() -> None:
    for path in SHEETS:
        for selector in re.findall(r"([^{}]+)\{[^{}]*outline:\s*(?:0|none)", path.read_text("utf-8")):
            assert selector.strip().endswith("main:focus"), f"{path.name}: {selector.strip()}"


def test_files_stay_small() -> None:
    lengths = sorted(len(path.read_text("utf-8").splitlines()) for path in CSS.rglob("*.css"))
    assert lengths[len(lengths) // 2] <= 80
    assert lengths[-1] <= 400


def test_only_a_list_without_a_class_is_numbered_in_prose() -> None:
    """A timeline or a list of steps inside prose has marks of its own."""
    rules = re.findall(r"[^{}]*\.prose ol[^{}]*\{[^}]*\}", "".join(path.read_text("utf-8") for path in SHEETS))
    numbered = [rule for rule in rules if "padding-left" in rule or "list-style" in rule]
    assert numbered and all("ol:not([class])" in rule for rule in numbered)
