"""Where applications stand, in one row each: always what their passes say."""

from django.db.models import QuerySet

from tests.factories.city import SYSTEM, make_application, make_board, make_call
from tests.factories.standing import false_standings
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.enums import PassState
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.applications.selectors import at_work_in, passed, stands_at
from yunhui.pipeline.applications.services import (
    Missing,
    answer_completion,
    ask_to_complete,
    extend_completion,
    keep_standing,
    withdraw_application,
)


def found(rows: QuerySet[Application]) -> set[int]:
    return {row.number or 0 for row in rows}


def test_a_standing_follows_every_move(city: Jurisdiction) -> None:
    make_board(city, 1)
    call = make_call(city)
    checked = make_application(call, 1, screened=False)
    going, gone = make_application(call, 2), make_application(call, 3)
    withdraw_application(actor=SYSTEM, application_id=gone.pk)
    check = checked.passes.get(stage__kind="screening")
    completion = ask_to_complete(
        actor=SYSTEM, pass_id=check.pk, missing=[Missing(question="summary", text_zh="请补充", text_en="Please add")]
    )
    assert false_standings() == []
    assert found(Application.objects.filter(stands_at("screening", PassState.RETURNED))) == {1}
    extend_completion(actor=SYSTEM, completion_id=completion.pk, days=2, reason="Holidays")
    assert false_standings() == []
    answer_completion(actor=SYSTEM, application_id=checked.pk, answers={"summary": "All of it"})
    assert false_standings() == []
    assert found(Application.objects.filter(passed("screening"))) == {2, 3}
    assert found(Application.objects.filter(at_work_in("screening"))) == {1}
    assert found(Application.objects.filter(at_work_in("docking", "review"))) == {2}
    going.refresh_from_db()
    assert going.standing.steps == ["screening:passed", "docking:open", "review:open"]


def test_a_standing_can_be_written_anew(city: Jurisdiction) -> None:
    row = make_application(make_call(city), 1, screened=False)
    StagePass.objects.filter(application=row, stage__kind="screening").update(due_at=None)
    assert false_standings() == [row.pk]
    keep_standing([row.pk])
    assert false_standings() == []
