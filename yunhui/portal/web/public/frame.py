"""What several pages for everyone say of the site itself."""

from django.conf import settings

from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.portal.context import city_of
from yunhui.ui.page import Request


def root() -> str:
    """The address of the site, without a slash at its end."""
    return str(settings.PUBLIC_URL).rstrip("/")


def office(request: Request) -> str:
    """Who runs it."""
    city = city_of(request)
    return pick(city, "office", request.actor.language) if city else ""


def site_name(request: Request) -> str:
    """What it is called; empty before a city is set up."""
    city = city_of(request)
    return pick(city, "site", request.actor.language) if city else ""


def tag_of(language: str) -> str:
    """The language as HTML and feeds name it."""
    return "en" if language == ENGLISH else "zh-Hans"
