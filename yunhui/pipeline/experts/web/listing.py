"""The library's list: found, narrowed, sorted, kept as a view, taken out as a spreadsheet; ticked for a call."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.views.selectors import menu_of
from yunhui.foundation.views.services import delete_view, save_view
from yunhui.kernel import clock
from yunhui.kernel.errors import InvalidError, NotFoundError
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.experts.enums import ExpertState, Level
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.experts.ports import Service, service_of
from yunhui.pipeline.experts.rules import LANGUAGES, can_keep_library
from yunhui.pipeline.experts.selectors import LIST, library_for, narrowed, ordered, words_of_library
from yunhui.pipeline.experts.selectors.words import LIGHTS, language_word
from yunhui.pipeline.experts.web.asked import Asked, default_views
from yunhui.pipeline.experts.web.library import HOME
from yunhui.pipeline.experts.web.sheet import library_sheet
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page
from yunhui.ui.sheets import MEDIA_TYPE
from yunhui.ui.tags.lists import Tab

ON_A_PAGE = 50


@page(holds(*STAFF))
def library(request: Request) -> HttpResponse:
    """Every expert: found by name, pinyin, field, organisation; narrowed, sorted, fifty on a page. For a call only
    those who can be asked, each with a box."""
    actor, asked = request.actor, Asked.of(request.GET)
    if asked.call:
        asked = asked.but(state=ExpertState.ADMITTED, view="")
    words = words_of_library(actor, view=asked.view, call=asked.call)
    if asked.call and asked.call not in words["call"]:
        raise NotFoundError("call")
    rows = _found(request, asked.but(state=""))
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    shown = _page(ordered(rows, asked.sort), asked, counts, request.GET.get("page", ""))
    found = list(shown.object_list)
    service = service_of([one.pk for one in found], rooms=("review",))
    industries = _in_language(words["industry"], actor.language)
    context: dict[str, Any] = {
        "title": _("Expert library"),
        "asked": asked,
        "sort": asked.sort or "name",
        "tabs": [] if asked.call else _tabs(asked, counts),
        "page": shown,
        "rows": [_row(one, actor.language, industries, service[one.pk]) for one in found],
        "picks": _picks(asked, industries),
        "is_narrowed": asked.is_narrowed,
        "without_all": HOME + asked.but(q="", industry="", language="", level="", region="").url,
        "export_url": f"{HOME}export.xlsx{asked.bare().url}",
        "view_name": next((name for name, _name in words["view"].values()), "") or _default_name(asked),
        "can_keep": bool(can_keep_library(actor)),
        "call": asked.call,
        "call_title": _in_language(words["call"], actor.language).get(asked.call, ""),
        "groups": list(_in_language(words["group"], actor.language).items()),
    }
    return render(request, "experts/library.html", context)


@page(holds(*STAFF))
def views(request: Request) -> HttpResponse:
    """The views that come with the house, one's own and those that colleagues share."""
    return _views(request, Asked.of(request.GET))


@page(holds(*STAFF), "GET", "POST")
def save(request: Request) -> HttpResponse:
    """Keep how the list looks now under a name."""
    if request.method != "POST":
        return HttpResponseRedirect(f"{HOME}views")
    asked, name = Asked.of_text(request.POST.get("query", "")).bare(), request.POST.get("name", "")
    is_shared = request.POST.get("shared") == "1"
    try:
        view = save_view(actor=request.actor, list_key=LIST, about="", name=name, query=asked.url, is_shared=is_shared)
    except InvalidError as error:
        return _views(request, asked, name=name, is_shared=is_shared, error=error)
    return HttpResponseRedirect(HOME + asked.but(view=str(view.pk)).url)


@page(holds(*STAFF), "POST")
def delete(request: Request, view_id: UUID) -> HttpResponse:
    """Forget one of one's own views."""
    delete_view(actor=request.actor, view_id=view_id)
    return HttpResponseRedirect(HOME)


@page(holds(*STAFF))
@transaction.atomic
def export(request: Request) -> HttpResponse:
    """What is on the screen, all pages of it, with a fresh second factor and a row in the log."""
    actor, asked = request.actor, Asked.of(request.GET).bare()
    if not actor.is_fresh(clock.now()):
        return HttpResponseRedirect(f"/sign-in/second?{urlencode({'next': HOME + asked.url})}")
    rows = ordered(_found(request, asked), asked.sort).select_related("person__organisation")
    content, count = library_sheet(actor, asked, rows)
    record(
        actor=actor,
        action="experts.exported",
        subject=("library", "experts"),
        after={"query": asked.url, "rows": count},
    )
    name = f"experts-{clock.now().astimezone(clock.BEIJING):%Y%m%d-%H%M}.xlsx"
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    spoken = f"{quote(_('Expert library'))}-{name}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}; filename*=UTF-8''{spoken}"
    return response


