"""Emergency readings: the one that runs, and all of them for who watches."""

from uuid import UUID

from django.db.models import QuerySet

from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.reading.models import Emergency
from yunhui.pipeline.reading.rules.emergency import READERS, WATCHERS


def running_emergency(actor: Actor, application_id: UUID) -> Emergency | None:
    """The actor's own emergency reading of an application that runs now; it ends by its time without anybody's help.

    No query for an actor who could have none.
    """
    if actor.user_id is None or not actor.has(*READERS):
        return None
    rows = Emergency.objects.filter(reader_id=actor.user_id, application_id=application_id, ended_at__isnull=True)
    now = clock.now()
    related = ("application__call", "application__group", "application__owner", "application__form_version")
    return rows.filter(opened_at__lte=now, ends_at__gt=now).select_related(*related).order_by("-opened_at").first()


def emergencies_visible_to(actor: Actor) -> QuerySet[Emergency]:
    """Every emergency reading for the security administrator and the auditor, their own for directors; the newest
    first."""
    rows = Emergency.objects.select_related("application__call", "reader").order_by("-opened_at")
    rows = rows.defer("application__answers")
    if actor.is_system or actor.has(*WATCHERS):
        return rows
    return rows.filter(reader_id=actor.user_id) if actor.user_id else rows.none()
