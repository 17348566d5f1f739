"""Who reads the page, as far as words and clocks need to know: a language and a zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest
from django.utils.translation import get_language

from yunhui.kernel.i18n import CHINESE, ENGLISH

BEIJING = "Asia/Shanghai"
ZONE_COOKIE = "yunhui_zone"


@dataclass(frozen=True)
class Reader:
    """`language` is "zh-hans" or "en", `zone` an IANA name."""

    language: str = CHINESE
    zone: str = BEIJING


def known_zone(name: str) -> bool:
    """Whether `name` is a zone of the machine's time zone database."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `reader` for every page.

    A room that knows more (a profile with a zone) sets `request.reader`; otherwise the active language
    and the zone that the browser told in a cookie, else Beijing's.
    """
    given = getattr(request, "reader", None)
    if given is None:
        zone = request.COOKIES.get(ZONE_COOKIE, "")
        given = Reader(language=_language(), zone=zone if zone and known_zone(zone) else BEIJING)
    return {"reader": given}


def reader_of(context: Mapping[str, Any]) -> Reader:
    """The reader of a template context; the active language in Beijing when nobody set one."""
    given = context.get("reader")
    return given if given is not None else Reader(language=_language())


def _language() -> str:
    return CHINESE if (get_language() or CHINESE).startswith("zh") else ENGLISH
