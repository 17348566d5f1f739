"""Keeping what an applicant answered to “Can I apply?” with the application that they started from there."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from yunhui.foundation.audit.services import record
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import require
from yunhui.kernel.i18n import LANGUAGES, pick
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.rules import can_edit
from yunhui.pipeline.applications.services.saving import locked
from yunhui.pipeline.calls.rules import told_in_words
from yunhui.pipeline.calls.selectors import eligibility_of


@transaction.atomic
def keep_told(*, actor: Actor, application_id: UUID, answers: Mapping[str, str]) -> Application:
    """Keep the answers with a draft, in the words of today's questions; the last ones count. The form check reads them.

    Args:
        answers: question key -> answer as it was given; without one nothing changes.

    Raises:
        NotFoundError: not the actor's.
        RefusedError: no longer editable, or only to be read.
    """
    application = locked(actor, application_id)
    require(can_edit(actor, application))
    countries = {one: {code: pick(row, "name", one) for code, row in codes_of(Scheme.COUNTRY).items()}
                 for one in LANGUAGES}  # fmt: skip
    words = told_in_words(eligibility_of(application.call), answers, countries)
    if not words or application.state != ApplicationState.DRAFT or application.told.get("answers") == words:
        return application
    application.told = {"at": clock.now().isoformat(), "answers": words}
    application.save(update_fields=["told"])
    record(actor=actor, action="application.told", subject=("application", application.pk))
    return application
