"""How far the review is, who is reminded, how experts use the scale, and the ranking as a spreadsheet."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.factories.city import SYSTEM, make_application, make_call, make_expert, make_user
from tests.factories.deciding import Project, make_reviewed_call, project
from tests.factories.pages import text_of, visit_as
from yunhui.decide import scoring
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.notices.models import Notice
from yunhui.kernel import clock
from yunhui.kernel.i18n import CHINESE
from yunhui.kernel.ids import new_id
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.decisions.models import Ranking
from yunhui.pipeline.decisions.selectors.progress import groups_for_staff, progress_by, with_minutes
from yunhui.pipeline.decisions.selectors.scores import references_in
from yunhui.pipeline.decisions.services import propose_batch
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.reading.enums import Capacity, What
from yunhui.pipeline.reading.models import Opening
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.selectors import LockedScore
from yunhui.pipeline.review.services import assign_experts
from yunhui.recipes.walk import lock_sheets, spread_points

PROGRESS = "/w/calls/roadshow/progress/"
SCORES = "/w/calls/roadshow/scores/"


@pytest.fixture
def begun(city: Jurisdiction) -> Call:
    """Two projects, three experts each: the first expert has scored both, the others nothing; all is an hour late."""
    for number in (1, 2, 3):
        make_expert(number)
    call = make_call(city)
    make_application(call, 1, group="energy")
    make_application(call, 2, group="ict")
    assign_experts(actor=SYSTEM, call=call)
    lock_sheets(
        call=call,
        score=lambda task, config: spread_points(80, config.criteria),
        skip=lambda task: task.expert.person.name != "专家1",
    )
    StagePass.objects.filter(stage__call=call, stage__kind="review").update(due_at=clock.now() - timedelta(hours=1))
    return call


def test_by_group_and_by_expert_who_is_behind_first(begun: Call, leader: User) -> None:
    found = progress_by(groups_for_staff(actor_of(leader), "roadshow"))
    assert (found.all.done, found.all.open, found.all.late, found.all.total) == (2, 4, 4, 6)
    assert [(one.name, one.tally.done, one.tally.late) for one in found.experts] == [
        ("专家2", 0, 2),
        ("专家3", 0, 2),
        ("专家1", 2, 0),
    ]
    assert found.experts[2].tally.share == 1
    page = text_of(visit_as(leader).get(PROGRESS))
    assert "2 of 6 score sheets locked" in page and "Remind 2 experts" in page and "4 late" in page
    assert page.index("专家2") < page.index("专家1") and page.count('name="expert"') == 2
    one = text_of(visit_as(leader).get(PROGRESS, {"group": "energy"}))
    assert "1/1" in one and "2/2" not in one
    assert "6份" in text_of(visit_as(leader, CHINESE).get(PROGRESS))


def test_honest_minutes_are_the_median_and_leave_out_what_lay_open(begun: Call, leader: User) -> None:
    tasks = list(Assignment.objects.filter(expert__person__name="专家1").select_related("expert__person"))
    for task, minutes in zip(tasks, (30, 400), strict=True):
        assert task.locked_at
        Opening.objects.create(
            application_id=task.application_id, reader_id=task.expert.person.user_id, capacity=Capacity.EXPERT,
            what=What.ANSWERS, at=task.locked_at - timedelta(minutes=minutes), session=str(task.pk),
        )  # fmt: skip
    found = progress_by(groups_for_staff(actor_of(leader), "roadshow"))
    with_minutes(begun.pk, found.experts)
    minutes = {row.name: row.minutes for row in found.experts}
    assert round(minutes["专家1"] or 0) == 30 and minutes["专家2"] is None


def test_a_reminder_is_read_before_it_goes_and_goes_once_a_day(begun: Call, leader: User) -> None:
    Notice.objects.all().delete()
    client = visit_as(leader)
    before = text_of(client.get(f"{PROGRESS}remind", {"all": "1"}))
    assert "2 letters go out" in before and "专家1" not in before and not Notice.objects.exists()
    second = Expert.objects.get(person__name="专家2")
    some = text_of(client.get(f"{PROGRESS}remind", {"expert": str(second.pk)}))
    assert "One letter goes out" in some and "专家3" not in some
    done = client.post(f"{PROGRESS}remind", {"expert": [str(second.pk), "nonsense"]})
    assert done["Location"] == f"{PROGRESS}?written=1&left=0"
    assert "1 expert was reminded." in text_of(client.get(done["Location"]))
    assert list(Notice.objects.values_list("user_id", flat=True)) == [second.person.user_id]
    again = client.post(f"{PROGRESS}remind", {"all": "1"})
    assert again["Location"] == f"{PROGRESS}?written=1&left=1", "who was written to today is left out"
    assert "Nobody to remind" in text_of(client.get(f"{PROGRESS}remind", {"all": "1"}))
    assert AuditEntry.objects.filter(action="experts.reminded").count() == 2


def test_who_sees_and_who_reminds(begun: Call, city: Jurisdiction) -> None:
    other = make_call(city, "other")
    elsewhere = make_user("elsewhere", Role.CHAIR, scope=(ScopeKind.CALL, other.pk))
    for address in (PROGRESS, f"{PROGRESS}remind", SCORES, "/w/calls/roadshow/ranking/energy.xlsx"):
        assert visit_as(elsewhere).get(address).status_code == 404, address
        for role in (Role.EXPERT, Role.BOARD, Role.AUDIT_ADMIN):
            user = User.objects.filter(name=f"a-{role}").first() or make_user(f"a-{role}", role)
            assert visit_as(user).get(address).status_code == 403, address
    assert visit_as(elsewhere).post(f"{PROGRESS}remind", {"all": "1"}).status_code == 404


def test_strict_and_lenient_experts_are_told_from_chance() -> None:
    """Of eight who judge the same twelve projects one gives ten more, one ten less; others differ by chance."""
    lean = {0: 10, 1: -10}
    experts, projects = [new_id() for _n in range(8)], [new_id() for _n in range(12)]
    sheets = [
        LockedScore(project, expert, Decimal(60 + 2 * row + lean.get(column, 0) + (row * 7 + column * 5) % 3), {})
        for row, project in enumerate(projects)
        for column, expert in enumerate(experts)
    ]
    _references, scales = references_in(sheets, 4)
    leaning = {experts.index(one.expert_id): one.leaning for one in scales}
    assert (leaning[0], leaning[1]) == (1, -1)
    assert all(one.low < one.level < one.high for one in scales)


def test_how_experts_use_the_scale_is_said_without_blame(city: Jurisdiction, leader: User) -> None:
    make_reviewed_call(city, [project("one", 90), project("two", 80)])
    client = visit_as(leader)
    client.get(SCORES)
    ranking = Ranking.objects.get(group__key="energy")
    experts = Expert.objects.order_by("person__name")
    said = [(9.2, 5.0, 13.0, 1), (-5.6, -8.0, -3.0, -1), (-0.04, -2.0, 2.0, 0)]
    ranking.figures["scales"] = [
        {"expert_id": str(expert.pk), "sheets": 9, "level": level, "low": low, "high": high, "leaning": leaning}
        for expert, (level, low, high, leaning) in zip(experts, said, strict=True)
    ]
    ranking.save()
    page = text_of(client.get(SCORES, {"show": "scale"}))
    assert "about 9.2 points above the panel" in page and ">+9.2<" in page
    assert "about 5.6 points below the panel" in page and ">−5.6<" in page
    assert "no difference that could be told from chance" in page and ">0.0<" in page
    assert 'aria-label="95% interval 5.0 to 13.0"' in page
    assert "比评审组约高9.2分" in text_of(visit_as(leader, CHINESE).get(SCORES, {"show": "scale"}))


def test_a_few_sheets_say_nothing(city: Jurisdiction, leader: User) -> None:
    make_reviewed_call(city, [Project("one", (90, 60, 61)), Project("two", (85, 59, 60))])
    page = text_of(visit_as(leader).get(SCORES, {"show": "scale"}))
    assert "Too few sheets to say anything" in page and "above the panel" not in page


@pytest.mark.parametrize(("low", "is_wide"), [(Decimal("65"), False), (Decimal("64.5"), True)])
def test_twenty_five_points_apart_is_not_more_than_twenty_five(
    city: Jurisdiction, leader: User, low: Decimal, is_wide: bool
) -> None:
    make_reviewed_call(city, [Project("torn", (Decimal(90), Decimal(75), low)), project("calm", 80)])
    page = text_of(visit_as(leader).get(SCORES))
    assert (">torn</a>" in page) is is_wide and ">calm</a>" not in page
    assert scoring.WIDE_SPREAD == 25


def test_the_spreadsheet_is_the_page_with_its_rule_and_moment(city: Jurisdiction, leader: User, office: User) -> None:
    call, _rows = make_reviewed_call(
        city, [project("=first", 90), project("second", 80), project("weak", 55)], rule_clause="12"
    )
    address = "/w/calls/roadshow/ranking/energy.xlsx"
    visit_as(leader).get("/w/calls/roadshow/ranking/?group=energy")

    def rows_of(answer: Any) -> list[list[Any]]:
        return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()

    answer = visit_as(leader).get(address)
    assert answer["Content-Disposition"].startswith('attachment; filename="roadshow-energy-')
    rule, heads, *rows = rows_of(answer)
    assert "plain mean inside the group, clause 12 of the call" in rule[0]
    assert [row[:3] for row in rows] == [[1, "0001", "=first"], [2, "0002", "second"], [3, "0003", "weak"]]
    assert "Speaker" not in heads, "a panel leader reads no names that the form keeps from experts"
    assert "Speaker" in rows_of(visit_as(office).get(address))[1]
    about = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(1).to_python()
    told = {line[0]: line[1] for line in about}
    assert told["Batch"].startswith("none yet") and "UTC+8" in told["As of"] and told["Made by"] == "leader"
    batch = propose_batch(actor=actor_of(leader), call=call)
    heads, *rows = rows_of(visit_as(leader).get(address))[1:]
    assert [row[heads.index("Outcome")] for row in rows] == ["Selected", "Selected", "Not selected"]
    entries = AuditEntry.objects.filter(action="ranking.exported").order_by("seq")
    assert [entry.after["batch"] for entry in entries] == [None, None, batch.number]
    stale = visit_as(leader)
    session = stale.session
    session["proved_at"] = 0
    session.save()
    assert stale.get(address)["Location"].startswith("/sign-in/second?next=")
    assert visit_as(leader).get("/w/calls/roadshow/ranking/nowhere.xlsx").status_code == 404
