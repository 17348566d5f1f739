"""The gallery and the scripts in a real browser, under the content policy."""

import gzip
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import expect

from tests.chromium import DIST, PATIENCE, missing, serious, serve
from tests.ui.conftest import NOW
from yunhui.kernel.clock import travel
from yunhui.ui.frame import Person
from yunhui.ui.gallery import samples
from yunhui.ui.reader import Reader

Render = Callable[..., str]
pytestmark = pytest.mark.browser

BENCH = """{% extends "ui/workbench.html" %}{% load ui %}{% block content %}<h1>Page</h1>BODY{% endblock %}"""
FORM = BENCH.replace(
    "BODY",
    '<form id="f" data-autosave="/save"><input type="hidden" name="version" value="1"><label for="t">T</label>'
    '<input id="t" name="title"><input type="password" name="secret" aria-label="p" value="xyz">{% saved %}</form>',
)


def gallery(language: str, theme: str) -> str:
    with travel(NOW), translation.override(language):
        context = {**samples(language, NOW), "theme": theme, "reader": Reader(language, "America/New_York")}
        return render_to_string("ui/gallery.html", context)


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900}, timezone_id="America/New_York", locale="en-GB"
    )
    context.set_default_timeout(PATIENCE)
    made = context.new_page()
    made.faults = []
    made.on("pageerror", lambda error: made.faults.append(str(error)))
    made.on("console", lambda line: made.faults.append(line.text) if "Content Security Policy" in line.text else None)
    yield made
    context.close()
    assert made.faults == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_gallery_passes_axe_and_fits(page: Any, theme: str, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    serve(page, gallery(language, theme))
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


FRAMES = {
    "public": '{% extends "ui/public.html" %}{% block title %}T{% endblock %}{% block main %}'
    '<div class="wrap"><h1>T</h1></div>{% endblock %}',
    "workbench": BENCH.replace("BODY", "<p>text</p>").replace(
        "{% block content",
        "{% block title %}T{% endblock %}{% block panel %}<h2>Detail</h2>{% endblock %}{% block content",
    ),
    "air": '{% extends "ui/air.html" %}{% block title %}T{% endblock %}{% block main %}<h1>T</h1>{% endblock %}',
    "stage": '{% extends "ui/stage.html" %}{% block title %}T{% endblock %}{% block main %}<h1>T</h1>{% endblock %}',
    "missing": '{% extends "404.html" %}',
}


@pytest.mark.parametrize("width", [1440, 1200, 390])
@pytest.mark.parametrize("frame", FRAMES)
def test_every_frame_passes_axe_and_fits(page: Any, render: Render, frame: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    html = render(
        FRAMES[frame],
        rail=samples("en", NOW)["rail"],
        nav=[("/en/", "This year", True), ("/en/timetable", "Timetable", False)],
        foot=[("The event", [("/en/past", "Earlier years", False)])],
        site={"name": "Qinglan talent office", "office": "Qinglan Talent Office", "email": "ask@qinglan.example"},
        person=Person("Yu'an Wen", "/me", "Talent office"),
        call_name="Cloud roadshow 2026",
        call_url="/w/calls",
        search_url="/w/find",
        notices_url="/w/notices",
        notices_count=3,
        sign_out_url="/sign-out",
        set_language_url="/language",
        demo=True,
        demo_role="Talent office",
    )
    serve(page, html)
    assert serious(page) == []
    outside = page.evaluate("axe.run(document, {runOnly: ['region']})")["violations"]
    assert [node["target"] for rule in outside for node in rule["nodes"]] == [], "content outside every landmark"
    assert page.evaluate("document.documentElement.scrollWidth") == width
    if frame in ("public", "workbench", "air"):
        page.locator("details.menu summary").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        assert serious(page) == []
        page.keyboard.press("Escape")
        assert page.get_by_role("button", name="Sign out").is_hidden()


def test_icons_and_land_are_drawn_from_the_shared_files(page: Any) -> None:
    serve(page, gallery("en", "light"))
    page.wait_for_load_state("networkidle")
    for selector in ("svg.i use", ".light svg use", "use.st-land"):
        box = page.locator(selector).first.bounding_box()
        assert box is not None and box["width"] > 4, selector


def test_autosave_sends_the_form_and_says_when(page: Any, render: Render) -> None:
    posts: list[dict[str, Any]] = []

    def answer(request: Any) -> dict[str, Any]:
        posts.append({**parse_qs(request.post_data), "token": request.headers.get("x-csrftoken")})
        return {"json": {"saved_at": "2026-05-20T14:02:00-04:00", "version": 2}}

    serve(page, render(FORM, csrf_token="abc"), answer)
    page.fill("#t", "Cells")
    expect(page.locator("[data-saved-words]")).to_have_text("Saved 14:02")
    assert posts[-1]["title"] == ["Cells"]
    assert posts[-1]["token"] == "abc"
    assert "secret" not in posts[-1]
    assert page.input_value("[name=version]") == "2"
    assert page.evaluate("sessionStorage.getItem('autosave:/save')") is None, "nothing stays behind once it is saved"


def test_autosave_survives_a_lost_connection_and_a_reload(page: Any, render: Render) -> None:
    alive = False
    posts: list[str] = []

    def answer(request: Any) -> dict[str, Any]:
        if not alive:
            return {"abort": True}
        posts.append(request.post_data)
        return {"json": {}}

    serve(page, render(FORM), answer)
    page.fill("#t", "Typed in a tunnel")
    expect(page.locator("[data-saved-words]")).to_contain_text("no connection")
    page.reload()
    assert page.input_value("#t") == "Typed in a tunnel"
    alive = True
    expect(page.locator("[data-saved-words]")).to_contain_text("Saved")
    assert parse_qs(posts[-1])["title"] == ["Typed in a tunnel"]


def test_autosave_tells_of_another_version_and_of_signing_out(page: Any, render: Render) -> None:
    status = 409
    serve(page, render(FORM), lambda request: {"status": status})
    page.evaluate("document.addEventListener('autosave:conflict', () => { document.title = 'conflict' })")
    page.fill("#t", "one")
    expect(page).to_have_title("conflict")
    status = 403
    page.fill("#t", "two")
    expect(page.locator("[data-saved-words]")).to_contain_text("you have been signed out")


def test_what_is_typed_while_saving_is_saved_too(page: Any, render: Render) -> None:
    posts: list[str] = []

    def answer(request: Any) -> dict[str, Any]:
        posts.append(parse_qs(request.post_data)["title"][0])
        if len(posts) == 1:
            page.evaluate("t => { const i = document.getElementById('t'); i.value = t;"
                          " i.dispatchEvent(new Event('input', {bubbles: true})) }", "first and second")  # fmt: skip
        return {"json": {}}

    serve(page, render(FORM), answer)
    page.fill("#t", "first")
    expect(page.locator("[data-saved-words]")).to_contain_text("Saved")
    assert posts == ["first", "first and second"], "the word comes only after the last letter"


def test_a_redirect_to_the_sign_in_page_is_not_a_lost_connection(page: Any, render: Render) -> None:
    serve(page, render(FORM), lambda request: {"status": 302, "headers": {"location": "/sign-in"}})
    page.fill("#t", "one")
    expect(page.locator("[data-saved-words]")).to_contain_text("you have been signed out")


def test_pasted_text_stays_whole_and_the_counter_says_how_much_is_too_many(page: Any, render: Render) -> None:
    field = "{% field f %}"
    serve(page, render(BENCH.replace("BODY", field), f={"name": "n", "label": "N", "kind": "textarea", "limit": 5}))
    page.locator("textarea").focus()
    page.keyboard.insert_text("四个汉字和尾")
    counter = page.locator(".count")
    expect(counter).to_have_text("6 / 5 1 too many")
    assert page.input_value("textarea") == "四个汉字和尾"
    assert "count--over" in counter.get_attribute("class")
    assert serious(page) == []
    page.fill("textarea", "fits")
    expect(counter).to_have_text("4 / 5")
    assert "count--over" not in counter.get_attribute("class")


def test_the_row_of_a_card_list_is_marked_while_its_detail_is_open(page: Any, render: Render) -> None:
    cards = '<ul class="cards">' + "".join(
        f'<li><a class="title" href="/rows/{n}" hx-get="/rows/{n}" hx-target="#panel">Row {n}</a></li>' for n in (1, 2)
    ) + "</ul>"  # fmt: skip
    serve(page, render(BENCH.replace("BODY", cards)), lambda request: {"body": "<h2>Detail</h2>"})
    for name in ("Row 1", "Row 2"):
        page.click(f"text={name}")
        expect(page.locator("li.is-open a")).to_have_text(name)


def test_a_list_is_walked_and_ticked_by_keys_and_opens_beside(page: Any, render: Render) -> None:
    rows = "".join(
        f'<tr><td><input type="checkbox" aria-label="{n}"></td><td>'
        f'<a class="title" href="/rows/{n}" hx-get="/rows/{n}" hx-target="#panel" hx-push-url="true">Row {n}</a>'
        "</td></tr>"
        for n in range(3)
    )
    body = (
        '<div data-selection><table data-keys class="table list"><thead><tr><th><input type="checkbox" data-select-all '
        f'aria-label="all"></th><th>Title</th></tr></thead><tbody>{rows}</tbody></table>'
        '<div data-bulk><b data-ticked></b></div></div>'
    )  # fmt: skip

    def answer(request: Any) -> dict[str, Any]:
        assert request.headers.get("hx-request") == "true"
        return {"body": '<div class="panel__in"><h2>Detail</h2><a href="/page" data-close-panel>Close</a></div>'}

    serve(page, render(BENCH.replace("BODY", body)), answer)
    assert page.locator("[data-bulk]").is_hidden()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[data-ticked]").text_content() == "1"
    expect(page.locator("[data-bulk]")).to_be_visible()
    page.keyboard.press("k")
    page.keyboard.press("o")
    page.wait_for_selector("#panel h2")
    page.wait_for_url("**/rows/0")
    assert page.locator("tr.is-open a").text_content() == "Row 0"
    page.click("[data-close-panel]")
    assert page.locator("#panel").is_hidden()
    assert page.locator("tr.is-open").count() == 0
    page.wait_for_url("**/page")


def test_a_score_steps_by_halves_and_adds_up(page: Any, render: Render) -> None:
    serve(page, gallery("en", "dark"))
    crit = page.locator(".crit").first
    crit.locator("[data-step='0.5']").click()
    assert crit.locator("input[data-score]").input_value() == "22.5"
    for _press in range(8):
        crit.locator("[data-step='0.5']").click()
    assert crit.locator("input[data-score]").input_value() == "25", "not above the maximum"
    crit.locator("input[data-score]").fill("13")
    assert crit.locator("input[type=range]").input_value() == "13"
    assert "13" in (crit.locator(".anchors .is-on b").text_content() or "")


def test_the_stream_refreshes_what_listens_to_the_topic(page: Any, render: Render) -> None:
    body = (
        '<p id="a" data-topic="docking review" hx-get="/part" hx-trigger="stream">old</p>'
        '<p id="b" data-topic="timetable" hx-get="/part" hx-trigger="stream">old</p>'
    )

    def answer(request: Any) -> dict[str, Any] | None:
        if request.url.endswith("/events"):
            return {"body": 'data: {"topic": "docking"}\n\n', "type": "text/event-stream"}
        return {"body": "new"} if request.url.endswith("/part") else None

    serve(page, render(BENCH.replace("BODY", body), stream_url="/events"), answer)
    expect(page.locator("#a")).to_have_text("new")
    assert page.locator("#b").text_content() == "old"


def test_other_clocks_show_the_readers_own_beside(page: Any, render: Render) -> None:
    source = (
        '{% extends "ui/public.html" %}{% load ui %}{% block main %}{% time at "clock" zone="Asia/Shanghai" %}'
        "{% clocks at %}{% endblock %}"
    )
    serve(page, render(source, at=NOW))
    assert page.locator("time + .own").text_content() == "Tue 19 May, 22:24 your time"
    assert page.locator(".clocks dt").all_text_contents() == ["Beijing time", "You, New York"]
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert cookies["yunhui_zone"] == "America%2FNew_York"


def test_a_failed_request_says_so(page: Any, render: Render) -> None:
    serve(
        page,
        render(BENCH.replace("BODY", '<button hx-post="/x" hx-swap="none">Do</button>')),
        lambda request: {"status": 500},
    )
    page.click("text=Do")
    assert "did not work" in (page.locator("#toasts .toast").text_content() or "")


def test_pages_work_without_scripts(chromium: Any, render: Render) -> None:
    context = chromium.new_context(java_script_enabled=False)
    plain = context.new_page()
    serve(plain, gallery("en", "light"))
    expect(plain.locator(".crit input[data-score]")).to_be_visible()
    assert plain.locator(".crit [data-step]").first.is_hidden(), "what needs a script is not offered without one"
    context.close()


def test_public_pages_stay_light(render: Render) -> None:
    if reason := missing():
        pytest.skip(reason)
    source = '{% extends "ui/public.html" %}{% load ui %}{% block main %}{% city_map cities hub at "x" %}{% endblock %}'
    html = render(source, **samples("en", NOW))
    files = ("public.css", "public.js", "icons.svg", "land.svg")
    whole = {name: len((DIST / name).read_bytes()) for name in files}
    packed = sum(len(gzip.compress((DIST / name).read_bytes())) for name in files)
    assert len(html.encode()) + whole["public.css"] < 70_000
    assert packed < 20_000
    assert whole["public.js"] < 8_000, "the public site needs no framework"
