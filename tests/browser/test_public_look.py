"""The public site for those who look otherwise: magnified, in the dark, in few colours, on paper, without scripts."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.chromium import serious
from tests.factories.city import make_call, make_city
from tests.features.timetable.staging import make_event, make_site
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]
LONG_ZH = "面向超大规模分布式储能电站的全生命周期热失控早期预警与主动安全防护一体化系统及其在高寒地区的工程化验证"
LONG_EN = (
    "An integrated early-warning and active-protection system for thermal runaway in very large distributed "
    "storage stations, validated outdoors"
)
PAGES = (
    "", "timetable/stage/", "timetable/stage/groups/", "timetable/stage/mine/", "projects/stage/", "projects/stage/1/",
    "events/stage/", "figures/", "calls/open/", "how-to-apply/", "areas/", "archive/", "search/?q=1",
)  # fmt: skip
WIDTH = "document.documentElement.scrollWidth"
# Of all that `pattern` finds in the page's text, what lies on two lines.
TORN = """pattern => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const torn = [];
  while (walker.nextNode()) for (const one of walker.currentNode.data.matchAll(new RegExp(pattern, "g"))) {
    const range = document.createRange();
    range.setStart(walker.currentNode, one.index);
    range.setEnd(walker.currentNode, one.index + one[0].length);
    if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) torn.push(one[0]);
  }
  return torn;
}"""


@pytest.fixture
def site(live_server: Any) -> None:
    """An event on stage with one long title, and an open call."""
    city = make_city()
    make_site(city)
    event = make_event(city)
    Application.objects.filter(call=event, number=1).update(title=LONG_ZH, title_en=LONG_EN)
    call = make_call(city, "open")
    Call.objects.filter(pk=call.pk).update(title_zh=LONG_ZH, title_en=LONG_EN)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_wider_than_a_page_magnified_four_times(site: None, open_as: Open, lang: str) -> None:
    page = open_as(None, f"/{lang}/", width=320, color_scheme="dark")
    for path in PAGES:
        page.goto(f"/{lang}/{path}")
        assert page.evaluate(WIDTH) <= 320, path
    assert serious(page) == []


def test_chinese_keeps_words_numbers_and_days_on_one_line(site: None, open_as: Open) -> None:
    page = open_as(None, "/zh/projects/stage/1/", language="zh-hans", width=390)
    assert page.locator("h1").inner_text() == LONG_ZH
    assert page.evaluate(TORN, "分布式|全生命|周期|早期|预警|主动|系统|工程|验证") == []
    found = set()
    for width in (320, 360, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for path in ("", "events/stage/", "calls/open/", "timetable/stage/"):
            page.goto(f"/zh/{path}")
            found |= set(page.evaluate(TORN, r"\d+月\d+日（周.）|\d+(?:个|场|分钟)"))
    assert found == set()


def test_in_the_dark_without_scripts_and_in_few_colours_everything_is_there(site: None, open_as: Open) -> None:
    dark = open_as(None, "/en/", color_scheme="dark")
    for path in ("", "timetable/stage/", "projects/stage/1/", "figures/", "calls/open/"):
        dark.goto(f"/en/{path}")
        assert serious(dark) == [], path
    plain = open_as(None, "/zh/timetable/stage/", language="zh-hans", java_script_enabled=False)
    assert plain.get_by_text("北京时间").first.is_visible() and not plain.locator(".star").first.is_visible()
    few = open_as(None, "/en/timetable/stage/", forced_colors="active")
    few.keyboard.press("Tab")
    assert few.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_steps_of_a_call_keep_their_marks(site: None, open_as: Open) -> None:
    page = open_as(None, "/en/calls/open/")
    marks = page.locator(".prose .timeline > li").first.evaluate("li => getComputedStyle(li).listStyleType")
    assert marks == "none"


def test_on_paper_a_session_has_the_width_of_the_sheet(site: None, open_as: Open) -> None:
    page = open_as(None, "/en/timetable/stage/", width=720)
    page.emulate_media(media="print")
    wide, narrow = (page.locator(css).first.bounding_box()["width"] for css in (".prog", ".slot .sessions"))
    assert narrow > wide * 0.75
    assert not page.locator(".prog-bar").is_visible() and not page.get_by_role("navigation", name="Main").is_visible()
