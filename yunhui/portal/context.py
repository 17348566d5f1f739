"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from yunhui.kernel.actor import VISITOR
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.portal.navigation import rail_for


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """The reader, the city, and where they can go."""
    actor = getattr(request, "actor", VISITOR)
    other = ENGLISH if actor.language == CHINESE else CHINESE
    return {
        "actor": actor,
        "reader": actor,
        "lang": "zh" if actor.language == CHINESE else "en",
        "other_language": other,
        "other_lang": "en" if other == ENGLISH else "zh",
        "demo": settings.DEMO,
        "rail": rail_for(actor, request.path_info),
        "realtime_url": settings.REALTIME_URL,
    }
