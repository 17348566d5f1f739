"""The public site beyond home: what each page says, that nothing private is on it, and what machines read of it."""

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.factories.city import SYSTEM, make_board, make_call, make_user
from tests.factories.pages import text_of
from tests.features.site.words import guard_words
from tests.features.timetable.staging import SECRETS, UNRELEASED, make_event, make_site
from yunhui.features.site.models import GuardWord
from yunhui.features.site.services import (
    approve_article,
    begin_article,
    change_settings,
    edit_article,
    keep_partner,
    present_area,
    propose_article,
    set_policies,
    set_seal,
)
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.parties.models import Board, Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import withdraw_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.consents.enums import Level, Purpose, Source
from yunhui.pipeline.consents.models import Consent
from yunhui.pipeline.consents.services import give_consent
from yunhui.portal.public.cards import Card
from yunhui.portal.public.cells import LEAST, publishable

PAGES = (
    "", "projects/stage/", "projects/stage/1/", "events/stage/", "archive/", "areas/", "areas/{slug}/", "figures/",
    "figures/stage/", "how-to-apply/", "partners/", "news/", "news/first/", "pages/about/", "search/", "calls/",
    "calls/stage/",
)  # fmt: skip


@pytest.fixture
def event(city: Jurisdiction) -> Call:
    """A site with an event on stage, one piece of news, a page, a partner and a policy."""
    make_site(city)
    guard_words()
    call = make_event(city)
    writer, reader = actor_of(make_user("writer", Role.OFFICE)), actor_of(make_user("reader", Role.APPROVER))
    texts = {
        "title_zh": "新闻题",
        "title_en": "News title",
        "body_zh": "这条新闻的正文",
        "body_en": "Words of the news",
    }
    for kind, slug in (("news", "first"), ("page", "about")):
        row = begin_article(actor=writer, kind=kind, slug=slug)
        edit_article(actor=writer, article_id=row.pk, texts=texts, agree=True)
        propose_article(actor=writer, article_id=row.pk)
        approve_article(actor=reader, article_id=row.pk)
    draft = begin_article(actor=writer, kind="news", slug="draft")
    edit_article(actor=writer, article_id=draft.pk, texts={**texts, "title_en": "Not published"}, agree=True)
    keep_partner(actor=writer, values={"name_zh": "合作方", "name_en": "A partner"})
    board = Board.objects.get()
    present_area(actor=writer, board_id=board.pk, values={"about_en": "About **it**", "sites_en": "Hall 2"})
    set_policies(
        actor=writer,
        board_id=board.pk,
        rows=[{"title_zh": "政策", "title_en": "Grant", "offer_zh": "一百万", "offer_en": "A million"}],
    )
    return call


def address(tail: str) -> str:
    return tail.replace("{slug}", Board.objects.get().jurisdiction_id)


