"""Values that were typed, into a row, as its columns allow."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db.models import Model

from yunhui.kernel.errors import InvalidError, Problem


def read_into(row: Model, values: Mapping[str, object], columns: Iterable[str], prefix: str = "") -> None:
    """Set the named columns; what `values` does not name stays.

    Raises:
        InvalidError: a value is missing, too long or no address; problems name `prefix` and the column.
    """
    names = list(columns)
    problems = []
    for name in names:
        if name not in values:
            continue
        field = row._meta.get_field(name)
        given = values[name]
        typed = given.strip() if isinstance(given, str) else given
        if typed is None and getattr(field, "null", False):
            setattr(row, name, None)
            continue
        try:
            setattr(row, name, field.clean(typed, row))  # type: ignore[union-attr]
        except ValidationError as error:
            problems.append(Problem(f"{prefix}{name}", "not_valid", " ".join(error.messages)))
    if problems:
        raise InvalidError(problems)
