"""One application: what staff reads, what an opening leaves behind, and the form check."""

import json
from typing import Any

from tests.factories.city import SYSTEM, answers, make_actor, make_application, make_call, make_user
from tests.factories.pages import text_of, visit_as
from tests.portal.conftest import SUBSTANCE
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.audit.models import AuditEntry
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, OfficeNote
from yunhui.pipeline.applications.services import save_draft, submit_application
from yunhui.pipeline.calls.models import Call

Worked = dict[str, Application]
PANEL = {"HX-Request": "true", "HX-Target": "panel"}


def at(application: Application, tail: str = "") -> str:
    return f"/w/applications/{application.pk}/{tail}"


def openings(application: Application) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action="application.opened", subject_id=str(application.pk)))


def test_the_page_holds_answers_areas_scores_and_history(office: User, worked: Worked) -> None:
    page = text_of(visit_as(office).get(at(worked["both"])))
    for wanted in ("Project 2", "解决电池低温问题", "Chips and ICT", "Netherlands", "Delft", "person2@firm2.example"):
        assert wanted in page
    for wanted in (
        *SUBSTANCE.values(),
        "District 1",
        "Interested",
        "专家1",
        "专家3",
        "16.5",
        "87.50",
        "Locked a score sheet",
    ):
        assert wanted in page
    chinese = text_of(visit_as(office, CHINESE).get(at(worked["unwanted"])))
    for wanted in ("项目3", "暂无意向", "No site", "技术创新性与知识产权", "身份只有本办和组长可见", "提交报名"):
        assert wanted in chinese


def test_a_panel_leader_reads_what_the_form_says_that_experts_read(office: User, worked: Worked) -> None:
    row = worked["both"]
    version = row.versions.get()
    rewritten = {**version.answers, "email": "new@firm2.example", "team": "三人变四人"}
    kept = {"form_version": version.form_version, "submitted_at": version.submitted_at}
    row.versions.create(**kept, number=2, digest="x", key="2", answers=rewritten)
    director = text_of(visit_as(make_user("director", Role.APPROVER)).get(at(row)))
    leader = text_of(visit_as(make_user("leader", Role.CHAIR)).get(at(row)))
    assert "new@firm2.example" in director
    assert "firm2.example" not in leader and "三人变四人" in leader


def test_the_panel_is_a_part_of_the_page(office: User, worked: Worked) -> None:
    part = text_of(visit_as(office).get(at(worked["both"]), headers=PANEL))
    assert "<html" not in part
    assert "87.50" in part
    assert '/screen"' not in part  # nothing to check any more


def test_each_opening_leaves_one_row_with_its_reader(office: User, worked: Worked) -> None:
    row = worked["waiting"]
    client = visit_as(office)
    client.get(at(row))
    client.get(at(row), headers=PANEL)
    assert [entry.actor_id for entry in openings(row)] == [office.pk, office.pk]
    assert "Opened the application ×2" in text_of(client.get(at(row))).replace("×3", "×2")


def test_staff_reads_what_was_submitted_and_not_what_is_being_typed(office: User, call: Call) -> None:
    owner = make_actor("owner")
    row = make_application(call, 1, owner=owner, screened=False)
    save_draft(actor=owner, application_id=row.pk, answers={"summary": "half a sent"})
    client = visit_as(office)
    page = text_of(client.get(at(row)))
    assert "half a sent" not in page
    assert "version 1" in page
    submit_application(actor=owner, application_id=row.pk, answers=answers(1, summary="A whole sentence"))
    page = text_of(client.get(at(row)))
    assert "A whole sentence" in page
    assert "version 2" in page


def test_nobody_else_opens_it(city: Jurisdiction, worked: Worked, call: Call) -> None:
    row = worked["both"]
    other = make_call(city, "other")
    owner = make_user("owner")
    strangers = [make_user("expert9", Role.EXPERT), make_user("board9", Role.BOARD), owner]
    assert [visit_as(user).get(at(row)).status_code for user in strangers] == [403, 403, 403]
    chair_elsewhere = make_user("chair", Role.CHAIR, scope=(ScopeKind.CALL, other.pk))
    assert visit_as(chair_elsewhere).get(at(row)).status_code == 404
    assert openings(row) == []


def test_a_panel_leader_of_the_call_sees_the_areas_answers(worked: Worked, call: Call) -> None:
    chair = make_user("chair", Role.CHAIR, scope=(ScopeKind.CALL, call.pk))
    page = text_of(visit_as(chair).get(at(worked["both"])))
    assert SUBSTANCE["site"] in page
    assert "Passed the form check</button>" not in text_of(visit_as(chair).get(at(worked["unchecked"])))


def test_a_panel_leader_reads_no_other_calls_application_of_their_own(city: Jurisdiction, call: Call) -> None:
    other = make_call(city, "other")
    chair = make_actor("chair", Role.CHAIR, scope=(ScopeKind.CALL, other.pk))
    own = make_application(call, 1, owner=chair)
    assert visit_as(User.objects.get(pk=chair.user_id)).get(at(own)).status_code == 404


