"""The asker's own questions: each a thread, to go on in."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunhui.features.enquiries.enums import MessageKind
from yunhui.features.enquiries.models import Enquiry
from yunhui.features.enquiries.rules import TEXT_LENGTH
from yunhui.features.enquiries.selectors import own_enquiries, own_enquiry
from yunhui.features.enquiries.services import ask_again
from yunhui.features.enquiries.web.public import PER_HOUR
from yunhui.foundation.limits.errors import LimitedError
from yunhui.foundation.limits.services import take
from yunhui.kernel.errors import InvalidError
from yunhui.kernel.i18n import pick
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, page, signed_in

HOME = "/my/questions/"


@page(signed_in)
def mine(request: Request) -> HttpResponse:
    """Every question that the reader has asked, the newest first."""
    rows = [
        {
            "url": f"{HOME}{one.pk}/",
            "subject": one.subject,
            "call": pick(one.call, "title", request.actor.language),
            "is_answered": _is_answered(one),
            "due_at": one.due_at,
            "asked_at": one.asked_at,
        }
        for one in own_enquiries(request.actor)[:200]
    ]
    return render(request, "enquiries/mine.html", {"title": _("Your questions"), "bench_url": "/my/", "rows": rows})


@page(signed_in, "GET", "POST")
def thread(request: Request, enquiry_id: UUID) -> HttpResponse:
    """What was asked and answered, and the form to ask again."""
    found = own_enquiry(request.actor, enquiry_id)
    if request.method != "POST":
        return _shown(request, found)
    text = request.POST.get("text", "")
    try:
        take(f"ask:{request.actor.user_id}", most=PER_HOUR, seconds=3600)
        ask_again(actor=request.actor, enquiry_id=enquiry_id, text=text)
    except InvalidError as error:
        return _shown(request, found, text, str(error.message), 422)
    except LimitedError as error:
        return _shown(request, found, text, str(error.message), 429)
    return HttpResponseRedirect(f"{HOME}{enquiry_id}/?done=asked")


def _shown(request: Request, found: Enquiry, text: str = "", error: str = "", status: int = 200) -> HttpResponse:
    actor = request.actor
    context: dict[str, Any] = {
        "title": found.subject,
        "bench_url": "/my/",
        "enquiry": found,
        "call": pick(found.call, "title", actor.language),
        "messages_shown": [
            (one.kind == MessageKind.ANSWER, pick(one, "text", actor.language), one.at) for one in found.messages.all()
        ],
        "is_answered": _is_answered(found),
        "field": Field(
            name="text",
            label=_("Go on asking"),
            kind="textarea",
            rows=5,
            limit=TEXT_LENGTH,
            value=text,
            error=error,
            required=True,
        ),
        "done": request.GET.get("done", ""),
    }
    return render(request, "enquiries/thread.html", context, status=status)


def _is_answered(enquiry: Enquiry) -> bool:
    """Whether the last word is the office's."""
    messages = list(enquiry.messages.all())
    return bool(messages) and messages[-1].kind == MessageKind.ANSWER
