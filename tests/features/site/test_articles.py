"""Pages and news: a second person, what may not be published, versions, taking down."""

from typing import Any

import pytest

from tests.factories.city import SYSTEM, make_user
from tests.features.site.words import guard_words
from tests.features.timetable.staging import make_site
from yunhui.features.site.models import Article, GuardWord, SiteSettings
from yunhui.features.site.selectors import cleaner, published_articles
from yunhui.features.site.services import (
    approve_article,
    begin_article,
    change_settings,
    edit_article,
    propose_article,
    restore_version,
    return_article,
    take_down_article,
)
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.outbox.models import Fact
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, RefusedError
from yunhui.parties.models import City, Jurisdiction

TEXTS = {"title_zh": "题", "title_en": "Title", "body_zh": "正文", "body_en": "Text"}


@pytest.fixture(autouse=True)
def _words(db: None) -> None:
    guard_words()


@pytest.fixture
def writer(db: None) -> Actor:
    return actor_of(make_user("writer", Role.OFFICE))


@pytest.fixture
def reader(db: None) -> Actor:
    return actor_of(make_user("reader", Role.APPROVER))


def proposed(writer: Actor, **texts: str) -> Article:
    row = begin_article(actor=writer, kind="news", slug="first")
    edit_article(actor=writer, article_id=row.pk, texts={**TEXTS, **texts}, agree=True)
    return propose_article(actor=writer, article_id=row.pk)


def test_a_second_person_publishes(writer: Actor, reader: Actor) -> None:
    row = proposed(writer)
    assert list(published_articles("news")) == []
    with pytest.raises(RefusedError):
        approve_article(actor=writer, article_id=row.pk)
    approve_article(actor=reader, article_id=row.pk)

    [public] = published_articles("news")
    assert public.published is not None and public.published.title_en == "Title"
    assert Fact.objects.filter(name="ArticlePublished").count() == 1
    assert AuditEntry.objects.filter(action="article.published").exists()


def test_who_changed_it_last_is_no_second_person(writer: Actor, reader: Actor) -> None:
    row = proposed(writer)
    edit_article(actor=reader, article_id=row.pk, texts={"title_zh": "新题", "title_en": "New"})
    propose_article(actor=writer, article_id=row.pk)
    with pytest.raises(RefusedError):
        approve_article(actor=reader, article_id=row.pk)


def test_what_is_public_stays_while_a_change_waits(writer: Actor, reader: Actor) -> None:
    row = proposed(writer)
    approve_article(actor=reader, article_id=row.pk)
    edit_article(actor=writer, article_id=row.pk, texts={"title_zh": "改", "title_en": "Changed"})

    [public] = published_articles("news")
    assert public.state == "draft" and public.published is not None and public.published.title_en == "Title"


@pytest.mark.parametrize(
    ("texts", "field", "code"),
    [
        ({"body_zh": "入选千人计划的专家"}, "body_zh", "guarded"),
        ({"title_en": "At 9:00 CST"}, "title_en", "guarded"),
        ({"title_zh": "快来报名！"}, "title_zh", "guarded"),
        ({"body_en": ""}, "body_en", "required"),
    ],
)
def test_what_may_not_be_published_is_refused_by_name(
    writer: Actor, texts: dict[str, str], field: str, code: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        proposed(writer, **texts)
    assert (field, code) in [(one.field, one.code) for one in caught.value.problems]


def test_a_language_that_is_behind_is_said(writer: Actor) -> None:
    row = begin_article(actor=writer, kind="news", slug="first")
    edit_article(actor=writer, article_id=row.pk, texts=TEXTS, agree=True)
    edit_article(actor=writer, article_id=row.pk, texts={"body_zh": "改了"})
    with pytest.raises(InvalidError, match="invalid") as caught:
        propose_article(actor=writer, article_id=row.pk)
    assert [one.field for one in caught.value.problems] == ["agree"]
    edit_article(actor=writer, article_id=row.pk, texts={}, agree=True)
    assert propose_article(actor=writer, article_id=row.pk).state == "proposed"


def test_two_editors_do_not_overwrite_each_other(writer: Actor, reader: Actor) -> None:
    row = begin_article(actor=writer, kind="page", slug="about")
    edit_article(actor=reader, article_id=row.pk, texts=TEXTS, edits=0)
    with pytest.raises(InvalidError) as caught:
        edit_article(actor=writer, article_id=row.pk, texts={"title_zh": "别的"}, edits=0)
    assert caught.value.problems[0].code == "edited"


def test_taken_down_at_once_and_an_earlier_version_comes_back(writer: Actor, reader: Actor) -> None:
    row = proposed(writer)
    approve_article(actor=reader, article_id=row.pk)
    with pytest.raises(InvalidError):
        take_down_article(actor=writer, article_id=row.pk, reason=" ")
    take_down_article(actor=writer, article_id=row.pk, reason="A wrong date")
    assert list(published_articles("news")) == []
    restore_version(actor=writer, article_id=row.pk, number=1)
    propose_article(actor=writer, article_id=row.pk)
    approve_article(actor=reader, article_id=row.pk)
    [public] = published_articles("news")
    assert public.published is not None and public.published.number == 2


def test_sent_back_with_a_reason(writer: Actor, reader: Actor) -> None:
    row = proposed(writer)
    assert return_article(actor=reader, article_id=row.pk, reason="Name the day").returned == "Name the day"
    with pytest.raises(DomainError):
        approve_article(actor=reader, article_id=row.pk)


def test_settings_refuse_what_cannot_be_read_and_say_what_can(city: Jurisdiction, writer: Actor) -> None:
    make_site(city)
    with pytest.raises(InvalidError) as caught:
        change_settings(actor=writer, texts={"accent": "#ffcc00", "site_en": "", "email": "nobody"})
    said = {one.field: str(one.message) for one in caught.value.problems}
    assert set(said) == {"accent", "site_en", "email"} and said["accent"].count("#") == 2
    change_settings(actor=writer, texts={"accent": "1F4E8C", "site_en": "New name"})
    assert SiteSettings.objects.get().accent == "#1f4e8c" and City.objects.get().site_en == "New name"
    assert Fact.objects.filter(name="SiteChanged").count() == 1


def test_projects_are_cleaned_by_the_list(db: None) -> None:
    assert cleaner()("千人计划专家的储能电芯") == "＊＊专家的储能电芯"
    GuardWord.objects.create(word="电芯", reason_zh="x", reason_en="x", masks=True)
    assert cleaner()("储能电芯") == "储能＊＊"


def test_nobody_else_keeps_the_site(db: None) -> None:
    expert = actor_of(make_user("expert", Role.EXPERT))
    calls: list[Any] = [
        lambda: begin_article(actor=expert, kind="news", slug="x"),
        lambda: change_settings(actor=expert, texts={}),
    ]
    for call in calls:
        with pytest.raises(RefusedError):
            call()
    assert begin_article(actor=SYSTEM, kind="news", slug="x").slug == "x"
