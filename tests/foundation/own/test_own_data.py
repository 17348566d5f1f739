"""A copy of one's own data, and its end: whole, told before, and without breaking the log."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.factories.city import (
    SYSTEM,
    answers,
    give_consents,
    make_application,
    make_board,
    make_call,
    make_expert,
    make_user,
)
from tests.factories.pages import text_of, visit_as
from tests.foundation.files.corpus import pdf
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.audit.selectors import verify
from yunhui.foundation.audit.services import seal
from yunhui.foundation.files.models import Attachment
from yunhui.foundation.files.ports.store import store
from yunhui.foundation.files.selectors import bytes_of
from yunhui.foundation.files.services import attach_file
from yunhui.foundation.own.enums import CopyState, ErasureState
from yunhui.foundation.own.models import Copy, Erasure
from yunhui.foundation.own.ports import holdings
from yunhui.foundation.own.services import ask_copy, ask_erasure, erase_due, make_copy, sweep_copies, take_erasure_back
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError
from yunhui.parties.models import Jurisdiction, Person
from yunhui.parties.services import keep_person
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import save_draft, start_application, submit_application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.consents.models import Consent
from yunhui.pipeline.review.services import assign_experts

pytestmark = pytest.mark.django_db
SECRETS = ("Wong Very Secret", "+31 6 1234 5678", "secret-invention", "申报人1", "Firm 1")


@pytest.fixture(autouse=True)
def _surroundings(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT, settings.AUDIT_HEADS = tmp_path / "files", tmp_path / "heads.jsonl"


@pytest.fixture
def person() -> User:
    user = make_user("wong")
    User.objects.filter(pk=user.pk).update(name="Wong Very Secret")
    user.refresh_from_db()
    keep_person(actor=actor_of(user), name=user.name, user=user, phone="+31 6 1234 5678", email=user.email)
    return user


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    make_board(city, 1, "energy")
    make_expert(1)
    return make_call(city)


def apply(person: User, call: Call) -> Application:
    """A submitted application with a file and a second version, in review."""
    actor = actor_of(person)
    draft = start_application(actor=actor, call=call)
    give_consents(draft)
    plan = attach_file(
        actor=actor, name="secret-invention.pdf", data=pdf(), owner=("application", draft.pk), slot="deck"
    )
    given = answers(1, group="energy", novelty="secret-invention", deck=[str(plan.pk)])
    submit_application(actor=actor, application_id=draft.pk, answers=given)
    submit_application(actor=actor, application_id=draft.pk, answers={**given, "summary": "secret-invention 2"})
    return Application.objects.get(pk=draft.pk)


def everything(person: User) -> str:
    """Every row that the rooms hold of a person, in one text."""
    return json.dumps([one.collect(person) for one in holdings().values()], default=str, ensure_ascii=False)


def test_a_copy_holds_all_of_it_and_ends_after_a_week(person: User, call: Call) -> None:
    application = apply(person, call)
    actor = actor_of(person)
    row = ask_copy(actor=actor)
    assert ask_copy(actor=actor).pk == row.pk
    make_copy(row.pk)
    make_copy(row.pk)
    row.refresh_from_db()
    assert row.state == CopyState.READY and row.attachment_id
    made = Attachment.objects.get(pk=row.attachment_id)
    with zipfile.ZipFile(io.BytesIO(bytes_of(made))) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        data = json.loads(archive.read("data.json"))
        inside = next(one for one in names if one.endswith("secret-invention.pdf"))
        assert archive.read(inside) == pdf() and inside.startswith(f"files/{call.code}-{application.number}/")
        assert archive.read("summary.pdf").startswith(b"%PDF-")
    assert set(data["rooms"]) >= {"account", "parties", "applications", "consents", "reading", "notices", "enquiries"}
    assert data["rooms"]["parties"]["phone"] == "+31 6 1234 5678"
    versions = data["rooms"]["applications"]["applications"][0]["versions"]
    assert [one["number"] for one in versions] == [1, 2]
    with clock.travel(clock.now() + timedelta(days=8)):
        assert (sweep_copies(), sweep_copies()) == (1, 0)
    assert not Attachment.objects.filter(pk=made.pk).exists()


def test_nobody_takes_anothers_copy(person: User) -> None:
    row = ask_copy(actor=actor_of(person))
    make_copy(row.pk)
    other, mine = visit_as(make_user("other")), visit_as(person)
    assert other.get(f"/my/data/copy/{row.pk}").status_code == 404
    ticket = mine.get(f"/my/data/copy/{row.pk}").headers["Location"]
    assert other.get(ticket).status_code == 404
    assert b"".join(mine.get(ticket))[:2] == b"PK"  # type: ignore[arg-type]


def test_a_draft_ends_at_once(person: User, call: Call, django_capture_on_commit_callbacks: Any) -> None:
    actor = actor_of(person)
    draft = start_application(actor=actor, call=call)
    plan = attach_file(actor=actor, name="secret-invention.pdf", data=pdf(2), owner=("application", draft.pk))
    save_draft(actor=actor, application_id=draft.pk, answers={"title": "secret-invention"})
    place = store().path(plan.blob_id)
    with pytest.raises(InvalidError):
        ask_erasure(actor=actor, email="somebody@else.example")
    with django_capture_on_commit_callbacks(execute=True):
        assert ask_erasure(actor=actor, email=" WONG@city.example").state == ErasureState.DONE
    assert place and not place.exists()
    person.refresh_from_db()
    assert not person.is_active and person.name == "—" and person.email.endswith(".invalid")
    with pytest.raises(NotFoundError):
        ask_erasure(actor=actor, email="wong@city.example")


def test_what_is_in_progress_waits_and_can_be_kept(person: User, call: Call) -> None:
    application = apply(person, call)
    actor = actor_of(person)
    row = ask_erasure(actor=actor, email=person.email)
    assert ask_erasure(actor=actor, email=person.email).pk == row.pk
    assert row.state == ErasureState.WAITING and row.due_at - row.asked_at == timedelta(days=3)
    take_erasure_back(actor=actor)
    take_erasure_back(actor=actor)
    with clock.travel(clock.now() + timedelta(days=4)):
        assert erase_due() == 0
    application.refresh_from_db()
    assert application.state == "in_progress" and application.answers["novelty"] == "secret-invention"


def test_nothing_is_left_that_says_who_it_was_and_the_log_is_sound(
    person: User, call: Call, django_capture_on_commit_callbacks: Any
) -> None:
    application, other = apply(person, call), make_application(call, 2, group="energy")
    assign_experts(actor=SYSTEM, call=call)
    assert all(secret in everything(person) for secret in SECRETS)
    seal()
    ask_erasure(actor=actor_of(person), email=person.email)
    with clock.travel(clock.now() + timedelta(days=3, minutes=1)), django_capture_on_commit_callbacks(execute=True):
        assert (erase_due(), erase_due()) == (1, 0)
    left = everything(User.objects.get(pk=person.pk))
    assert [secret for secret in (*SECRETS, "wong@city.example") if secret in left] == []
    application.refresh_from_db()
    assert (application.state, application.title, application.number) == ("withdrawn", "—", 1)
    assert [version.answers for version in application.versions.all()] == [{}, {}]
    assert all(version.digest for version in application.versions.all())
    assert Consent.objects.filter(application=application).exists()
    assert Person.objects.get(user=person).phone_sealed == ""
    assert not Attachment.objects.filter(owner_id=str(application.pk)).exists()
    logged = json.dumps(list(AuditEntry.objects.values("before", "after")), default=str, ensure_ascii=False)
    assert not any(secret in logged for secret in SECRETS)
    seal()
    assert verify(SYSTEM).is_sound
    other.refresh_from_db()
    assert other.title == "项目2"
    assert Erasure.objects.get().state == ErasureState.DONE


def test_who_holds_a_role_ends_it_first() -> None:
    office = make_user("office", Role.OFFICE)
    with pytest.raises(DomainError) as blocked:
        ask_erasure(actor=actor_of(office), email=office.email)
    assert blocked.value.code == "blocked"
    assert not Erasure.objects.exists()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_tell_before_and_then_sign_out(person: User, call: Call, language: str) -> None:
    client = visit_as(person, language)
    assert client.get("/my/data/").status_code == 200
    assert client.post("/my/data/copy").status_code == 302
    assert Copy.objects.get().state == CopyState.ASKED
    part = text_of(client.get("/my/data/", headers={"HX-Request": "true"}))
    assert "<html" not in part and 'hx-get="/my/data/"' in part
    told = text_of(client.get("/my/data/erase"))
    assert ("Cybersecurity Law" if language == "en" else "网络安全法") in told
    wrong = client.post("/my/data/erase", {"email": "x"})
    assert wrong.status_code == 422 and "f-email-e" in text_of(wrong)
    done = client.post("/my/data/erase", {"email": person.email})
    assert done.status_code == 200
    assert client.get("/my/").status_code == 302


def test_an_application_under_way_is_named_on_the_page(person: User, call: Call) -> None:
    apply(person, call)
    client = visit_as(person)
    assert "One application in progress is withdrawn" in text_of(client.get("/my/data/erase"))
    assert client.post("/my/data/erase", {"email": person.email}).headers["Location"] == "/my/data/"
    assert "Your data will be erased." in text_of(client.get("/my/data/"))
    assert client.post("/my/data/erase/take-back").status_code == 302
    assert not Erasure.objects.filter(state=ErasureState.WAITING).exists()
