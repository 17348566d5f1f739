"""Writing with others: who may come in, what each may do, and that leaving ends it."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.city import SYSTEM, answers, give_consents, make_application, make_call, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.notices.models import Notice
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, RefusedError
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.enums import Right
from yunhui.pipeline.applications.models import Acknowledgement, Application, Collaborator
from yunhui.pipeline.applications.selectors import applications_visible_to, own_applications
from yunhui.pipeline.applications.services import (
    accept_invitation,
    change_right,
    end_collaboration,
    invite_collaborator,
    save_draft,
    sharing,
    start_application,
    submit_application,
    withdraw_application,
)
from yunhui.pipeline.calls.models import Call


@pytest.fixture
def secrets_made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the links of invitations carry, in the order in which they were sent."""
    made: list[str] = []

    def token(size: int) -> str:
        made.append(f"secret-{len(made)}")
        return made[-1]

    monkeypatch.setattr(sharing.secrets, "token_urlsafe", token)
    return made


@pytest.fixture
def call(city: Jurisdiction) -> Call:
    return make_call(city)


@pytest.fixture
def founder(call: Call) -> User:
    return make_user("founder")


@pytest.fixture
def friend(call: Call) -> User:
    return make_user("friend")


@pytest.fixture
def draft(call: Call, founder: User) -> Application:
    draft = start_application(actor=actor_of(founder), call=call)
    give_consents(draft)
    return draft


def joined(draft: Application, friend: User, right: str, made: list[str]) -> Collaborator:
    """A co-applicant who has accepted."""
    assert draft.owner is not None
    row = invite_collaborator(actor=actor_of(draft.owner), application_id=draft.pk, email=friend.email, right=right)
    accept_invitation(actor=actor_of(friend), collaborator_id=row.pk, secret=made[-1])
    row.refresh_from_db()
    return row


def test_an_invitation_travels_by_letter_and_works_once(
    draft: Application, founder: User, friend: User, secrets_made: list[str]
) -> None:
    page = visit_as(founder).post(
        f"/my/applications/{draft.pk}/people/", {"email": " Friend@City.example ", "right": "edit"}
    )
    assert page["Location"].endswith("/people/?invited")
    row = Collaborator.objects.get()
    assert (row.email, row.secret) == ("friend@city.example", row.secret)
    assert "secret-0" not in row.secret
    letter = Notice.objects.get(letter="applications.invitation")
    assert (letter.email, letter.is_private) == ("friend@city.example", True)
    link = f"/my/invitations/{row.pk}/secret-0"
    invited = visit_as(friend)
    page = text_of(invited.get(link))
    assert "What applying means" in page
    assert "founder invites you to read and write" in page
    assert invited.post(link)["Location"] == f"/my/applications/{draft.pk}/"
    assert Acknowledgement.objects.filter(user=friend, call=draft.call).count() == 1
    assert Notice.objects.filter(letter="applications.joined", user=founder).count() == 1
    other = visit_as(make_user("third"))
    assert "This invitation is over" in text_of(other.post(link))
    assert other.get(f"/my/applications/{draft.pk}/").status_code == 404
    assert invited.get(link)["Location"] == f"/my/applications/{draft.pk}/"


def test_an_invitation_ends_by_itself(draft: Application, founder: User, friend: User, secrets_made: list[str]) -> None:
    row = invite_collaborator(actor=actor_of(founder), application_id=draft.pk, email=friend.email, right=Right.EDIT)
    with clock.travel(clock.now() + timedelta(days=15)), pytest.raises(DomainError) as over:
        accept_invitation(actor=actor_of(friend), collaborator_id=row.pk, secret=secrets_made[0])
    assert over.value.code == "invitation_over"
    with pytest.raises(NotFoundError):
        accept_invitation(actor=actor_of(friend), collaborator_id=row.pk, secret="another")


def test_a_visitor_comes_back_after_signing_in(
    draft: Application, founder: User, friend: User, secrets_made: list[str]
) -> None:
    row = invite_collaborator(actor=actor_of(founder), application_id=draft.pk, email=friend.email, right=Right.VIEW)
    answer = visit_as(None).get(f"/my/invitations/{row.pk}/secret-0")
    assert re.match(r"/sign-in\?next=%2Fmy%2Finvitations", answer["Location"])


def test_who_may_read_reads_and_changes_nothing(draft: Application, friend: User, secrets_made: list[str]) -> None:
    joined(draft, friend, Right.VIEW, secrets_made)
    actor, client = actor_of(friend), visit_as(friend)
    assert list(own_applications(actor)) == [draft]
    assert applications_visible_to(actor).filter(pk=draft.pk).exists()
    page = text_of(client.get(f"/my/applications/{draft.pk}/"))
    assert "Only the applicant can change this." in page
    with pytest.raises(RefusedError):
        save_draft(actor=actor, application_id=draft.pk, answers={"title": "Mine"})
    with pytest.raises(RefusedError):
        invite_collaborator(actor=actor, application_id=draft.pk, email="x@y.example", right=Right.VIEW)


