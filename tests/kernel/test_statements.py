"""Statements that are built once give the rows that Django would have given."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, OuterRef
from django.db.models.functions import Upper
from django.test.utils import CaptureQueriesContext

from tests.factories.city import make_actor, make_call, make_city, make_user
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import RoleGrant, User
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.models import Fact
from yunhui.kernel.beside import column_of, rows_from
from yunhui.kernel.statements import AnyOf, Kept, add, give
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.services import start_application
from yunhui.pipeline.calls.models import Amendment, Call, Stage

pytestmark = pytest.mark.django_db


def test_models_come_with_their_relations_and_without_what_is_deferred() -> None:
    owner = make_actor("owner")
    application = start_application(actor=owner, call=make_call(make_city()))
    kept = Kept(
        lambda pk: (
            Application.objects.select_for_update(of=("self",))
            .select_related("call", "form_version", "keeper")
            .defer("form_version__questions")
            .filter(pk=pk)
        ),
        UUID(int=0),
    )
    for _ in range(2):
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            (found,) = kept.ask(application.pk)
            assert (found.call.code, found.form_version.number, found.keeper) == ("roadshow", 1, None)
            assert found.answers == {} and not found._state.adding
        assert len(queries) == 1
        assert found == application and found.form_version.get_deferred_fields() == {"questions"}
        assert found.form_version.questions == application.form_version.questions
    assert kept.ask(UUID(int=7)) == []


def test_models_carry_what_was_annotated() -> None:
    user = make_user("one", Role.OFFICE, Role.AUDIT_ADMIN)
    kept = Kept(
        lambda pk: RoleGrant.objects.select_related("user").filter(user=pk).annotate(of=Upper("user__name")),
        UUID(int=0),
    )
    for name in ("one", "two"):
        User.objects.filter(pk=user.pk).update(name=name)
        assert {(row.user.name, row.of) for row in kept.ask(user.pk)} == {(name, name.upper())}


def test_values_come_as_tuples_for_each_question_anew() -> None:
    one, two = make_user("one", Role.OFFICE, Role.AUDIT_ADMIN), make_user("two", Role.EXPERT)
    kept = Kept(
        lambda user, now: (
            RoleGrant.objects.filter(user_id=user, granted_at__gt=now)
            .order_by("role")
            .values_list("role", "scope_kind")
        ),
        UUID(int=0),
        datetime(2000, 1, 1, tzinfo=UTC),
    )
    begin = datetime(2001, 1, 1, tzinfo=UTC)
    assert [row[0] for row in kept.ask(one.pk, begin)] == sorted((Role.OFFICE, Role.AUDIT_ADMIN))
    assert kept.ask(two.pk, begin) == [(Role.EXPERT, "city")]
    assert kept.ask(two.pk, datetime(2999, 1, 1, tzinfo=UTC)) == []
    User.objects.filter(pk=two.pk).update(name="changed")
    assert len(kept.ask(one.pk, begin)) == 2


def test_a_list_of_any_length_is_one_value() -> None:
    users = [make_user(f"one of {number}") for number in range(3)]
    kept = Kept(lambda pks: User.objects.filter(AnyOf(F("pk"), pks)).order_by("pk"), [UUID(int=0)])
    for asked in (users, users[:1], users[1:]):
        assert kept.ask([user.pk for user in asked]) == sorted(asked, key=lambda user: user.pk)
    assert list(User.objects.filter(AnyOf(F("email"), [users[0].email]), name="one of 0")) == users[:1]


def test_a_statement_is_planned_once_in_a_connection() -> None:
    users = [make_user(f"kept{number}") for number in range(3)]
    kept = Kept(lambda pk: User.objects.filter(pk=pk).values_list("email"), UUID(int=0))
    assert [kept.ask(user.pk) for user in users] == [[(user.email,)] for user in users]
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%%accounts_user%%email%%'")
        assert len(cursor.fetchall()) == 1
    with CaptureQueriesContext(connection) as queries:  # and whoever looks at the log sees what was asked
        kept.ask(users[0].pk)
    assert users[0].pk.hex in queries[0]["sql"]


def test_a_row_is_added_as_django_adds_it() -> None:
    """With a number that the database gives, and with an id of its own; none of both twice."""
    with transaction.atomic():
        entry = record(actor=make_actor("one"), action="thing.added", subject=("thing", 1), after={"ä": [1, None]})
    assert AuditEntry.objects.get(pk=entry.pk) == entry and not entry._state.adding
    assert AuditEntry.objects.get(pk=entry.pk).after == {"ä": [1, None]}
    assert AuditEntry.objects.get(pk=entry.pk).before is None
    fact = Fact(name="ThingAdded", payload={"id": "雲"})
    add(fact)
    assert Fact.objects.get(pk=fact.pk).payload == {"id": "雲"} and Fact.objects.get(pk=fact.pk).at == fact.at
    with pytest.raises(IntegrityError), transaction.atomic():
        add(fact)


def test_rows_that_are_given_are_not_fetched_again() -> None:
    call = make_call(make_city())
    group = call.groups.all()[0]
    with CaptureQueriesContext(connection) as queries:
        give(call, "groups", [group])
        assert list(call.groups.all()) == [group]
    assert not queries


def test_rows_of_a_small_table_come_in_a_column() -> None:
    call = make_call(make_city())
    stages = list(Stage.objects.filter(call=call).order_by("ordinal", "pk"))
    with CaptureQueriesContext(connection) as queries:
        row = Call.objects.annotate(its=column_of(Stage.objects.filter(call=OuterRef("pk")).order_by("ordinal", "pk")))
        found = rows_from(Stage, row.get(pk=call.pk).its)
    assert len(queries) == 1 and found == stages and not found[0]._state.adding
    names = [one.attname for one in Stage._meta.concrete_fields]
    assert [[getattr(one, name) for name in names] for one in found] == [
        [getattr(one, name) for name in names] for one in stages
    ]
    none = Call.objects.annotate(its=column_of(Amendment.objects.filter(call=OuterRef("pk"))))
    assert rows_from(Amendment, none.get(pk=call.pk).its) == []
    with pytest.raises(AssertionError):
        column_of(Call.objects.all())  # it has an exact decimal
