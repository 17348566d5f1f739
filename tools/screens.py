"""Photograph the pages of a running city: `python -m tools.screens [--base URL] [--out DIR] [--only WORD] [--axe]`.

Each page of `PAGES` in both languages, 1440 and 390 px wide, whole length, signed in by the demo's own page as the role
it belongs to. With --axe, axe-core's serious and critical findings are printed, and the tool ends with 1 if there are
any; it also ends with 1 when a page does not answer 200 or is wider than the screen.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.browser import find

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "node_modules/axe-core/axe.min.js"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
WIDTHS = (1440, 390)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# A path, or a function that finds one on the pages before it; "{lang}" becomes zh or en.
Where = str | Callable[[Any], str]


@dataclass(frozen=True)
class Page:
    """A page to look at: its file name, where it is, who looks (None: a visitor), and on what."""

    name: str
    where: Where
    role: str | None = None
    widths: tuple[int, ...] = WIDTHS
    dark: bool = False


def first(listing: str, selector: str = "a.title") -> Callable[[Any], str]:
    """The page behind the first link of a list, since its id is not known before."""

    def find(page: Any) -> str:
        page.goto(listing)
        link = page.locator(selector).first
        return str(link.get_attribute("href"))

    return find


PAGES = (
    Page("home", "/{lang}/"),
    Page("gallery", "/ui/gallery"),
    Page("gallery-dark", "/ui/gallery?theme=dark", dark=True),
    Page("office-today", "/w/", role="office"),
    Page("applicant-home", "/my/", role="applicant"),
    Page("applicant-application", first("/my/", 'a[href^="/my/applications/"]'), role="applicant"),
    Page("board-offers", "/w/offers/", role="board"),
    Page("board-offer", first("/w/offers/", 'main a[href^="/w/offers/0"]'), role="board"),
    Page("calls", "/{lang}/calls/"),
    Page("call", "/{lang}/calls/spring/"),
    Page("timetable", "/{lang}/timetable/roadshow/"),
    Page("areas", "/{lang}/areas/"),
    Page("area", "/{lang}/areas/landong/"),
    Page("figures", "/{lang}/figures/"),
    Page("home-dark", "/{lang}/", dark=True),
    Page("event", "/{lang}/events/roadshow/"),
    Page("event-past", "/{lang}/events/pilot/"),
    Page("archive", "/{lang}/archive/"),
    Page("projects", "/{lang}/projects/roadshow/"),
    Page("project", "/{lang}/projects/roadshow/19/"),
    Page("project-dark", "/{lang}/projects/roadshow/19/", dark=True),
    Page("how-to-apply", "/{lang}/how-to-apply/"),
    Page("news", "/{lang}/news/"),
    Page("news-item", "/{lang}/news/spring-call-opens/"),
    Page("partners", "/{lang}/partners/"),
    Page("accessibility", "/{lang}/pages/accessibility/"),
    Page("search", "/{lang}/search/?q=%E5%82%A8%E8%83%BD"),
    Page("site-overview", "/w/site/", role="office"),
    Page("site-settings", "/w/site/settings/", role="office"),
    Page("site-news", "/w/site/news/", role="office"),
    Page("site-article", first("/w/site/news/"), role="approver"),
    Page("site-words", "/w/site/words/", role="office"),
    Page("site-partners", "/w/site/partners/", role="office"),
    Page("site-area", first("/w/site/areas/"), role="office"),
    Page("demo", "/demo/sign-in"),
    Page("office-calls", "/w/calls/", role="office"),
    Page("office-list", "/w/calls/youth/", role="office"),
    Page("office-application", first("/w/calls/youth/", "main table a.title"), role="office"),
    Page("office-timetable", "/w/calls/roadshow/timetable/", role="office"),
    Page("expert-reviews", "/w/reviews/", role="expert"),
    Page("expert-sheet", first("/w/reviews/", 'main a[href^="/w/reviews/0"]'), role="expert"),
    Page("chair-ranking", "/w/calls/roadshow/ranking/", role="chair"),
    Page("chair-to-decide", "/w/calls/autumn/ranking/", role="chair"),
    Page("accounts", "/w/accounts/", role="system_admin"),
    Page("security", "/w/security/", role="security_admin"),
    Page("audit", "/w/audit/", role="audit_admin"),
)


def main(arguments: list[str] | None = None) -> int:
    """Photograph what was asked for; 0 when every page is well."""
    from playwright.sync_api import sync_playwright

    asked = _parser().parse_args(arguments)
    chromium = find()
    if chromium is None:
        print("no Chromium on this machine: install the package chromium", file=sys.stderr)
        return 2
    asked.out.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
                "--disable-sync",
            ],
        )
        for page in PAGES:
            if asked.only in page.name:
                faults += _photograph(browser, page, asked)
        browser.close()
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults; pictures in {asked.out}")
    return 1 if faults else 0


def _photograph(browser: Any, page: Page, asked: argparse.Namespace) -> Iterator[str]:
    for short, language in LANGUAGES.items():
        for width in page.widths:
            with _visit(browser, page, asked.base, language, width) as tab:
                name = f"{page.name}.{short}.{width}"
                path = page.where(tab) if callable(page.where) else page.where.replace("{lang}", short)
                answer = tab.goto(path)
                tab.wait_for_load_state("load")
                tab.wait_for_timeout(300)  # a page with a live stream is never idle
                if answer is None or answer.status != 200:
                    yield f"{name}: {path} answers {answer.status if answer else 'nothing'}"
                wide = tab.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    yield f"{name}: {wide} px wide on a screen of {width}"
                if asked.axe:
                    for finding in _findings(tab):
                        yield f"{name}: {finding}"
                # A sticky bar belongs at the end of the whole page, so the screen becomes as long as the page.
                tab.set_viewport_size({"width": width, "height": tab.evaluate("document.documentElement.scrollHeight")})
                tab.screenshot(path=asked.out / f"{name}.png", full_page=True)
                print(name)


@contextmanager
def _visit(browser: Any, page: Page, base: str, language: str, width: int) -> Iterator[Any]:
    context = browser.new_context(
        base_url=base,
        viewport={"width": width, "height": 844 if width < 700 else 900},
        locale="zh-CN" if language == "zh-hans" else "en-GB",
        timezone_id="Asia/Shanghai" if language == "zh-hans" else "America/New_York",
        color_scheme="dark" if page.dark else "light",
        reduced_motion="reduce",
        bypass_csp=True,
    )
    context.add_cookies([{"name": "yunhui_language", "value": language, "url": base}])
    try:
        if page.role is not None:
            _sign_in(context, base, page.role)
        yield context.new_page()
    finally:
        context.close()


def _sign_in(context: Any, base: str, role: str) -> None:
    form = context.request.get("/demo/sign-in")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text())
    if token is None:
        raise SystemExit(f"{base}/demo/sign-in shows no form: is it a demo city?")
    answer = context.request.post(
        "/demo/sign-in",
        form={"role": role, "csrfmiddlewaretoken": token.group(1)},
        headers={"Referer": f"{base}/demo/sign-in"},
    )
    if not answer.ok:
        raise SystemExit(f"signing in as {role} answers {answer.status}")


def _findings(tab: Any) -> list[str]:
    tab.add_script_tag(path=str(AXE))
    found = tab.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)
    return [
        f"{rule['id']} ({rule['impact']}) at {' '.join(map(str, node['target']))}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.screens", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--base", default="http://127.0.0.1:8000", help="where the city runs")
    parser.add_argument("--out", type=Path, default=ROOT / "screens", help="folder of the pictures")
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    parser.add_argument("--axe", action="store_true", help="also check with axe-core")
    return parser


if __name__ == "__main__":
    sys.exit(main())
