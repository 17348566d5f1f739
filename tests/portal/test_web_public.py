"""The public site's first pages: counts that are true, two languages, few queries, and nothing that is private."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories.city import SYSTEM, make_application, make_board, make_call, make_user
from tests.factories.pages import text_of, visit_as
from tests.features.timetable.staging import (
    NIGHT,
    SECRETS,
    UNRELEASED,
    make_event,
    make_site,
    place_event,
    private,
    select,
)
from yunhui.features.timetable.models import Timetable
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.parties.models import Board, Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.services import close_call
from yunhui.portal.spoken import rounded, spoken

PUBLIC = ("", "areas/", "figures/", "calls/", "calls/stage/", "timetable/stage/")


@pytest.fixture
def event(city: Jurisdiction) -> Call:
    """An event on stage whose call is over."""
    make_site(city)
    call = make_event(city)
    Call.objects.filter(pk=call.pk).update(closes_at=clock.now() - timedelta(hours=1))
    return call


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("tail", PUBLIC)
def test_nothing_private_is_public(event: Call, lang: str, tail: str) -> None:
    for client in (Client(), visit_as(make_user("office", Role.OFFICE))):
        answer = client.get(f"/{lang}/{tail}")
        assert answer.status_code == 200
        page = text_of(answer)
        for secret in (*SECRETS, *UNRELEASED):
            assert secret not in page, secret
        for row in Application.objects.all():
            assert str(row.pk) not in page


@pytest.mark.parametrize("tail", PUBLIC)
def test_each_page_names_itself_and_its_twin(event: Call, tail: str) -> None:
    titles = []
    for lang, html_lang in (("zh", "zh-Hans"), ("en", "en")):
        answer = Client().get(f"/{lang}/{tail}")
        page = text_of(answer)
        assert f'<html lang="{html_lang}"' in page
        assert answer["Content-Language"] == html_lang
        titles.append(re.search(r"<title>(.+?) · ", page).group(1))  # type: ignore[union-attr]
        assert re.search(r'<meta name="description" content="[^"]{6,}"', page)
        for hreflang, other in (("zh-Hans", "zh"), ("en", "en")):
            assert re.search(
                rf'<link rel="alternate" hreflang="{hreflang}" href="https?://[^"]+/{other}/{tail}">', page
            )
        assert page.count("<h1") == 1
        assert "style=" not in page and "<script>" not in page
    assert titles[0] != titles[1]


def test_the_root_leads_to_the_reader_s_language(db: None) -> None:
    for accepted, target in (("zh-CN,zh;q=0.9", "/zh/"), ("en-GB", "/en/")):
        answer = Client().get("/", headers={"accept-language": accepted})
        assert answer["Location"] == target and "Accept-Language" in answer["Vary"]
    client = Client()
    client.cookies["yunhui_language"] = "zh-hans"
    assert client.get("/", headers={"accept-language": "en"})["Location"] == "/zh/"


def test_the_headline_is_counted(event: Call) -> None:
    assert '四个项目</span> <span class="blk">来自荷兰' in text_of(Client().get("/zh/"))
    assert 'Two days, four projects,</span> <span class="blk">from the Netherlands' in text_of(Client().get("/en/"))
    row = make_application(event_reopened(event), 7, **private(7, country="SG", place="singapore"))
    select([row])
    rows = list(Application.objects.filter(state="selected").order_by("number"))
    place_event(event, rows, list(Board.objects.all()), number=2)
    assert '五个项目</span> <span class="blk">来自两个国家和地区' in text_of(Client().get("/zh/"))
    assert 'five projects,</span> <span class="blk">from two countries and regions' in text_of(Client().get("/en/"))


def event_reopened(call: Call) -> Call:
    Call.objects.filter(pk=call.pk).update(closes_at=clock.now() + timedelta(days=1))
    call.refresh_from_db()
    return call


def test_figures_are_exact_and_defined(event: Call) -> None:
    home = text_of(Client().get("/en/"))
    shown = re.findall(r'href="/en/figures/#([\w-]+)"><span class="stat__n">([^<]+)', home)
    assert shown == [("applied", "5"), ("on-stage", "4"), ("areas", "1"), ("daytime", "3")]
    assert "As of" in home
    page = text_of(Client().get("/en/figures/"))
    for key, value in shown:
        section = page.split(f'id="{key}"')[1].split("</section>")[0]
        assert f"<dd>{value}" in section and "Definition" in section
    assert "As of" in page


def test_a_rounded_figure_has_its_exact_count_one_line_below(event: Call, monkeypatch: Any) -> None:
    Application.objects.bulk_create(
        Application(call=event, form_version=event.form_version, number=1000 + n, state="in_progress")
        for n in range(181)
    )
    home = text_of(Client().get("/zh/"))
    stat = home.split('href="/zh/figures/#applied"')[1].split("</a>")[0]
    assert ">180+<" in stat and "186" in stat
    section = text_of(Client().get("/zh/figures/")).split('id="applied"')[1].split("</section>")[0]
    assert "<dd>186" in section and "<dd>180+" in section


def test_the_map_names_clocks_and_no_city_where_a_speaker_lives(event: Call) -> None:
    page = text_of(Client().get("/zh/"))
    assert ">09:00</text>" in page and "阿姆斯特丹 09:00" not in page  # the speakers sit in another city of that zone
    assert "<dt>09:00</dt><dd>阿姆斯特丹</dd>" in page
    assert page.count('class="f-ink"') == 1
    assert "青澜市 15:00" in page
    assert "st-ink" in page and "border" not in page


def test_the_next_session_and_its_pitches(event: Call) -> None:
    page = text_of(Client().get("/en/"))
    session = page.split('aria-labelledby="nx"')[1].split("</section>")[0]
    assert "Project 1" in session and "15:00" in session and "Netherlands · 09:00 there" in session
    assert "A project at night" not in session  # it is on the second day
    with clock.travel(clock.beijing(event.event_days[1], 13)):
        later = text_of(Client().get("/en/"))
    assert (
        "On stage now" in later
        and "A project at night" in later.split('aria-labelledby="nx"')[1].split("</section>")[0]
    )
    assert "3 pitches given" in later


def test_how_to_apply_of_the_open_call(city: Jurisdiction, event: Call) -> None:
    make_call(city, "open")
    page = text_of(visit_as(None, zone="Europe/Amsterdam").get("/en/"))
    steps = page.split('class="steps"')[1].split("</ol>")[0]
    assert steps.count("<h3>") == 4
    assert "17 questions" in steps and "Up to 3 host areas" in steps and "3 experts" in steps and "8 minutes" in steps
    assert "Closes:" in page and "Beijing time" in page
    assert "/en/calls/open/" in page


def test_an_event_that_is_over_makes_room_for_the_open_call(city: Jurisdiction, event: Call) -> None:
    make_call(city, "open")
    last = clock.beijing(event.event_days[1], 9)
    Call.objects.filter(code="open").update(opens_at=last, closes_at=last + timedelta(days=60))
    with clock.travel(clock.beijing(event.event_days[1] + timedelta(days=2), 9)):
        page = text_of(Client().get("/en/"))
    hero = page.split('class="hero"')[1].split("</section>")[0]
    assert "Open call" in hero and "How to apply" in hero
    assert "The last event:" in page


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("tail", ["", "areas/", "figures/", "calls/"])
def test_an_empty_city_says_so(db: None, lang: str, tail: str) -> None:
    answer = Client().get(f"/{lang}/{tail}")
    assert answer.status_code == 200 and "<h1" in text_of(answer)


def test_only_a_call_without_event_is_the_hero(city: Jurisdiction) -> None:
    make_site(city)
    make_call(city, "open")
    page = text_of(Client().get("/zh/"))
    assert '<h1 class="serif">云创荟</h1>' in page and 'class="figures"' not in page


def test_calls_say_whether_one_can_apply(city: Jurisdiction, event: Call) -> None:
    make_call(city, "open")
    later = make_call(city, "later")
    Call.objects.filter(pk=later.pk).update(
        opens_at=clock.now() + timedelta(days=9), closes_at=clock.now() + timedelta(days=19)
    )
    ended = make_call(city, "ended")
    close_call(actor=SYSTEM, call=ended)
    make_call(city, "hidden", published=False)
    page = text_of(Client().get("/en/calls/"))
    assert page.index("/calls/open/") < page.index("/calls/later/") < page.index("/calls/stage/")
    assert "/calls/hidden/" not in page
    assert Client().get("/en/calls/hidden/").status_code == 404
    assert visit_as(make_user("office", Role.OFFICE)).get("/en/calls/hidden/").status_code == 404
    assert "no longer open" in text_of(Client().get("/en/calls/stage/"))
    assert "Applications open on" in text_of(Client().get("/en/calls/later/"))
    assert "over" in text_of(Client().get("/en/calls/ended/")) and "/start" not in text_of(
        Client().get("/en/calls/ended/")
    )


def test_an_open_call_in_full(city: Jurisdiction) -> None:
    make_site(city)
    make_call(city, "open")
    page = text_of(visit_as(None, zone="Europe/Amsterdam").get("/en/calls/open/"))
    assert "/sign-in?next=/my/calls/open/start" in page
    # The page is the same for every visitor: the browser adds their own clock to Beijing's.
    assert "You, Amsterdam" not in page and "data-you=" in page and "Beijing time" in page
    assert "Plain mean inside the group (clause 12 of the notice)" in page
    assert "32 projects are selected, 5 more are reserves" in page
    assert page.count('class="timeline__t"') == 7 and "within 3 working days" in page
    assert "What is new about it?" in page and "Employer or firm" in page
    assert "never your employer, contact details or files" in page
    signed = text_of(visit_as(make_user("applicant")).get("/en/calls/open/"))
    assert 'href="/my/calls/open/start"' in signed and "/sign-in" not in signed


def test_host_areas_say_what_they_look_for(city: Jurisdiction) -> None:
    board = make_board(city, 1, "energy")
    Board.objects.filter(pk=board.pk).update(wants_zh="储能", wants_en="Storage", offers_zh="厂房", offers_en="A plant")
    Board.objects.filter(pk=make_board(city, 2).pk).update(is_active=False)
    page = text_of(Client().get("/en/areas/"))
    assert "Host areas" in page
    assert "Storage" in page and "A plant" in page and "New energy" in page and "District 2" not in page
    assert "储能" in text_of(Client().get("/zh/areas/"))


@pytest.mark.parametrize(("tail", "count"), [("", 8), ("areas/", 4), ("figures/", 8), ("calls/", 3)])
def test_the_number_of_queries_does_not_grow(
    city: Jurisdiction, django_assert_num_queries: Any, tail: str, count: int
) -> None:
    make_site(city)
    make_event(city, "one", [make_board(city, 1, "energy")], count=1)
    with django_assert_num_queries(count):
        Client().get(f"/en/{tail}")
    boards = [make_board(city, n, "ict") for n in (2, 3)]
    for code in ("two", "three"):
        make_event(city, code, boards, count=3)
    assert Timetable.objects.count() == 3
    with django_assert_num_queries(count):
        Client().get(f"/en/{tail}")


def test_home_is_light(city: Jurisdiction, event: Call) -> None:
    make_call(city, "open")
    assert len(Client().get("/zh/").content) < 100_000


def test_the_foot_leads_to_pages_that_are_there(event: Call) -> None:
    for lang in ("zh", "en"):
        page = text_of(Client().get(f"/{lang}/"))
        foot = page.split('<footer class="foot"')[1]
        links = re.findall(r'<li><a href="([^"]+)"', foot)
        assert len(links) >= 5
        for link in links:
            assert Client().get(link).status_code in (200, 302), link


def test_words_of_a_headline() -> None:
    assert [spoken(n, "zh-hans") for n in (0, 1, 2, 10, 11, 12, 20, 22, 32, 99, 100)] == [
        "零", "一", "两", "十", "十一", "十二", "二十", "二十二", "三十二", "九十九", "100",
    ]  # fmt: skip
    assert [spoken(n, "en") for n in (1, 2, 12, 13, 1200)] == ["one", "two", "twelve", "13", "1,200"]
    assert [rounded(n) for n in (23, 99, 100, 101, 180, 186, 1234)] == ["", "", "", "100+", "", "180+", "1230+"]


def test_night_is_told_in_both_languages(event: Call) -> None:
    assert NIGHT in text_of(Client().get("/zh/timetable/stage/"))
    assert NIGHT not in text_of(Client().get("/en/timetable/stage/"))
