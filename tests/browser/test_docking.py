"""A host-area officer on a phone inside WeChat, the applicant who answers, the office: in Chromium."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.waiting import until
from tests.chromium import serious
from tests.factories.city import make_application, make_city, make_user
from tests.factories.docking import GIVEN, Fair, make_fair
from yunhui.features.docking.enums import TaskState
from yunhui.features.docking.models import ContactRelease, DockingTask, Offer
from yunhui.features.docking.services import answer_interested
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.i18n import CHINESE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Any]
WECHAT = (
    "Mozilla/5.0 (Linux; Android 12; V2055A Build/SP1A.210812.003; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/86.0.4240.99 XWEB/4317 MMWEBSDK/20230805 Mobile Safari/537.36 MMWEBID/4000 "
    "MicroMessenger/8.0.42.2460(0x28002A3B) WeChat/arm64 Weixin NetType/4G Language/zh_CN ABI/arm64"
)


@pytest.fixture
def fair(live_server: Any) -> Fair:
    """Two projects; the host area has answered the second one before."""
    found = make_fair(make_city())
    make_application(found.call, 5)
    earlier = Offer.objects.get(board=found.boards[0], application__number=2)
    answer_interested(actor=found.officer(0), offer_id=earlier.pk, **GIVEN)
    return found


def test_three_taps_inside_wechat(fair: Fair, open_as: Open) -> None:
    """Inbox, project, an earlier answer's values, confirm; no new window, no download, no dialog."""
    page = open_as(
        fair.officers[0], "/w/offers/", language=CHINESE, zone="Asia/Shanghai", width=390, has_touch=True,
        is_mobile=True, user_agent=WECHAT,
    )  # fmt: skip
    strange: list[str] = []
    for event in ("popup", "download", "dialog"):
        page.on(event, lambda _thing, event=event: strange.append(event))
    taps = 0

    def tap(where: Any) -> None:
        nonlocal taps
        where.tap()
        taps += 1

    tap(page.get_by_role("link", name="项目1"))
    page.get_by_role("heading", name="第1区反馈").wait_for()
    tap(page.get_by_role("link", name="Hall 2"))
    page.locator("[name=site][value='Hall 2']").wait_for()
    until(page, lambda: 0 <= page.locator("#answer").bounding_box()["y"] < 844)
    assert page.locator("[name=contact_phone]").input_value() == "+86 516 8372 0016"
    tap(page.get_by_role("button", name="有意向", exact=True))
    said = page.locator("#answer .notice")
    said.wait_for()
    until(page, lambda: 0 <= said.bounding_box()["y"] < 844)  # in sight, not two screens further down
    assert taps == 3
    assert strange == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("[target=_blank]").count() == 0
    assert serious(page) == []
    assert Offer.objects.get(application=fair.application, board=fair.boards[0]).state == "interested"


def test_a_shared_link_tells_nothing(fair: Fair, open_as: Open) -> None:
    """Who opens a shared address without signing in, and the card that WeChat makes of it, learn no project."""
    visitor = open_as(None, f"/w/offers/{fair.offer(0).pk}/", width=390, user_agent=WECHAT)
    assert "/sign-in" in visitor.url
    assert "Project 1" not in visitor.content()
    page = open_as(fair.officers[0], f"/w/offers/{fair.offer(0).pk}/", width=390, user_agent=WECHAT)
    cards = page.locator("meta[property^='og:'], meta[name=description]").evaluate_all(
        "all => all.map(one => one.content).join(' ')"
    )
    assert "Project 1" not in cards
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"


def test_both_sides_want_to_talk(fair: Fair, open_as: Open) -> None:
    fair.interest(0)
    page = open_as(fair.founder, f"/my/applications/{fair.application.pk}/", width=390)
    page.get_by_role("link", name="See what they offer").click()
    page.get_by_role("heading", name="District 1").wait_for()
    assert serious(page) == []
    page.get_by_role("button", name="I would like to talk").click()
    page.get_by_role("link", name="How to reach them").click()
    page.get_by_text("he@d1.example").wait_for()
    assert ContactRelease.objects.get().opened_at is not None

    officer = open_as(fair.officers[0], f"/w/offers/{fair.offer(0).pk}/")
    officer.get_by_role("link", name="How to reach the team").click()
    officer.get_by_text("person1@firm1.example").wait_for()
    officer.get_by_role("link", name="Register the talk").click()
    officer.locator("#talk summary", has_text="Register the talk").click()
    officer.locator("#f-talk-people").fill("Yanqiu Shen")
    officer.locator("#talk").get_by_role("button", name="Register the talk").click()
    officer.get_by_text("Choose one of the answers.").first.wait_for()
    officer.locator("#f-talk-way").select_option("video")
    officer.locator("#f-talk-outcome").select_option("onward")
    officer.locator("#f-talk-summary").fill("Power and height of the hall fit.")
    assert officer.locator("#f-talk-people").input_value() == "Yanqiu Shen"
    officer.locator("#talk").get_by_role("button", name="Register the talk").click()
    officer.get_by_text("The talk is registered.").wait_for()
    assert DockingTask.objects.get(offer=fair.offer(0)).state == TaskState.DONE
    assert serious(officer) == []


def test_the_office_gives_more_time(fair: Fair, open_as: Open) -> None:
    page = open_as(make_user("office", Role.OFFICE), f"/w/calls/{fair.call.code}/docking/", language=CHINESE)
    assert serious(page) == []
    page.locator("input[name=offer]").first.check()
    page.get_by_role("button", name="给勾选的延期").click()
    page.locator("[name=reason]").fill("汛期值守")
    assert serious(page) == []
    page.get_by_role("button", name="延长期限").click()
    page.get_by_text("1项已延期").wait_for()
    assert Offer.objects.filter(extension_reason="汛期值守").count() == 1
