"""Reads of the public site: what everyone may read, and what its keepers work on."""

from yunhui.features.site.selectors.areas import (
    area_by_slug,
    area_for,
    areas_with_slugs,
    areas_with_words,
    policies_of,
    policies_shown,
)
from yunhui.features.site.selectors.articles import (
    article_at,
    article_slugs,
    articles_at,
    latest_news,
    page_text,
    published_article,
    published_articles,
    versions_of,
    waiting_articles,
)
from yunhui.features.site.selectors.pictures import picture_for, picture_from, picture_row
from yunhui.features.site.selectors.settings import (
    partners_at,
    partners_shown,
    seal_with,
    settings_columns,
    settings_from,
    settings_now,
    settings_row,
)
from yunhui.features.site.selectors.words import cleaner, findings_in, guard, guard_word_at, guard_words

__all__ = [
    "area_by_slug",
    "area_for",
    "areas_with_slugs",
    "areas_with_words",
    "article_at",
    "article_slugs",
    "articles_at",
    "cleaner",
    "findings_in",
    "guard",
    "guard_word_at",
    "guard_words",
    "latest_news",
    "page_text",
    "partners_at",
    "partners_shown",
    "picture_for",
    "picture_from",
    "picture_row",
    "policies_of",
    "policies_shown",
    "published_article",
    "published_articles",
    "seal_with",
    "settings_columns",
    "settings_from",
    "settings_now",
    "settings_row",
    "versions_of",
    "waiting_articles",
]
