"""One decision as an auditor reads it, takes it out and verifies it offline; and as its applicant may know it."""

import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pypdfium2 import PdfDocument

from tests.factories.city import make_actor, make_user
from tests.factories.deciding import make_reviewed_call, project
from tests.factories.pages import text_of, visit_as
from yunhui.features.proof.selectors import decision_for, story_of, told
from yunhui.features.proof.services import export_decision, print_decision
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry, AuditLink
from yunhui.foundation.audit.services import seal
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError, RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.conflicts.services import declare_conflict, resolve_conflict
from yunhui.pipeline.decisions.services import discard_batch, propose_batch, release_batch, sign_batch
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.services import settle_sheets

Ready = tuple[Call, dict[str, Application]]


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"


@pytest.fixture
def released(city: Jurisdiction) -> Ready:
    """A first batch that was discarded, a second that two people released."""
    call, made = make_reviewed_call(city, [project("best", 90), project("next", 80), project("weak", 55)], seats=1)
    chair, director = make_actor("chair", Role.CHAIR), make_actor("director", Role.APPROVER)
    discard_batch(actor=chair, batch_id=propose_batch(actor=chair, call=call).pk)
    batch = propose_batch(actor=chair, call=call)
    for person in (chair, director):
        sign_batch(actor=person, batch_id=batch.pk)
    release_batch(actor=director, batch_id=batch.pk)
    seal()
    return call, made


@pytest.fixture
def auditor(db: None) -> User:
    """The security-audit administrator."""
    return make_user("auditor", Role.AUDIT_ADMIN)


def fresh(user: User) -> Actor:
    """Somebody who confirmed their second factor a moment ago."""
    return replace(actor_of(user), proved_at=clock.now(), assurance=2)


def test_the_log_alone_gives_what_the_batch_froze(released: Ready, auditor: User) -> None:
    call, made = released
    story = story_of(actor_of(auditor), decision_for(actor_of(auditor), call.code, 2, made["best"].number or 0))
    assert [one.known.score for one in story.moments] == [Decimal("90.00")] * 4, "proposed, two signatures, released"
    assert {one.known.interests for one in story.moments} == {1}
    assert [one.batch.number for one in story.batches] == [2, 1]
    assert story.is_sound and story.unsealed == 0 and story.span.holds
    actions = [one.entry.action for one in story.rows]
    for action in ("call.published", "application.submitted", "offer.answered", "batch.discarded", "batch.released"):
        assert action in actions
    assert actions.count("sheet.locked") == 3


def test_a_changed_row_is_named(released: Ready, auditor: User) -> None:
    call, made = released
    row = AuditEntry.objects.filter(action="sheet.locked", after__application=str(made["best"].pk)).latest("seq")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_auditentry SET after = jsonb_set(after, '{total}', '\"99\"') WHERE seq = %s", [row.seq]
        )
    client = visit_as(auditor)
    page = client.get(f"/w/proof/{call.code}/2/{made['best'].number}/")
    assert "Lines of the log were changed" in text_of(page)
    story = story_of(actor_of(auditor), decision_for(actor_of(auditor), call.code, 2, made["best"].number or 0))
    assert [one.entry.seq for one in story.rows if one.state == "changed"] == [row.seq]


def test_the_file_proves_itself_without_us(released: Ready, auditor: User, tmp_path: Path) -> None:
    call, made = released
    name, data = export_decision(actor=fresh(auditor), code=call.code, batch=2, number=made["best"].number or 0)
    assert name == f"decision-{call.code}-2-0001.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path / "proof")
    run = [sys.executable, "-I", str(tmp_path / "proof" / "verify.py")]
    said = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, ""), said.stdout
    head = (tmp_path / "heads.jsonl").read_text().splitlines()[-1]
    assert '"position"' in head
    entries = tmp_path / "proof" / "entries.jsonl"
    entries.write_text(entries.read_text().replace("sheet.locked", "sheet.looked", 1))
    assert subprocess.run(run, capture_output=True, check=False).returncode == 1
    assert AuditEntry.objects.filter(action="decision.exported", subject_id=str(made["best"].pk)).count() == 1


def test_the_page_tells_it_in_prose(released: Ready, auditor: User) -> None:
    call, made = released
    story = story_of(actor_of(auditor), decision_for(actor_of(auditor), call.code, 2, made["best"].number or 0))
    said = " ".join(told(story, "en"))
    for words in ("Batch 2, released on", "3 experts had locked score sheets: 90.00", "that makes 90.00",
                  "chair proposed",
                  "director (Office director) signed", "Nothing has changed it since.",
                  "The log alone gives the score"):  # fmt: skip
        assert words in said, words
    assert str(clock.now().year) in said, "a decision is read years later"
    assert "lines of the audit log" in said and "not sealed" not in said
    assert "定稿" in "".join(told(story, "zh-hans"))
    page = text_of(visit_as(auditor).get(f"/w/proof/{call.code}/2/1/"))
    assert "lines of the log are what was written" in page
    assert "1 is not sealed in the chain yet" in page, "that somebody examines it now"
    discarded = story_of(actor_of(auditor), decision_for(actor_of(auditor), call.code, 1, made["best"].number or 0))
    assert "never stood" in " ".join(told(discarded, "en"))


