"""What every template knows: who reads, which city, and where they can go."""

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from yunhui.features.site.enums import STANDARD
from yunhui.features.site.models import SiteSettings
from yunhui.features.site.selectors import article_slugs, settings_columns, settings_from, settings_row
from yunhui.foundation.notices.selectors import unread_of
from yunhui.kernel.actor import VISITOR, Actor
from yunhui.kernel.clock import now
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.kernel.statements import fetched
from yunhui.parties.models import City, Jurisdiction
from yunhui.portal.navigation import public_links, rail_for, role_word
from yunhui.ui import formats
from yunhui.ui.frame import Link, Person


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """The reader, the site, the navigation and the demo's ribbon."""
    actor = getattr(request, "actor", VISITOR)
    lang = "en" if actor.language == ENGLISH else "zh"
    path = request.path_info
    is_public = path.startswith(("/zh/", "/en/"))
    context: dict[str, Any] = {
        "actor": actor,
        "reader": actor,
        "lang": lang,
        "site": SimpleLazyObject(lambda: _site(city_of(request), actor.language)),
        "nav": public_links(lang, path),
        "rail": rail_for(actor, path),
        "home_url": f"/{lang}/",
        "bench_url": "/w/",
        "demo": settings.DEMO,
        "demo_url": "/demo/sign-in",
        "set_language_url": "/language",
        "sign_in_url": "/sign-in",
        "sign_out_url": "/sign-out",
        "acting_for": getattr(request, "acting_for", ""),
        "watermark": "" if is_public else watermark_of(actor),
    }
    if is_public:
        context |= _public(request, lang, path)
    if actor.is_signed_in:
        roles = role_word(actor)
        context |= {
            "notices_url": "/notices/",
            "notices_topic": f"notices:{actor.user_id}",
            "notices_count": lambda: getattr(city_of(request), "unread", 0),
        }
        context["search_url"] = "/w/search"
        context |= {"person": Person(actor.name, "/account/", roles), "demo_role": roles or actor.name}
        context |= {"work_url": "/w/" if roles else "/my/", "work": _("Your work") if roles else _("Your applications")}
    return context


def _public(request: HttpRequest, lang: str, path: str) -> dict[str, Any]:
    """What pages for everyone say of themselves: addresses in both languages, feeds, the picture that is shared."""
    root = settings.PUBLIC_URL.rstrip("/")
    return {
        "foot": SimpleLazyObject(lambda: _foot(lang, getattr(city_of(request), "pages", frozenset()))),
        "public_url": root,
        "canonical": f"{root}{path}",
        "alternates": [
            *((hreflang, f"{root}/{other}{path[3:]}") for hreflang, other in (("zh-Hans", "zh"), ("en", "en"))),
            ("x-default", f"{root}/en{path[3:]}"),
        ],
        "other_language_url": f"/{'zh' if lang == 'en' else 'en'}{request.get_full_path()[3:]}",
        "find_url": f"/{lang}/search/",
        "news_feed": f"/{lang}/news.xml",
        "calls_feed": f"/{lang}/calls.xml",
        "site_image": f"/{lang}/share/site.png",
    }


def watermark_of(actor: Actor) -> str:
    """What lies over every page of staff: who looks, and when, on Beijing's clock. Empty for those without a role."""
    if not actor.grants:
        return ""
    return f"{actor.name} · {formats.local(now(), formats.BEIJING):%Y-%m-%d %H:%M}"


def city_of(request: HttpRequest) -> City | None:
    """The city, read once for each request; with how much the reader has not read, so that the bell costs no query."""
    if not hasattr(request, "_yunhui_city"):
        request._yunhui_city = _read_city(getattr(request, "actor", VISITOR))  # type: ignore[attr-defined]
    found: City | None = request._yunhui_city  # type: ignore[attr-defined]
    return found


def _read_city(actor: Actor) -> City | None:
    """The city with its site: `settings_` and the `pages` that are published; for who is signed in also `unread`.

    Every page asks, so that the statement is kept.
    """
    names = [field.attname for field in City._meta.concrete_fields]
    place = [field.attname for field in Jurisdiction._meta.concrete_fields]

    def make() -> QuerySet[Any, Any]:
        rows = City.objects.values_list(*names, *(f"jurisdiction__{name}" for name in place))
        site = settings_row().values(all=JSONObject(**{name: name for name in settings_columns()}))
        rows = rows.annotate(site=Subquery(site[:1]), pages=ArraySubquery(article_slugs(STANDARD)))
        return rows.annotate(unread=unread_of(actor)) if actor.is_signed_in else rows

    for row in fetched(("city", actor.user_id), make, is_prepared=True):
        city = City(**dict(zip(names, row, strict=False)))
        city.jurisdiction = Jurisdiction(**dict(zip(place, row[len(names) :], strict=False)))
        site, pages, *unread = row[len(names) + len(place) :]
        found = json.loads(site) if isinstance(site, str) else site
        city.settings_ = settings_from(found or {})  # type: ignore[attr-defined]
        city.pages = frozenset(pages)  # type: ignore[attr-defined]
        city.unread = unread[0] if unread else 0  # type: ignore[attr-defined]
        return city
    return None


@lru_cache(64)
def _foot(lang: str, pages: frozenset[str]) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """The foot of the public site: only pages that are there."""
    written = {
        "about": _("About this site"),
        "privacy": _("How personal data is used"),
        "accessibility": _("Accessibility"),
    }
    return (
        (
            _("The event"),
            (
                Link(f"/{lang}/archive/", _("Earlier events")),
                Link(f"/{lang}/partners/", _("Partners")),
                Link(f"/{lang}/news/", _("News")),
            ),
        ),
        (
            _("Take part"),
            (
                Link(f"/{lang}/calls/", _("Calls")),
                Link(f"/{lang}/how-to-apply/", _("How to apply")),
                Link("/my/", _("Your applications")),
            ),
        ),
        (
            _("This site"),
            (
                Link(f"/{lang}/figures/", _("How each figure is made")),
                *(Link(f"/{lang}/pages/{slug}/", label) for slug, label in written.items() if slug in pages),
                Link(f"/{lang}/search/", _("Search")),
            ),
        ),
    )


def _site(row: City | None, language: str) -> dict[str, str]:
    if row is None:
        return {}
    names = {name: pick(row, name, language) for name in ("site", "office", "address")}
    own: SiteSettings = getattr(row, "settings_", SiteSettings())
    return {
        "name": names.pop("site"),
        **names,
        "email": row.email,
        "phone": own.phone,
        "icp": row.icp,
        "police": row.police,
        "code": row.code,
        "mark": row.mark,
        "seal_url": f"/site/seal-{own.seal_digest}.{own.seal_kind}" if own.seal_digest else "",
        "colours_url": f"/site/colours-{own.accent[1:]}.css" if own.accent else "",
        "accent": own.accent,
    }
