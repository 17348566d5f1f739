"""Roles with an end, in a jurisdiction, looked at once a year, lent; factors reset; accounts closed."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.city import SYSTEM, make_board, make_call, make_user
from tests.factories.pages import text_of, visit_as
from tests.foundation.accounts.keys import factors_of, give_app
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import Loan, RecoveryCode, RoleGrant, User
from yunhui.foundation.accounts.selectors import actor_of, grants_to_confirm, holders
from yunhui.foundation.accounts.services import (
    end_due_roles,
    end_role,
    grant_role,
    lend_role,
    remove_factor,
    reset_factors,
)
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.outbox.models import Fact
from yunhui.kernel import clock
from yunhui.kernel.errors import DomainError, InvalidError, RefusedError
from yunhui.parties.models import Jurisdiction
from yunhui.parties.services import add_jurisdiction
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.selectors import calls_inside

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_role_ends_on_its_day_by_itself() -> None:
    user = make_user("anna")
    grant_role(actor=SYSTEM, user=user, role=Role.OFFICE, until=clock.now() + DAY)
    assert actor_of(user).has(Role.OFFICE)
    assert list(holders(Role.OFFICE)) == [user]
    with clock.travel(clock.now() + 2 * DAY):
        assert not actor_of(user).has(Role.OFFICE), "also before the sweep"
        assert list(holders(Role.OFFICE)) == []
        assert (end_due_roles(), end_due_roles()) == (1, 0)
    assert RoleGrant.objects.get().ended_at is not None
    assert Fact.objects.filter(name="GrantEnded").count() == 1
    with pytest.raises(DomainError, match="in_the_past"):
        grant_role(actor=SYSTEM, user=user, role=Role.OFFICE, until=clock.now() - DAY)


def test_the_same_role_again_moves_its_end() -> None:
    user = make_user("anna")
    for until in (clock.now() + DAY, None):
        grant_role(actor=SYSTEM, user=user, role=Role.OFFICE, until=until)
    assert RoleGrant.objects.get().until is None


def test_a_role_in_a_jurisdiction_reaches_what_lies_inside(city: Jurisdiction) -> None:
    county = add_jurisdiction(actor=SYSTEM, code="east", kind="county", name_zh="东区", name_en="East", parent=city)
    town = add_jurisdiction(actor=SYSTEM, code="east-1", kind="township", name_zh="镇", name_en="Town", parent=county)
    add_jurisdiction(actor=SYSTEM, code="eastern", kind="county", name_zh="东部", name_en="Eastern", parent=city)
    make_call(city, "whole")
    inside, beside = make_call(city, "inside"), make_call(city, "beside")
    for call, code in ((inside, town.pk), (beside, "eastern")):  # the recipe puts a call where its programme is
        Call.objects.filter(pk=call.pk).update(jurisdiction_id=code)
    user = make_user("anna", Role.OFFICE, scope=(ScopeKind.JURISDICTION, "east"))
    actor = actor_of(user)
    assert [call.code for call in calls_inside(actor)] == ["inside"]
    assert actor.has_in(Role.OFFICE, ScopeKind.CALL, inside.pk)
    assert list(holders(Role.OFFICE, ScopeKind.CALL, inside.pk)) == [user]
    board = make_board(county, 7)
    assert list(holders(Role.BOARD, ScopeKind.BOARD, board.pk)) == []


def test_roles_are_looked_at_once_a_year() -> None:
    security, user = make_user("security", Role.SECURITY_ADMIN), make_user("anna", Role.OFFICE)
    row = RoleGrant.objects.get(user=user)
    RoleGrant.objects.filter(pk=row.pk).update(granted_at=clock.now() - timedelta(days=400))
    assert [one.user for one in grants_to_confirm(actor_of(security))] == [user]
    client = visit_as(security)
    assert "anna" in text_of(client.get("/w/recertification/"))
    client.post(f"/w/recertification/{row.pk}", {"answer": "keep"})
    assert "Every role was looked at within a year" in text_of(client.get("/w/recertification/"))
    assert client.post(f"/w/recertification/{row.pk}", {"answer": "end"}).status_code == 404
    RoleGrant.objects.filter(pk=row.pk).update(confirmed_at=clock.now() - timedelta(days=400))
    client.post(f"/w/recertification/{row.pk}", {"answer": "end"})
    assert not actor_of(user).has(Role.OFFICE)


def test_giving_a_role_asks_for_the_factor_anew() -> None:
    security, user = make_user("security", Role.SECURITY_ADMIN), make_user("anna")
    give_app(security)
    client = visit_as(security)
    session = client.session
    session["proved_at"] = (clock.now() - timedelta(minutes=16)).timestamp()
    session.save()
    page = text_of(client.get(f"/w/accounts/{user.pk}/"))
    assert "Confirm your second factor to give or end roles" in page
    answer = client.post(f"/w/accounts/{user.pk}/grant", {"role": "office", "scope": "city:"})
    assert answer.headers["Location"].startswith("/sign-in/second?")
    assert not RoleGrant.objects.filter(user=user).exists()


def lend(lender: User, borrower: User, **more: Any) -> Loan:
    grant = RoleGrant.objects.filter(user=lender).first()
    assert grant is not None
    now = clock.now()
    given = {"to_email": borrower.email, "starts_at": now - DAY, "ends_at": now + DAY, "reason": "leave"}
    return lend_role(actor=actor_of(lender), grant_id=grant.pk, **{**given, **more})


def test_a_colleague_acts_for_another_and_the_log_names_both(city: Jurisdiction) -> None:
    board = make_board(city, 1)
    away = make_user("away", Role.BOARD, scope=(ScopeKind.BOARD, board.pk))
    helper = make_user("helper", Role.OFFICE)
    loan = lend(away, helper)
    client = visit_as(helper)
    assert client.get("/w/offers/").status_code == 403
    assert "Act for away" in text_of(client.get("/account/colleagues/"))
    assert client.post(f"/account/colleagues/{loan.pk}/act").headers["Location"] == "/w/"
    page = client.get("/w/offers/")
    assert page.status_code == 200
    assert "You act for away." in text_of(page)
    assert client.get("/w/calls/").status_code == 403, "the own role rests meanwhile"
    with_loan = actor_of(helper, acting=loan)
    assert (with_loan.user_id, with_loan.on_behalf_of) == (helper.pk, away.pk)
    client.post("/account/profile", {"name": "Helper", "language": "en", "zone": "Asia/Shanghai"})
    entry = AuditEntry.objects.get(action="account.renamed")
    assert (entry.actor_id, entry.on_behalf_of) == (helper.pk, away.pk)
    client.post("/account/colleagues/myself")
    assert client.get("/w/calls/").status_code == 200


def test_a_loan_ends_with_its_days_its_role_and_its_people(city: Jurisdiction) -> None:
    away, helper = make_user("away", Role.OFFICE), make_user("helper", Role.EXPERT)
    loan = lend(away, helper)
    client = visit_as(helper)
    client.post(f"/account/colleagues/{loan.pk}/act")
    assert client.get("/w/calls/").status_code == 200
    with clock.travel(clock.now() + 2 * DAY):
        assert client.get("/account/colleagues/").status_code in (200, 302)
    end_role(actor=SYSTEM, grant=RoleGrant.objects.get(user=away))
    assert client.get("/w/calls/").status_code == 403
    loan.refresh_from_db()
    assert loan.ended_at is not None
    stranger = visit_as(make_user("stranger", Role.OFFICE))
    assert stranger.post(f"/account/colleagues/{loan.pk}/act").status_code == 404
    assert stranger.post(f"/account/colleagues/{loan.pk}/end").status_code == 404


def test_what_is_not_lent() -> None:
    office, chair = make_user("office", Role.OFFICE), make_user("chair", Role.CHAIR)
    approver, admin = make_user("approver", Role.APPROVER), make_user("admin", Role.SYSTEM_ADMIN)
    expert, nobody = make_user("expert", Role.EXPERT), make_user("nobody")
    for lender, borrower, code in (
        (expert, office, "not_lendable"),
        (admin, office, "not_lendable"),
        (office, admin, "administrator"),
        (chair, approver, "signs_already"),
        (approver, chair, "signs_already"),
    ):
        with pytest.raises(RefusedError, match=code):
            lend(lender, borrower)
    for borrower in (nobody, office):
        with pytest.raises(InvalidError):
            lend(office, borrower)
    with pytest.raises(InvalidError):
        lend(office, chair, reason=" ")
    with pytest.raises(InvalidError):
        lend(office, chair, ends_at=clock.now() - DAY)
    loan = lend(chair, office)
    with pytest.raises(RefusedError, match="borrowed"):
        lend_role(
            actor=actor_of(office, acting=loan),
            grant_id=loan.grant_id,
            to_email=expert.email,
            starts_at=clock.now(),
            ends_at=clock.now() + DAY,
            reason="x",
        )


def test_lending_on_the_page_loses_nothing_typed() -> None:
    client = visit_as(make_user("office", Role.OFFICE))
    sent = {"role": "", "to": "who@city.example", "starts": "2027-02-30", "ends": "", "reason": "leave"}
    answer = client.post("/account/colleagues/lend", sent)
    assert answer.status_code == 422
    page = text_of(answer)
    for wanted in ('value="who@city.example"', 'value="leave"', "Choose a day.", "Choose the role."):
        assert wanted in page


def test_a_lost_factor_is_reset_with_a_reason_and_a_letter() -> None:
    security, user = make_user("security", Role.SECURITY_ADMIN), make_user("anna", Role.OFFICE)
    give_app(user)
    client = visit_as(security)
    page = text_of(client.post(f"/w/accounts/{user.pk}/reset", {"reason": "lost"}))
    assert "Write a sentence" in page
    client.post(f"/w/accounts/{user.pk}/reset", {"reason": "Lost the telephone; asked at my desk, card shown."})
    assert factors_of(user) == []
    assert not RecoveryCode.objects.filter(user=user).exists()
    fact = Fact.objects.filter(name="AccountTouched").latest("at")
    assert fact.payload["what"] == "factor_reset"
    assert "card shown" in fact.payload["detail"]
    give_app(security)
    with pytest.raises(RefusedError, match="own_account"):
        reset_factors(actor=actor_of(security), user=security, reason="mine")
    with pytest.raises(RefusedError):
        reset_factors(actor=actor_of(make_user("system", Role.SYSTEM_ADMIN)), user=security, reason="x")


def test_the_last_factor_of_a_role_is_replaced_not_removed() -> None:
    user = make_user("anna", Role.OFFICE)
    give_app(user)
    with pytest.raises(RefusedError, match="last_factor"):
        remove_factor(actor=actor_of(user), factor_id=user.factors.get().pk, address=None)
    applicant = make_user("applicant")
    give_app(applicant)
    remove_factor(actor=actor_of(applicant), factor_id=applicant.factors.get().pk, address=None)
    assert factors_of(applicant) == []


def test_factors_are_not_changed_in_a_borrowed_session() -> None:
    user = make_user("anna")
    give_app(user)
    client = visit_as(user, assurance=1)
    for path in ("/account/second-factor/", "/account/second-factor/app", "/account/second-factor/passkey"):
        assert client.get(path).headers["Location"].startswith("/sign-in/second?")
    assert client.post("/account/second-factor/codes").status_code == 302
    assert client.post("/account/second-factor/passkey/options").status_code == 403


def test_an_account_is_closed_only_when_its_roles_have_ended() -> None:
    system, user = make_user("system", Role.SYSTEM_ADMIN), make_user("anna", Role.OFFICE)
    client = visit_as(system)
    assert client.post(f"/w/accounts/{user.pk}/close").status_code == 409
    end_role(actor=SYSTEM, grant=RoleGrant.objects.get(user=user))
    open_page = visit_as(user)
    client.post(f"/w/accounts/{user.pk}/close")
    assert open_page.get("/account/").status_code == 302
    client.post(f"/w/accounts/{user.pk}/close")
    user.refresh_from_db()
    assert user.is_active


def test_staff_pages_say_who_looks_and_when() -> None:
    page = text_of(visit_as(make_user("温予安", Role.OFFICE)).get("/w/calls/"))
    assert page.count("<text") == 3
    assert f"温予安 · {clock.now().astimezone(clock.BEIJING):%Y-%m-%d %H:}" in page
    assert "watermark" not in text_of(visit_as(make_user("applicant")).get("/my/"))
    assert "watermark" not in text_of(visit_as(make_user("o2", Role.OFFICE)).get("/en/"))


def test_the_lists_of_the_administrators_stay_quick(city: Jurisdiction, django_assert_max_num_queries: Any) -> None:
    security = make_user("security", Role.SECURITY_ADMIN)
    for number in range(3):
        make_board(city, number)
        user = make_user(f"u{number}", Role.OFFICE)
        RoleGrant.objects.filter(user=user).update(granted_at=clock.now() - timedelta(days=400))
    client = visit_as(security)
    for path in ("/w/invitations/", "/w/recertification/", "/w/held/"):
        with django_assert_max_num_queries(8):
            assert client.get(path).status_code == 200
