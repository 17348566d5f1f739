"""The result on paper: the very words of the letter, in either language, for its own reader alone."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from tests.factories.city import SYSTEM, make_application, make_call, make_city, make_user
from tests.factories.pages import use_plain_addresses, visit_as
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.notices.enums import NoticeState
from yunhui.foundation.notices.models import Notice
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import write_notice
from yunhui.pipeline.applications.models import Application

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(settings: Any) -> User:
    use_plain_addresses(settings)
    return make_user("owner")


@pytest.fixture
def told(owner: User) -> Application:
    """An application whose owner was told that it is on the reserve list."""
    application = make_application(make_call(make_city()), owner=actor_of(owner))
    write_notice(
        actor=SYSTEM,
        letter="decisions.reserve",
        to=owner,
        about=("application", application.pk),
        context={
            "call": Both("云创荟", "Cloud roadshow"),
            "title": Both("钠离子电芯", "Sodium cells"),
            "number": "0001",
            "place": 2,
            "days": "",
            "batch": 1,
            "paper": "",
        },
        link=f"/my/applications/{application.pk}/",
        call=application.call_id,
    )
    Notice.objects.update(state=NoticeState.RELEASED, released_at=datetime(2026, 11, 3, 2, tzinfo=UTC))
    return application


def words(data: bytes) -> str:
    return "".join("".join(page.get_textpage().get_text_range() for page in PdfDocument(data)).split())


def test_it_has_the_words_of_the_letter_in_both_languages(owner: User, told: Application) -> None:
    browser = visit_as(owner)
    path = f"/my/applications/{told.pk}/result.pdf"
    chinese = words(browser.get(path, {"lang": "zh"}).content)
    english = words(browser.get(path, {"lang": "en"}).content)
    for part in ("结果通知书", "候补名单", "第2位", "2026年11月3日"):
        assert part in chinese
    for part in ("Notificationofresult", "onthereservelist", "inplace2", "3Nov2026"):
        assert part in english
    assert words(browser.get(path).content) == words(browser.get(path, {"lang": "en"}).content)


def test_nobody_else_gets_it_and_nothing_before_it_is_told(owner: User, told: Application) -> None:
    path = f"/my/applications/{told.pk}/result.pdf"
    assert visit_as(make_user("stranger")).get(path).status_code == 404
    assert visit_as(None).get(path).status_code == 302
    Notice.objects.update(state=NoticeState.HELD, released_at=None)
    assert visit_as(owner).get(path).status_code == 404
