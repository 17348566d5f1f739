"""Rows written many at once are the rows that Django would have written one by one."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.city import make_application, make_board, make_call
from yunhui.kernel.rows import insert_rows, update_rows
from yunhui.parties.models import Jurisdiction
from yunhui.pipeline.applications.models import Application, Standing

pytestmark = pytest.mark.django_db
HARD = ["\\N", "\\", "\t", "a\nb", "a\r\nb", '"', "'", "{}", "{NULL}", "null", "㛃喆燚 😀", "%s", "=1+1", ""]


@pytest.fixture
def application(city: Jurisdiction) -> Application:
    """An application with all kinds of columns."""
    make_board(city, 1, "energy")
    return make_application(make_call(city), 1)


def copied(row: Application, **more: object) -> Application:
    """The same once more, not yet written."""
    kept = {one.attname: getattr(row, one.attname) for one in Application._meta.concrete_fields}
    return Application(**{**kept, "id": Application().pk, "reference": "", "search": "", **more})


@pytest.mark.parametrize("text", HARD)
def test_any_text_arrives_as_it_was(application: Application, text: str) -> None:
    number = 50
    new = copied(application, title=text, number=number, answers={"title": text, "deep": [text, {"a": None, "b": 1.5}]})
    insert_rows([new])
    kept = Application.objects.get(number=number)
    assert (kept.title, kept.answers) == (text, new.answers)
    assert (kept.group_id, kept.owner_id, kept.submitted_at) == (new.group_id, new.owner_id, new.submitted_at)
    kept.title, kept.answers = text * 2, [text]  # type: ignore[assignment]
    update_rows([kept], ["title", "answers"])
    again = Application.objects.get(number=number)
    assert (again.title, again.answers, again.number) == (text * 2, [text], number)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40))
def test_updates_keep_any_text(application: Application, text: str) -> None:
    application.title = text
    update_rows([application], ["title"])
    application.refresh_from_db()
    assert application.title == text


def test_arrays_numbers_and_nothing_arrive(application: Application) -> None:
    row = Standing.objects.get(application=application)
    row.steps, row.mean, row.due_at = ["a,b", 'c"d', ""], Decimal("87.60"), datetime(2026, 6, 11, 9, tzinfo=UTC)
    update_rows([row], ["steps", "mean", "due_at"])
    row.refresh_from_db()
    assert (row.steps, row.mean, row.due_at) == (
        ["a,b", 'c"d', ""],
        Decimal("87.60"),
        datetime(2026, 6, 11, 9, tzinfo=UTC),
    )
    row.mean = row.due_at = None
    update_rows([row], ["mean", "due_at"])
    row.refresh_from_db()
    assert (row.mean, row.due_at) == (None, None)


def test_what_breaks_a_constraint_is_written_not_at_all(application: Application) -> None:
    rows = [copied(application, number=number) for number in (60, 61, 61)]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(rows)
    assert Application.objects.count() == 1


def test_many_are_written_in_pieces_and_none_is_nothing(application: Application) -> None:
    insert_rows([])
    update_rows([], ["title"])
    rows = [copied(application, number=number) for number in range(100, 1_250)]
    insert_rows(rows)
    for row in rows:
        row.title = f"t{row.number}"
    update_rows(rows, ["title"])
    assert set(Application.objects.filter(number__gte=100).values_list("title", "number")) == {
        (f"t{number}", number) for number in range(100, 1_250)
    }
