"""The office's page of embeds: what other sites can show, the line to copy, and which sites may show it."""

from collections.abc import Sequence
from html import escape

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.site.rules import KEEPERS
from yunhui.features.site.selectors.embedding import embedders
from yunhui.features.site.services.embedding import allow_embedding, end_embedding
from yunhui.features.timetable.selectors import calls_on_stage
from yunhui.kernel.errors import InvalidError
from yunhui.kernel.i18n import pick
from yunhui.portal.embeds import EMBEDS, THEMES, address_of, titles
from yunhui.portal.web.embeds import SANDBOX
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, holds, page

_HERE = "/w/site/embeds/"
# Of a choice that leaves something open: the event to come, the colours of the visitor's device.
_OPEN = "-"


@page(holds(*KEEPERS), "GET", "POST")
def embedding(request: Request) -> HttpResponse:
    """Choose an embed, see it, copy its line; let a site show it, or no longer."""
    typed = {"address": request.POST.get("address", ""), "note": request.POST.get("note", "")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            allow_embedding(actor=request.actor, address=typed["address"], note=typed["note"])
            return HttpResponseRedirect(f"{_HERE}#sites")
        except InvalidError as error:
            errors = {one.field: str(one.message) for one in error.problems}
    calls = [(row.call.code, pick(row.call, "title", request.actor.language)) for row in calls_on_stage()]
    chosen = {
        "what": _one_of(request.GET.get("what", ""), tuple(EMBEDS)),
        "event": _one_of(request.GET.get("event", ""), (_OPEN, *(code for code, _name in calls))),
        "lang": _one_of(request.GET.get("lang", ""), ("zh", "en")),
        "theme": _one_of(request.GET.get("theme", ""), (_OPEN, *THEMES)),
    }
    asked = {name: "" if value == _OPEN else value for name, value in chosen.items()}
    address = address_of(asked["what"], asked["lang"], asked["event"], asked["theme"])
    height = EMBEDS[asked["what"]][1]
    title = titles()[asked["what"]]
    context = {
        "title": _("Embeds for other sites"),
        "chosen": title,
        "choices": _choices(chosen, calls),
        "address": address,
        "height": height,
        "sandbox": SANDBOX,
        "snippet": _snippet(asked, title),
        "frame": _frame(address, title, height),
        "sites": list(embedders(request.actor)),
        "fields": [
            Field("address", _("Address of the website"), value=typed["address"], error=errors.get("address", ""),
                  required=True, placeholder="https://www.university.example",
                  help=_("*.university.example stands for every website under that name.")),
            Field("note", _("Whose it is"), value=typed["note"], limit=120),
        ],
    }  # fmt: skip
    response = render(request, "portal/embedding.html", context, status=422 if errors else 200)
    response.headers["Content-Security-Policy"] = _with_own_frames()
    return response


@page(holds(*KEEPERS), "POST")
def end(request: Request, embedder_id: str) -> HttpResponse:
    """A site shows our embeds no more."""
    end_embedding(actor=request.actor, embedder_id=embedder_id)  # type: ignore[arg-type]  # the address gives a UUID
    return HttpResponseRedirect(f"{_HERE}#sites")


def _choices(asked: dict[str, str], calls: Sequence[tuple[str, str]]) -> list[Field]:
    def select(name: str, label: str, choices: Sequence[tuple[str, str]]) -> Field:
        return Field(name, label, kind="select", value=asked[name], choices=choices, required=True)

    themes = [(_OPEN, _("As on the visitor’s device")), ("light", _("Light")), ("dark", _("Dark"))]
    return [
        select("what", _("What is shown"), list(titles().items())),
        select("event", _("Event"), [(_OPEN, _("The next event")), *calls]),
        select("lang", _("Language"), [("zh", "中文"), ("en", "English")]),
        select("theme", _("Colours"), themes),
    ]


def _one_of(value: str, known: Sequence[str]) -> str:
    return value if value in known else known[0]


def _snippet(asked: dict[str, str], title: str) -> str:
    given = {"show": asked["what"], "lang": asked["lang"], "event": asked["event"], "theme": asked["theme"]}
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in given.items() if value)
    return f'<script src="{settings.PUBLIC_URL}/embed/v1.js"{data} data-title="{escape(title)}" async></script>'


def _frame(address: str, title: str, height: int) -> str:
    return (
        f'<iframe src="{settings.PUBLIC_URL}{escape(address)}" title="{escape(title)}" width="100%" height="{height}" '
        f'loading="lazy" referrerpolicy="no-referrer" sandbox="{SANDBOX}" style="border:0"></iframe>'
    )


def _with_own_frames() -> str:
    """The policy of a page of the workbench, with a frame of our own."""
    return "; ".join(
        (
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
            f"connect-src 'self' {settings.REALTIME_URL}", "frame-src 'self'", "form-action 'self'",
            "frame-ancestors 'none'", "base-uri 'none'",
        )
    )  # fmt: skip
