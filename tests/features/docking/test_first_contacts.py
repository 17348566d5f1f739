"""首谈登记: one stands, others learn that it does and no more, the office decides objections with its reasons."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.city import make_actor, make_user
from tests.factories.docking import Fair, make_fair
from tests.factories.pages import text_of, visit_as
from yunhui.features.docking.enums import FirstContactState, ObjectionState
from yunhui.features.docking.models import FirstContact, Objection
from yunhui.features.docking.rules import config_problems, months_after
from yunhui.features.docking.services import decide_objection, raise_objection, register_first_contact
from yunhui.foundation.accounts.enums import Role
from yunhui.kernel import clock
from yunhui.kernel.errors import InvalidError, NotFoundError, RefusedError
from yunhui.parties.models import Jurisdiction


def evidence(**changed: str) -> dict[str, str]:
    day = (clock.now() - timedelta(days=30)).astimezone(clock.BEIJING).date().isoformat()
    return {"talked_on": day, "way": "visit", "evidence": "Met at the fair in Shenzhen", **changed}


def register(fair: Fair, index: int = 0, **changed: str) -> FirstContact:
    return register_first_contact(actor=fair.officer(index), offer_id=fair.offer(index).pk, **evidence(**changed))


def test_the_first_stands_for_the_months_of_the_call(fair: Fair) -> None:
    found = register(fair)
    today = clock.now().astimezone(clock.BEIJING).date()
    assert (found.state, found.protected_until) == (FirstContactState.STANDING, months_after(today, 6))
    with pytest.raises(RefusedError) as caught:
        register(fair)
    assert caught.value.code == "registered"


def test_a_call_names_its_own_months(city: Jurisdiction) -> None:
    fair = make_fair(city)
    fair.call.stages.filter(kind="docking").update(config={"protection_months": 3, "task_days": 4})
    today = clock.now().astimezone(clock.BEIJING).date()
    assert register(fair).protected_until == months_after(today, 3)


@pytest.mark.parametrize("config", [{"months": 3}, {"protection_months": 0}, {"task_days": True}, {"task_days": "10"}])
def test_a_bad_configuration_is_refused_before_publication(config: dict[str, Any]) -> None:
    assert config_problems(config)
    assert not config_problems({"protection_months": 6, "task_days": 10})


def test_another_host_area_learns_until_when_and_no_more(fair: Fair) -> None:
    found = register(fair)
    with pytest.raises(RefusedError) as caught:
        register(fair, 1)
    assert caught.value.code == "protected"
    page = text_of(visit_as(fair.officers[1]).get(f"/w/offers/{fair.offer(1).pk}/"))
    assert "Another host area is protected until" in page
    for secret in ("Met at the fair", "District 1", "officer1"):
        assert secret not in page
    assert str(found.protected_until.day) in page


def test_an_objection_is_decided_with_reasons_and_passes_the_protection_on(fair: Fair) -> None:
    first = register(fair)
    objection = raise_objection(
        actor=fair.officer(1), offer_id=fair.offer(1).pk, **evidence(evidence="They visited us last autumn")
    )
    office = make_actor("office", Role.OFFICE)
    with pytest.raises(InvalidError):
        decide_objection(actor=office, objection_id=objection.pk, uphold=True, reason=" ")
    decide_objection(actor=office, objection_id=objection.pk, uphold=True, reason="The visit was earlier")
    first.refresh_from_db()
    assert first.state == FirstContactState.OVERTURNED
    standing = FirstContact.objects.get(state=FirstContactState.STANDING)
    assert (standing.board, standing.evidence) == (fair.boards[1], "They visited us last autumn")
    with pytest.raises(RefusedError) as caught:
        decide_objection(actor=office, objection_id=objection.pk, uphold=False, reason="No")
    assert caught.value.code == "decided"


def test_a_dismissed_objection_leaves_it_standing_and_is_not_raised_again(fair: Fair) -> None:
    register(fair)
    objection = raise_objection(actor=fair.officer(1), offer_id=fair.offer(1).pk, **evidence())
    decide_objection(actor=make_actor("office", Role.OFFICE), objection_id=objection.pk, uphold=False, reason="Later")
    assert Objection.objects.get().state == ObjectionState.DISMISSED
    with pytest.raises(RefusedError) as caught:
        raise_objection(actor=fair.officer(1), offer_id=fair.offer(1).pk, **evidence())
    assert caught.value.code == "objected"
    page = text_of(visit_as(fair.officers[1]).get(f"/w/offers/{fair.offer(1).pk}/"))
    assert "Later" in page


def test_only_the_office_decides(fair: Fair) -> None:
    register(fair)
    objection = raise_objection(actor=fair.officer(1), offer_id=fair.offer(1).pk, **evidence())
    for actor in (fair.officer(0), fair.officer(1), make_actor("chair", Role.CHAIR)):
        with pytest.raises(NotFoundError):
            decide_objection(actor=actor, objection_id=objection.pk, uphold=True, reason="x")


def test_protection_that_is_over_gives_way(fair: Fair) -> None:
    found = register(fair)
    later = clock.end_of_day(found.protected_until)
    with clock.travel(later):
        again = register(fair, 1)
    found.refresh_from_db()
    assert (found.state, again.state) == (FirstContactState.EXPIRED, FirstContactState.STANDING)


@pytest.mark.parametrize("talked_on", ["", "2099-01-01", "2019-01-01", "yesterday"])
def test_a_first_talk_lies_in_the_past_two_years(fair: Fair, talked_on: str) -> None:
    with pytest.raises(InvalidError) as caught:
        register(fair, talked_on=talked_on)
    assert [one.field for one in caught.value.problems] == ["talked_on"]


def test_what_was_typed_stays_on_the_page(fair: Fair) -> None:
    page = visit_as(fair.officers[0]).post(
        f"/w/offers/{fair.offer(0).pk}/first-contact", {"talked_on": "", "way": "visit", "evidence": "Met in Delft"}
    )
    assert page.status_code == 422
    text = text_of(page)
    assert "Met in Delft" in text
    assert "Say when you talked first." in text


def test_evidence_is_for_its_own_side_and_the_office(fair: Fair) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.features.docking.pictures import picture

    client = visit_as(fair.officers[0])
    file = SimpleUploadedFile("minutes.png", picture(), "image/png")
    sent = client.post(f"/w/offers/{fair.offer(0).pk}/first-contact", {**evidence(), "files": file})
    assert sent.status_code == 302, text_of(sent)
    page = text_of(client.get(f"/w/offers/{fair.offer(0).pk}/"))
    assert "minutes.png" in page
    path = page.partition('href="/w/evidence/')[2].partition('"')[0]
    shown = client.get(f"/w/evidence/{path}")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    assert visit_as(make_user("office", Role.OFFICE)).get(f"/w/evidence/{path}").status_code == 200
    assert visit_as(fair.officers[1]).get(f"/w/evidence/{path}").status_code == 404


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), months=st.integers(1, 36))
def test_months_keep_the_day_or_the_last_one(day: date, months: int) -> None:
    after = months_after(day, months)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
    assert after.day == day.day or (after.day < day.day and (after + timedelta(days=1)).day == 1)
