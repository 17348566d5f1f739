"""A call that could not run is refused before anybody applies to it."""

import pytest

from tests.factories.city import SYSTEM, make_call
from yunhui.kernel.errors import InvalidError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.calls.services import problems_of, publish_call


def test_a_form_that_offers_a_group_without_a_place_is_not_published(city: Jurisdiction) -> None:
    call = make_call(city, published=False)
    assert problems_of(call) == []
    call.groups.get(key="health").delete()
    with pytest.raises(InvalidError) as refusal:
        publish_call(actor=SYSTEM, call=call)
    assert [(problem.field, problem.code) for problem in refusal.value.problems] == [("groups", "asked")]
