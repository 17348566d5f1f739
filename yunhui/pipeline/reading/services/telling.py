"""Applicants hear of emergency readings once the decision is known; swept."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.audit.services import record
from yunhui.foundation.notices.ports import Both
from yunhui.foundation.notices.services import Copy, write_notices
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.i18n import CHINESE, ENGLISH
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.reading.models import Emergency
from yunhui.pipeline.reading.rules.emergency import READERS

_WORKER = actors.system("reading")
_AT_ONCE = 200


def tell_of_emergencies() -> int:
    """Tell the applicants whose applications were read in an emergency, once the reading has ended and they are no
    longer in progress; how many readings were told.

    Before the decision, an examination that the applicant hears of could be worked around.
    """
    now = clock.now()
    due = Emergency.objects.filter(told_at__isnull=True, application__owner__isnull=False)
    due = due.filter(Q(ends_at__lte=now) | Q(ended_at__isnull=False))
    due = due.exclude(application__state=ApplicationState.IN_PROGRESS).order_by("opened_at")
    return sum(_tell(pk) for pk in due.values_list("pk", flat=True)[:_AT_ONCE])


@transaction.atomic
def _tell(pk: UUID) -> int:
    row = (
        Emergency.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("application__call", "application__owner", "reader")
        .filter(pk=pk, told_at__isnull=True)
        .first()
    )
    if row is None or row.application.owner is None:
        return 0
    row.told_at = clock.now()
    row.save(update_fields=["told_at"])
    call = row.application.call
    copy = Copy(
        to=row.application.owner,
        about=("application", row.application_id),
        context={
            "role": _role(row),
            "call": Both(call.title_zh, call.title_en),
            "number": str(row.application),
            "until": min(row.ended_at or row.ends_at, row.ends_at),
        },
        link=f"/my/applications/{row.application_id}/openings/",
        call=call.pk,
    )
    write_notices(actor=_WORKER, letter="reading.emergency_told", copies=[copy])
    record(
        actor=_WORKER,
        action="emergency.told",
        subject=("application", row.application_id),
        after={"emergency": str(row.pk)},
    )
    return 1


def _role(row: Emergency) -> Both:
    """As whom it was read: the office is told by its role, never by a name."""
    held = set(row.reader.grants.values_list("role", flat=True))
    role = next((one for one in READERS if one in held), Role.AUDIT_ADMIN)
    words = []
    for language in (CHINESE, ENGLISH):
        with translation.override(language):
            words.append(str(Role(role).label))
    return Both(*words)