def test_a_passed_form_check_moves_it_on(office: User, worked: Worked) -> None:
    row = worked["unchecked"]
    client = visit_as(office)
    assert "Passed the form check</button>" in text_of(client.get(at(row)))
    response = client.post(at(row, "screen"), {"passed": "yes"})
    assert response.headers["Location"] == at(row) + "?done=passed"
    assert "Form check passed." in text_of(client.get(response.headers["Location"]))
    states = dict(row.passes.values_list("stage__kind", "state"))
    assert states["screening"] == PassState.PASSED
    assert states["docking"] == states["review"] == PassState.OPEN
    again = client.post(at(row, "screen"), {"passed": "no", "reason": "Too late"})
    assert again.status_code == 409


def test_a_no_needs_its_reason_and_loses_nothing(office: User, worked: Worked) -> None:
    row = worked["unchecked"]
    client = visit_as(office)
    empty = client.post(at(row, "screen"), {"passed": "no", "reason": " \n"})
    assert empty.status_code == 422
    assert "Say why it does not pass; the applicant reads it." in text_of(empty)
    long = client.post(at(row, "screen"), {"passed": "no", "reason": "缺" * 401})
    assert long.status_code == 422
    assert "缺" * 401 in text_of(long)
    client.post(at(row, "screen"), {"passed": "no", "reason": "No degree certificate"})
    row.refresh_from_db()
    assert row.state == ApplicationState.DECLINED
    assert "No degree certificate" in text_of(client.get(at(row)))


def test_the_panel_stays_and_tells_the_list(office: User, worked: Worked) -> None:
    response: Any = visit_as(office).post(at(worked["unchecked"], "screen"), {"passed": "yes"}, headers=PANEL)
    assert response.status_code == 200
    told = json.loads(response.headers["HX-Trigger"])
    assert told == {"toast": {"text": "Form check passed."}, "screened": True}
    assert "<html" not in text_of(response)


def test_only_the_office_checks_forms(worked: Worked, call: Call) -> None:
    row = worked["unchecked"]
    for name, role in (("chair", Role.CHAIR), ("director", Role.APPROVER)):
        client = visit_as(make_user(name, role))
        assert client.get(at(row)).status_code == 200
        assert client.post(at(row, "screen"), {"passed": "yes"}).status_code == 403
    office = visit_as(make_user("office", Role.OFFICE))
    assert office.post(at(row, "screen"), {"passed": "perhaps"}).status_code == 422
    assert office.get(at(row, "screen")).headers["Location"] == at(row)
    assert row.passes.get(stage__kind="screening").state == PassState.OPEN


def test_a_draft_is_nobodys_business(office: User, call: Call) -> None:
    from yunhui.pipeline.applications.services import start_application

    draft = start_application(actor=SYSTEM, call=call)
    assert visit_as(office).get(at(draft)).status_code == 404


def test_notes_are_for_the_office_alone(office: User, call: Call) -> None:
    row = make_application(call, 1)
    client, colleague = visit_as(office), visit_as(make_user("colleague", Role.OFFICE))
    empty = client.post(at(row, "notes"), {"text": " \n"})
    assert empty.status_code == 422 and "Write the note first." in text_of(empty)
    long = client.post(at(row, "notes"), {"text": "长" * 2001})
    assert "1 characters too many" in text_of(long) and "长" * 2001 in text_of(long)
    client.post(at(row, "notes"), {"text": "Rang <b>Delft</b> on Monday"})
    note = OfficeNote.objects.get()
    page = text_of(colleague.get(at(row)))
    assert "Rang &lt;b&gt;Delft&lt;/b&gt; on Monday" in page and "take-back" not in page
    assert colleague.post(at(row, f"notes/{note.pk}/take-back")).status_code == 403
    chair = visit_as(make_user("reading-chair", Role.CHAIR))
    assert "Rang" not in text_of(chair.get(at(row)))
    assert chair.post(at(row, "notes"), {"text": "Mine"}).status_code == 403
    client.post(at(row, f"notes/{note.pk}/take-back"))
    assert "Rang" not in text_of(client.get(at(row)))
    assert client.post(at(row, f"notes/{note.pk}/take-back")).status_code == 404
    actions = AuditEntry.objects.filter(action__startswith="office_note.").order_by("pk")
    assert [entry.action for entry in actions] == ["office_note.written", "office_note.taken_back"]


def test_an_older_version_says_so_and_what_changed(office: User, call: Call) -> None:
    row = make_application(call, 1, screened=False)
    submit_application(actor=SYSTEM, application_id=row.pk, answers=answers(1, summary="解决电池高温问题"))
    client = visit_as(office)
    now, before = text_of(client.get(at(row))), text_of(client.get(at(row), {"version": "1"}))
    assert "1 answer changed in this version" in now and "<ins>高</ins>" in now
    assert "This is not the version that counts" in before and "解决电池低温问题" in before
    assert "This is not the version that counts" not in now


def test_what_stands_beside_the_answers(office: User, worked: Worked) -> None:
    page = text_of(visit_as(office).get(at(worked["both"])))
    for heading in ("Notes of the office", "Consents", "Who opened it", "Host-area match", "History"):
        assert heading in page
