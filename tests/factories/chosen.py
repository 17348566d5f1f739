"""A call whose batch is released: two selected, three reserves, and the two people who signed."""

from typing import Any

from tests.factories.city import make_user
from tests.factories.deciding import make_reviewed_call, project
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of, code_letter
from yunhui.foundation.outbox.models import Fact
from yunhui.foundation.outbox.services import deliver
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.models import Batch
from yunhui.pipeline.decisions.services import propose_batch, release_batch, sign_batch
from yunhui.pipeline.objections.models import Objection

SCORES = {"alpha": 95, "beta": 90, "gamma": 85, "delta": 80, "epsilon": 75, "poor": 50}


def make_released_call(city: Jurisdiction, **fields: Any) -> tuple[Call, dict[str, Application], Batch]:
    """Alpha and Beta are selected, Gamma, Delta and Epsilon wait in this order, Poor is below the gate; Alpha belongs
    to the account `ada`, the others were entered by the office."""
    rows = [project(name, score) for name, score in SCORES.items()]
    call, made = make_reviewed_call(city, rows, seats=2, reserves=3, **fields)
    made["alpha"].owner = make_user("ada")
    made["alpha"].save(update_fields=["owner"])
    return call, made, release(call)


def release(call: Call) -> Batch:
    """Propose, sign by two, release."""
    chair, approver = make_user("chair", Role.CHAIR), make_user("approver", Role.APPROVER)
    batch = propose_batch(actor=actor_of(chair), call=call)
    for person in (chair, approver):
        sign_batch(actor=actor_of(person), batch_id=batch.pk)
    return release_batch(actor=actor_of(approver), batch_id=batch.pk)


def code_of(objection: Objection) -> str:
    """The code that an objection waits for, as the letter to its writer carries it."""
    said = code_letter(objection.code_id or "")
    assert said is not None and said.email == objection.email
    return said.code


def hear(*names: str) -> None:
    """Bring the facts of these names to their subscribers; those that had them are left out."""
    for fact in Fact.objects.filter(name__in=names).order_by("at", "pk"):
        deliver(fact.pk)
