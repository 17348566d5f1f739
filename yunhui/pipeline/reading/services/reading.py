"""Undertaking to keep what is read confidential, and opening it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunhui.foundation.audit.services import record
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import open_application as open_as_staff
from yunhui.pipeline.reading.enums import What
from yunhui.pipeline.reading.errors import UndertakingNeeded
from yunhui.pipeline.reading.models import Opening, Undertaking
from yunhui.pipeline.reading.rules import promise_of
from yunhui.pipeline.reading.selectors import Reading, file_for, has_undertaken, reading_for
from yunhui.pipeline.reading.services.recording import record_opening


@transaction.atomic
def undertake(*, actor: Actor, application_id: UUID, text_version: str) -> Undertaking | None:
    """Undertake for the call of an application to keep its plans confidential; the same twice is once. The applicant's
    own side undertakes nothing: None.

    Raises:
        NotFoundError: nothing that the actor may read.
        DomainError: `old_text`: the text has changed since it was read.
    """
    reading = reading_for(actor, application_id)
    promise = promise_of(reading.application.call)
    if text_version != promise.version:
        raise DomainError("old_text", _("The text has changed since you read it. Read it again, then decide."))
    if reading.is_own:
        return None
    assert actor.user_id is not None, "reading_for takes people alone"
    row, made = Undertaking.objects.get_or_create(
        call=reading.application.call,
        user_id=actor.user_id,
        text_version=promise.version,
        defaults={
            "name": actor.name[:120],
            "capacity": reading.capacity,
            "board": reading.board,
            "language": actor.language,
        },
    )
    if made:
        record(
            actor=actor,
            action="undertaking.given",
            subject=("call", reading.application.call_id),
            after={"undertaking": str(row.pk), "capacity": reading.capacity, "text": promise.version},
        )
    return row


@transaction.atomic
def open_reading(
    *, actor: Actor, application_id: UUID, attachment_id: UUID | None = None, what: str = What.ANSWERS
) -> tuple[Reading, Opening | None]:
    """Open an application, or one of its files, for its reader, and note it.

    Raises:
        NotFoundError: nothing that the actor may read.
        UndertakingNeeded: they have not undertaken yet.
    """
    reading = reading_for(actor, application_id)
    if reading.is_own:
        return reading, None
    if not has_undertaken(actor, reading.application.call):
        raise UndertakingNeeded(application_id)
    found = file_for(reading, attachment_id) if attachment_id else None
    opening = record_opening(
        actor=actor,
        application=reading.application,
        what=What.FILE if found else what,
        capacity=reading.capacity,
        board=reading.board,
        attachment=(found.attachment.pk, found.attachment.name) if found else None,
    )
    return reading, opening


@transaction.atomic
def open_application(*, actor: Actor, application_id: UUID) -> Application:
    """One application on the office's page: the log and the applicant learn of it.

    Raises:
        NotFoundError: there is none, or the actor does not see inside its call.
    """
    application = open_as_staff(actor=actor, application_id=application_id)
    reading = reading_for(actor, application_id) if actor.user_id else None
    if reading and not reading.is_own:
        record_opening(actor=actor, application=application, what=What.ANSWERS, capacity=reading.capacity)
    return application