def _found(request: Request, asked: Asked) -> QuerySet[Expert]:
    rows = narrowed(
        library_for(request.actor),
        q=asked.q,
        industry=asked.industry,
        language=asked.language,
        level=asked.level,
        region=asked.region,
    )
    return rows.filter(state=asked.state) if asked.state else rows


def _page(rows: QuerySet[Expert], asked: Asked, counts: Mapping[str, int], number: str) -> Any:
    paginator = Paginator(rows.filter(state=asked.state) if asked.state else rows, ON_A_PAGE)
    paginator.count = counts.get(asked.state, 0) if asked.state else sum(counts.values())
    return paginator.get_page(number)


def _tabs(asked: Asked, counts: Mapping[str, int]) -> list[Tab]:
    every = asked.but(view="")
    return [
        Tab(HOME + every.but(state="").url, _("All"), sum(counts.values()), not asked.state),
        *(
            Tab(HOME + every.but(state=str(one)).url, str(one.label), counts.get(one, 0), one == asked.state)
            for one in ExpertState
        ),
    ]


def _picks(asked: Asked, industries: Mapping[str, str]) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    """The filters as (name, label, answers, chosen)."""
    return [
        ("industry", _("Industry"), list(industries.items()), asked.industry),
        ("language", _("Language"), [(one, language_word(one)) for one in LANGUAGES], asked.language),
        ("level", _("Level of the title"), [(str(one), str(one.label)) for one in Level], asked.level),
        ("region", _("Where they work"), [("domestic", _("In China")), ("abroad", _("Abroad"))], asked.region),
    ]


def _views(
    request: Request, asked: Asked, *, name: str = "", is_shared: bool = False, error: InvalidError | None = None
) -> HttpResponse:
    bare = asked.bare()
    mine, shared = menu_of(
        request.actor,
        LIST,
        "",
        address=lambda query, pk: Asked.of_text(query).but(view=pk).url,
        current=asked.view,
    )
    context = {
        "title": _("Views"),
        "in_menu": "HX-Request" in request.headers,
        "base": HOME,
        "defaults": [(one.url, word, one == bare) for one, word in default_views()],
        "mine": mine,
        "shared": shared,
        "query": bare.url,
        "is_shared": is_shared,
        "field": Field(
            name="name",
            label=_("Keep how the list looks now as"),
            value=name,
            required=True,
            limit=60,
            error=str(error.message) if error else "",
        ),
    }
    return render(request, "experts/views.html", context, status=422 if error else 200)


def _default_name(asked: Asked) -> str:
    return next((word for one, word in default_views()[1:] if one == asked.bare()), "")


def _in_language(words: Mapping[str, tuple[str, str]], language: str) -> dict[str, str]:
    is_chinese = language.startswith("zh")
    return {key: (zh or en) if is_chinese else (en or zh) for key, (zh, en) in words.items()}


def _row(one: Expert, language: str, industries: Mapping[str, str], service: Service) -> dict[str, Any]:
    house = one.person.organisation
    is_chinese = language.startswith("zh")
    names = (house.name_zh, house.name_en) if house else ("", "")
    titles = (one.title_zh, one.title_en)
    return {
        "pk": one.pk,
        "url": f"{HOME}{one.pk}/",
        "name": one.person.name,
        "title": next(filter(None, titles if is_chinese else titles[::-1]), ""),
        "organisation": next(filter(None, names if is_chinese else names[::-1]), ""),
        "industries": _listed([industries.get(code, code) for code in one.industries], language),
        "terms": _listed(one.terms[:4], language),
        "languages": _listed([language_word(code) for code in one.languages], language),
        "light": LIGHTS[ExpertState(one.state)],
        "state": one.get_state_display(),
        "until": one.suspended_until,
        "service": service,
        "can_ask": one.is_active,
    }


def _listed(parts: Sequence[str], language: str) -> str:
    return ("、" if language.startswith("zh") else ", ").join(parts)
