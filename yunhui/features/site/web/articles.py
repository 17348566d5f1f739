"""Pages and news as officers write them: both languages side by side, preview, a second person, history."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunhui.features.site.enums import ArticleKind, ArticleState
from yunhui.features.site.models import Article, ArticleVersion
from yunhui.features.site.rules import KEEPERS, PHOTO, TEXTS, can_approve, limit_of, rendered
from yunhui.features.site.selectors import article_at, articles_at, findings_in, versions_of
from yunhui.features.site.services import (
    approve_article,
    begin_article,
    edit_article,
    propose_article,
    restore_version,
    return_article,
    take_down_article,
    withdraw_picture,
)
from yunhui.features.site.services.articles import REASON_LENGTH
from yunhui.features.site.services.guarding import said_of
from yunhui.features.site.web.fields import ACCEPT, errors_of, in_chinese, in_english, sent_file
from yunhui.kernel.errors import InvalidError, Problem
from yunhui.kernel.i18n import pick
from yunhui.ui import formats
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page, pressed

_KEEPER = holds(*KEEPERS)
_KINDS = {"news": ArticleKind.NEWS, "pages": ArticleKind.PAGE}
_LIGHTS = {
    ArticleState.DRAFT: "dash",
    ArticleState.PROPOSED: "y",
    ArticleState.PUBLISHED: "g",
    ArticleState.TAKEN_DOWN: "n",
}


@page(_KEEPER, "GET", "POST")
def listing(request: Request, folder: str) -> HttpResponse:
    """All news or all pages; a POST begins another."""
    kind = _kind(folder)
    slug, errors = request.POST.get("slug", ""), {}
    if request.method == "POST":
        try:
            row = begin_article(actor=request.actor, kind=kind, slug=slug)
        except InvalidError as error:
            errors = errors_of(error.problems)
        else:
            return HttpResponseRedirect(f"/w/site/{folder}/{row.pk}/")
    context = {
        "title": _("News") if kind == ArticleKind.NEWS else _("Pages"),
        "folder": folder,
        "rows": [
            (one, pick(one, "title", request.actor.language) or one.slug, *_state(one))
            for one in articles_at(request.actor, kind)
        ],
        "field": Field(
            name="slug", label=_("Address"), value=slug, error=errors.get("slug", ""), required=True,
            help=_("The last part of its address, e.g. autumn-call-opens"), placeholder="autumn-call-opens",
        ),
    }  # fmt: skip
    return render(request, "site/articles.html", context, status=422 if errors else 200)


@page(_KEEPER, "GET", "POST")
def article(request: Request, folder: str, article_id: UUID) -> HttpResponse:
    """Write it; save, propose, approve, send back, take down."""
    row = _article(request, folder, article_id)
    if request.method != "POST":
        return _shown(request, folder, row)
    typed = {name: request.POST.get(name, "") for name in TEXTS if name in request.POST}
    typed |= {name: request.POST.get(name, "") for name in ("reason", "why", "agree", "without_picture")}
    try:
        done = _do(request, row, typed)
    except InvalidError as error:
        row = article_at(request.actor, article_id)
        return _shown(request, folder, row, typed, error.problems)
    return HttpResponseRedirect(f"/w/site/{folder}/{article_id}/?done={done}")


@page(_KEEPER, "POST")
def preview(request: Request, folder: str, article_id: UUID) -> HttpResponse:
    """What was typed as everyone would read it, for the panel beside the form."""
    row = _article(request, folder, article_id)
    texts = {name: request.POST.get(name, getattr(row, name)) for name in TEXTS}
    return render(request, "site/preview.html", _preview(texts, row))


@page(_KEEPER)
def history(request: Request, folder: str, article_id: UUID) -> HttpResponse:
    """Every published version with who let it out, and what each changed."""
    row = _article(request, folder, article_id)
    versions = versions_of(request.actor, row)
    older: list[ArticleVersion | None] = [*versions[1:], None]
    context = {
        "title": _("History: {title}").format(title=pick(row, "title", request.actor.language) or row.slug),
        "folder": folder,
        "article": row,
        "versions": [
            (one, formats.moment(one.at, request.actor.language, formats.BEIJING, year=True), _changes(before, one))
            for one, before in zip(versions, older, strict=True)
        ],
    }
    return render(request, "site/history.html", context)


@page(_KEEPER, "POST")
def restore(request: Request, folder: str, article_id: UUID, number: int) -> HttpResponse:
    """Take an earlier version as the draft."""
    _article(request, folder, article_id)
    restore_version(actor=request.actor, article_id=article_id, number=number)
    return HttpResponseRedirect(f"/w/site/{folder}/{article_id}/?done=restored")


_BUTTONS = ("save", "propose", "approve", "return", "take_down", "withdraw_picture")


def _do(request: Request, row: Article, typed: Mapping[str, str]) -> str:
    actor, wish = request.actor, pressed(request, *_BUTTONS)
    if wish == "approve":
        approve_article(actor=actor, article_id=row.pk)
        return "published"
    if wish == "return":
        return_article(actor=actor, article_id=row.pk, reason=typed["reason"])
        return "returned"
    if wish == "take_down":
        take_down_article(actor=actor, article_id=row.pk, reason=typed["reason"])
        return "taken_down"
    if wish == "withdraw_picture":
        withdraw_picture(actor=actor, article_id=row.pk, reason=typed["why"])
        return "withdrawn"
    texts = {name: typed[name] for name in TEXTS if name in typed}
    edits, agree = request.POST.get("edits", ""), bool(request.POST.get("agree"))
    seen = int(edits) if edits.isdecimal() else None
    edit_article(
        actor=actor, article_id=row.pk, texts=texts, edits=seen, agree=agree,
        picture=sent_file(request, "picture", PHOTO), without_picture=bool(request.POST.get("without_picture")),
    )  # fmt: skip
    if wish != "propose":
        return "saved"
    propose_article(actor=actor, article_id=row.pk)
    return "proposed"


def _shown(
    request: Request,
    folder: str,
    row: Article,
    typed: Mapping[str, str] | None = None,
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    typed, errors = typed or {}, errors_of(problems)
    texts = {name: typed.get(name, getattr(row, name)) for name in TEXTS}
    pairs = [_pair(name, texts, errors) for name in ("title", "summary", "body")]
    picture_pairs = [_pair(name, texts, errors) for name in ("alt", "credit")]
    is_bilingual = all(any(texts[f"{name}_{end}"] for name in ("title", "body")) for end in ("zh", "en"))
    agree = Field(
        name="agree", label=_("The other language needs no change"), kind="check", value=typed.get("agree", ""),
        error=errors.get("agree", ""), help=_("A slip of the pen, say: both say the same afterwards."),
    )  # fmt: skip
    conflict = Field(name="edits", label=_("Meanwhile"), error=errors.get("edits", ""))
    reason = _reason("reason", typed, errors)
    why = _reason("why", typed, errors)
    file = Field(
        name="picture", label=_("Another picture") if row.picture else _("Picture"), kind="file", accept=ACCEPT,
        error=errors.get("picture", ""),
        help=_("PNG, JPEG or WebP, at most 8 MB, 640 pixels wide or more. Only what the office may publish, and only "
               "people who have agreed to be shown; place and camera are taken out of the file."),
    )  # fmt: skip
    without = Field(
        name="without_picture", label=_("Show no picture"), kind="check", value=typed.get("without_picture", "")
    )
    light, word = _state(row)
    may = can_approve(request.actor, row)
    context: dict[str, Any] = {
        "title": pick(row, "title", request.actor.language) or row.slug,
        "folder": folder,
        "folder_name": _("News") if row.kind == ArticleKind.NEWS else _("Pages"),
        "article": row,
        "light": light,
        "word": word,
        "pairs": pairs,
        "picture_pairs": picture_pairs,
        "file": file,
        "without": without,
        "has_pictures": row.picture is not None or (row.published is not None and row.published.picture is not None),
        "why": why,
        "agree": agree if is_bilingual or agree.error else None,
        "reason": reason,
        "fields": [conflict, *(one for pair in (*pairs, [file], *picture_pairs) for one in pair), agree, reason, why],
        "is_proposed": row.state == ArticleState.PROPOSED,
        "is_public": row.published_id is not None,
        "may_approve": bool(may),
        "why_not": may.reason,
        "public_url": f"/{'zh' if formats.is_chinese(request.actor.language) else 'en'}/{folder}/{row.slug}/",
        "stale": _("Chinese") if row.stale == "zh" else _("English") if row.stale else "",
        "findings": [(one.rule.blocks, said_of(one)) for one in findings_in(texts)],
        "done": request.GET.get("done", ""),
        **_preview(texts, row),
    }
    return render(request, "site/article.html", context, status=422 if errors else 200)


def _pair(name: str, texts: Mapping[str, str], errors: Mapping[str, str]) -> list[Field]:
    """One text in both languages, the Chinese first."""
    helps = {"alt": _("For those who do not see it"), "credit": _("Printed below it, e.g. Photo: talent office")}
    return [
        Field(
            name=f"{name}_{end}",
            label=in_chinese(_names()[name]) if end == "zh" else in_english(_names()[name]),
            kind="text" if name in ("title", "alt", "credit") else "textarea",
            rows=3 if name == "summary" else 16,
            value=texts[f"{name}_{end}"],
            limit=limit_of(f"{name}_{end}"),
            required=name in ("title", "body"),
            help=helps.get(name, ""),
            error=errors.get(f"{name}_{end}", ""),
        )
        for end in ("zh", "en")
    ]


def _reason(name: str, typed: Mapping[str, str], errors: Mapping[str, str]) -> Field:
    return Field(
        name=name, label=_("Reason"), kind="textarea", rows=2, value=typed.get(name, ""), limit=REASON_LENGTH,
        error=errors.get(name, ""), required=True,
    )  # fmt: skip


def _preview(texts: Mapping[str, str], row: Article) -> dict[str, Any]:
    return {
        "previews": [
            (lang, texts[f"title_{end}"], texts[f"summary_{end}"], rendered(texts[f"body_{end}"]),
             texts[f"alt_{end}"], texts[f"credit_{end}"])
            for lang, end in (("zh-Hans", "zh"), ("en", "en"))
        ],
        "picture": row.picture,
    }  # fmt: skip


def _names() -> dict[str, str]:
    return {
        "title": pgettext("of a page", "Title"),
        "summary": _("Summary"),
        "body": pgettext("of a page", "Text"),
        "alt": _("What the picture shows"),
        "credit": _("Source of the picture"),
    }


def _changes(before: ArticleVersion | None, after: ArticleVersion) -> list[tuple[str, list[tuple[str, str]]]]:
    """For each text that differs: its name, and lines as ("del" | "ins" | "", line)."""
    names, found = _names(), []
    for name in TEXTS if before else ():
        old, new = str(getattr(before, name)), str(getattr(after, name))
        if old != new:
            label = in_chinese(names[name[:-3]]) if name.endswith("zh") else in_english(names[name[:-3]])
            found.append((label, _lines(old.splitlines(), new.splitlines())))
    if before and before.picture_id != after.picture_id:
        kinds = [("del", before.picture_id), ("ins", after.picture_id)]
        found.append((_("Picture"), [(kind, str(one)) for kind, one in kinds if one]))
    return found


def _lines(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind != "equal":
            lines += [("del", line) for line in old[a:b] if line.strip()]
            lines += [("ins", line) for line in new[c:d] if line.strip()]
    return lines


def _state(row: Article) -> tuple[str, str]:
    state = ArticleState(row.state)
    if state == ArticleState.DRAFT and row.published_id:
        return "y", _("Public, with a change that is not")
    return _LIGHTS[state], str(state.label)


def _kind(folder: str) -> ArticleKind:
    if folder not in _KINDS:
        raise Http404(folder)
    return _KINDS[folder]


def _article(request: Request, folder: str, article_id: UUID) -> Article:
    row = article_at(request.actor, article_id)
    if row.kind != _kind(folder):
        raise Http404(folder)
    return row
