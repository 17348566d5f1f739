"""A call with applications, a library of six at six universities, and who works on them."""

from dataclasses import dataclass

import pytest

from tests.factories.city import make_actor, make_application, make_call, make_expert
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.experts.models import Expert


@dataclass
class World:
    call: Call
    experts: list[Expert]
    office: Actor
    director: Actor


@pytest.fixture
def world(city: Jurisdiction) -> World:
    call = make_call(city)
    make_application(call, 1)
    experts = [make_expert(n, "energy" if n % 2 else "ict") for n in range(1, 7)]
    return World(call, experts, make_actor("office", Role.OFFICE), make_actor("director", Role.APPROVER))
