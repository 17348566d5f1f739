"""A person's patience: nobody presses, types or reads on a page that is still coming.

Playwright acts on a control as soon as it is there. On a busy machine that is before the scripts of its page, or
before htmx has bound what it has put there a moment ago; and what is read then is half of a page. So, in every test,
each act and each look waits until the page has come. Tests of what an early hand does say so: `with hasty():`.
"""

import functools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

# Milliseconds; only a failure takes that long.
PATIENCE = 30_000

ACTS = (
    "blur", "check", "clear", "click", "dblclick", "drag_to", "fill", "focus", "hover", "press", "press_sequentially",
    "select_option", "select_text", "set_checked", "set_input_files", "tap", "type", "uncheck",
)  # fmt: skip
LOOKS = (
    "all_inner_texts", "all_text_contents", "bounding_box", "content", "count", "evaluate", "evaluate_all",
    "get_attribute", "inner_html", "inner_text", "input_value", "is_checked", "is_disabled", "is_enabled", "is_hidden",
    "is_visible", "text_content",
)  # fmt: skip
HANDS = ("keyboard", "mouse")
_LISTENS = "!document.querySelector('.htmx-swapping, .htmx-settling, .htmx-added')"
_STILL = (
    """(() => {
  const asked = [...document.querySelectorAll(".htmx-request")].some(
    (one) => !(one.getAttribute("hx-trigger") ?? "").includes("every"));
  const moving = document.getAnimations().some(
    (one) => one.playState === "running" && one.effect?.getComputedTiming().endTime !== Infinity);
  return document.fonts.status === "loaded" && !asked && !moving;
})() && """
    + _LISTENS
)
_GONE = ("Execution context was destroyed", "Cannot find context")
_hurry: list[bool] = []


@contextmanager
def hasty() -> Iterator[None]:
    """Act at once, as somebody who types before the scripts have come."""
    _hurry.append(True)
    try:
        yield
    finally:
        _hurry.pop()


def come(page: Any) -> None:
    """Wait until the page is read to its end and its scripts listen, also to what was put there last."""
    if not _hurry:
        _until(page, _LISTENS)


def settled(page: Any) -> None:
    """Wait until the page has come and nothing in it is asked for, is drawn in other letters or moves."""
    _until(page, _STILL)


@contextmanager
def patient() -> Iterator[None]:
    """Every page of Playwright is used patiently."""
    from playwright.sync_api import Locator, Page

    was = [
        (kind, name, vars(kind)[name])
        for kind in (Locator, Page)
        for name in (*ACTS, *LOOKS, *HANDS)
        if name in vars(kind)
    ]
    for kind, name, done in was:
        setattr(kind, name, _hand(done) if name in HANDS else _waiting(done, name in ACTS, kind is Locator))
    try:
        yield
    finally:
        for kind, name, done in was:
            setattr(kind, name, done)


def _waiting(done: Callable[..., Any], acts: bool, locates: bool) -> Callable[..., Any]:
    @functools.wraps(done)
    def wait(where: Any, *words: Any, **more: Any) -> Any:
        if not _hurry:
            page = where.page if locates else where
            if acts:  # the control may be on a page that has not begun yet
                (where if locates else where.locator(words[0]).first).wait_for(state="attached")
                come(page)
            else:
                page.wait_for_load_state(timeout=PATIENCE)
        return done(where, *words, **more)

    return wait


def _hand(owned: property) -> property:
    def take(page: Any) -> Any:
        come(page)
        return owned.__get__(page)

    return property(take)


def _until(page: Any, script: str) -> None:
    end = time.monotonic() + PATIENCE / 1000
    while True:
        page.wait_for_load_state(timeout=PATIENCE)
        if _said(page, script):
            return
        assert time.monotonic() < end, f"{page.url} never came to rest"
        page.wait_for_timeout(25)


def _said(page: Any, script: str) -> bool:
    """What a page says; a page that goes at this moment says no."""
    from playwright.sync_api import Error

    with hasty():
        try:
            return bool(page.evaluate(script))
        except Error as error:
            if any(word in error.message for word in _GONE):
                return False
            raise
