"""Pictures to share, for the site, a call, an event, a project, a host area and a piece of news."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from yunhui.features.site.enums import ArticleKind
from yunhui.features.site.selectors import area_by_slug, published_article
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.selectors import days_of_event, published_call
from yunhui.portal.context import city_of
from yunhui.portal.event import headline
from yunhui.portal.public.cards import Card, drawn
from yunhui.portal.public.programme import programme_of
from yunhui.portal.web.public.frame import site_name
from yunhui.ui import formats
from yunhui.ui.page import Request, anyone, page


@page(anyone)
def site(request: Request, lang: str) -> HttpResponse:
    """Of every page that has none of its own."""
    city = city_of(request)
    own = getattr(city, "settings_", None)
    title = (pick(own, "headline", request.actor.language) if own else "") or site_name(request) or "Yunhui"
    line = pick(own, "lead", request.actor.language) if own else ""
    return _sent(request, lang, "云荟" if lang == "zh" else "Yunhui", title, line, "")


@page(anyone)
def call(request: Request, lang: str, code: str) -> HttpResponse:
    """Of a public call: its name, summary and deadline."""
    found, language = published_call(code), request.actor.language
    until = ""
    if found.closes_at:
        at = formats.moment(found.closes_at, language, found.venue_zone, year=True)
        until = _("until {time}").format(time=at)
    return _sent(request, lang, _("Call"), pick(found, "title", language), pick(found, "summary", language), until)


@page(anyone)
def event(request: Request, lang: str, code: str) -> HttpResponse:
    """Of an event: its counts and days."""
    found, language = programme_of(code), request.actor.language
    name, held = pick(found.call, "title", language), found.event
    title = name
    if held is not None and found.projects:
        first, second = headline(held, language)
        title = f"{first}\n{second}"
    line = name if title != name else pick(found.call, "summary", language)
    return _sent(request, lang, _("The event"), title, line, days_of_event(found.call, language))


@page(anyone)
def project(request: Request, lang: str, code: str, number: int) -> HttpResponse:
    """Of a project: what its page may say, no more."""
    found, language = programme_of(code), request.actor.language
    line = found.project(number)
    facts = " · ".join(filter(None, (pick(line, "group", language), pick(line, "country", language), line.team)))
    when = formats.moment(line.starts_at, language, found.call.venue_zone)
    return _sent(request, lang, pick(found.call, "title", language), line.title(language), facts, when)


@page(anyone)
def area(request: Request, lang: str, slug: str) -> HttpResponse:
    """Of a host area: what it looks for and offers."""
    board, language = area_by_slug(slug), request.actor.language
    line = " · ".join(filter(None, (pick(board, "wants", language), pick(board, "offers", language))))
    return _sent(request, lang, str(board.get_kind_display()), pick(board, "name", language), line, "")


@page(anyone)
def news(request: Request, lang: str, slug: str) -> HttpResponse:
    """Of a piece of news."""
    found, language = published_article(ArticleKind.NEWS, slug), request.actor.language
    if found.first_published_at is None:
        raise NotFoundError("news")
    day = formats.year_day(formats.local(found.first_published_at, formats.BEIJING).date(), language)
    summary = pick(found.published, "summary", language)
    return _sent(request, lang, _("News"), pick(found.published, "title", language), summary, day)


def _sent(request: Request, lang: str, kind: str, title: str, line: str, facts: str) -> HttpResponse:
    own = getattr(city_of(request), "settings_", None)
    accent = (own.accent if own else "") or "#b8391f"
    name = site_name(request) or ("云荟" if lang == "zh" else "Yunhui")
    return HttpResponse(drawn(Card(kind, title, line, name, facts, lang, accent)), content_type="image/png")
