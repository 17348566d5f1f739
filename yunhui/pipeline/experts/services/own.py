"""The expert library as a part of one's own data."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.foundation.accounts.models import User
from yunhui.foundation.audit.services import record
from yunhui.foundation.own.ports import Fate, Holding
from yunhui.kernel.actor import Actor
from yunhui.pipeline.experts.enums import ExpertState
from yunhui.pipeline.experts.models import Affiliation, Expert, Payee, Tie
from yunhui.pipeline.experts.services.paying import collected

_OWN = ("title_zh", "title_en", "level", "industries", "terms", "languages", "zone", "profile", "state", "admitted_at")


def own_data() -> Holding:
    """What the library holds of a person, and its end: scores and fees that were decided on stay without their
    words."""

    def collect(user: User) -> dict[str, Any]:
        row = Expert.objects.filter(person__user=user).first()
        if row is None:
            return {}
        payee = Payee.objects.filter(expert=row).first()
        return {
            **{name: getattr(row, name) for name in _OWN},
            "affiliations": list(row.affiliations.values("name", "kind", "since", "until")),
            "ties": list(row.ties.values("name", "kind", "until")),
            "payee": collected(payee) if payee else {},
        }

    def foretell(user: User) -> Fate:
        if not Expert.objects.filter(person__user=user).exists():
            return Fate()
        gone = _("What the expert library says of you: titles, fields, organisations, ties, bank and tax data.")
        return Fate(gone=(gone,))

    def erase(actor: Actor, user: User) -> None:
        for row in Expert.objects.select_for_update().filter(person__user=user):
            Payee.objects.filter(expert=row).delete()
            Affiliation.objects.filter(expert=row).delete()
            Tie.objects.filter(expert=row).delete()
            Expert.objects.filter(pk=row.pk).update(
                title_zh="", title_en="", terms=[], profile=[], search=None, state=ExpertState.LEFT, is_active=False
            )
            record(actor=actor, action="expert.erased", subject=("expert", row.pk))

    return Holding(gettext_lazy("The expert library"), collect, foretell, erase)
