"""Rows of a small table as one column of the rows to which they belong: a call comes with its groups in one query."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS
from django.db.models import DecimalField, Model, QuerySet
from django.db.models.functions import JSONObject

Row = TypeVar("Row", bound=Model)


def column_of(rows: QuerySet[Any]) -> ArraySubquery:
    """These rows, which name the outer one by `OuterRef`, as a column of it; `rows_from` makes rows of it again.

    They travel as JSON, which keeps texts, numbers, ids, times and documents as they are; exact decimals it would not.
    """
    fields = rows.model._meta.concrete_fields
    assert not any(isinstance(one, DecimalField) for one in fields), "JSON has no exact decimals"
    return ArraySubquery(rows.values(row=JSONObject(**{one.attname: one.attname for one in fields})))


def rows_from(model: type[Row], told: Iterable[Mapping[str, Any]]) -> list[Row]:
    """What `column_of` brought, as rows that were fetched."""
    fields = model._meta.concrete_fields
    names = [one.attname for one in fields]
    return [
        model.from_db(DEFAULT_DB_ALIAS, names, [field.to_python(one[field.attname]) for field in fields])
        for one in told
    ]
