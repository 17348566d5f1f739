"""Rows of a small table as one column of the rows to which they belong: a call comes with its groups in one query."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS
from django.db.models import DecimalField, Model, QuerySet
from django.db.models.functions import JSONObject

Row = TypeVar("Row", bound=Model)


def column_of(rows: QuerySet[Any], **related: Sequence[str]) -> ArraySubquery:
    """These rows, which name the outer one by `OuterRef`, as a column of it; `rows_from` makes rows of it again.

    They travel as JSON, which keeps texts, numbers, ids, times and documents as they are; exact decimals it would not.

    Args:
        related: for a foreign key what comes of its row, the id first, as `select_related` and `only` would bring it.
    """
    fields = rows.model._meta.concrete_fields
    assert not any(isinstance(one, DecimalField) for one in fields), "JSON has no exact decimals"
    beside = {key: JSONObject(**{name: f"{key}__{name}" for name in names}) for key, names in related.items()}
    return ArraySubquery(rows.values(row=JSONObject(**{one.attname: one.attname for one in fields}, **beside)))


def rows_from(model: type[Row], told: Iterable[Mapping[str, Any]]) -> list[Row]:
    """What `column_of` brought, as rows that were fetched."""
    found = []
    for one in told:
        row = _row(model, one, model._meta.concrete_fields)
        for field in model._meta.concrete_fields:
            if field.is_relation and field.name in one:
                other: Any = field.related_model
                given = one[field.name]
                fields = [each for each in other._meta.concrete_fields if each.attname in given]
                is_there = given[other._meta.pk.attname] is not None
                setattr(row, field.name, _row(other, given, fields) if is_there else None)
        found.append(row)
    return found


def _row(model: type[Row], given: Mapping[str, Any], fields: Sequence[Any]) -> Row:
    names = [one.attname for one in fields]
    return model.from_db(DEFAULT_DB_ALIAS, names, [one.to_python(given[one.attname]) for one in fields])
