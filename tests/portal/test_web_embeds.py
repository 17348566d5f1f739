"""Embeds: public facts in frames, for whom the office names, with no account behind them; the office's page."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.city import SYSTEM, make_user
from tests.factories.pages import text_of, visit_as
from tests.features.timetable.staging import NIGHT, SECRETS, UNRELEASED, make_event, make_site
from yunhui.features.site.services.embedding import allow_embedding
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.calls.models import Call
from yunhui.portal.embeds import EMBEDS

KINDS = tuple(EMBEDS)


@pytest.fixture
def event(city: Jurisdiction) -> Call:
    """An event on stage."""
    make_site(city)
    return make_event(city)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("what", KINDS)
def test_each_says_what_is_public_and_nothing_else(event: Call, what: str, lang: str) -> None:
    for path in (f"/embed/{lang}/{what}/", f"/embed/{lang}/{what}/stage/"):
        answer = Client().get(path)
        page = text_of(answer)
        assert answer.status_code == 200 and f'<html lang="{"zh-Hans" if lang == "zh" else "en"}"' in page
        assert "高层次" in page or "Cloud" in page or event.title_zh in page or event.title_en in page, path
        assert not [one for one in (*SECRETS, *UNRELEASED) if one in page]
        assert "style=" not in page and "<script>" not in page and "<form" not in page
        links = re.findall(r'<a [^>]*href="(/(?!embed)[^"]*)"([^>]*)>', page)
        assert links and all('target="_blank"' in rest and 'rel="noopener"' in rest for _url, rest in links)


@pytest.mark.parametrize("what", KINDS)
def test_few_queries(event: Call, what: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        Client().get(f"/embed/en/{what}/")


@pytest.mark.parametrize("what", KINDS)
def test_before_and_beside_an_event(city: Jurisdiction, what: str) -> None:
    assert "The timetable is not public yet." in text_of(Client().get(f"/embed/en/{what}/"))
    assert Client().get(f"/embed/en/{what}/nothing/").status_code == 404


def test_other_kinds_and_languages_are_not_there(event: Call) -> None:
    for path in ("/embed/en/applications/", "/embed/fr/timetable/", "/embed/en/", "/embed/", "/embed/v2.js"):
        assert Client().get(path).status_code == 404, path


def test_a_project_that_withdraws_is_gone(event: Call) -> None:
    row = Application.objects.get(title=NIGHT)
    number = f"/projects/stage/{row.number}/"
    pages = [f"/embed/en/{what}/?day=2" for what in ("timetable", "projects")]
    assert all(number in text_of(Client().get(path)) for path in pages)
    withdraw_application(actor=SYSTEM, application_id=row.pk)
    assert not [path for path in pages if number in text_of(Client().get(path))]


def test_the_next_session_before_during_and_after(event: Call) -> None:
    day = event.event_days[0]
    with clock.travel(clock.beijing(day, 14, 50)):
        page = text_of(Client().get("/embed/en/next/"))
        assert "Until the next session" in page and "10 min" in page and "15:00" in page
    with clock.travel(clock.beijing(day, 15, 5)):
        page = text_of(Client().get("/embed/en/next/"))
        assert "On stage now" in page and 'class="is-on"' in page
    with clock.travel(clock.beijing(event.event_days[1], 20)):
        assert "All sessions of this event are over." in text_of(Client().get("/embed/en/next/stage/"))


def test_the_day_of_a_timetable(event: Call) -> None:
    def day(query: str) -> str:
        return text_of(Client().get(f"/embed/en/timetable/{query}"))

    assert "15:00" in day("") and "13:00" not in day("")
    assert "13:00" in day("?day=2") and 'href="?day=1"' in day("?day=2")
    for odd in ("?day=0", "?day=99", "?day=x", "?day=-1", "?day=²"):
        assert day(odd) == day("")
    with clock.travel(clock.beijing(event.event_days[1], 9)):
        assert "13:00" in day("")
    dark = day("?theme=dark")
    assert '<html lang="en" data-theme="dark"' in dark and 'href="?day=2&amp;theme=dark"' in dark
    assert "data-theme" not in day("?theme=%22onload=")


def test_only_named_sites_may_frame_them_and_nobody_any_other_page(event: Call) -> None:
    def ancestors(path: str) -> str:
        answer = Client().get(path)
        return re.search(r"frame-ancestors ([^;]*)", answer["Content-Security-Policy"]).group(1)  # type: ignore[union-attr]

    assert ancestors("/embed/en/timetable/") == "'self'"
    allow_embedding(actor=SYSTEM, address="www.university.example")
    answer = Client().get("/embed/en/timetable/")
    assert ancestors("/embed/en/timetable/") == "'self' https://www.university.example"
    assert "X-Frame-Options" not in answer and answer["X-Robots-Tag"] == "noindex"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "connect-src" not in policy and "form-action 'none'" in policy
    assert "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox" in policy
    assert "allow-same-origin" not in policy and "allow-top-navigation" not in policy
    for path in ("/en/", "/en/timetable/stage/", "/sign-in", "/embed/v1.js"):
        assert ancestors(path) == "'none'" and Client().get(path)["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("what", KINDS)
def test_nobody_is_signed_in_there(event: Call, what: str) -> None:
    """An officer's browser gets the very bytes of a visitor's: no session is asked for, kept alive or set."""
    plain = Client().get(f"/embed/en/{what}/stage/")
    client = visit_as(make_user("office", Role.OFFICE), language="zh-hans", zone="America/New_York")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/embed/en/{what}/stage/")
    assert not [one for one in queries.captured_queries if re.search(r"django_session|accounts_user", one["sql"])]
    assert not answer.cookies and "Cookie" not in answer.get("Vary", "")

    def still(page: str) -> str:
        return re.sub(r"\d\d:\d\d", "", page)

    assert still(text_of(answer)) == still(text_of(plain))


def test_the_script_is_small_and_for_good() -> None:
    answer = Client().get("/embed/v1.js")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/javascript")
    assert len(answer.content) <= 3_000
    assert "immutable" in answer["Cache-Control"] and not answer.cookies
    said = answer.content.decode()
    assert "eval" not in said and "innerHTML" not in said and "document.cookie" not in said


class TestOffice:
    """The page with the line to copy."""

    def test_the_line_follows_the_choice(self, event: Call, settings: Any) -> None:
        settings.PUBLIC_URL = "https://talent.city.example"
        client = visit_as(make_user("office", Role.OFFICE))
        page = text_of(client.get("/w/site/embeds/?what=next&event=stage&lang=en&theme=dark"))
        line = (
            '<script src="https://talent.city.example/embed/v1.js" data-show="next" data-lang="en" data-event="stage" '
            'data-theme="dark" data-title="Next session" async></script>'
        )
        assert line.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;") in page
        assert 'src="/embed/en/next/stage/?theme=dark"' in page
        odd = text_of(client.get('/w/site/embeds/?what="><script>&event=x&lang=fr&theme=red'))
        assert 'src="/embed/zh/timetable/"' in odd and "&quot;&gt;" not in odd.split("<main")[1].split("</form>")[0]

    def test_let_in_and_out(self, event: Call) -> None:
        client = visit_as(make_user("office", Role.OFFICE))
        wrong = client.post("/w/site/embeds/", {"address": "http://a b", "note": "Alumni"})
        page = text_of(wrong)
        assert wrong.status_code == 422 and 'value="http://a b"' in page and 'value="Alumni"' in page
        assert page.count("Enter the address of a website") >= 2  # beside the field, and above
        assert client.post("/w/site/embeds/", {"address": "www.university.example"}).status_code == 302
        page = text_of(client.get("/w/site/embeds/"))
        assert "https://www.university.example" in page
        end = re.search(r'action="(/w/site/embeds/[0-9a-f-]+/end)"', page).group(1)  # type: ignore[union-attr]
        assert client.post(end).status_code == 302 and client.post(end).status_code == 404
        assert "https://www.university.example</b>" not in text_of(client.get("/w/site/embeds/"))

    def test_only_the_office(self, event: Call) -> None:
        for role in (Role.BOARD, Role.EXPERT, Role.SYSTEM_ADMIN):
            assert visit_as(make_user(role, role)).get("/w/site/embeds/").status_code == 403
        assert Client().get("/w/site/embeds/").status_code == 302

    def test_few_queries(self, event: Call, django_assert_max_num_queries: Any) -> None:
        client = visit_as(make_user("office", Role.OFFICE))
        for number in range(3):
            allow_embedding(actor=SYSTEM, address=f"s{number}.example")
        with django_assert_max_num_queries(8):
            client.get("/w/site/embeds/")
