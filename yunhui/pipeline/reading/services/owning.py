"""Openings and undertakings as a part of one's own data."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.own.ports import Fate, Holding
from yunhui.kernel.actor import Actor
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.reading.models import Opening, Undertaking
from yunhui.pipeline.reading.selectors import openings_of


def collect(user: User) -> dict[str, Any]:
    """Who opened the person's applications, as they may know it; what they undertook and opened themself."""
    actor = actor_of(user)
    own = Application.objects.filter(owner=user, number__isnull=False).select_related("call")
    read = Opening.objects.filter(reader=user).order_by("-at")
    return {
        "who_opened_yours": {str(one.pk): [asdict(row) for row in openings_of(actor, one)] for one in own},
        "undertakings": list(Undertaking.objects.filter(user=user).values("call__code", "name", "text_version", "at")),
        "what_you_opened": list(read.values("application_id", "what", "at")[:5_000]),
    }


def foretell(user: User) -> Fate:
    """Who opened what stays, for those whose plans were read."""
    reason = _("So that whoever read a plan can be held to their undertaking.")
    return Fate(
        gone=(_("The names of your files in the list of who opened them."),),
        kept=((_("Who opened your applications, and what you undertook as a reader."), reason),),
    )


def erase(actor: Actor, user: User) -> None:
    """File names may say who somebody is."""
    Opening.objects.filter(application__owner=user).update(label="")


def holding() -> Holding:
    """For `register_holding`."""
    return Holding(gettext_lazy("Who opened your applications"), collect, foretell, erase)