@pytest.mark.parametrize("tail", PAGES)
def test_each_page_names_itself_and_its_twin(event: Call, tail: str) -> None:
    tail = address(tail)
    for lang in ("zh", "en"):
        page = text_of(Client().get(f"/{lang}/{tail}"))
        assert page.count("<h1") == 1
        canonical = re.search(r'<link rel="canonical" href="([^"]+)"', page)
        assert canonical and canonical.group(1).endswith(f"/{lang}/{tail}")
        named = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="[^"]*?(/(?:zh|en)/[^"]*)"', page))
        assert named == {"zh-Hans": f"/zh/{tail}", "en": f"/en/{tail}", "x-default": f"/en/{tail}"}
        assert re.search(r'<meta name="description" content="[^"]{6,}"', page)
        assert re.search(r'<meta property="og:description" content="[^"]{6,}"', page)
        for data in re.findall(r'<script type="application/ld\+json">(.+?)</script>', page):
            assert json.loads(data)["@context"] == "https://schema.org"


@pytest.mark.parametrize("tail", PAGES)
def test_nothing_private_is_on_any_page(event: Call, tail: str) -> None:
    Consent.objects.filter(purpose=Purpose.PUBLICATION).delete()
    for lang in ("zh", "en"):
        page = text_of(Client().get(f"/{lang}/{address(tail)}"))
        for word in (*SECRETS, *UNRELEASED, "Not published", "Project 1 title"):
            assert word not in page, word


def test_a_project_says_as_much_as_its_applicant_lets_it(event: Call) -> None:
    one = Application.objects.get(call=event, number=1)
    Application.objects.filter(pk=one.pk).update(title_en="Own title", answers={**one.answers, "summary": "In short."})

    def page_at(level: str) -> str:
        give_consent(
            actor=SYSTEM, application_id=one.pk, purpose=Purpose.PUBLICATION, level=level, text_version=0,
            source=Source.PAPER,
        )  # fmt: skip
        return text_of(Client().get("/en/projects/stage/1/"))

    Consent.objects.filter(purpose=Purpose.PUBLICATION).delete()
    bare = text_of(Client().get("/en/projects/stage/1/"))
    assert "Project 0001" in bare and "Own title" not in bare and "In short." not in bare
    title, team, summary = (page_at(level) for level in (Level.TITLE, Level.TEAM, Level.SUMMARY))
    assert "Own title" in title and "Zimmermann" not in title and "In short." not in title
    assert "Zimmermann" in team and "In short." not in team
    assert "In short." in summary
    assert "secret.example" not in summary and "Geheimwerk" not in summary


def test_a_project_that_is_not_on_stage_has_no_page(event: Call) -> None:
    assert Client().get("/en/projects/stage/99/").status_code == 404
    assert Client().get("/en/share/project/stage-99.png").status_code == 404
    one = Application.objects.get(call=event, number=1)
    assert Client().get("/en/projects/stage/1/").status_code == 200
    withdraw_application(actor=SYSTEM, application_id=one.pk)
    for tail in ("projects/stage/1/", "share/project/stage-1.png"):
        assert Client().get(f"/en/{tail}").status_code == 404
    assert "/projects/stage/1/" not in text_of(Client().get("/sitemap.xml"))
    assert "/projects/stage/1/" not in text_of(Client().get("/en/projects/stage/"))


def test_words_that_may_not_be_published_are_taken_out(event: Call) -> None:
    one = Application.objects.get(call=event, number=1)
    Application.objects.filter(pk=one.pk).update(
        title="千人计划团队的电芯", title_en="Cells of a Thousand Talents team"
    )
    assert GuardWord.objects.filter(word="千人计划", masks=True).exists()
    for lang, word in (("zh", "千人计划"), ("en", "Thousand Talents")):
        for tail in ("", "projects/stage/", "projects/stage/1/", "timetable/stage/", "search/?q=stage"):
            assert word not in text_of(Client().get(f"/{lang}/{tail}")), tail


def test_the_picture_follows_the_consent(event: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Card] = []
    monkeypatch.setattr("yunhui.portal.web.public.share.drawn", lambda card: drawn.append(card) or b"")
    Client().get("/en/share/project/stage-1.png")
    Consent.objects.filter(purpose=Purpose.PUBLICATION).delete()
    Client().get("/en/share/project/stage-1.png")
    assert drawn[0].title != "Project 0001" and drawn[1].title == "Project 0001"
    assert not any(secret in repr(drawn) for secret in SECRETS)


def test_a_picture_is_one(event: Call) -> None:
    answer = Client().get("/zh/share/event/stage.png")
    assert answer["Content-Type"] == "image/png" and answer.content.startswith(b"\x89PNG")
    width, height = (int.from_bytes(answer.content[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (1200, 630)


def test_the_map_of_the_site_is_alike_in_both_languages_and_leads_to_pages(event: Call) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    root = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    rows = {
        url.findtext("s:loc", "", space): {one.get("hreflang"): one.get("href") for one in url.findall("x:link", space)}
        for url in root.findall("s:url", space)
    }
    assert len(rows) > 30
    for url, others in rows.items():
        assert set(others) == {"zh-Hans", "en", "x-default"} and url in others.values()
        assert all(rows[other] == others for other in others.values() if other)
        path = re.sub(r"^https?://[^/]+", "", url)
        assert Client().get(path).status_code == 200, path
    assert not any("draft" in url or "/99/" in url for url in rows)


@pytest.mark.parametrize("name", ["news", "calls"])
def test_feeds_are_well_formed(event: Call, name: str) -> None:
    for lang in ("zh", "en"):
        answer = Client().get(f"/{lang}/{name}.xml")
        channel = ElementTree.fromstring(answer.content).find("channel")
        assert channel is not None and channel.findtext("language") == ("zh-Hans" if lang == "zh" else "en")
        assert "Not published" not in answer.content.decode()
    assert "News title" in Client().get("/en/news.xml").content.decode()


def test_search_finds_what_is_public_and_nothing_else(event: Call) -> None:
    client = Client()
    assert "/en/news/first/" in text_of(client.get("/en/search/?q=news+words"))
    assert "/en/areas/" in text_of(client.get("/en/search/?q=million"))
    for secret in ("Zimmermann", "Geheimwerk", "Unreleased", "bahnbrechend"):
        assert "Nothing holds these words" in text_of(client.get(f"/en/search/?q={secret}"))
    page = text_of(client.get("/en/search/?q=%3Cscript%3E"))
    assert "<script>" not in page and 'content="noindex"' in page


def test_a_seal_and_colours_without_code(event: Call) -> None:
    office = actor_of(make_user("office", Role.OFFICE))
    set_seal(
        actor=office, data=b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>'
    )
    change_settings(actor=office, texts={"accent": "#1f4e8c"})
    page = text_of(Client().get("/en/"))
    seal = re.search(r'src="(/site/seal-[^"]+)"', page)
    sheet = re.search(r'href="(/site/colours-[^"]+)"', page)
    assert seal and sheet
    answer = Client().get(seal.group(1))
    assert answer["Content-Type"] == "image/svg+xml" and "sandbox" in answer["Content-Security-Policy"]
    assert "--press:#1f4e8c" in Client().get(sheet.group(1)).content.decode()
    assert Client().get("/site/colours-ffff00.css").status_code == 404


@pytest.mark.parametrize("tail", PAGES)
def test_no_page_reads_a_cookie_or_a_header_of_a_visitor(event: Call, tail: str) -> None:
    def body(client: Client, **headers: str) -> str:
        text = text_of(client.get(f"/en/{address(tail)}", headers=headers))
        return re.sub(r"\d\d:\d\d(:[\d.]+)?", "", text)

    other = Client()
    other.cookies["yunhui_zone"] = "America/New_York"
    other.cookies["yunhui_language"] = "zh-hans"
    assert body(Client()) == body(other, accept_language="zh")


def test_no_page_asks_more_than_eight_times(event: Call, django_assert_max_num_queries: Any) -> None:
    for tail in (*PAGES, "search/?q=million"):
        path = f"/en/{address(tail)}"
        with django_assert_max_num_queries(8):
            Client().get(path)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_site_says_so(db: None, lang: str) -> None:
    for tail in ("", "projects/", "archive/", "partners/", "news/", "areas/", "figures/", "how-to-apply/", "search/"):
        assert Client().get(f"/{lang}/{tail}").status_code == 200, tail
    for tail in ("/sitemap.xml", "/robots.txt", f"/{lang}/site.webmanifest", f"/{lang}/news.xml"):
        assert Client().get(tail).status_code == 200, tail


def test_no_small_cell_is_published() -> None:
    assert publishable({"a": 20, "b": 3, "c": 2}).shown == [("a", 20)]
    assert publishable({"a": 4}).shown == []
    # A single small cell could be found by taking the rest from the whole: the next one joins it.
    joined = publishable({"a": 20, "b": 7, "c": 2})
    assert joined.shown == [("a", 20)] and (joined.others, joined.merged) == (9, 2)
    assert LEAST == 5


def test_a_call_without_a_timetable_has_an_event_page_that_says_so(city: Jurisdiction) -> None:
    make_site(city)
    make_call(city, "open")
    make_board(city, 1, "energy")
    assert "not published yet" in text_of(Client().get("/en/events/open/"))
    assert "No project is public yet" in text_of(Client().get("/en/projects/open/"))
