"""What every request gets: an actor, a language, and a policy that lets no foreign script in."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote
from zoneinfo import available_timezones

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from yunhui.foundation.accounts.web.session import actor_behind
from yunhui.kernel.actor import VISITOR
from yunhui.kernel.i18n import CHINESE, ENGLISH, LANGUAGES
from yunhui.kernel.ids import new_id

Handler = Callable[[HttpRequest], HttpResponse]

LANGUAGE_COOKIE = "yunhui_language"
ZONE_COOKIE = "yunhui_zone"
_PREFIX = re.compile(r"^(?:/embed)?/(zh|en)(/|$)")
# A frame on another site: whoever looks, nobody is signed in there, and no session is read or kept alive by it.
_NOBODY = "/embed/"
_ZONES = frozenset(available_timezones())


class ActorMiddleware:
    """Say who acts, in which language and zone: path, then cookie, then account, then browser."""

    def __init__(self, following: Handler) -> None:
        self.following = following

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = VISITOR if request.path_info.startswith(_NOBODY) else actor_behind(request, str(new_id()))
        language = self._language(request, actor.language if actor.is_signed_in else "")
        zone = unquote(request.COOKIES.get(ZONE_COOKIE, ""))
        if not actor.is_signed_in and _PREFIX.match(request.path_info):
            zone = ""  # a page for everyone is the same for everyone: the browser adds the reader's own clock
        actor = replace(actor, language=language, zone=zone if zone in _ZONES else actor.zone)
        request.actor = actor  # type: ignore[attr-defined]
        with translation.override(language):
            response = self.following(request)
        response.headers.setdefault("Content-Language", "zh-Hans" if language == CHINESE else "en")
        if actor.is_signed_in:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _language(self, request: HttpRequest, own: str) -> str:
        if found := _PREFIX.match(request.path_info):
            return CHINESE if found.group(1) == "zh" else ENGLISH
        chosen = request.COOKIES.get(LANGUAGE_COOKIE, "") or own
        if chosen in LANGUAGES:
            return chosen
        header = request.headers.get("Accept-Language", "")
        known = (tag for tag, _quality in parse_accept_lang_header(header) if tag[:2] in ("zh", "en"))
        first = next(known, "en" if header else settings.LANGUAGE_CODE)
        return CHINESE if first.startswith("zh") else ENGLISH


class ContentPolicy:
    """Only our own scripts and styles, nothing inline, and no framing."""

    def __init__(self, following: Handler) -> None:
        self.following = following
        self.policy = "; ".join(
            (
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self' data:",
                "media-src 'self'",
                "font-src 'self'",
                f"connect-src 'self' {settings.REALTIME_URL}",
                "form-action 'self'",
                "frame-ancestors 'none'",
                "base-uri 'none'",
            )
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.following(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
        return response