def test_who_may_write_writes_but_the_owner_submits_first(
    draft: Application, founder: User, friend: User, secrets_made: list[str]
) -> None:
    joined(draft, friend, Right.EDIT, secrets_made)
    actor, client = actor_of(friend), visit_as(friend)
    save_draft(actor=actor, application_id=draft.pk, answers=answers(1))
    with pytest.raises(RefusedError):
        submit_application(actor=actor, application_id=draft.pk)
    assert "founder submits it." in text_of(client.get(f"/my/applications/{draft.pk}/"))
    submit_application(actor=actor_of(founder), application_id=draft.pk)
    save_draft(actor=actor, application_id=draft.pk, answers={"landing": "Two lines"})
    assert submit_application(actor=actor, application_id=draft.pk).number == 2
    with pytest.raises(RefusedError):
        withdraw_application(actor=actor, application_id=draft.pk)
    assert client.get(f"/my/applications/{draft.pk}/withdraw").status_code == 200


def test_everyone_sees_who_wrote_what_last(
    draft: Application, founder: User, friend: User, secrets_made: list[str]
) -> None:
    save_draft(actor=actor_of(founder), application_id=draft.pk, answers={"title": "Cold cells"})
    assert "Last written by" not in text_of(visit_as(founder).get(f"/my/applications/{draft.pk}/"))
    joined(draft, friend, Right.EDIT, secrets_made)
    save_draft(actor=actor_of(friend), application_id=draft.pk, answers={"summary": "They work in winter."})
    for person, other in ((founder, friend), (friend, founder)):
        page = text_of(visit_as(person).get(f"/my/applications/{draft.pk}/"))
        assert f"Last written by {other.name}" in page
        assert f"Last written by {person.name}" not in page


def test_rights_change_and_end_at_once(
    draft: Application, founder: User, friend: User, secrets_made: list[str]
) -> None:
    row = joined(draft, friend, Right.EDIT, secrets_made)
    owner, guest = visit_as(founder), visit_as(friend)
    people = f"/my/applications/{draft.pk}/people/"
    owner.post(f"{people}{row.pk}/right", {"right": "view"})
    with pytest.raises(RefusedError):
        save_draft(actor=actor_of(friend), application_id=draft.pk, answers={"title": "Mine"})
    assert guest.post(f"{people}{row.pk}/right", {"right": "edit"}).status_code == 403
    owner.post(f"{people}{row.pk}/end")
    assert guest.get(f"/my/applications/{draft.pk}/").status_code == 404
    assert list(own_applications(actor_of(friend))) == []


def test_a_co_applicant_leaves_by_themselves(draft: Application, friend: User, secrets_made: list[str]) -> None:
    row = joined(draft, friend, Right.EDIT, secrets_made)
    answer = visit_as(friend).post(f"/my/applications/{draft.pk}/people/{row.pk}/end")
    assert answer["Location"] == "/my/"
    assert visit_as(friend).get(f"/my/applications/{draft.pk}/").status_code == 404


def test_nobody_changes_co_applicants_of_another_application(
    draft: Application, call: Call, friend: User, secrets_made: list[str]
) -> None:
    row = joined(draft, friend, Right.EDIT, secrets_made)
    own = start_application(actor=actor_of(friend), call=call)
    for command in (change_right, end_collaboration):
        more: dict[str, Any] = {"right": Right.VIEW} if command is change_right else {}
        with pytest.raises(NotFoundError):
            command(actor=actor_of(friend), application_id=own.pk, collaborator_id=row.pk, **more)


@pytest.mark.parametrize(
    ("email", "code"),
    [("friend", "not_an_email"), ("founder@city.example", "own"), ("friend@city.example", "already_in")],
)
def test_bad_invitations_say_why(
    draft: Application, founder: User, friend: User, secrets_made: list[str], email: str, code: str
) -> None:
    joined(draft, friend, Right.EDIT, secrets_made)
    with pytest.raises(InvalidError) as wrong:
        invite_collaborator(actor=actor_of(founder), application_id=draft.pk, email=email, right=Right.EDIT)
    assert [one.code for one in wrong.value.problems] == [code]
    page = visit_as(founder, CHINESE).post(f"/my/applications/{draft.pk}/people/", {"email": email, "right": "edit"})
    assert page.status_code == 422
    assert f'value="{email}"' in text_of(page)


def test_after_the_end_nobody_is_invited(call: Call, founder: User) -> None:
    application = make_application(call, 1, owner=actor_of(founder))
    withdraw_application(actor=actor_of(founder), application_id=application.pk)
    with pytest.raises(RefusedError):
        invite_collaborator(
            actor=actor_of(founder), application_id=application.pk, email="x@y.example", right=Right.EDIT
        )
    assert SYSTEM.is_system
