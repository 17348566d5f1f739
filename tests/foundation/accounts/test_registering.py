"""Registering, moving an account to another address, and invitations."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories.city import SYSTEM, make_user
from tests.factories.pages import text_of, visit_as
from tests.foundation.accounts.keys import code_in_mailbox
from yunhui.foundation.accounts.enums import Purpose, Role, ScopeKind
from yunhui.foundation.accounts.models import Invitation, MailCode, Proposal, RoleGrant, User
from yunhui.foundation.accounts.selectors import actor_of, code_letter, invitation_letter
from yunhui.foundation.accounts.services import (
    create_user,
    decide_proposal,
    invite_staff,
    resend_invitation,
    revoke_invitation,
)
from yunhui.foundation.outbox.models import Fact
from yunhui.kernel import clock
from yunhui.kernel.actor import Grant
from yunhui.kernel.errors import DomainError, RefusedError

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Zsófia  Nagy-欧阳",
    "email": "Zs.Nagy@firm.example",
    "password": "",
    "language": "en",
    "zone": "Europe/Amsterdam",
    "next": "/my/calls/x/start",
}


def register(client: Client, **changed: str) -> Any:
    return client.post("/register", {**FORM, **changed})


def test_an_applicant_registers_by_mail_and_goes_on() -> None:
    client = visit_as(None)
    page = text_of(client.get("/register"))
    assert '<option value="Europe/Amsterdam" selected>' in page, "the browser's guess"
    assert register(client).headers["Location"] == "/register/code"
    assert not User.objects.exists(), "nothing is made before the code has come back"
    assert client.post("/register/code", {"code": "00000000"}).status_code == 422
    code = code_in_mailbox(Purpose.REGISTER)
    assert client.post("/register/code", {"code": code}).headers["Location"] == "/my/calls/x/start"
    user = User.objects.get()
    assert (user.name, user.language, user.zone) == ("Zsófia Nagy-欧阳", "en", "Europe/Amsterdam")
    assert not user.has_usable_password()
    assert client.get("/my/").status_code == 200
    assert MailCode.objects.get().particulars == {}, "what was typed is not kept a second time"


def test_a_known_address_is_answered_alike_and_told_by_letter() -> None:
    create_user(actor=SYSTEM, email="zs.nagy@firm.example", name="Zsófia", language="en")
    client = visit_as(None)
    assert register(client).headers["Location"] == "/register/code"
    letter = code_letter(MailCode.objects.get().pk)
    assert letter is not None
    assert (letter.is_known, letter.code) == (True, "")
    assert client.post("/register/code", {"code": "00000000"}).status_code == 422
    assert User.objects.count() == 1


def test_a_machine_that_fills_everything_is_thanked_and_forgotten() -> None:
    client = visit_as(None)
    assert register(client, website="https://spam.example").headers["Location"] == "/register/code"
    assert not MailCode.objects.exists()
    assert client.post("/register/code", {"code": "00000000"}).status_code == 422


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": " "}, "Write your name, in the order in which you write it."),
        ({"name": "n" * 121}, "That is too long."),
        ({"email": "nobody"}, "Write an e-mail address such as name@firm.example."),
        ({"password": "short"}, "Use at least 12 characters"),
        ({"password": "zsófia nagy-欧阳 1"}, "little more than your name"),
        ({"password": "1234567890123"}, "Many people use this password"),
        ({"zone": "Mars/Base"}, "Choose a time zone."),
        ({"language": "tlh"}, "Choose a language."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(changed: dict[str, str], sentence: str) -> None:
    answer = register(visit_as(None), **changed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Zs.Nagy@firm.example" in text_of(answer) or "email" in changed
    assert not MailCode.objects.exists()


def test_an_account_moves_once_the_new_address_has_answered() -> None:
    user = make_user("anna")
    client = visit_as(user)
    assert client.post("/account/email", {"email": "anna@new.example"}).headers["Location"] == "/account/email/code"
    code = code_in_mailbox(Purpose.EMAIL)
    thief = visit_as(make_user("thief"))
    session = thief.session
    session["mail_code"] = dict(client.session["mail_code"])
    session.save()
    assert thief.post("/account/email/code", {"code": code}).status_code == 422
    user.refresh_from_db()
    assert user.email == "anna@city.example"


def test_moving_tells_the_old_address_and_takes_nobodys() -> None:
    user, other = make_user("anna"), make_user("berta")
    client = visit_as(user)
    client.post("/account/email", {"email": "anna@new.example"})
    assert client.post("/account/email/code", {"code": code_in_mailbox(Purpose.EMAIL)}).status_code == 302
    user.refresh_from_db()
    assert user.email == "anna@new.example"
    fact = Fact.objects.get(name="AccountTouched")
    assert (fact.payload["what"], fact.payload["email"]) == ("email_changed", "anna@city.example")
    assert client.post("/account/email", {"email": other.email}).status_code == 302, "the same answer"
    assert client.post("/account/email/code", {"code": "00000000"}).status_code == 422


@pytest.fixture
def system() -> User:
    return make_user("system", Role.SYSTEM_ADMIN)


def test_staff_are_invited_and_hold_nothing_until_it_is_granted(system: User) -> None:
    actor = actor_of(system)
    row = invite_staff(
        actor=actor, email="li@city.example", name="李明", grants=[Grant(Role.OFFICE)], language="zh-hans"
    )
    letter = invitation_letter(row.pk, row.issue)
    assert letter is not None
    token = letter.path.removeprefix("/invitation/")
    client = visit_as(None)
    page = client.get(letter.path)
    assert "li@city.example" in text_of(page)
    assert page.headers["Referrer-Policy"] == "same-origin", "the link does not travel on"
    assert client.post(letter.path, {"name": "李明", "password": "short"}).status_code == 422
    done = client.post(letter.path, {"name": "李明", "password": "quiet otters sleep late"})
    assert done.headers["Location"] == "/account/"
    assert client.get(letter.path).status_code == 410, "the link is good once"
    assert token not in str(list(Fact.objects.values_list("payload", flat=True)))
    assert not RoleGrant.objects.filter(user=row.user).exists()
    security = actor_of(make_user("security", Role.SECURITY_ADMIN))
    with pytest.raises(RefusedError):
        decide_proposal(actor=actor, proposal_id=Proposal.objects.get().pk, granted=True)
    decide_proposal(actor=security, proposal_id=Proposal.objects.get().pk, granted=True)
    assert actor_of(row.user).has_in(Role.OFFICE, ScopeKind.CITY, "")
    with pytest.raises(DomainError, match="decided"):
        decide_proposal(actor=security, proposal_id=Proposal.objects.get().pk, granted=False)


def test_only_the_newest_link_opens_and_none_after_its_end(system: User) -> None:
    actor = actor_of(system)
    row = invite_staff(actor=actor, email="li@city.example", name="Li", grants=[Grant(Role.EXPERT)])
    first = invitation_letter(row.pk, 1)
    assert first is not None
    resend_invitation(actor=actor, invitation_id=row.pk)
    assert invitation_letter(row.pk, 1) is None, "a letter that is overtaken is not written any more"
    second = invitation_letter(row.pk, 2)
    assert second is not None
    assert Client().get(first.path).status_code == 410
    assert Client().get(second.path).status_code == 200
    with clock.travel(clock.now() + timedelta(days=15)):
        assert Client().get(second.path).status_code == 410
    revoke_invitation(actor=actor, invitation_id=row.pk)
    assert Client().get(second.path).status_code == 410
    assert Proposal.objects.get().state == "refused"
    assert Client().get("/invitation/" + "0" * 72).status_code == 410


def test_inviting_twice_is_one_account_and_known_people_get_no_second(system: User) -> None:
    actor, known = actor_of(system), create_user(actor=SYSTEM, email="w@city.example", name="W", password="x" * 20)
    for _turn in range(2):
        invite_staff(actor=actor, email="li@city.example", name="Li", grants=[Grant(Role.EXPERT)])
    assert Invitation.objects.get(user__email="li@city.example").issue == 2
    row = invite_staff(actor=actor, email="W@city.example", name="W", grants=[Grant(Role.OFFICE)])
    assert row.user == known
    assert row.accepted_at is not None
    assert Proposal.objects.filter(user=known, role=Role.OFFICE, state="open").count() == 1
    with pytest.raises(RefusedError):
        invite_staff(actor=actor_of(known), email="x@city.example", name="X")
    with pytest.raises(RefusedError, match="needs_board"):
        invite_staff(actor=actor, email="y@city.example", name="Y", grants=[Grant(Role.BOARD)])
    assert not User.objects.filter(email="y@city.example").exists()


def test_letters_say_what_they_must_and_keep_no_code(system: User) -> None:
    from yunhui.foundation.notices.models import Notice
    from yunhui.foundation.outbox.services import deliver

    row = invite_staff(actor=actor_of(system), email="li@city.example", name="Li", language="en")
    client = visit_as(None)
    register(client)
    create_user(actor=SYSTEM, email="known@firm.example", name="K")
    register(visit_as(None), email="known@firm.example")
    visit_as(None).post("/sign-in/by-code", {"email": "nobody@firm.example"})
    for fact in Fact.objects.all():
        deliver(fact.pk)
    letters = {one.letter: one for one in Notice.objects.all()}
    assert sorted(one.letter for one in Notice.objects.all()) == ["account.code", "account.invitation", "account.known"]
    assert letters["account.invitation"].email == row.user.email
    for one in (letters["account.code"], letters["account.invitation"]):
        assert one.is_private
        assert one.body == ""
