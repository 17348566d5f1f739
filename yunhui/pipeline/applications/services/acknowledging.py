"""Keeping that a person has read what applying to a call means, before the first field."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import RefusedError
from yunhui.pipeline.applications.models import Acknowledgement
from yunhui.pipeline.calls.models import Call


@transaction.atomic
def acknowledge_call(*, actor: Actor, call: Call, version: str) -> Acknowledgement:
    """Note that the actor read the text of this version, with the time; the same version twice is once.

    Raises:
        RefusedError: not signed in.
    """
    if actor.user_id is None:
        raise RefusedError("not_signed_in", _("Sign in first."))
    row, fresh = Acknowledgement.objects.get_or_create(
        call=call, user_id=actor.user_id, version=version, defaults={"language": actor.language}
    )
    if fresh:
        record(
            actor=actor,
            action="call.acknowledged",
            subject=("call", call.pk),
            after={"version": version, "language": actor.language},
        )
    return row
