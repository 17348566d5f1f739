"""Objections as a part of one's own data, where their writer has an account."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.foundation.accounts.models import User
from yunhui.foundation.own.ports import Fate, Holding
from yunhui.kernel.actor import Actor
from yunhui.pipeline.objections.enums import ObjectionState
from yunhui.pipeline.objections.models import Objection


def collect(user: User) -> dict[str, Any]:
    """What the person objected to and what they were answered; what the office found is the office's."""
    rows = Objection.objects.filter(user=user).exclude(state=ObjectionState.UNPROVED).order_by("filed_at")
    return {
        "objections": list(
            rows.values(
                "call__code", "kind", "number", "state", "text", "filed_at", "answer_zh", "answer_en", "decided_at"
            )
        )
    }


def foretell(user: User) -> Fate:
    """Name and address go; what was objected stays with its answer, because a decision rests on it."""
    if not Objection.objects.filter(user=user).exists():
        return Fate()
    return Fate(
        gone=(_("Your name and address beside objections that you filed."),),
        kept=((_("What you objected to, and the answer."), _("The decision on the list rests on it.")),),
    )


def erase(actor: Actor, user: User) -> None:
    """Take name, address and phone away."""
    Objection.objects.filter(user=user).update(name="—", email="", phone="")


def holding() -> Holding:
    """For `register_holding`."""
    return Holding(gettext_lazy("Your objections"), collect, foretell, erase)
