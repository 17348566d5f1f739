"""An objection on paper: entered with its scan, counted from the day on which it came in, answered by a letter."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from tests.factories.chosen import hear, make_released_call
from tests.factories.city import SYSTEM, make_actor, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.codes.selectors import add_working_days
from yunhui.foundation.files.selectors import attachments_of
from yunhui.foundation.notices.models import Notice
from yunhui.kernel import clock
from yunhui.kernel.actor import VISITOR
from yunhui.kernel.errors import InvalidError, NotFoundError, RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application, StagePass
from yunhui.pipeline.decisions.rules import NoticeConfig
from yunhui.pipeline.objections.enums import Channel, ObjectionState
from yunhui.pipeline.objections.models import Objection
from yunhui.pipeline.objections.selectors import OWNER
from yunhui.pipeline.objections.services import (
    decide_objection,
    examine_objection,
    hand_over_answer,
    record_on_paper,
)
from yunhui.pipeline.objections.web.letter import letter_of
from yunhui.ui.papers import Paper, Text, as_docx, as_pdf

pytestmark = pytest.mark.django_db

SCAN = as_pdf(Paper("scan", (Text("Objection"),)))
TYPED = {"name": "赵建国", "text": "该团队去年已在外市路演同一项目。", "postal": "某市某路 8 号"}


@pytest.fixture
def made(city: Jurisdiction) -> dict[str, Application]:
    return make_released_call(city)[1]


@pytest.fixture
def clerk(made: dict[str, Application]) -> User:
    return make_user("office", Role.OFFICE)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.pdf"
    path.write_bytes(SCAN)
    return path


def today() -> date:
    return clock.now().astimezone(clock.BEIJING).date()


def enter(application: Application, scan: Path, **more: Any) -> Objection:
    given: dict[str, Any] = {"channel": "letter", "received_on": today(), "typed": TYPED, **more}
    given.setdefault("actor", SYSTEM)
    return record_on_paper(application_id=application.pk, files=[("scan.pdf", scan)], **given)


def notice(application: Application) -> StagePass:
    return StagePass.objects.get(application=application, stage__kind="notice")


def words(objection: Objection) -> str:
    return "\n".join(line.text for line in Document(BytesIO(as_docx(letter_of(objection)))).paragraphs)


def test_it_counts_without_an_address_and_stops_its_entry_alone(made: dict[str, Application], scan: Path) -> None:
    office = make_actor("office", Role.OFFICE)
    one = enter(made["alpha"], scan, actor=office)
    assert enter(made["alpha"], scan).pk == one.pk, "pressed twice is once"
    assert (one.number, one.state, one.email, one.entered_by_id) == (1, ObjectionState.OPEN, "", office.user_id)
    assert notice(made["alpha"]).stopped_at is not None and notice(made["beta"]).stopped_at is None
    assert [file.name for file in attachments_of(OWNER, one.pk)] == ["scan.pdf"]
    entry = AuditEntry.objects.get(action="public_objection.filed")
    assert entry.after is not None and entry.after["channel"] == "letter" and "赵" not in str(entry.after)
    hear("ObjectionFiled")
    letters = set(Notice.objects.values_list("letter", flat=True))
    assert "objections.received" not in letters, "there is no address to write to"
    assert {"objections.stopped", "objections.to_answer"} <= letters


def test_its_days_run_from_the_day_on_which_it_came_in(made: dict[str, Application], scan: Path) -> None:
    opened = notice(made["alpha"]).opened_at
    assert opened is not None
    with clock.travel(opened + timedelta(days=2)):
        came = (opened + timedelta(days=1)).astimezone(clock.BEIJING).date()
        one = enter(made["alpha"], scan, received_on=came)
        days = NoticeConfig.of_call(one.call).answer_days
        assert one.due_at == add_working_days(clock.beijing(came, 18), days)


def test_what_is_missing_is_said_and_who_may_not_cannot(made: dict[str, Application], scan: Path) -> None:
    tomorrow = today() + timedelta(days=1)
    for wrong, field in (
        ({"channel": "online"}, "channel"),
        ({"channel": "pigeon"}, "channel"),
        ({"received_on": None}, "received_on"),
        ({"received_on": tomorrow}, "received_on"),
        ({"received_on": today() - timedelta(days=30)}, "received_on"),
        ({"typed": {**TYPED, "name": " "}}, "name"),
        ({"typed": {**TYPED, "text": ""}}, "text"),
        ({"typed": {**TYPED, "email": "nowhere"}}, "email"),
        ({"typed": {**TYPED, "postal": "x" * 401}}, "postal"),
    ):
        with pytest.raises(InvalidError) as caught:
            enter(made["alpha"], scan, **wrong)
        assert [one.field for one in caught.value.problems] == [field]
    with pytest.raises(InvalidError) as caught:
        record_on_paper(
            actor=SYSTEM, application_id=made["alpha"].pk, channel="visit", received_on=today(), typed=TYPED
        )
    assert [one.field for one in caught.value.problems] == ["files"]
    for stranger in (VISITOR, make_actor("expert", Role.EXPERT)):
        with pytest.raises(NotFoundError):
            enter(made["alpha"], scan, actor=stranger)
    with pytest.raises(RefusedError):
        enter(made["alpha"], scan, actor=make_actor("leader", Role.CHAIR))
    due = notice(made["alpha"]).due_at
    assert due is not None
    with clock.travel(due + timedelta(minutes=1)), pytest.raises(RefusedError, match="notice_over"):
        enter(made["alpha"], scan, received_on=(due - timedelta(days=1)).astimezone(clock.BEIJING).date())
    assert not Objection.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_is_answered_by_a_letter_that_names_no_project(
    made: dict[str, Application], scan: Path, language: str
) -> None:
    one = enter(made["alpha"], scan, language=language)
    receipt = words(one)
    assert ("公示异议受理告知书" if language == "zh-hans" else "Receipt of your objection") in receipt
    with pytest.raises(RefusedError, match="not_decided"):
        hand_over_answer(actor=SYSTEM, objection_id=one.pk, how="EMS 1234")
    examine_objection(actor=SYSTEM, objection_id=one.pk, finding="looked at both lists")
    decide_objection(
        actor=SYSTEM, objection_id=one.pk, uphold=False, answer_zh="非同一团队。", answer_en="Another team."
    )
    one.refresh_from_db()
    answer = words(one)
    told = ["不成立", "非同一团队。"] if language == "zh-hans" else ["dismissed", "Another team."]
    assert all(text in answer for text in told) and "looked at both lists" not in answer
    for text in (receipt, answer):
        assert TYPED["name"] in text and str(made["alpha"]) in text
        assert made["alpha"].title not in text
    for wrong in ("", " ", "x" * 201):
        with pytest.raises(InvalidError):
            hand_over_answer(actor=SYSTEM, objection_id=one.pk, how=wrong)
    for how in ("EMS 1234", "again"):
        done = hand_over_answer(actor=SYSTEM, objection_id=one.pk, how=how)
        assert done.handed_how == "EMS 1234" and done.handed_at is not None
    assert AuditEntry.objects.filter(action="public_objection.answer_handed_over").count() == 1


def test_the_office_does_it_all_on_its_pages(made: dict[str, Application], clerk: User) -> None:
    client, code = visit_as(clerk), made["alpha"].call.code
    listed = f"/w/calls/{code}/objections/"
    assert f'href="{listed}new"' in text_of(client.get(listed))
    assert "At most 3 files" not in text_of(client.get(f"{listed}new"))
    typed = {**TYPED, "entry": str(made["alpha"].number), "channel": "visit", "received_on": today().isoformat()}
    bad = client.post(f"{listed}new", {**typed, "received_on": "yesterday"})
    page = text_of(bad)
    assert bad.status_code == 422 and "Say on which day it came in." in page and TYPED["text"] in page
    assert "Attach the scan of what came in." in page
    assert client.post(f"{listed}new", {**typed, "entry": "999"}).status_code == 422
    scan = SimpleUploadedFile("scan.pdf", SCAN, "application/pdf")
    done = client.post(f"{listed}new", {**typed, "files": scan})
    one = Objection.objects.get()
    assert done.status_code == 302 and done["Location"] == f"/w/objections/{one.pk}/?done=recorded#said"
    page = text_of(client.get(f"/w/objections/{one.pk}/"))
    assert "Handed in at the office" in page and TYPED["postal"] in page and "letter.docx" in page
    assert client.get(f"/w/objections/{one.pk}/letter.pdf").content.startswith(b"%PDF")
    assert "Handed in at the office" in text_of(client.get(listed))
    client.post(f"/w/objections/{one.pk}/", {"do": "examine", "finding": "looked"})
    client.post(f"/w/objections/{one.pk}/", {"do": "dismiss", "answer_zh": "非同一团队。"})
    bad = client.post(f"/w/objections/{one.pk}/", {"do": "hand", "how": " "})
    assert bad.status_code == 422 and "Say how it left" in text_of(bad)
    client.post(f"/w/objections/{one.pk}/", {"do": "hand", "how": "EMS 1234"})
    page = text_of(client.get(f"/w/objections/{one.pk}/"))
    assert "EMS 1234" in page and "Keep that it has left" not in page


def test_others_get_neither_form_nor_letter(made: dict[str, Application], scan: Path) -> None:
    one, code = enter(made["alpha"], scan), made["alpha"].call.code
    leader = visit_as(make_user("leader", Role.CHAIR))
    assert leader.get(f"/w/calls/{code}/objections/new").status_code == 403
    assert leader.get(f"/w/objections/{one.pk}/letter.docx").status_code == 403
    assert "Enter one on paper" not in text_of(leader.get(f"/w/calls/{code}/objections/"))
    Objection.objects.filter(pk=one.pk).update(channel=Channel.ONLINE)
    office = visit_as(make_user("office", Role.OFFICE))
    assert office.get(f"/w/objections/{one.pk}/letter.docx").status_code == 404
