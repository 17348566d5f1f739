"""Keeping the expert library."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.audit.services import record
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import RefusedError
from yunhui.parties.models import Person
from yunhui.pipeline.experts.models import Expert


@transaction.atomic
def admit_expert(
    *,
    actor: Actor,
    person: Person,
    industries: Sequence[str],
    profile: Sequence[str],
    title_zh: str = "",
    title_en: str = "",
) -> Expert:
    """Enter a person into the expert library; `profile` is texts (fields, works) by which fit is computed.

    Raises:
        RefusedError: not the talent office.
    """
    if not (actor.is_system or actor.has(Role.OFFICE)):
        raise RefusedError("not_office", _("Only the talent office keeps the expert library."))
    row, made = Expert.objects.get_or_create(
        person=person,
        defaults={
            "industries": list(industries),
            "profile": list(profile),
            "title_zh": title_zh,
            "title_en": title_en,
        },
    )
    if made:
        record(actor=actor, action="expert.admitted", subject=("expert", row.pk))
    return row
