"""The site as its office keeps it: what waits, settings, seal and colours."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.site.enums import ArticleKind, ArticleState
from yunhui.features.site.models import SiteSettings
from yunhui.features.site.rules import KEEPERS, accent_of, is_readable, parse
from yunhui.features.site.selectors import articles_at, guard_words, partners_at, settings_now
from yunhui.features.site.services import change_settings, set_seal
from yunhui.features.site.services.settings import OF_CITY, OF_SITE
from yunhui.features.site.web.fields import Ask, both, errors_of, fields_of
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem
from yunhui.parties.selectors import boards, city
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page

_KEEPER = holds(*KEEPERS)


@page(_KEEPER)
def overview(request: Request) -> HttpResponse:
    """Everything that can be kept, and what waits for a second person."""
    waiting = [
        one
        for kind in (ArticleKind.NEWS, ArticleKind.PAGE)
        for one in articles_at(request.actor, kind)
        if one.state == ArticleState.PROPOSED
    ]
    parts = [
        ("/w/site/news/", "doc", _("News"), articles_at(request.actor, ArticleKind.NEWS).count()),
        ("/w/site/pages/", "file", _("Pages"), articles_at(request.actor, ArticleKind.PAGE).count()),
        ("/w/site/areas/", "pin", _("Host areas and policies"), boards().count()),
        ("/w/site/partners/", "users", _("Partners"), partners_at(request.actor).count()),
        ("/w/site/words/", "shield", _("Words that may not be published"), guard_words(request.actor).count()),
        ("/w/site/settings/", "settings", _("Names, texts, colours, seal"), None),
        ("/w/site/embeds/", "link", _("Embeds for other sites"), None),
    ]
    context = {"title": _("Public site"), "parts": parts, "waiting": waiting}
    return render(request, "site/overview.html", context)


@page(_KEEPER, "GET", "POST")
def settings(request: Request) -> HttpResponse:
    """Names, texts, contact, filing numbers and the accent."""
    if request.method != "POST":
        return _settings(request)
    typed = {name: request.POST.get(name, "") for name in (*OF_CITY, *OF_SITE)}
    edits = request.POST.get("edits", "")
    try:
        change_settings(actor=request.actor, texts=typed, edits=int(edits) if edits.isdecimal() else None)
    except InvalidError as error:
        return _settings(request, typed, error.problems)
    return HttpResponseRedirect("/w/site/settings/?done=saved")


@page(_KEEPER, "POST")
def seal(request: Request) -> HttpResponse:
    """Take a new seal, or take it away."""
    file = request.FILES.get("seal")
    data = None
    if request.POST.get("do") != "remove":
        if file is None:
            problem = Problem("seal", "required", _("Choose a file first."))
            return _settings(request, {}, [problem])
        data = file.read(1_000_000)
    try:
        set_seal(actor=request.actor, data=data)
    except InvalidError as error:
        return _settings(request, {}, error.problems)
    return HttpResponseRedirect("/w/site/settings/?done=seal#seal")


def _settings(
    request: Request, typed: Mapping[str, str] | None = None, problems: Iterable[Problem] = ()
) -> HttpResponse:
    place, own = city(), settings_now()
    if place is None:
        raise NotFoundError("city")
    typed, errors = typed or {}, errors_of(problems)
    names: list[Ask] = [
        *both("site", _("Name of the site"), required=True),
        *both("office", _("Office that runs it"), required=True),
        *both("address", _("Address and hours")),
        ("email", _("E-mail for questions"), "email", "", False),
    ]
    filing: list[Ask] = [
        ("icp", _("ICP filing number"), "text", "", False),
        ("police", _("Police filing number"), "text", "", False),
        ("code", _("Website identification code"), "text", "", False),
        ("mark", _("Mark of party and government sites"), "url", _("Address of the mark’s page"), False),
    ]
    hint = _("On the home page while no event leads it, and on the picture that is shared")
    texts: list[Ask] = [*both("headline", _("Headline"), help_=hint), *both("lead", _("Lead"), "textarea")]
    phone: list[Ask] = [("phone", _("Phone for questions"), "text", "", False)]
    accent = Field(
        name="accent",
        label=_("Accent colour"),
        value=typed.get("accent", own.accent),
        help=_("As #rrggbb; empty for the house’s cinnabar. White words must be readable on it."),
        error=errors.get("accent", ""),
        placeholder="#b8391f",
    )
    blocks = [
        (_("Names and contact"), [*fields_of(place, names, typed, errors), *fields_of(own, phone, typed, errors)]),
        (_("Home page"), fields_of(own, texts, typed, errors)),
        (_("Colour"), [accent]),
        (_("Filing numbers"), fields_of(place, filing, typed, errors)),
    ]
    conflict = Field(name="edits", label=_("Meanwhile"), error=errors.get("edits", ""))
    fields = [conflict, *(one for _title, some in blocks for one in some)]
    context: dict[str, Any] = {
        "title": _("Names, texts, colours, seal"),
        "blocks": blocks,
        "fields": fields,
        "edits": own.edits,
        "seal_field": Field(
            name="seal", label=_("File"), kind="file", accept=".svg,.png,image/svg+xml,image/png",
            help=_("SVG or PNG, at most 200 KB; scripts and links in an SVG are taken out."),
            error=errors.get("seal", ""), required=True,
        ),
        "seal_url": _seal_url(own),
        "swatches": _swatches(accent.text),
        "done": request.GET.get("done", ""),
    }  # fmt: skip
    return render(request, "site/settings.html", context, status=422 if errors else 200)


def _seal_url(own: SiteSettings) -> str:
    return f"/site/seal-{own.seal_digest}.{own.seal_kind}" if own.seal_digest else ""


def _swatches(text: str) -> list[tuple[str, str]]:
    """The colours that follow from an accent, by theme; empty where it cannot be read on."""
    colour = parse(text or "#b8391f")
    if colour is None or not is_readable(colour):
        return []
    made = accent_of(colour)
    return [(_("On paper"), made.light), (_("In the dark theme"), made.dark)]
