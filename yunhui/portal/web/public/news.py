"""News, pages and partners: what the office wrote and a second person let out."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.site.enums import ArticleKind, PartnerKind
from yunhui.features.site.models import Article, ArticleVersion, Partner
from yunhui.features.site.rules import plain, rendered
from yunhui.features.site.selectors import partners_shown, published_article, published_articles
from yunhui.kernel.i18n import pick
from yunhui.portal.paging import page_of
from yunhui.portal.public import schema
from yunhui.portal.web.public.frame import office, root, tag_of
from yunhui.ui import formats
from yunhui.ui.page import Request, anyone, page

_ROWS = 20
_SHORT = 160


@page(anyone)
def news(request: Request, lang: str) -> HttpResponse:
    """All news, the newest first."""
    language = request.actor.language
    shown = page_of(published_articles(ArticleKind.NEWS), request.GET.get("page", ""), _ROWS)
    context = {
        "title": _("News"),
        "description": _("What is new in the city’s programmes for founders and researchers."),
        "page": shown,
        "rows": [_row(one, lang, language) for one in shown],
        "trail": [(f"/{lang}/", _("Home"))],
    }
    return render(request, "portal/public/news.html", context)


@page(anyone)
def item(request: Request, lang: str, slug: str) -> HttpResponse:
    """One piece of news."""
    found, language = published_article(ArticleKind.NEWS, slug), request.actor.language
    version = found.published
    assert version is not None and found.first_published_at is not None
    shared = version.picture.url if version.picture else f"/{lang}/share/news/{slug}.png"
    context = _story(version, language) | {
        "share_kind": "article",
        "share_image": shared,
        "share_picture": version.picture,
        "at": found.first_published_at,
        "day": _day(found, language),
        "changed": formats.year_day(formats.local(version.at, formats.BEIJING).date(), language)
        if version.number > 1
        else "",
        "crumbs": [(f"/{lang}/news/", _("News"))],
        "trail": [(f"/{lang}/", _("Home")), (f"/{lang}/news/", _("News"))],
        "schema": [
            schema.article(
                pick(version, "title", language),
                f"{root()}/{lang}/news/{slug}/",
                found.first_published_at,
                version.at,
                office(request),
                f"{root()}{shared}",
                tag_of(language),
            )
        ],
    }
    return render(request, "portal/public/story.html", context)


@page(anyone)
def written(request: Request, lang: str, slug: str) -> HttpResponse:
    """One page that the office wrote."""
    found = published_article(ArticleKind.PAGE, slug)
    assert found.published is not None
    context = _story(found.published, request.actor.language) | {"trail": [(f"/{lang}/", _("Home"))]}
    return render(request, "portal/public/story.html", context)


@page(anyone)
def partners(request: Request, lang: str) -> HttpResponse:
    """Who takes part, and as what."""
    language = request.actor.language
    by_kind: dict[str, list[Partner]] = {}
    for one in partners_shown():
        by_kind.setdefault(one.kind, []).append(one)
    groups = [
        (str(PartnerKind(kind).label),
         [(pick(one, "name", language), pick(one, "about", language), one.url, one.logo) for one in rows])
        for kind, rows in by_kind.items()
    ]  # fmt: skip
    context = {
        "title": _("Partners"),
        "description": _("Who hosts, supports and carries the city’s programmes."),
        "groups": groups,
        "trail": [(f"/{lang}/", _("Home"))],
    }
    return render(request, "portal/public/partners.html", context)


def _story(version: ArticleVersion, language: str) -> dict[str, Any]:
    lead, body = pick(version, "summary", language), pick(version, "body", language)
    return {
        "title": pick(version, "title", language),
        "description": lead or plain(body)[:_SHORT],
        "lead": lead,
        "body": rendered(body),
        "picture": version.picture,
        "alt": pick(version, "alt", language),
        "credit": pick(version, "credit", language),
    }


def _row(one: Article, lang: str, language: str) -> dict[str, Any]:
    return {
        "url": f"/{lang}/news/{one.slug}/",
        "title": pick(one.published, "title", language),
        "summary": pick(one.published, "summary", language),
        "picture": one.published.picture.small_url if one.published and one.published.picture else "",
        "at": one.first_published_at,
        "day": _day(one, language),
    }


def _day(one: Article, language: str) -> str:
    assert one.first_published_at is not None
    return formats.year_day(formats.local(one.first_published_at, formats.BEIJING).date(), language)
