"""The pages of notices: a reader's own, the office's outbox and texts, the demo's mail."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.city import SYSTEM, make_user
from tests.factories.pages import visit_as
from tests.foundation.notices.conftest import PLAIN
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.notices.enums import DispatchState, NoticeState
from yunhui.foundation.notices.models import Contact, Dispatch, Notice, Template
from yunhui.foundation.notices.services import template_now, write_notice, write_to_address
from yunhui.foundation.notices.services.composing import parcel_of
from yunhui.parties.models import City, Jurisdiction

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
ABOUT = ("application", "1")


@pytest.fixture(autouse=True)
def _city(city: Jurisdiction) -> None:
    City.objects.create(
        jurisdiction=city, site_zh="云荟", site_en="Yunhui", office_zh="市人才办", office_en="Talent Office",
        latitude=34, longitude=117, email="office@city.example",
    )  # fmt: skip


def tell(user: User, letter: str = "test.plain", **more: Any) -> Notice:
    """A letter."""
    context = PLAIN.samples() if letter == "test.plain" else {}
    return write_notice(actor=SYSTEM, letter=letter, to=user, about=ABOUT, context=context, **more)


@pytest.fixture
def office() -> User:
    """The talent office."""
    return make_user("office", Role.OFFICE)


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    """The talent office's browser where the test has one; else a visitor's."""
    return visit_as(request.getfixturevalue("office") if "office" in request.fixturenames else None)


def test_the_bell_counts_and_empties() -> None:
    """New until opened; what a person opens is theirs alone."""
    ada = make_user("ada")
    client = visit_as(ada)
    first, _second = tell(ada), tell(ada)
    assert b"2 new notices" in client.get("/notices/").content
    assert b"Cloud Spectra" in client.get(f"/notices/{first.pk}/").content
    assert b"1 new notice" in client.get("/notices/").content
    assert client.post("/notices/read").status_code == 302
    assert b"You have read everything." in client.get("/notices/").content
    assert visit_as(make_user("bob")).get(f"/notices/{first.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["/notices/", "/w/outbox/"])
def test_lists_ask_the_same_queries_for_one_row_and_for_three(client: Client, office: User, path: str) -> None:
    """At most eight, with session, account, grants, and the bell that comes with the city."""
    numbers = []
    for _round in range(2):
        tell(office)
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(path).status_code == 200
        numbers.append(len(asked))
        tell(office)
    assert numbers[0] == numbers[1] <= 8


def test_a_person_says_how_they_want_to_be_told() -> None:
    """What must be sent stays on; a phone number is kept sealed; a wrong one is refused beside its field."""
    ada = make_user("ada")
    client = visit_as(ada)
    given = {"quiet": "on", "quiet_from": "21:00", "quiet_until": "07:00", "reminder.mail": "on"}
    refused = client.post("/notices/wishes", {**given, "sms": "12"})
    assert (refused.status_code, b"with its country code" in refused.content) in {(422, True), (302, False)}
    assert client.post("/notices/wishes", given).status_code == 302
    page = client.get("/notices/wishes").content.decode()
    assert "<option selected>21:00</option>" in page
    assert 'name="action.mail"' not in page
    assert not Contact.objects.filter(user=ada).exists()


def test_the_office_looks_and_lets_go(client: Client, office: User) -> None:
    """Held letters one by one, then all; another person's double click changes nothing."""
    ada = make_user("ada")
    one, *_rest = (tell(ada, "test.held") for _number in range(3))
    assert "结果已出" in client.get(f"/w/outbox/{one.pk}/").content.decode()
    for _click in range(2):
        assert client.post("/w/outbox/release", {"id": [str(one.pk)], "show": "held"}).status_code == 302
    assert Notice.objects.filter(state=NoticeState.RELEASED).count() == 1
    assert client.post("/w/outbox/discard", {"all": "1", "reason": " "}).status_code == 422
    assert client.post("/w/outbox/discard", {"all": "1", "reason": "twice"}).status_code == 302
    assert Notice.objects.filter(state=NoticeState.DISCARDED, reason="twice").count() == 2
    assert b"2 letters discarded." in client.get("/w/outbox/?done=discarded&count=2").content


def test_the_outbox_narrows_and_counts(client: Client, office: User) -> None:
    """By tab, letter, and text; nonsense narrows nothing and breaks nothing."""
    tell(make_user("ada"))
    tell(make_user("bob"), "test.held")
    assert client.get("/w/outbox/?show=held").content.count(b"c-who") == 2
    assert b"bob@city.example" not in client.get("/w/outbox/?q=ada").content
    assert b"No letter fits" in client.get("/w/outbox/?letter=nothing").content
    assert client.get("/w/outbox/?show=x&call=nonsense&channel=y&page=99").status_code == 200


