"""Sheets that were set aside stand on the page of their project and move nothing: neither rank nor mean nor spread."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.city import SYSTEM, make_call, make_expert
from tests.factories.deciding import Project, make_reviewed_call
from tests.factories.many import many_applications
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.kernel import clock
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.conflicts.services import declare_conflict, resolve_conflict
from yunhui.pipeline.decisions.models import Ranked
from yunhui.pipeline.decisions.selectors.scores import scores_of
from yunhui.pipeline.decisions.services import propose_batch
from yunhui.pipeline.decisions.services.ranking import keep_ranking
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.pipeline.review.selectors import LockedScore, locked_scores
from yunhui.pipeline.review.services import close_round, replace_sheet, settle_sheets

RANKING = "/w/calls/roadshow/ranking/"
SCORES = "/w/calls/roadshow/scores/"


def confirm(task: Assignment) -> None:
    """The office confirms a conflict of a task's expert; the fact is still on its way."""
    found = declare_conflict(
        actor=SYSTEM, expert=task.expert, application=task.application, source="family", note="a cousin"
    )
    resolve_conflict(actor=SYSTEM, conflict_id=found.pk, state="confirmed", reason="")


@pytest.fixture
def torn(city: Jurisdiction) -> tuple[Call, Application, Assignment]:
    """Two projects of one group; the cousin of the second gave it 95, the others 60."""
    call, rows = make_reviewed_call(city, [Project("fair", (70, 70, 70)), Project("torn", (95, 60, 60))])
    return call, rows["torn"], Assignment.objects.get(application=rows["torn"], total=95)


def test_a_proposal_never_counts_it(torn: tuple[Call, Application, Assignment], leader: User) -> None:
    call, project, task = torn
    before = propose_batch(actor=actor_of(leader), call=call).items.get(application=project)
    confirm(task)
    after = propose_batch(actor=actor_of(leader), call=call).items.get(application=project)
    assert (before.rank, before.score) == (1, Decimal("71.67"))
    assert (after.rank, after.score) == (None, None), "two sheets are too few for the announced rule"
    assert {reason["code"] for reason in after.reasons} >= {"no_score"}
    task.refresh_from_db()
    assert task.state == AssignmentState.SET_ASIDE


def test_the_leader_is_asked_to_have_another_expert_read(
    torn: tuple[Call, Application, Assignment], leader: User
) -> None:
    _call, project, task = torn
    confirm(task)
    settle_sheets(actor=SYSTEM, application_ids=[project.pk])
    client = visit_as(leader)
    ranking = text_of(client.get(RANKING, {"group": "energy"}))
    assert "One project has lost a score sheet to a confirmed conflict of interest." in ranking
    assert f'href="{SCORES}?show=aside"' in ranking and "one sheet set aside" in ranking
    assert ">torn</a>" in text_of(client.get(SCORES, {"show": "aside"}))
    page = text_of(client.get(f"{SCORES}{project.pk}/"))
    assert "One sheet is set aside" in page and "Ask one more expert in its place" in page
    assert "<s>95.00</s>" in page and "does not count" in page and page.count("highest") == 0
    assert "The highest and the lowest sheet are" not in page, "the spread counts what stands"
    assert 'action="/w/calls/roadshow/scores/' in page and "Ask one more expert" in page


def _as_if_never_given(call: Call, sheets: list[LockedScore]) -> dict[Any, Decimal | None]:
    config = ReviewConfig.of(call.stages.get(kind="review").config)
    applications = list(Application.objects.filter(call=call))
    return {pk: score.value for pk, score in scores_of(call, config, applications, sheets).items()}


