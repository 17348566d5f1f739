"""What visitors get is read by Chromium 69 and later, on which 360 and 奇安信 browsers are built, or does no harm."""

import re

import pytest

from tests.chromium import DIST

VISITORS = ("public.js", "embed.js", "door.js", "snippet.js")
# Syntax after ES2018, and what came to Chromium after version 69.
NEWER = (
    r"\?\.[A-Za-z_\[(]", r"\?\?", r"\|\|=|&&=|\?\?=", r"\breplaceAll\(", r"\.at\(", r"\bfromEntries\(", r"\.matchAll\(",
    r"\bstructuredClone\(", r"\.hasOwn\(", r"\.findLast\(", r"\.toSorted\(", r"\breplaceChildren\(", r"\ballSettled\(",
    r"\bglobalThis\b", r"\brandomUUID\(", r"\bimport\.meta\b",
)  # fmt: skip


def _built(name: str) -> str:
    if not (DIST / name).exists():
        pytest.skip("assets are not built: npm ci && npm run build")
    return (DIST / name).read_text("utf-8")


@pytest.mark.parametrize("name", VISITORS)
def test_scripts_of_visitors_are_read_by_old_engines(name: str) -> None:
    script = re.sub(r'"(?:[^"\\]|\\.)*"', '""', _built(name))
    assert [found for pattern in NEWER if (found := re.search(pattern, script))] == []


@pytest.mark.parametrize("name", ["public.css", "embed.css", "workbench.css", "stage.css"])
def test_no_sheet_rests_on_properties_that_old_engines_drop(name: str) -> None:
    sheet = _built(name)
    assert not re.search(r"[;{](?:margin|padding|border|inset)-(?:block|inline):", sheet)
    assert not re.search(r"[;{]inset:", sheet)
    for rule in ("@layer", "@container", "oklch(", "&:hover"):
        assert rule not in sheet, rule
    assert ":has(" not in sheet or name in ("workbench.css", "stage.css")  # there it only adds what can be missed
