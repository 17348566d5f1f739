"""The three administrators: each does what the other two may not."""

import html
import re
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from tests.factories.city import make_application, make_board, make_call, make_user
from tests.factories.pages import text_of, visit_as
from yunhui.foundation.accounts.enums import Role, ScopeKind, SecurityKind
from yunhui.foundation.accounts.models import RoleGrant, SecurityEvent, User
from yunhui.foundation.accounts.services import log_security
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.audit.services import seal
from yunhui.kernel.i18n import CHINESE
from yunhui.parties.models import Jurisdiction


@pytest.fixture
def system_admin(db: None) -> User:
    return make_user("system", Role.SYSTEM_ADMIN)


@pytest.fixture
def security_admin(db: None) -> User:
    return make_user("security", Role.SECURITY_ADMIN)


@pytest.fixture
def audit_admin(db: None, settings: Any, tmp_path: Any) -> User:
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"
    return make_user("audit", Role.AUDIT_ADMIN)


def live(user: User) -> set[tuple[str, str, str]]:
    rows = RoleGrant.objects.filter(user=user, ended_at__isnull=True)
    return set(rows.values_list("role", "scope_kind", "scope_id"))


def test_each_administrator_has_their_own_pages(system_admin: User, security_admin: User, audit_admin: User) -> None:
    someone = make_user("someone")
    pages = ("/w/accounts/", f"/w/accounts/{someone.pk}/", "/w/security/", "/w/audit/")
    allowed = {
        system_admin: (200, 200, 403, 403),
        security_admin: (200, 200, 200, 403),
        audit_admin: (403, 403, 200, 200),
    }
    for user, codes in allowed.items():
        assert tuple(visit_as(user).get(path).status_code for path in pages) == codes
    for role in (Role.OFFICE, Role.APPROVER, Role.CHAIR, Role.BOARD, Role.EXPERT):
        client = visit_as(make_user(role, role))
        assert {client.get(path).status_code for path in pages} == {403}
    grant = f"/w/accounts/{someone.pk}/grant"
    for user in (system_admin, audit_admin):
        assert visit_as(user).post(grant, {"role": "office", "scope": "city:"}).status_code == 403
    assert live(someone) == set()


def test_a_role_is_given_in_a_scope_and_ended(security_admin: User, city: Jurisdiction) -> None:
    someone, board, call = make_user("someone"), make_board(city, 1), make_call(city)
    client, grant = visit_as(security_admin), f"/w/accounts/{someone.pk}/grant"
    given = client.post(grant, {"role": "board", "scope": f"board:{board.pk}"})
    assert given.headers["Location"] == f"/w/accounts/{someone.pk}/?done=granted"
    client.post(grant, {"role": "chair", "scope": f"call:{call.pk}"})
    assert live(someone) == {
        (Role.BOARD, ScopeKind.BOARD, str(board.pk)),
        (Role.CHAIR, ScopeKind.CALL, str(call.pk)),
    }
    page = text_of(client.get(f"/w/accounts/{someone.pk}/?done=granted"))
    for wanted in ("Role given.", "Host-area officer", "Host area: District 1", "Panel leader", "Call: Cloud roadshow"):
        assert wanted in page
    row = RoleGrant.objects.get(user=someone, role=Role.BOARD)
    client.post(f"/w/accounts/{someone.pk}/end", {"grant": row.pk})
    assert live(someone) == {(Role.CHAIR, ScopeKind.CALL, str(call.pk))}
    other = RoleGrant.objects.get(user=security_admin)
    assert client.post(f"/w/accounts/{someone.pk}/end", {"grant": other.pk}).status_code == 404
    assert live(security_admin)


