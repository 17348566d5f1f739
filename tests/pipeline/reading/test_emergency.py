"""Emergency reading (紧急查阅): one application, for a while, with a reason that others read."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.city import make_actor, make_application, make_call, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.notices.models import Notice
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.enums import ApplicationState
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.reading.models import Emergency, Opening
from yunhui.pipeline.reading.rules import promise_of
from yunhui.pipeline.reading.selectors import openings_of, reading_for
from yunhui.pipeline.reading.services import end_emergency, open_in_emergency, tell_of_emergencies, undertake

REASON = "An objection says that the plan was copied."


@pytest.fixture
def owner(db: None) -> User:
    return make_user("owner")


@pytest.fixture
def application(city: Jurisdiction, owner: User) -> Application:
    return make_application(make_call(city), 1, owner=actor_of(owner))


@pytest.fixture
def auditor(db: None) -> User:
    return make_user("auditor", Role.AUDIT_ADMIN)


@pytest.fixture
def guard(db: None) -> User:
    return make_user("guard", Role.SECURITY_ADMIN)


def fresh(user: User) -> Actor:
    """Somebody who confirmed their second factor a moment ago."""
    return replace(actor_of(user), assurance=2, proved_at=clock.now())


def opened(user: User, application: Application, **changed: str) -> Emergency:
    given = {"code": application.call.code, "number": str(application), "reason": REASON, "minutes": "30", **changed}
    return open_in_emergency(actor=fresh(user), **given)


def test_it_opens_for_a_while_and_ends_by_itself(application: Application, auditor: User, guard: User) -> None:
    with pytest.raises(NotFoundError):
        reading_for(actor_of(auditor), application.pk)
    row = opened(auditor, application)
    assert reading_for(actor_of(auditor), application.pk).capacity == "emergency"
    assert opened(auditor, application).pk == row.pk, "asked again while it runs it is the same"
    with clock.travel(row.ends_at):
        with pytest.raises(NotFoundError):
            reading_for(actor_of(auditor), application.pk)
        assert opened(auditor, application).pk != row.pk
    letter = Notice.objects.filter(user=guard).earliest("written_at")
    assert letter.letter == "reading.emergency" and REASON in letter.body and "auditor" in letter.subject
    entry = AuditEntry.objects.filter(action="emergency.opened").earliest("seq")
    assert entry.after is not None and entry.after["reason"] == REASON


def test_a_person_ends_it_before(application: Application, auditor: User, guard: User) -> None:
    row = opened(auditor, application)
    other = make_actor("other", Role.APPROVER, scope=(ScopeKind.CALL, "01900000-0000-7000-8000-000000000000"))
    with pytest.raises(NotFoundError):
        end_emergency(actor=other, emergency_id=row.pk)
    second = make_actor("second", Role.AUDIT_ADMIN)
    with pytest.raises(RefusedError):
        end_emergency(actor=second, emergency_id=row.pk)
    end_emergency(actor=actor_of(guard), emergency_id=row.pk)
    end_emergency(actor=actor_of(auditor), emergency_id=row.pk)
    assert AuditEntry.objects.filter(action="emergency.ended").count() == 1
    with pytest.raises(NotFoundError):
        reading_for(actor_of(auditor), application.pk)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"number": "77"}, "number"),
        ({"number": "x"}, "number"),
        ({"code": "none"}, "number"),
        ({"reason": "why"}, "reason"),
        ({"reason": "x" * 401}, "reason"),
        ({"minutes": "100000"}, "minutes"),
    ],
)
def test_bad_input_says_what_to_do(
    application: Application, auditor: User, changed: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        opened(auditor, application, **changed)
    assert [one.field for one in refused.value.problems] == [field]
    given = {"call": application.call.code, "number": str(application), "reason": REASON, "minutes": "30"}
    given |= {"call" if name == "code" else name: value for name, value in changed.items()}
    page = visit_as(auditor).post("/w/emergency/open", given)
    assert page.status_code == 422 and given["reason"][:20] in text_of(page), "nothing typed is lost"


def test_who_may_not(application: Application, auditor: User) -> None:
    for role in (Role.OFFICE, Role.CHAIR, Role.EXPERT, Role.BOARD, Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN):
        scope = (ScopeKind.BOARD, "x") if role == Role.BOARD else (ScopeKind.CITY, "")
        with pytest.raises(RefusedError):
            opened(make_user(f"no-{role}", role, scope=scope), application)
    with pytest.raises(RefusedError) as stale:
        open_in_emergency(actor=actor_of(auditor), code=application.call.code, number="1", reason=REASON, minutes="30")
    assert stale.value.code == "second_factor"
    with pytest.raises(RefusedError):
        open_in_emergency(
            actor=replace(fresh(auditor), on_behalf_of=application.owner_id),
            code=application.call.code, number="1", reason=REASON, minutes="30",
        )  # fmt: skip
    with pytest.raises(DomainError) as needless:
        opened(make_user("director", Role.APPROVER), application)
    assert needless.value.code == "reads_already"


def test_the_applicant_finds_it_once_the_decision_is_known(
    application: Application, owner: User, auditor: User
) -> None:
    opened(auditor, application)
    client = visit_as(auditor)
    assert "undertake" in text_of(client.get(f"/r/{application.pk}/")), "like every reader from outside they undertake"
    promised = promise_of(application.call).version
    undertake(actor=actor_of(auditor), application_id=application.pk, text_version=promised)
    page = text_of(client.get(f"/r/{application.pk}/"))
    assert "解决电池低温问题" in page and "person1@firm1.example" in page
    assert Opening.objects.get().capacity == "emergency"
    assert openings_of(actor_of(owner), application) == []
    application.state = ApplicationState.DECLINED
    application.save()
    seen = openings_of(actor_of(owner), application)
    assert [one.capacity for one in seen] == ["emergency"]
    assert "auditor" not in seen[0].who, "the role, without the name"


def test_the_page_lists_them_for_who_watches(application: Application, auditor: User, guard: User) -> None:
    opened(auditor, application)
    for language in ("en", "zh-hans"):
        assert REASON in text_of(visit_as(guard, language).get("/w/emergency/"))
    director = make_user("far", Role.APPROVER, scope=(ScopeKind.CALL, "01900000-0000-7000-8000-000000000000"))
    assert REASON not in text_of(visit_as(director).get("/w/emergency/")), "a director sees their own"
    assert visit_as(make_user("office", Role.OFFICE)).get("/w/emergency/").status_code == 403
    client = visit_as(guard)
    client.get("/w/emergency/")
    with CaptureQueriesContext(connection) as one:
        client.get("/w/emergency/")
    with clock.travel(clock.now() + timedelta(hours=3)):
        opened(auditor, application)
    with clock.travel(clock.now() + timedelta(hours=6)):
        opened(auditor, application)
    with CaptureQueriesContext(connection) as three:
        client.get("/w/emergency/")
    assert len(one) == len(three) <= 8


def test_the_applicant_hears_of_it_once_the_decision_is_known(
    application: Application, owner: User, auditor: User, guard: User
) -> None:
    """Not before: an examination that the applicant hears of could be worked around; then once, with role and day,
    without the reason."""
    row = opened(auditor, application)
    assert tell_of_emergencies() == 0
    assert not Notice.objects.filter(user=owner, letter="reading.emergency_told").exists()
    Application.objects.filter(pk=application.pk).update(state=ApplicationState.SELECTED)
    assert tell_of_emergencies() == 0, "it still runs"
    end_emergency(actor=actor_of(auditor), emergency_id=row.pk)
    assert (tell_of_emergencies(), tell_of_emergencies()) == (1, 0)
    letter = Notice.objects.get(user=owner, letter="reading.emergency_told")
    assert REASON not in letter.body and "auditor@" not in letter.body
    assert letter.link == f"/my/applications/{application.pk}/openings/"
    row.refresh_from_db()
    assert row.told_at is not None
    assert AuditEntry.objects.filter(action="emergency.told", subject_id=str(application.pk)).count() == 1
