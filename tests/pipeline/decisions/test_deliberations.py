"""Deliberations: recorded for good, only among equals, and not by who has a conflict of interest."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.city import make_actor, make_user
from tests.factories.pages import text_of, visit_as
from tests.pipeline.decisions.conftest import Ready
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.kernel.ids import new_id
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.conflicts.services import declare_conflict
from yunhui.pipeline.decisions.models import Deliberation
from yunhui.pipeline.decisions.selectors.deliberations import decided_in, places_of
from yunhui.pipeline.decisions.services import Present, record_deliberation
from yunhui.pipeline.experts.models import Expert

LIST = "/w/calls/roadshow/deliberations/"


def sat(leader: User, director: User) -> list[Present]:
    return [Present(f"u-{leader.pk}"), Present(f"u-{director.pk}")]


def kept(ready: Ready, leader: User, director: User, *names: str, **more: Any) -> Deliberation:
    call, rows = ready
    given = {"conclusion": "kept", "reasons": "looked at", "participants": sat(leader, director), **more}
    return record_deliberation(
        actor=actor_of(leader), call=call, applications=[rows[name].pk for name in names], **given
    )


def test_a_record_says_who_sat_on_what_and_why(five: Ready, leader: User, director: User) -> None:
    row = kept(five, leader, director, "second", "third", minutes="Both were read again.")
    assert (row.number, row.conclusion, row.reasons, row.minutes) == (1, "kept", "looked at", "Both were read again.")
    assert [
        (one.application.title, one.rank, str(one.score)) for one in row.projects.order_by("application__number")
    ] == [
        ("second", 3, "85.00"),
        ("third", 4, "80.00"),
    ]
    assert {one.user_id for one in row.participants.all()} == {leader.pk, director.pk}
    entry = AuditEntry.objects.get(action="deliberation.recorded")
    assert entry.after["number"] == 1 and "read again" not in str(entry.after)


def test_the_database_refuses_to_change_or_delete_it(five: Ready, leader: User, director: User) -> None:
    row = kept(five, leader, director, "second")
    for change in (
        lambda: Deliberation.objects.filter(pk=row.pk).update(reasons="other"),
        lambda: row.participants.all().delete(),
        lambda: row.projects.update(rank=1),
        lambda: Deliberation.objects.filter(pk=row.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()


def test_scores_keep_their_order(five: Ready, leader: User, director: User) -> None:
    _call, rows = five
    places = {rows["third"].pk: 1, rows["second"].pk: 2}
    with pytest.raises(DomainError, match="not_equal") as refusal:
        kept(five, leader, director, "second", "third", conclusion="ordered", places=places)
    assert "85.00" in str(refusal.value.message) and "80.00" in str(refusal.value.message)
    assert not Deliberation.objects.exists()


def test_who_has_a_conflict_leaves_or_is_refused(five: Ready, leader: User, director: User) -> None:
    _call, rows = five
    expert = Expert.objects.order_by("pk").first()
    assert expert is not None
    declare_conflict(
        actor=make_actor("office", Role.OFFICE), expert=expert, application=rows["second"], source="manual", note="kin"
    )
    here = [*sat(leader, director), Present(f"e-{expert.pk}")]
    with pytest.raises(InvalidError) as refusal:
        kept(five, leader, director, "second", "third", participants=here)
    assert [(one.field, one.code) for one in refusal.value.problems] == [(f"left-e-{expert.pk}", "must_leave")]
    here[-1] = Present(f"e-{expert.pk}", frozenset({rows["second"].pk}))
    row = kept(five, leader, director, "second", "third", participants=here)
    assert row.participants.get(expert=expert).left == [rows["second"].pk]


def test_what_a_record_needs(five: Ready, leader: User, director: User, office: User) -> None:
    call, rows = five
    with pytest.raises(InvalidError) as refusal:
        kept(five, leader, director, participants=[Present(f"u-{leader.pk}")], reasons=" ", conclusion="")
    assert {one.field for one in refusal.value.problems} == {"applications", "participants", "conclusion", "reasons"}
    with pytest.raises(InvalidError, match="invalid"):
        kept(five, leader, director, "second", participants=[Present("u-nobody"), Present(f"u-{leader.pk}")])
    with pytest.raises(NotFoundError):
        record_deliberation(
            actor=actor_of(leader), call=call, applications=[new_id()], participants=sat(leader, director),
            conclusion="kept", reasons="x",
        )  # fmt: skip
    with pytest.raises(RefusedError):
        record_deliberation(
            actor=actor_of(director), call=call, applications=[rows["best"].pk],
            participants=sat(leader, director), conclusion="kept", reasons="x",
        )  # fmt: skip


def test_a_newer_record_corrects_and_the_old_one_stays(tied: Ready, leader: User, director: User) -> None:
    call, rows = tied
    first = kept(tied, leader, director, "a", "b", conclusion="ordered", places={rows["a"].pk: 1, rows["b"].pk: 2})
    assert places_of(decided_in(call)) == {rows["a"].pk: 1, rows["b"].pk: 2}
    kept(
        tied, leader, director, "a", "b", conclusion="ordered", places={rows["b"].pk: 1, rows["a"].pk: 2},
        corrects=first.pk,
    )  # fmt: skip
    assert places_of(decided_in(call)) == {rows["b"].pk: 1, rows["a"].pk: 2}
    with pytest.raises(DomainError, match="corrected"):
        kept(tied, leader, director, "a", corrects=first.pk)
    page = text_of(visit_as(leader).get(LIST))
    assert "corrected by record 2" in page and "corrects record 1" in page


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.permutations(list("abcd")), min_size=1, max_size=4))
def test_later_decisions_stand_behind_earlier_ones(orders: list[list[str]]) -> None:
    """Whatever is decided in a row, the places are distinct, and the last order holds among those that it names."""
    ids = {name: new_id() for name in "abcd"}
    decided = [{"places": {str(ids[name]): place for place, name in enumerate(order, 1)}} for order in orders]
    places = places_of(decided)
    assert len(set(places.values())) == len(places)
    assert sorted(places, key=lambda key: places[key]) == [ids[name] for name in orders[-1]]


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(five: Ready, leader: User, director: User) -> None:
    _call, rows = five
    key = str(rows["second"].pk)
    client = visit_as(leader)
    page = text_of(client.get(f"{LIST}new?application={key}"))
    assert "Projects on the table" in page and "85.00" in page and f'value="{key}" checked' in page
    wrong = client.post(
        f"{LIST}new", {"offered": key, "application": key, "seat": f"u-{leader.pk}", "minutes": "kept text"}
    )
    again = text_of(wrong)
    assert wrong.status_code == 422 and "kept text" in again
    assert "A deliberation needs at least two people." in again
    assert "Say why; it is kept with the record." in again and "Choose what came of it." in again
    bad = client.post(f"{LIST}new", {"offered": key, "application": key, "held_at": "yesterday"})
    assert bad.status_code == 422 and "Give day and time" in text_of(bad)


def test_who_may_see_and_record(five: Ready, leader: User, director: User) -> None:
    row = kept(five, leader, director, "second")
    for role in (Role.EXPERT, Role.BOARD):
        other = make_user(f"a-{role}", role)
        assert visit_as(other).get(LIST).status_code == 403
        assert visit_as(other).get(f"{LIST}{row.number}/").status_code == 403
    assert visit_as(director).get(f"{LIST}new").status_code == 403
    assert "looked at" in text_of(visit_as(director).get(f"{LIST}{row.number}/"))
    assert Application.objects.filter(deliberations__deliberation=row).count() == 1
