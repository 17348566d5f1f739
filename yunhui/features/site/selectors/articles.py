"""Articles: the published version for everyone, all of them for the keepers."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yunhui.features.site.enums import ArticleKind, ArticleState
from yunhui.features.site.models import Article, ArticleVersion
from yunhui.features.site.rules import can_keep_site
from yunhui.features.site.selectors.pictures import BYTES
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError, require


def published_articles(kind: str) -> QuerySet[Article]:
    """What everyone may read, the newest first, each with its published version."""
    rows = Article.objects.filter(kind=kind, published__isnull=False).select_related("published__picture")
    return rows.defer(*(f"published__picture__{name}" for name in BYTES)).order_by("-first_published_at", "-pk")


def latest_news(most: int) -> list[Article]:
    """The newest news."""
    return list(published_articles(ArticleKind.NEWS)[:most])


def published_article(kind: str, slug: str) -> Article:
    """One of them.

    Raises:
        NotFoundError: none, or not published.
    """
    found = published_articles(kind).filter(slug=slug).first()
    if found is None:
        raise NotFoundError("article")
    return found


def page_text(slug: str) -> ArticleVersion | None:
    """The published text of a page that another page carries, where the city wrote one."""
    found = published_articles(ArticleKind.PAGE).filter(slug=slug).first()
    return found.published if found else None


def article_slugs(among: tuple[str, ...]) -> QuerySet[Article, Any]:
    """Which of some pages are published, for statements that read it with other things."""
    rows = Article.objects.filter(kind=ArticleKind.PAGE, published__isnull=False, slug__in=among)
    return rows.order_by("slug").values("slug")


def articles_at(actor: Actor, kind: str) -> QuerySet[Article]:
    """All of one kind for the keepers, what waits first.

    Raises:
        RefusedError: not a keeper of the site.
    """
    require(can_keep_site(actor))
    rows = Article.objects.filter(kind=kind).select_related("published", "edited_by", "proposed_by")
    return rows.order_by("-edited_at", "-pk")


def waiting_articles(actor: Actor) -> int:
    """How many texts wait for a second person that the actor could be."""
    if not can_keep_site(actor):
        return 0
    rows = Article.objects.filter(state=ArticleState.PROPOSED)
    return rows.exclude(proposed_by_id=actor.user_id).exclude(edited_by_id=actor.user_id).count()


def article_at(actor: Actor, article_id: UUID) -> Article:
    """One article for the keepers.

    Raises:
        NotFoundError: none.
        RefusedError: not a keeper of the site.
    """
    require(can_keep_site(actor))
    rows = Article.objects.select_related("published__picture", "picture", "edited_by", "proposed_by")
    rows = rows.defer(*(f"{path}__{name}" for path in ("picture", "published__picture") for name in BYTES))
    found = rows.filter(pk=article_id).first()
    if found is None:
        raise NotFoundError("article")
    return found


def versions_of(actor: Actor, article: Article) -> list[ArticleVersion]:
    """Every published version of an article that the actor was let see, the newest first."""
    rows = ArticleVersion.objects.filter(article=article).select_related("proposed_by", "approved_by", "picture")
    return list(rows.defer(*(f"picture__{name}" for name in BYTES)).order_by("-number"))
