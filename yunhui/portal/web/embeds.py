"""Embeds: pages for frames on other sites, and the script that makes the frames."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

import yunhui.ui
from yunhui.features.site.selectors.embedding import embedding_origins
from yunhui.kernel import clock
from yunhui.kernel.errors import NotFoundError
from yunhui.portal.embeds import EMBEDS, THEMES, event_for, words_of
from yunhui.ui.page import Request, anyone, page

_YEAR = 365 * 24 * 3600
# A frame may run our script and open a page in a new tab. It has no origin: no cookie, no storage, no parent.
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"


@page(anyone)
def embed(request: Request, lang: str, what: str, code: str = "") -> HttpResponse:
    """One embed, the same for everybody: the middleware gives it no account, whoever looks."""
    if what not in EMBEDS:
        raise NotFoundError("embed")
    now, language = clock.now(), request.actor.language
    event = event_for(code, now)
    theme = request.GET.get("theme", "")
    asked = {"day": request.GET.get("day", ""), "theme": theme if theme in THEMES else ""}
    context = {"what": what, "title": EMBEDS[what][0], "theme": asked["theme"], "event": event, "now": now}
    if event is not None:
        context |= words_of(what, event, now, lang, language, asked)
    response = render(request, f"portal/embed/{what}.html", context)
    response.headers["Content-Security-Policy"] = policy_of(embedding_origins())
    response.headers["X-Robots-Tag"] = "noindex"
    response.xframe_options_exempt = True  # `frame-ancestors` says who may
    return response


@page(anyone)
def script(request: Request) -> HttpResponse:
    """The script of the snippet. Its address has its version and is never given to another text."""
    response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def policy_of(origins: list[str]) -> str:
    """The policy of an embed: who may frame it, and that it reaches nothing."""
    own = settings.PUBLIC_URL
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {own}",
            f"style-src 'self' {own}",
            f"img-src 'self' {own} data:",
            "form-action 'none'",
            "base-uri 'none'",
            f"sandbox {SANDBOX}",
            " ".join(("frame-ancestors 'self'", *origins)),
        )
    )


@cache
def _script() -> bytes:
    return (Path(yunhui.ui.__file__).parent / "dist" / "snippet.js").read_bytes()
