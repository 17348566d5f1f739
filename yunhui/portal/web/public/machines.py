"""What machines read: the map of the site, feeds, rules for robots, the site as an app; and its seal and colours."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _

from yunhui.features.site.enums import ArticleKind
from yunhui.features.site.models import Article
from yunhui.features.site.rules import accent_of, is_readable, parse, rendered
from yunhui.features.site.selectors import areas_with_slugs, published_articles, seal_with
from yunhui.features.timetable.selectors import calls_on_stage, lines_of
from yunhui.kernel.actor import VISITOR
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import calls_visible_to
from yunhui.portal.context import city_of
from yunhui.portal.web.public.frame import root, site_name, tag_of
from yunhui.ui.page import Request, anyone, page

_LANGUAGES = (("zh-Hans", "zh"), ("en", "en"))
_ALWAYS = ("", "areas/", "how-to-apply/", "figures/", "calls/", "archive/", "partners/", "news/")
_YEAR = 365 * 24 * 3600
_FEED = 50
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@page(anyone)
def sitemap(request: Request) -> HttpResponse:
    """Every published page in both languages, each naming the other."""
    urls = "".join(_entry(tail, at) for tail, at in _tails())
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    body = f'{head} xmlns:xhtml="http://www.w3.org/1999/xhtml">{urls}</urlset>\n'
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@page(anyone)
def robots(request: Request) -> HttpResponse:
    """Robots may read what is public; the rest asks them to sign in anyway."""
    closed = ("/w/", "/my/", "/account/", "/sign-in", "/register", "/demo/", "/zh/search/", "/en/search/")
    lines = ["User-agent: *", *(f"Disallow: {one}" for one in closed), f"Sitemap: {root()}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@page(anyone)
def manifest(request: Request, lang: str) -> HttpResponse:
    """The site on a phone's first screen."""
    name = site_name(request) or "Yunhui"
    own = getattr(city_of(request), "settings_", None)
    seal = f"/site/seal-{own.seal_digest}.{own.seal_kind}" if own and own.seal_digest else static("mark.svg")
    facts = {
        "name": name,
        "short_name": "云荟" if lang == "zh" else "Yunhui",
        "lang": tag_of(request.actor.language),
        "start_url": f"/{lang}/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#FBFAF6",
        "theme_color": "#FBFAF6",
        "icons": [{"src": seal, "sizes": "any", "type": "image/png" if seal.endswith("png") else "image/svg+xml"}],
    }
    return JsonResponse(facts, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@page(anyone)
def news_feed(request: Request, lang: str) -> HttpResponse:
    """News as RSS 2.0."""
    language = request.actor.language
    items = [
        _item(
            pick(one.published, "title", language),
            f"{root()}/{lang}/news/{one.slug}/",
            one.first_published_at,
            f"<p>{escape(pick(one.published, 'summary', language))}</p>"
            f"{rendered(pick(one.published, 'body', language))}",
        )
        for one in published_articles(ArticleKind.NEWS)[:_FEED]
    ]
    return _feed(request, lang, "news", _("News"), items)


@page(anyone)
def calls_feed(request: Request, lang: str) -> HttpResponse:
    """Published calls as RSS 2.0, the latest first."""
    language = request.actor.language
    rows: Iterable[Call] = calls_visible_to(VISITOR).exclude(published_at=None).order_by("-published_at")[:_FEED]
    items = [
        _item(
            pick(call, "title", language),
            f"{root()}/{lang}/calls/{call.code}/",
            call.published_at,
            f"<p>{escape(pick(call, 'summary', language))}</p>",
        )
        for call in rows
    ]
    return _feed(request, lang, "calls", _("Calls"), items)


@page(anyone)
def seal(request: Request, digest: str, kind: str) -> HttpResponse:
    """The city's seal by its content: a picture and nothing else, whoever opens it."""
    found = seal_with(digest)
    if found is None or found[0] != kind:
        raise NotFoundError("seal")
    answer = HttpResponse(found[1], content_type="image/svg+xml" if kind == "svg" else "image/png")
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return _for_good(answer)


@page(anyone)
def colours(request: Request, accent: str) -> HttpResponse:
    """The accent as a style sheet; of colours that cannot be read on there is none."""
    colour = parse(accent)
    if colour is None or not is_readable(colour):
        raise NotFoundError("colours")
    made = accent_of(colour)
    light = f"--press:{made.light};--press-deep:{made.light_deep}"
    dark = f"--press:{made.dark};--press-deep:{made.dark_deep}"
    body = (
        f":root{{{light}}}@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
        f"[data-theme=dark]{{{dark}}}\n"
    )
    return _for_good(HttpResponse(body, content_type="text/css; charset=utf-8"))


def _tails() -> Iterator[tuple[str, datetime | None]]:
    """Each page after its language, and when it last changed where that is known."""
    yield from ((tail, None) for tail in _ALWAYS)
    yield from ((f"calls/{call.code}/", call.published_at) for call in calls_visible_to(VISITOR))
    for timetable in calls_on_stage():
        code = timetable.call.code
        yield f"events/{code}/", timetable.published_at
        yield f"timetable/{code}/", timetable.published_at
        yield f"projects/{code}/", timetable.published_at
        for line in lines_of(timetable):
            if line.number is not None:
                yield f"projects/{code}/{line.number}/", timetable.published_at
    for board in areas_with_slugs():
        area = getattr(board, "area", None)
        yield f"areas/{area.slug if area else board.jurisdiction_id}/", None
    rows = Article.objects.filter(published__isnull=False).select_related("published")
    for row in rows:
        folder = "news" if row.kind == ArticleKind.NEWS else "pages"
        yield f"{folder}/{row.slug}/", row.published.at if row.published else None


def _entry(tail: str, at: datetime | None) -> str:
    links = [(hreflang, f"{root()}/{lang}/{tail}") for hreflang, lang in _LANGUAGES]
    links.append(("x-default", f"{root()}/en/{tail}"))
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{hreflang}" href={quoteattr(url)}/>' for hreflang, url in links
    )
    changed = f"<lastmod>{at.date().isoformat()}</lastmod>" if at else ""
    return "".join(
        f"<url><loc>{escape(f'{root()}/{lang}/{tail}')}</loc>{changed}{others}</url>" for _hreflang, lang in _LANGUAGES
    )


def _item(title: str, url: str, at: datetime | None, html: str) -> str:
    day = f"<pubDate>{format_datetime(at)}</pubDate>" if at else ""
    said = escape(_CONTROL.sub("", html))
    return (
        f"<item><title>{escape(_CONTROL.sub('', title))}</title><link>{escape(url)}</link>"
        f'<guid isPermaLink="true">{escape(url)}</guid>{day}<description>{said}</description></item>'
    )


def _feed(request: Request, lang: str, name: str, title: str, items: list[str]) -> HttpResponse:
    site = site_name(request)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{escape(f'{title} · {site}' if site else title)}</title><link>{escape(f'{root()}/{lang}/')}</link>"
        f"<description>{escape(title)}</description><language>{tag_of(request.actor.language)}</language>"
        f'<atom:link href={quoteattr(f"{root()}/{lang}/{name}.xml")} rel="self" type="application/rss+xml"/>'
        f"{''.join(items)}</channel></rss>\n"
    )
    return HttpResponse(body, content_type="application/rss+xml; charset=utf-8")


def _for_good(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return answer