@pytest.fixture
def many(city: Jurisdiction) -> Call:
    """Eight projects of one group, each with six sheets."""
    for number in range(6):
        make_expert(number)
    call = make_call(city, seats=4)
    call.groups.exclude(key="energy").delete()
    many_applications(call, 8, far="decision", reviews=6)
    return call


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(marks=st.lists(st.booleans(), min_size=48, max_size=48))
@pytest.mark.parametrize("rank_by", ["mean", "trimmed_mean", "rank_sum"])
def test_they_never_move_a_rank(many: Call, marks: list[bool], rank_by: str) -> None:
    """Whatever is set aside: the order is that of a review in which it was never given."""
    every = locked_scores(many.pk)
    tasks = list(Assignment.objects.order_by("application_id", "expert_id"))
    aside = {(task.application_id, task.expert_id) for task, mark in zip(tasks, marks, strict=True) if mark}
    with transaction.atomic():
        Call.objects.filter(pk=many.pk).update(rank_by=rank_by)
        many.refresh_from_db()
        ids = [task.pk for task in tasks if (task.application_id, task.expert_id) in aside]
        Assignment.objects.filter(pk__in=ids).update(state=AssignmentState.SET_ASIDE, set_aside_at=clock.now())
        keep_ranking(many.groups.get().pk)
        found = {row.application_id: row.score for row in Ranked.objects.all()}
        left = [one for one in every if (one.application_id, one.expert_id) not in aside]
        assert found == _as_if_never_given(many, left)
        transaction.set_rollback(True)


def test_after_the_round_the_office_opens_its_place_on_the_page(
    torn: tuple[Call, Application, Assignment], leader: User, office: User
) -> None:
    call, project, task = torn
    close_round(actor=SYSTEM, stage=call.stages.get(kind="review"))
    confirm(task)
    settle_sheets(actor=SYSTEM, application_ids=[project.pk])
    make_expert(4)
    address = f"{SCORES}{project.pk}/"
    page = text_of(visit_as(leader).get(address))
    assert "Open the place and ask" not in page and "The round is closed" in page
    client = visit_as(office)
    page = text_of(client.get(address))
    assert "The round stays closed; this one place is opened again." in page and f'value="{task.pk}"' in page
    bad = client.post(f"{address}replace", {"task": str(task.pk), "reason": " "})
    assert bad.status_code == 422 and "Say why in a few words" in text_of(bad)
    assert client.post(f"{address}replace", {"task": "x", "reason": "x"}).status_code == 404
    done = client.post(f"{address}replace", {"task": str(task.pk), "reason": "a cousin"})
    assert done.status_code == 302 and done["Location"] == f"{address}?done=asked"
    page = text_of(client.get(done["Location"]))
    assert "One more expert is asked." in page and "A sheet of this project is still open." in page
    twice = client.post(f"{address}replace", {"task": str(task.pk), "reason": "a cousin"})
    assert twice.status_code == 409 and "Somebody else judges the project in this place already." in text_of(twice)
    asked = Assignment.objects.get(in_place_of=task)
    assert f'value="{asked.pk}"' in page and "Take the task back" in page
    back = client.post(f"{address}take-back", {"task": str(asked.pk), "reason": "ill"})
    assert "The task is taken back." in text_of(client.get(back["Location"]))
    assert "Open the place and ask" in text_of(client.get(address))
    make_expert(5)
    client.post(f"{address}replace", {"task": str(task.pk), "reason": "a cousin"})
    ranking = text_of(visit_as(leader).get(RANKING, {"group": "energy"}))
    assert "The order waits for one sheet in the place of one set aside." in ranking and "disabled" in ranking


def test_a_proposal_says_that_it_waits_for_a_sheet(torn: tuple[Call, Application, Assignment], leader: User) -> None:
    call, _project, task = torn
    close_round(actor=SYSTEM, stage=call.stages.get(kind="review"))
    confirm(task)
    propose_batch(actor=actor_of(leader), call=call)
    client = visit_as(leader)
    assert "score sheet is awaited" not in text_of(client.get(RANKING, {"group": "energy"}))
    make_expert(4)
    replace_sheet(actor=SYSTEM, assignment_id=task.pk, reason="a cousin")
    page = text_of(client.get(RANKING, {"group": "energy"}))
    assert "One score sheet is awaited." in page and "neither signed nor released" in page
