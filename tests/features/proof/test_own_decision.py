"""“Your decision”: what applicants have a right to know, and what they are not told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.city import make_actor, make_user
from tests.factories.deciding import make_reviewed_call, project
from tests.factories.pages import text_of, visit_as
from yunhui.features.proof.selectors import own_decision
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.selectors import own_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.services import propose_batch, release_batch, sign_batch

Ready = tuple[Call, dict[str, Application]]


@pytest.fixture
def owner(db: None) -> User:
    """Who applied with all of them."""
    return make_user("owner")


@pytest.fixture
def reviewed(city: Jurisdiction, owner: User) -> Ready:
    """Two places, one project too many, and one below the gate."""
    rows = [project("best", 90), project("weak", 55), project("unwanted", 80, wanted=False)]
    call, made = make_reviewed_call(city, rows, seats=1)
    Application.objects.filter(call=call).update(owner=owner)
    return call, made


def release(call: Call) -> None:
    """Two people, one batch."""
    chair, director = make_actor("chair", Role.CHAIR), make_actor("director", Role.APPROVER)
    batch = propose_batch(actor=chair, call=call)
    for person in (chair, director):
        sign_batch(actor=person, batch_id=batch.pk)
    release_batch(actor=director, batch_id=batch.pk)


def page_of(owner: User, application: Application, language: str = "en") -> str:
    answer = visit_as(owner, language).get(f"/my/applications/{application.pk}/decision")
    assert answer.status_code == 200
    return text_of(answer)


def test_before_the_decision_the_rule_stands_there(reviewed: Ready, owner: User) -> None:
    _call, made = reviewed
    assert "Nothing is decided yet." in page_of(owner, made["best"])
    assert "尚未作出决定" in page_of(owner, made["best"], "zh-hans")


def test_rule_gates_days_and_readers(reviewed: Ready, owner: User) -> None:
    call, made = reviewed
    release(call)
    best, weak, unwanted = (page_of(owner, made[name]) for name in ("best", "weak", "unwanted"))
    assert "Expert review passed" in best and "Host-area match passed" in best
    assert "Expert review not passed" in weak and "Needed: 60.00 points" in weak
    assert "Host-area match not passed" in unwanted and "Host areas interested: 0, needed: 1" in unwanted
    for page, mean in ((best, "90.00"), (weak, "55.00"), (unwanted, "80.00")):
        assert mean not in page, "the own mean stays with the panel"


def test_the_own_mean_where_the_call_tells_it(reviewed: Ready, owner: User) -> None:
    call, made = reviewed
    call.stages.filter(kind="decision").update(config={"own_mean": True})
    release(call)
    assert "Your mean: 55.00, needed: 60.00 points" in page_of(owner, made["weak"])


def test_days_alone_and_no_more_questions_for_more_readers(reviewed: Ready, owner: User) -> None:
    call, made = reviewed
    release(call)
    actor = actor_of(owner)
    decision = own_decision(actor, own_application(actor, made["best"].pk))
    assert all(type(day).__name__ == "date" for _words, day in decision.days)
    client, path = visit_as(owner), f"/my/applications/{made['best'].pk}/decision"
    client.get(path)
    with CaptureQueriesContext(connection) as questions:
        client.get(path)
    assert len(questions) <= 12


def test_it_is_ones_own_alone(reviewed: Ready) -> None:
    call, made = reviewed
    release(call)
    path = f"/my/applications/{made['best'].pk}/decision"
    for user in (make_user("other"), make_user("office", Role.OFFICE), make_user("auditor", Role.AUDIT_ADMIN)):
        assert visit_as(user).get(path).status_code == 404
