"""Photograph the pages of a running city: `python -m tools.screens [--base URL] [--out DIR] [--only WORD] [--axe]`.

Each page of `pages.PAGES` in both languages, 1440 and 390 px wide, whole length, signed in by the demo's own page as
the role it belongs to; with `--public` those of the public site alone, with `--way dark` (paper, reflow, plain, forced)
as somebody sees it who reads otherwise. With --axe, axe-core's serious and critical findings are printed, and the tool
ends with 1 if there are any; it also ends with 1 when a page answers otherwise than it should or is wider than the
screen.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.screens.finding import Page
from tools.screens.pages import ON_PAPER, PAGES, PUBLIC
from tools.screens.ways import WAYS, Way, chromium, take

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def main(arguments: list[str] | None = None) -> int:
    """Photograph what was asked for; 0 when every page is well."""
    asked = _parser().parse_args(arguments)
    way = WAYS[asked.way]
    pages = [page for page in (PUBLIC if asked.public else PAGES) if asked.only in page.name]
    if way.prints:
        pages = [page for page in pages if page.name in ON_PAPER]
    asked.out.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    try:
        with chromium() as browser:
            for page in pages:
                faults += _photograph(browser, page, way, asked)
    except LookupError as trouble:
        print(trouble, file=sys.stderr)
        return 2
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults; pictures in {asked.out}")
    return 1 if faults else 0


def _photograph(browser: Any, page: Page, way: Way, asked: argparse.Namespace) -> Iterator[str]:
    for short, language in LANGUAGES.items():
        for width in way.widths or page.widths:
            name = ".".join([page.name, short, str(width), *([asked.way] if asked.way != "light" else [])])
            with _visit(browser, page, way, asked.base, language, width) as tab:
                path = page.path(tab, short)
                answer = tab.goto(path)
                tab.wait_for_load_state("load")
                tab.wait_for_timeout(300)  # a page with a live stream is never idle
                if answer is None or answer.status != page.status:
                    yield f"{name}: {path} answers {answer.status if answer else 'nothing'}"
                wide = tab.evaluate("document.documentElement.scrollWidth")
                if wide > width and not way.prints:
                    yield f"{name}: {wide} px wide on a screen of {width}"
                if asked.axe:
                    for finding in _findings(tab):
                        yield f"{name}: {finding}"
                take(tab, asked.out / f"{name}.png", way, width)
                print(name)


@contextmanager
def _visit(browser: Any, page: Page, way: Way, base: str, language: str, width: int) -> Iterator[Any]:
    context = browser.new_context(
        base_url=base,
        viewport={"width": width, "height": 844 if width < 700 else 900},
        locale="zh-CN" if language == "zh-hans" else "en-GB",
        timezone_id="Asia/Shanghai" if language == "zh-hans" else "America/New_York",
        reduced_motion="reduce",
        bypass_csp=True,
        **({"color_scheme": "light"} | way.options),
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
    parser.add_argument("--public", action="store_true", help="only the public site")
    parser.add_argument("--way", choices=sorted(WAYS), default="light", help="how somebody looks at it")
    parser.add_argument("--axe", action="store_true", help="also check with axe-core")
    return parser


if __name__ == "__main__":
    sys.exit(main())
