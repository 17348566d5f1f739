"""Opening an application: reading what is confidential leaves a row."""

from uuid import UUID

from django.db import transaction

from yunhui.foundation.audit.services import record
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.selectors import application_for
from yunhui.pipeline.calls.rules import can_see_inside


@transaction.atomic
def open_application(*, actor: Actor, application_id: UUID) -> Application:
    """One application for its call's staff; each opening leaves a row in the log.

    Raises:
        NotFoundError: there is none, or the actor does not see inside its call.
    """
    application = application_for(actor, application_id)
    if application.number is None or not can_see_inside(actor, application.call):
        raise NotFoundError("application")
    record(actor=actor, action="application.opened", subject=("application", application.pk))
    return application