@pytest.mark.parametrize(
    ("role", "scope", "sentence"),
    [
        (
            "audit_admin",
            "city:",
            "System, security and audit administrator exclude each other. End the other role first.",
        ),
        ("board", "city:", "A host-area officer acts for one host area: choose it."),
        ("expert", "BOARD", "This role is not held in such a scope: choose the whole city."),
        ("", "city:", "Choose a role and where it is held."),
        ("emperor", "city:", "Choose a role and where it is held."),
        ("office", "call:nothing", "Choose a role and where it is held."),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(
    security_admin: User, city: Jurisdiction, role: str, scope: str, sentence: str
) -> None:
    board = make_board(city, 1)
    admin = make_user("admin", Role.SYSTEM_ADMIN)
    scope = f"board:{board.pk}" if scope == "BOARD" else scope
    response = visit_as(security_admin).post(f"/w/accounts/{admin.pk}/grant", {"role": role, "scope": scope})
    assert response.status_code == 422
    page = html.unescape(text_of(response))
    assert sentence in page
    if role in Role.values and scope != "call:nothing":
        assert f'<option value="{role}" selected>' in page
        assert f'<option value="{scope}" selected>' in page
    assert live(admin) == {(Role.SYSTEM_ADMIN, ScopeKind.CITY, "")}


def test_accounts_are_found_by_name_address_and_role(security_admin: User) -> None:
    make_user("anna", Role.EXPERT)
    make_user("berta", Role.CHAIR)
    client = visit_as(security_admin)

    def found(**query: str) -> list[str]:
        return re.findall(r'class="sub">([^<@]+)@city', text_of(client.get("/w/accounts/", query)))

    assert found() == ["anna", "berta", "security"]
    assert found(q="ERT") == ["berta"]
    assert found(role="expert") == ["anna"]
    assert found(q="b", role="expert") == []
    assert found(role="nobody") == ["anna", "berta", "security"]


def test_the_accounts_stay_quick(
    security_admin: User, city: Jurisdiction, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = visit_as(security_admin)
    with django_assert_num_queries(6):
        client.get("/w/accounts/")
    for number in range(3):
        make_user(f"user{number}", Role.EXPERT)
        make_board(city, number)
    with django_assert_num_queries(6):
        client.get("/w/accounts/")


def test_the_security_log_says_who_was_refused(
    security_admin: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = visit_as(security_admin)
    log_security(kind=SecurityKind.REFUSED, user=None, email="guess@else.example", address="192.0.2.7")
    with django_assert_num_queries(5):
        page = text_of(client.get("/w/security/"))
    for wanted in ("Sign-in refused", "guess@else.example", "192.0.2.7", "Role granted"):
        assert wanted in page
    for number in range(60):
        log_security(kind=SecurityKind.SIGNED_IN, user=None, email=f"many{number}@else.example", address=None)
    with django_assert_num_queries(5):
        page = text_of(client.get("/w/security/"))
    assert "guess@else.example" not in page
    oldest = SecurityEvent.objects.order_by("-pk")[49]
    assert f"?before={oldest.pk}" in page
    assert "guess@else.example" in text_of(client.get("/w/security/", {"before": str(oldest.pk)}))
    assert "guess@else.example" in text_of(client.get("/w/security/", {"kind": "refused"}))
    assert "Nothing was recorded" in text_of(client.get("/w/security/", {"q": "no such thing"}))


def test_the_log_is_read_by_action_subject_and_actor(
    audit_admin: User, city: Jurisdiction, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = make_application(make_call(city), 1, screened=False)
    visit_as(make_user("anna", Role.OFFICE)).get(f"/w/applications/{row.pk}/")
    client = visit_as(audit_admin)
    with django_assert_num_queries(6):
        page = text_of(client.get("/w/audit/"))
    assert "Submitted the application" in page
    assert "the platform (tests)" in page

    def actions(**query: str) -> set[str]:
        return set(re.findall(r'<span class="meta">([a-z]+\.[a-z]+)</span>', text_of(client.get("/w/audit/", query))))

    assert actions(action="call.published") == {"call.published"}
    own = {"application.started", "application.submitted", "application.opened", "application.read"}
    assert actions(subject=f"application:{row.pk}") == own
    assert actions(subject=str(row.pk)) == own
    assert actions(actor="anna@") == {"application.opened", "application.read"}
    assert actions(actor="system:tests") >= {"call.published", "application.submitted"}
    assert actions(actor="nobody at all") == set()
    assert actions(before="1") == set()


def test_a_sound_log_says_so_with_its_unsealed_window(audit_admin: User, city: Jurisdiction) -> None:
    seal()
    entries = AuditEntry.objects.count()
    make_board(city, 1)
    unsealed = AuditEntry.objects.count() - entries
    page = text_of(visit_as(audit_admin).post("/w/audit/verify"))
    assert "The log is sound." in page
    assert f"{AuditEntry.objects.count()} lines and {entries} links of the chain were recomputed." in page
    assert f"{unsealed} lines are not chained yet" in page
    seal()
    assert "Every line is chained." in text_of(visit_as(audit_admin).post("/w/audit/verify"))
    assert visit_as(audit_admin).get("/w/audit/verify").headers["Location"] == "/w/audit/"


def test_a_changed_line_is_named(audit_admin: User, city: Jurisdiction) -> None:
    seal()
    victim = AuditEntry.objects.order_by("seq").first()
    assert victim is not None
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditentry SET action = 'codes.forged' WHERE seq = %s", [victim.seq])
    page = text_of(visit_as(audit_admin).post("/w/audit/verify"))
    assert "The log is not sound: one finding." in page
    assert f"entry {victim.seq}" in page
    assert "This entry was changed after it was written." in page
    assert "日志有问题：1处。" in text_of(visit_as(audit_admin, CHINESE).post("/w/audit/verify"))


def test_no_account_of_that_number(security_admin: User) -> None:
    response = visit_as(security_admin).get("/w/accounts/00000000-0000-0000-0000-000000000000/")
    assert response.status_code == 404
