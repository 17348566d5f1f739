"""The public site of the demo city: settings, pages, news, partners, policies; how much some projects consent to."""

from collections.abc import Mapping
from datetime import timedelta

from yunhui.features.site.enums import ArticleKind, PartnerKind
from yunhui.features.site.models import Article, ArticleVersion
from yunhui.features.site.services import (
    approve_article,
    begin_article,
    change_settings,
    edit_article,
    keep_partner,
    present_area,
    propose_article,
    set_policies,
)
from yunhui.features.timetable.enums import TimetableState
from yunhui.features.timetable.models import Slot
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of, holders
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.parties.selectors import boards
from yunhui.pipeline.consents.enums import Level, Purpose, Source
from yunhui.pipeline.consents.rules import NO_TEXT
from yunhui.pipeline.consents.services import give_consent
from yunhui.recipes.demo.pictures import logo_of, view_of
from yunhui.recipes.demo.site_words import AREAS, NEWS, PAGES, PARTNERS, PROPOSED, SETTINGS

_TEXTS = ("title_zh", "title_en", "summary_zh", "summary_en", "body_zh", "body_en")


def open_site(*, actor: Actor) -> None:
    """Fill the site as its office would, with a second person for every text; one more waits for them."""
    officer, director = holders(Role.OFFICE).first(), holders(Role.APPROVER).first()
    if officer is None or director is None:
        return
    office, approver = actor_of(officer), actor_of(director)
    change_settings(actor=office, texts=SETTINGS)
    for sort, (kind, name_zh, name_en, about_zh, about_en) in enumerate(PARTNERS):
        values = {"kind": PartnerKind(kind), "name_zh": name_zh, "name_en": name_en, "sort": sort}
        keep_partner(
            actor=office,
            values={**values, "about_zh": about_zh, "about_en": about_en},
            logo=logo_of(name_zh, name_en),
        )
    _areas(office)
    for slug, texts in PAGES.items():
        _publish(office, approver, ArticleKind.PAGE, slug, texts, 60)
    for slug, days, texts in NEWS:
        _publish(office, approver, ArticleKind.NEWS, slug, texts, days)
    slug, texts = PROPOSED
    row = _written(office, ArticleKind.NEWS, slug, texts)
    propose_article(actor=office, article_id=row.pk)
    _consent(actor)


def _areas(office: Actor) -> None:
    for board, (slug, area, policies) in zip(boards(), AREAS, strict=False):
        present_area(actor=office, board_id=board.pk, values={"slug": slug, **area})
        set_policies(actor=office, board_id=board.pk, rows=policies)


def _publish(office: Actor, approver: Actor, kind: str, slug: str, texts: tuple[str, ...], days: int) -> None:
    row = _written(office, kind, slug, texts)
    propose_article(actor=office, article_id=row.pk)
    approve_article(actor=approver, article_id=row.pk)
    # The demo is made in one moment; its texts were published over some weeks.
    at = clock.now() - timedelta(days=days, hours=days % 5)
    Article.objects.filter(pk=row.pk).update(first_published_at=at)
    ArticleVersion.objects.filter(article=row).update(at=at)


def _written(office: Actor, kind: str, slug: str, texts: tuple[str, ...]) -> Article:
    row = begin_article(actor=office, kind=kind, slug=slug)
    named: Mapping[str, str] = dict(zip(_TEXTS, texts, strict=True))
    data, words = view_of(slug) or (None, {})
    return edit_article(actor=office, article_id=row.pk, texts={**named, **words}, agree=True, picture=data)


def _consent(actor: Actor) -> None:
    """Of the projects on stage two thirds let their team be named, and a third the summary, too."""
    rows = Slot.objects.filter(timetable__state=TimetableState.PUBLISHED, application__isnull=False)
    ids = rows.order_by("starts_at", "pk").values_list("application_id", flat=True)
    for at, pk in enumerate(ids):
        level = (Level.SUMMARY, Level.TEAM, Level.TITLE)[at % 3]
        if level != Level.TITLE:
            give_consent(
                actor=actor, application_id=pk, purpose=Purpose.PUBLICATION, level=level, text_version=NO_TEXT,
                source=Source.PAPER,
            )  # fmt: skip
