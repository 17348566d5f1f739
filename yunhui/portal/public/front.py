"""What stands on the home page beside the event: host areas, news and partners, in one statement."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, QuerySet
from django.db.models.functions import JSONObject

from yunhui.features.site.enums import ArticleKind, PartnerKind
from yunhui.features.site.models import Partner
from yunhui.features.site.selectors import picture_from, picture_row, published_articles
from yunhui.kernel.i18n import CHINESE
from yunhui.kernel.statements import fetched
from yunhui.parties.models import City
from yunhui.parties.selectors import boards

_NEWS = 3


@dataclass(frozen=True, slots=True)
class Front:
    """Rows of plain values in one language, in the city's order."""

    areas: list[dict[str, Any]]
    news: list[dict[str, Any]]
    partners: list[dict[str, Any]]


def front_of(language: str, lang: str) -> Front:
    """Host areas (name, wants, offers, url), the newest news (title, summary, at, url, picture), partners (name, url,
    logo): one query. A picture is a `Picture` without its bytes, or None."""
    rows = fetched(("front", language), lambda: _statement(language))
    if not rows:
        return Front([], [], [])
    areas, news, partners = ([_read(one) for one in column or ()] for column in rows[0])
    order = list(PartnerKind.values)
    return Front(
        areas=[{**one, "url": f"/{lang}/areas/{one['slug'] or one['code']}/"} for one in areas],
        news=[
            {
                **one,
                "url": f"/{lang}/news/{one['slug']}/",
                "at": datetime.fromisoformat(one["at"]),
                "picture": picture_from(one["picture"]),
            }
            for one in news
        ],
        partners=[
            {**one, "logo": picture_from(one["logo"])}
            for one in sorted(partners, key=lambda one: (order.index(one["kind"]), one["sort"]))
        ],
    )


def _statement(language: str) -> QuerySet[Any, Any]:
    end, other = ("zh", "en") if language == CHINESE else ("en", "zh")
    areas = boards().values(
        all=JSONObject(
            name=f"name_{end}", wants=f"wants_{end}", offers=f"offers_{end}", slug="area__slug", code="jurisdiction_id",
            other=f"name_{other}",
        )
    )  # fmt: skip
    news = published_articles(ArticleKind.NEWS).values(
        all=JSONObject(
            title=F(f"published__title_{end}"), summary=F(f"published__summary_{end}"), slug="slug",
            at="first_published_at", picture=picture_row("published__picture"),
        )
    )[:_NEWS]  # fmt: skip
    partners = Partner.objects.filter(is_shown=True).order_by("sort", "pk").values(
        all=JSONObject(name=f"name_{end}", kind="kind", url="url", sort="sort", logo=picture_row("logo"))
    )  # fmt: skip
    return City.objects.values_list(ArraySubquery(areas), ArraySubquery(news), ArraySubquery(partners))


def _read(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return found
