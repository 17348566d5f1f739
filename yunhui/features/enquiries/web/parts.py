"""What this room adds to pages of others: the public answers on a call's page."""

from typing import Any

from django.utils.translation import gettext as _

from yunhui.features.enquiries.selectors import faq_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.ports import PublicPart, register_public_part

# So many answers stand on the call's page; the rest has a page with a search.
_SHOWN = 8


def questions_of_call(call: Call, reader: Actor) -> PublicPart:
    """The answers that everyone may read, and where to ask."""
    found = faq_of(call)
    lang = "en" if reader.language == ENGLISH else "zh"
    context: dict[str, Any] = {
        "faq": [
            (pick(one, "question", reader.language), pick(one, "answer", reader.language)) for one in found[:_SHOWN]
        ],
        "more": len(found) - _SHOWN if len(found) > _SHOWN else 0,
        "all_url": f"/{lang}/calls/{call.code}/questions/",
        "ask_url": f"/{lang}/calls/{call.code}/ask",
    }
    return PublicPart("questions", _("Questions and answers"), "enquiries/parts/call.html", context)


def register_parts() -> None:
    """Called when the room is ready."""
    register_public_part("enquiries", questions_of_call)
