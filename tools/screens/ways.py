"""Ways to look at a page: as most see it, in the dark, on paper, magnified, without scripts, in few colours."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.browser import find


@dataclass(frozen=True)
class Way:
    """What the browser is told, the widths to look at (none: the page's own), and whether it prints."""

    options: dict[str, Any] = field(default_factory=dict)
    widths: tuple[int, ...] = ()
    prints: bool = False


WAYS = {
    "light": Way(),
    "dark": Way({"color_scheme": "dark"}),
    "paper": Way(widths=(794,), prints=True),  # A4 at 96 dots an inch
    "reflow": Way(widths=(320,)),  # WCAG 1.4.10: 1280 px at 400 %
    "plain": Way({"java_script_enabled": False}),
    "forced": Way({"forced_colors": "active"}),
}


@contextmanager
def chromium() -> Iterator[Any]:
    """The machine's browser, which fetches nothing of its own; LookupError when there is none."""
    from playwright.sync_api import sync_playwright

    path = find()
    if path is None:
        raise LookupError("no Chromium on this machine: install the package chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=quiet)
        try:
            yield browser
        finally:
            browser.close()


def take(tab: Any, path: Path, way: Way, width: int) -> None:
    """The whole page as a picture, and on paper as a PDF with a picture of each sheet."""
    if way.prints:
        tab.pdf(path=path.with_suffix(".pdf"), prefer_css_page_size=True, print_background=False)
        _sheets(path.with_suffix(".pdf"))
        return
    # A sticky bar belongs at the end of the whole page, so the screen becomes as long as the page.
    height = min(tab.evaluate("document.documentElement.scrollHeight"), 16_000)
    tab.set_viewport_size({"width": width, "height": height})
    tab.screenshot(path=path.with_suffix(".png"), full_page=True)


def _sheets(path: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    for number, sheet in enumerate(document, 1):
        sheet.render(scale=1.25).to_pil().save(path.with_suffix(f".{number}.png"))
    document.close()
