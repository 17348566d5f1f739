"""Questions to the office as a part of one's own data."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.features.enquiries.enums import MessageKind
from yunhui.features.enquiries.models import Enquiry, Message
from yunhui.foundation.accounts.models import User
from yunhui.foundation.own.ports import Fate, Holding
from yunhui.kernel.actor import Actor


def collect(user: User) -> dict[str, Any]:
    """What the person asked and what they were answered; notes inside the office are the office's."""
    rows = Enquiry.objects.filter(asker=user).order_by("asked_at")
    said = Message.objects.exclude(kind=MessageKind.NOTE).order_by("at")
    return {
        "questions": [
            {
                "subject": one.subject,
                "asked_at": one.asked_at,
                "state": one.state,
                "messages": list(said.filter(enquiry=one).values("at", "kind", "text_zh", "text_en")),
            }
            for one in rows
        ]
    }


def foretell(user: User) -> Fate:
    """The person's words go; answers that became public stay, because they name nobody."""
    if not Enquiry.objects.filter(asker=user).exists():
        return Fate()
    return Fate(
        gone=(_("Your questions to the talent office, and their answers to you."),),
        kept=((_("Answers that the office made public for everyone."), _("They never said who had asked.")),),
    )


def erase(actor: Actor, user: User) -> None:
    """Take the words away; a question that waits needs no answer any more, and the office sees that it has none."""
    rows = Enquiry.objects.filter(asker=user)
    Message.objects.filter(enquiry__in=rows).exclude(text_zh="").update(text_zh="—")
    Message.objects.filter(enquiry__in=rows).exclude(text_en="").update(text_en="—")
    rows.update(name="", email="", subject="—", draft_zh="", draft_en="")


def holding() -> Holding:
    """For `register_holding`."""
    return Holding(gettext_lazy("Your questions"), collect, foretell, erase)
