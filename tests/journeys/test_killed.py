"""kill -9 at any statement of a command: never half, never twice."""

import pytest

from tests.factories.city import answers, make_actor, make_board, make_call, make_city
from tests.journeys.killing import run_and_kill
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.outbox.models import Fact
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application, ApplicationVersion, StagePass
from yunhui.pipeline.applications.services import start_application, submit_application

pytestmark = pytest.mark.django_db(transaction=True)


def _trace(application: Application) -> tuple[str, int, int, int, int, int]:
    application.refresh_from_db()
    about = AuditEntry.objects.filter(action="application.submitted", subject_id=str(application.pk))
    facts = Fact.objects.filter(name="ApplicationSubmitted", payload__application_id=str(application.pk))
    return (
        application.state,
        application.number or 0,
        ApplicationVersion.objects.filter(application=application).count(),
        StagePass.objects.filter(application=application).count(),
        about.count(),
        facts.count(),
    )


def test_submit_is_whole_or_not_at_all_and_never_twice() -> None:
    city = make_city()
    make_board(city, 1, "energy")
    call = make_call(city)
    applicant = make_actor("applicant")
    application = start_application(actor=applicant, call=call)

    def submit() -> None:
        submit_application(actor=applicant, application_id=application.pk, answers=answers(1))

    nothing = (ApplicationState.DRAFT, 0, 0, 0, 0, 0)
    everything = (ApplicationState.IN_PROGRESS, 1, 1, 6, 1, 1)
    at, seen = 1, []
    while not run_and_kill(submit, at):
        seen.append(_trace(application))
        assert seen[-1] in (nothing, everything), f"half a submission after a kill at point {at}"
        at += 1
    assert nothing in seen and everything in seen, "the kills must fall on both sides of the commit"
    assert at > 15
    submit()
    assert _trace(application) == everything