def test_a_private_letter_is_not_shown_to_the_office(client: Client, office: User) -> None:
    """That it was sent, not what it says; and it is not sent twice."""
    notice = write_to_address(
        actor=SYSTEM, letter="test.private", email="a@home.example", name="Ada", language="en", zone="UTC",
        about=("account", "1"), context={"code": "871203"},
    )  # fmt: skip
    page = client.get(f"/w/outbox/{notice.pk}/").content
    assert b"871203" not in page
    row = Dispatch.objects.get()
    row.state = DispatchState.UNSURE
    row.save()
    assert client.post(f"/w/outbox/dispatches/{row.pk}/again").status_code == 403


def test_the_office_words_a_letter(client: Client, office: User) -> None:
    """Both languages, known variables; what was written keeps its text; somebody else's change is not run over."""
    seen = template_now(PLAIN).pk
    texts = {name: getattr(PLAIN, name) for name in ("subject_zh", "subject_en", "body_zh", "body_en")}
    wrong = client.post("/w/letters/test.plain/", {**texts, "body_en": "{{ nobody }}", "keep": "1", "seen": seen})
    assert wrong.status_code == 422
    assert b"no variable {{ nobody }}" in wrong.content
    assert b"{{ nobody }}</textarea>" in wrong.content
    own = {**texts, "subject_en": "Please complete {{ title }}", "seen": seen}
    assert b"Please complete Cloud Spectra" in client.post("/w/letters/test.plain/", {**own, "preview": "1"}).content
    assert Template.objects.filter(is_own=True).count() == 0
    assert client.post("/w/letters/test.plain/", {**own, "keep": "1"}).status_code == 302
    assert client.post("/w/letters/test.plain/", {**own, "subject_en": "Other", "keep": "1"}).status_code == 409
    ada = make_user("ada")
    ada.language = "en"
    assert tell(ada).subject == "Please complete Cloud Spectra"
    assert client.post("/w/letters/test.plain/restore").status_code == 302
    assert tell(ada).subject.startswith("Cloud Spectra: complete it")
    assert client.get("/w/letters/nothing.here/").status_code == 404


def test_html_in_a_value_is_text() -> None:
    """On every page and in the HTML of the letter."""
    ada = make_user("ada")
    client = visit_as(ada)
    context = {**PLAIN.samples(), "reason": "<script>alert(1)</script>"}
    notice = write_notice(actor=SYSTEM, letter="test.plain", to=ada, about=ABOUT, context=context)
    assert b"<script>alert" not in client.get(f"/notices/{notice.pk}/").content


def test_the_demos_mail_is_in_the_demo_only(client: Client, settings: Any) -> None:
    """Both languages of a letter, and its code; elsewhere the page is not there."""
    settings.DEMO = False
    notice = tell(make_user("ada"))
    assert client.get("/demo/mail").status_code == 404
    settings.DEMO = True
    assert client.get("/demo/mail").status_code == 200
    page = client.get(f"/demo/mail/{notice.pk}/").content.decode()
    assert "Cloud Spectra" in page
    assert "云上光谱" in page


@pytest.mark.parametrize(
    "link",
    ["/hour/eyJlIjoxLCJ0IjpbImhvdXI6MSJdfQ." + "A" * 43, "/when/" + "0a" * 36, "/rehearsal/" + "9f" * 36 + "?done=x"],
)
def test_a_personal_link_is_whole_in_the_letter_and_nowhere_else(client: Client, office: User, link: str) -> None:
    """Who holds it acts as its reader: the office sees that there is one."""
    ada = make_user("ada")
    notice = tell(ada, link=link)
    page = client.get(f"/w/outbox/{notice.pk}/").content.decode()
    assert "personal link, only in the letter itself" in page and link[:30] not in page
    panel = client.get(f"/w/outbox/{notice.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert link[:30] not in panel
    own = visit_as(ada).get(f"/notices/{notice.pk}/").content.decode()
    assert link[:30] in own
    left = parcel_of([("1", Notice.objects.select_related("template").get(pk=notice.pk))], "ada@city.example")
    assert left.url.endswith(link) and link in left.text


@pytest.mark.parametrize(
    "link", ["/my/applications/01900000-0000-7000-8000-000000000000/", "/zh/timetable/autumn/", ""]
)
def test_a_page_behind_the_sign_in_is_no_secret(client: Client, office: User, link: str) -> None:
    page = client.get(f"/w/outbox/{tell(make_user('ada'), link=link).pk}/").content.decode()
    assert "personal link" not in page and link in page
