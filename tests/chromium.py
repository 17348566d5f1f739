"""The machine's Chromium, one for a whole run: pages from a live server, or answered from memory and built files."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import yunhui.ui
from tests.patience import PATIENCE, patient, settled

DIST = Path(yunhui.ui.__file__).parent / "dist"
AXE = DIST.parents[2] / "node_modules/axe-core/axe.min.js"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'"
)
SITE = "http://yunhui.test"

Answer = Callable[[Any], dict[str, Any] | None]


def missing() -> str:
    """Why pages cannot be played here; empty when they can."""
    if executable() is None:
        return "no Chromium on this machine"
    if not (DIST / "workbench.js").exists():
        return "assets are not built: npm ci && npm run build"
    return ""


def executable() -> str | None:
    """The machine's Chromium."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser; a visible skip where there is none or nothing was built."""
    if reason := missing():
        pytest.skip(reason)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    # Playwright's loop runs in this thread until the end, and Django takes any loop for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright, launched(playwright) as browser, patient():
        yield browser


@contextmanager
def launched(playwright: Any) -> Iterator[Any]:
    """A browser that fetches nothing of its own."""
    browser = playwright.chromium.launch(
        executable_path=executable(),
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"],
    )
    try:
        yield browser
    finally:
        browser.close()


def serve(page: Any, html: str, answer: Answer | None = None) -> None:
    """Open `html` at `/page`; `answer` may fulfil other addresses (None: not found)."""

    def fulfil(route: Any) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            route.fulfill(path=DIST / path.removeprefix("/static/").split("?")[0])
        elif path == "/page":
            route.fulfill(
                body=html, content_type="text/html; charset=utf-8", headers={"content-security-policy": POLICY}
            )
        else:
            given = answer(route.request) if answer else None
            if given is None:
                route.fulfill(status=404, body="")
            elif given.get("abort"):
                route.abort()
            else:
                body = given.get("json")
                route.fulfill(
                    status=given.get("status", 200),
                    body=json.dumps(body) if body is not None else given.get("body", ""),
                    content_type="application/json" if body is not None else given.get("type", "text/html"),
                    headers=given.get("headers"),
                )

    page.route("**/*", fulfil)
    page.goto(f"{SITE}/page")


def serious(page: Any) -> list[str]:
    """Serious and critical findings of axe-core on a page at rest, as one line each."""
    settled(page)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
