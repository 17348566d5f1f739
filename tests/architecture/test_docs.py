"""The words for people: links lead somewhere, commands exist, pictures are light."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)\)")
# A path of the repository in backquotes, with a folder in front: `docs/map.md`, `yunhui/kernel/clock.py`.
NAMED = re.compile(r"`((?:docs|yunhui|config|tools|tests|bench|locale)/[\w./-]+)`")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
DECISION = ("**Status**", "## Context", "## Decision", "## Consequences", "## Alternatives", "## Enforced by")
LARGEST_PICTURE = 300_000


def anchors(page: Path) -> set[str]:
    """The anchors that a forge makes of a page's headings."""
    heads = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    bad = []
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _hash, anchor = unquote(target).partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and there.suffix == ".md" and anchor not in anchors(there)):
            bad.append(target)
    assert bad == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_are_named_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [name for name in NAMED.findall(text) if not (ROOT / name).exists()] == []


def test_the_two_commands_of_the_readme_are_targets() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"^make ([a-z-]+)", readme, re.MULTILINE))
    assert {"run", "test"} <= named
    assert [name for name in sorted(named) if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []


@pytest.mark.parametrize("words", [["decide", "timetable"], ["run-call"], ["audit"]])
def test_the_commands_of_the_readme_are_there(words: list[str]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"yunhui {' '.join(words)}" in readme
    program = [sys.executable, "-m", "config.cli", *words, "--help"]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert f"yunhui {' '.join(words)}" in done.stdout


@pytest.mark.parametrize("page", sorted((ROOT / "docs/decisions").glob("*.md")), ids=lambda page: page.stem)
def test_a_decision_is_one_page_with_all_its_parts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    places = [text.find(part) for part in DECISION]
    assert min(places) > 0, [part for part, place in zip(DECISION, places, strict=True) if place <= 0]
    assert places == sorted(places)
    assert len(text.splitlines()) <= 60


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(page.name[:4]) for page in (ROOT / "docs/decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 11


def test_both_languages_of_the_concepts_name_the_same_nouns() -> None:
    rows = {}
    for language in ("zh", "en"):
        text = (ROOT / f"docs/concepts.{language}.md").read_text(encoding="utf-8")
        rows[language] = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    assert rows["zh"] == rows["en"]
    assert len(rows["zh"]) >= 15


def test_pictures_are_light() -> None:
    pictures = list((ROOT / "docs/pictures").glob("*"))
    assert [path.name for path in pictures if path.stat().st_size > LARGEST_PICTURE] == []