def test_nothing_is_called_sound_before_it_is_sealed(released: Ready, auditor: User, tmp_path: Path) -> None:
    call, made = released
    AuditLink.objects.all().delete()
    (tmp_path / "heads.jsonl").unlink()
    page = text_of(visit_as(auditor).get(f"/w/proof/{call.code}/2/{made['best'].number}/"))
    assert "Nothing of this is sealed in the chain yet." in page
    assert "lines of the log are what was written" not in page


def test_the_page_on_paper(released: Ready, auditor: User) -> None:
    """One PDF of the page in the reader's language, and both languages in the file; each taking is a row of the log."""
    call, made = released
    path = f"/w/proof/{call.code}/2/{made['best'].number}/decision.pdf"
    for language, words in (("en", "The basis of a decision"), ("zh-hans", "决定依据")):
        answer = visit_as(auditor, language).get(path)
        assert answer.headers["Content-Type"] == "application/pdf"
        with PdfDocument(answer.content) as document:
            text = "".join(one.get_textpage().get_text_bounded() for one in document)
        assert words in text and "90.00" in text and "sha256:" in text
    assert AuditEntry.objects.filter(action="decision.exported").count() == 2
    with pytest.raises(RefusedError):
        print_decision(actor=actor_of(auditor), code=call.code, batch=2, number=made["best"].number or 0)
    _name, data = export_decision(actor=fresh(auditor), code=call.code, batch=2, number=made["best"].number or 0)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
    assert {"decision.zh.pdf", "decision.en.pdf", "decision.json", "decision.html", "verify.py"} <= names


def test_taking_it_out_asks_for_the_second_factor_again(released: Ready, auditor: User) -> None:
    call, made = released
    with pytest.raises(RefusedError):
        export_decision(actor=actor_of(auditor), code=call.code, batch=2, number=made["best"].number or 0)


def test_who_examines_what(released: Ready, auditor: User) -> None:
    call, made = released
    number = made["best"].number or 0
    path = f"/w/proof/{call.code}/2/{number}/"
    for person in (auditor, make_user("d2", Role.APPROVER), make_user("c2", Role.CHAIR)):
        assert visit_as(person).get(path).status_code == 200
    elsewhere = make_user("c3", Role.CHAIR, scope=(ScopeKind.CALL, "01900000-0000-7000-8000-000000000000"))
    assert visit_as(elsewhere).get(path).status_code == 404
    with pytest.raises(NotFoundError):
        decision_for(actor_of(elsewhere), call.code, 2, number)
    for role in (Role.OFFICE, Role.EXPERT, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        assert visit_as(make_user(f"o-{role}", role)).get(path).status_code == 403
    assert AuditEntry.objects.filter(action="decision.examined").count() == 3, "each reading is a row of its own"


def test_the_pages(released: Ready, auditor: User) -> None:
    call, _made = released
    for language in ("en", "zh-hans"):
        client = visit_as(auditor, language)
        for path in (
            f"/w/proof/{call.code}/",
            f"/w/proof/{call.code}/?q=best",
            f"/w/proof/{call.code}/2/1/?show=scored",
        ):
            assert client.get(path).status_code == 200
    assert visit_as(auditor).get("/w/proof/").headers["Location"] == f"/w/proof/{call.code}/"
    assert visit_as(auditor).get(f"/w/proof/{call.code}/2/999/").status_code == 404


def test_a_sheet_that_is_set_aside_after_the_release_changes_nothing(released: Ready, auditor: User) -> None:
    """The batch is frozen; the page says what came to light later, and the log alone still gives what it froze."""
    call, rows = released
    task = Assignment.objects.filter(application=rows["best"]).order_by("pk")[0]
    office = make_actor("office", Role.OFFICE)
    found = declare_conflict(
        actor=office, expert=task.expert, application=task.application, source="family", note="a cousin"
    )
    resolve_conflict(actor=office, conflict_id=found.pk, state="confirmed", reason="")
    settle_sheets(actor=office, application_ids=[rows["best"].pk])
    seal()
    page = text_of(visit_as(auditor).get(f"/w/proof/{call.code}/2/{rows['best'].number}/"))
    assert "it counts in this batch, which does not change" in page
    assert "The log alone gives the 90.00 that the batch froze." in page
    assert "A score sheet was set aside" in page
