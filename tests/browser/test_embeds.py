"""A page of another origin with our line in it: the frame comes, fits, knows nobody, and reaches nothing around it."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import expect

from tests.browser.waiting import until
from tests.chromium import serious
from tests.factories.city import SYSTEM, make_city, make_user
from tests.factories.pages import visit_as
from tests.features.timetable.staging import make_event, make_site
from yunhui.features.site.services.embedding import allow_embedding
from yunhui.foundation.accounts.enums import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def host(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Another website: its origin, and the folder that it shows."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    # Not the name under which the city answers: another site for cookies, not only another port.
    yield f"http://127.0.0.1:{server.server_address[1]}", tmp_path
    server.shutdown()
    server.server_close()


@pytest.fixture
def event(live_server: Any, settings: Any) -> str:
    """An event on stage; where the city answers."""
    settings.PUBLIC_URL = live_server.url
    city = make_city()
    make_site(city)
    make_event(city)
    return str(live_server.url)


def write(folder: Path, *lines: str, lang: str = "en") -> None:
    """Their page."""
    page = f'<!doctype html><html lang="{lang}"><title>A university</title><body><h1>A university</h1>{"".join(lines)}'
    (folder / "index.html").write_text(page, encoding="utf-8")


def fits(element: Any, frame: Any) -> bool:
    """Whether a frame is as high as what is in it."""
    return abs(element.bounding_box()["height"] - frame.evaluate("document.documentElement.scrollHeight")) <= 2


def line(site: str, show: str, more: str = "") -> str:
    return f'<script src="{site}/embed/v1.js" data-show="{show}" {more} async></script>'


def test_a_line_becomes_a_frame_that_fits_and_reaches_nothing(
    event: str, host: tuple[str, Path], chromium: Any
) -> None:
    origin, folder = host
    allow_embedding(actor=SYSTEM, address=origin)
    write(folder, line(event, "timetable", 'data-lang="en"'), "<p id=end>The end</p>")
    office = visit_as(make_user("office", Role.OFFICE), "en").cookies[django_settings.SESSION_COOKIE_NAME].value
    context = chromium.new_context(viewport={"width": 390, "height": 800}, timezone_id="Asia/Tokyo", locale="en-GB")
    # Signed in on the very host whose page frames it: even a cookie that a browser would send is of no use.
    context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": office, "url": event}])
    page = context.new_page()
    page.goto(origin)
    element = page.wait_for_selector("iframe")
    frame = element.content_frame()
    frame.get_by_role("heading", name="Timetable").or_(frame.get_by_text("15:00–15:13")).first.wait_for()
    page.wait_for_function("document.querySelector('iframe').style.height !== '480px'")
    expect(frame.get_by_text("16:00 your time").first).to_be_visible()  # the reader's clock, by the script
    until(page, lambda: fits(element, frame))  # the clock has made the page longer, and the frame hears of it
    assert element.bounding_box()["width"] <= 390 and frame.evaluate("document.documentElement.scrollWidth") <= 390
    # No origin, hence no storage, no cookie, no parent; and no word of the officer's.
    assert frame.evaluate("self.origin") == "null"
    for reach in ("parent.document.title", "document.cookie", "localStorage.length", "top.location.href"):
        assert frame.evaluate(f"(() => {{ try {{ return String({reach}); }} catch (e) {{ return e.name; }} }})()") == (
            "SecurityError"
        ), reach
    assert "Sign out" not in frame.content() and "Demo" not in frame.content()
    # Another day stays inside the frame; a project opens beside it, with an origin again.
    frame.get_by_role("navigation").get_by_role("link").nth(1).click()
    frame.get_by_text("13:00–13:13").wait_for()
    with context.expect_page() as opened:
        frame.get_by_role("link", name="The whole timetable").click()
    opened.value.wait_for_url("**/en/timetable/stage/")
    assert opened.value.evaluate("self.origin") == event
    context.close()


def test_a_site_that_is_not_named_sees_an_empty_frame(event: str, host: tuple[str, Path], chromium: Any) -> None:
    origin, folder = host
    write(folder, line(event, "figures"))
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(origin)
    page.wait_for_selector("iframe")
    until(page, lambda: any("frame-ancestors" in one for one in said))
    assert not [frame for frame in page.frames if frame.url.startswith(event)]
    page.close()


def test_other_windows_do_not_set_the_height(event: str, host: tuple[str, Path], chromium: Any) -> None:
    """A message that the frame did not send changes nothing, whatever it says it is."""
    origin, folder = host
    allow_embedding(actor=SYSTEM, address=origin)
    write(folder, line(event, "figures"), '<iframe id="other" srcdoc="<p>other</p>" sandbox="allow-scripts"></iframe>')
    page = chromium.new_page()
    page.goto(origin)
    element = page.wait_for_selector("iframe[src]")
    until(page, lambda: element.evaluate("one => one.style.height") != "480px")  # the frame itself has been heard
    page.evaluate("window.heard = []; addEventListener('message', (event) => window.heard.push(event.data.from))")
    other = page.wait_for_selector("#other").content_frame()
    page.evaluate("postMessage({yunhui: 1, height: 9999, from: 'page'}, '*')")
    other.evaluate("parent.postMessage({yunhui: 1, height: 9999, from: 'other'}, '*')")
    page.wait_for_function("window.heard.includes('page') && window.heard.includes('other')")
    assert element.evaluate("one => one.style.height") != "9999px"
    page.close()


@pytest.mark.parametrize(("lang", "scheme", "width"), [("zh", "dark", 390), ("en", "light", 900)])
def test_every_kind_is_readable_by_all(event: str, chromium: Any, lang: str, scheme: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    for what in ("timetable", "projects", "next", "figures"):
        page.goto(f"{event}/embed/{lang}/{what}/")
        page.get_by_role("heading", level=1).wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert serious(page) == [], what
    context.close()


def test_without_scripts_it_is_all_there(event: str, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{event}/embed/zh/timetable/")
    expect(page.get_by_text("15:00—15:13").first).to_be_visible()
    context.close()


def test_the_office_copies_the_line(event: str, open_as: Open) -> None:
    page = open_as(make_user("office", Role.OFFICE), "/w/site/embeds/", width=1440)
    assert serious(page) == []
    page.get_by_label("What is shown").select_option("next")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("textbox", name="The line for their page")).to_have_value(
        f'<script src="{event}/embed/v1.js" data-show="next" data-lang="zh" data-title="Next session" async></script>'
    )
    page.frame_locator("iframe").get_by_role("heading", level=1).wait_for()  # the preview is the thing itself
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copy = page.locator("[data-copy]").first
    expect(copy).to_have_text("Copy")

    def says_so() -> bool:  # for two seconds and a half, which a busy machine may sleep through: then once more
        copy.click()
        return bool(copy.inner_text() == "Copied")

    until(page, says_so)
    assert "data-show" in page.evaluate("navigator.clipboard.readText()")
    page.get_by_label("Address of the website").fill("www.university.example")
    page.get_by_role("button", name="Let it show our embeds").click()
    page.get_by_text("https://www.university.example").first.wait_for()
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("None yet.").wait_for()
