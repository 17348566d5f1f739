"""Partners and guarded words, as lists with a form for one of them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunhui.features.site.enums import PartnerKind
from yunhui.features.site.models import GuardWord, Partner, Picture
from yunhui.features.site.rules import KEEPERS, LOGO
from yunhui.features.site.selectors import guard_word_at, guard_words, partners_at
from yunhui.features.site.services import keep_partner, keep_word, remove_partner, remove_word
from yunhui.features.site.web.fields import ACCEPT, Ask, both, errors_of, fields_of, sent_file
from yunhui.kernel.errors import InvalidError, NotFoundError, Problem
from yunhui.kernel.i18n import pick
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page

_KEEPER = holds(*KEEPERS)


@page(_KEEPER, "GET", "POST")
def partners(request: Request, partner_id: UUID | None = None) -> HttpResponse:
    """All partners, and the form of one or of a new one."""
    rows = list(partners_at(request.actor))
    row = next((one for one in rows if one.pk == partner_id), None) if partner_id else Partner(sort=len(rows))
    if row is None:
        raise NotFoundError("partner")
    if request.method != "POST":
        return _partners(request, rows, row)
    if request.POST.get("do") == "remove" and partner_id:
        remove_partner(actor=request.actor, partner_id=partner_id)
        return HttpResponseRedirect("/w/site/partners/?done=removed")
    names = ("kind", "name_zh", "name_en", "about_zh", "about_en", "url", "sort")
    typed = {name: request.POST.get(name, "") for name in names}
    shown = bool(request.POST.get("is_shown"))
    values: dict[str, object] = {**typed, "sort": typed["sort"] or 0, "is_shown": shown}
    try:
        keep_partner(
            actor=request.actor, values=values, partner_id=partner_id, logo=sent_file(request, "logo", LOGO),
            without_logo=bool(request.POST.get("without_logo")),
        )  # fmt: skip
    except InvalidError as error:
        return _partners(request, rows, row, {**typed, "is_shown": "1" if shown else ""}, error.problems)
    return HttpResponseRedirect("/w/site/partners/?done=saved")


def _partners(
    request: Request,
    rows: list[Partner],
    row: Partner,
    typed: Mapping[str, str] | None = None,
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    typed, errors = typed or {}, errors_of(problems)
    asks: list[Ask] = [
        *both("name", pgettext("of an organisation", "Name"), required=True),
        *both("about", _("What it does")),
        ("url", _("Website"), "url", "", False),
        ("sort", _("Place in the order"), "number", "", False),
    ]
    kind = Field(
        name="kind", label=_("Takes part as"), kind="select", value=typed.get("kind", row.kind), required=True,
        choices=[(value, str(label)) for value, label in PartnerKind.choices], error=errors.get("kind", ""),
    )  # fmt: skip
    shown = Field(
        name="is_shown", label=_("Shown to everyone"), kind="check",
        value=typed.get("is_shown", "1" if row.is_shown else ""),
    )  # fmt: skip
    logo = Field(
        name="logo", label=_("Another logo") if row.logo else _("Logo"), kind="file", accept=ACCEPT,
        error=errors.get("logo", ""),
        help=_("PNG, JPEG or WebP, at most 2 MB. Its names above are read to those who do not see it."),
    )  # fmt: skip
    without = [Field(name="without_logo", label=_("Show the name only"), kind="check")] if row.logo else []
    fields = [kind, *fields_of(row, asks, typed, errors), logo, *without, shown]
    listed = [
        (f"/w/site/partners/{one.pk}/", pick(one, "name", request.actor.language), str(one.get_kind_display()),
         "g" if one.is_shown else "n", _("shown") if one.is_shown else _("not shown"))
        for one in rows
    ]  # fmt: skip
    is_new = row._state.adding
    return _listed(request, _("Partners"), listed, fields, is_new, "/w/site/partners/", bool(errors), "", row.logo)


@page(_KEEPER, "GET", "POST")
def words(request: Request, word_id: int | None = None) -> HttpResponse:
    """The guard list, and the form of one word or of a new one."""
    row = guard_word_at(request.actor, word_id) if word_id else GuardWord()
    if request.method != "POST":
        return _words(request, row)
    if request.POST.get("do") == "remove" and word_id:
        remove_word(actor=request.actor, word_id=word_id)
        return HttpResponseRedirect("/w/site/words/?done=removed")
    typed = {name: request.POST.get(name, "") for name in ("word", "instead", "reason_zh", "reason_en", "unless")}
    checks = {name: bool(request.POST.get(name)) for name in ("blocks", "masks")}
    unless = [line.strip() for line in typed["unless"].splitlines() if line.strip()]
    try:
        keep_word(actor=request.actor, values={**typed, **checks, "unless": unless}, word_id=word_id)
    except InvalidError as error:
        kept = {**typed, **{name: "1" if on else "" for name, on in checks.items()}}
        return _words(request, row, kept, error.problems)
    return HttpResponseRedirect("/w/site/words/?done=saved")


def _words(
    request: Request, row: GuardWord, typed: Mapping[str, str] | None = None, problems: Iterable[Problem] = ()
) -> HttpResponse:
    typed, errors = typed or {}, errors_of(problems)
    reason = _("Editors read it when the word is refused")
    word: list[Ask] = [("word", _("Word"), "text", _("Latin words stand alone and in any case; CST only as CST"), True)]
    rest: list[Ask] = [
        ("instead", _("What to write instead"), "text", "", False),
        *both("reason", _("Reason"), help_=reason, required=True),
    ]
    unless = Field(
        name="unless", label=_("Right inside of"), kind="textarea", rows=3, error=errors.get("unless", ""),
        value=typed.get("unless", "\n".join(row.unless)), help=_("Longer phrases in which it is right, one a line"),
    )  # fmt: skip
    blocks = Field(
        name="blocks", label=_("Refuses publication"), kind="check",
        value=typed.get("blocks", "1" if row.blocks else ""), help=_("Without it the editor is only told"),
    )  # fmt: skip
    masks = Field(
        name="masks", label=_("Taken out of projects’ titles and summaries"), kind="check",
        value=typed.get("masks", "1" if row.masks else ""), help=_("On public pages, feeds, files and pictures"),
    )  # fmt: skip
    fields = [*fields_of(row, word, typed, errors), unless, *fields_of(row, rest, typed, errors), blocks, masks]
    listed = [
        (f"/w/site/words/{one.pk}/", one.word, " · ".join(filter(None, (pick(one, "reason", request.actor.language),
                                                                      one.instead and f"→ {one.instead}"))),
         "r" if one.blocks else "y", _("refuses") if one.blocks else _("warns"))
        for one in guard_words(request.actor)
    ]  # fmt: skip
    title = _("Words that may not be published")
    about = _(
        "Calls, timetables, answers, pages, news, partners, host areas and settings are looked through before they are "
        "published."
    )
    return _listed(request, title, listed, fields, row._state.adding, "/w/site/words/", bool(errors), about)


def _listed(
    request: Request,
    title: str,
    rows: list[tuple[str, str, str, str, str]],
    fields: list[Field],
    is_new: bool,
    url: str,
    is_wrong: bool,
    about: str,
    picture: Picture | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "title": title,
        "rows": rows,
        "fields": fields,
        "is_new": is_new,
        "list_url": url,
        "about": about,
        "is_open": is_wrong or not is_new,
        "done": request.GET.get("done", ""),
        "picture": picture,
        "has_file": any(one.kind == "file" for one in fields),
    }
    return render(request, "site/listed.html", context, status=422 if is_wrong else 200)
