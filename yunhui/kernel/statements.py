"""Statements that are built once: Django takes longer to build a query from its parts than PostgreSQL to run it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django.db.models import Lookup, Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

_MOST = 1024
_built: OrderedDict[Hashable, tuple[str, tuple[Any, ...]]] = OrderedDict()


class _PreparedCursor(ServerBindingCursor):
    """Has PostgreSQL read and plan a statement once in a connection; later only the values go there."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        return super().execute(query, params, prepare=True, **options)  # type: ignore[misc]  # unknown to the stubs


def _prepared() -> CursorWrapper:
    """A cursor as `connection.cursor()` gives it that prepares what it executes; where statements are logged, Django's
    own, which knows their values."""
    if connection.queries_logged:
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor: Any = _PreparedCursor(connection.connection)  # type: ignore[call-arg]  # unknown to the stubs
    return connection.make_cursor(cursor)


def fetched(
    key: Hashable, make: Callable[[], QuerySet[Any, Any]], *, is_prepared: bool = False
) -> list[tuple[Any, ...]]:
    """The rows of a query of plain values (`values_list`), as the database gives them.

    Args:
        key: everything on which the statement and its parameters depend: whoever gives the same key gets the same
            statement. What belongs to one reader must have the reader in it, what changes with time a rounded time.
            The rows themselves are fetched anew each time.
        make: builds the query, where this process has not built it lately.
        is_prepared: for one statement that many ask. Not for those whose best plan hangs on the values.
    """
    statement = _built.get(key)
    if statement is None:
        try:
            sql, params = make().query.sql_with_params()
        except EmptyResultSet:
            return []
        statement = _built[key] = (sql, tuple(params))
        if len(_built) > _MOST:
            _built.popitem(last=False)
    with _prepared() if is_prepared else connection.cursor() as cursor:
        cursor.execute(*statement)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def give(thing: Model, name: str, rows: Sequence[Model]) -> None:
    """Give a row its rows of another table, as `prefetch_related(name)` would have: what is narrowed or ordered anew
    is asked of the database, for this row alone."""
    kept: dict[str, QuerySet[Any]] = vars(thing).setdefault("_prefetched_objects_cache", {})
    kept.pop(name, None)
    asked = getattr(thing, name).all()
    asked._result_cache = list(rows)
    kept[name] = asked


def add(row: Model) -> None:
    """Insert a new row as `row.save(force_insert=True)` does, by a statement that is built once for its table and
    planned once in a connection; no signal is sent. For what every command writes."""
    table = row._meta
    fields = [one for one in table.local_concrete_fields if one is not table.auto_field]
    with _prepared() as cursor:
        cursor.execute(
            _insert(type(row)), [one.get_db_prep_save(one.pre_save(row, add=True), connection) for one in fields]
        )
        ((row.pk,),) = cursor.fetchall()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@cache
def _insert(model: type[Model]) -> str:
    table = model._meta
    names = [one.column for one in table.local_concrete_fields if one is not table.auto_field]
    columns, places = ", ".join(f'"{name}"' for name in names), ", ".join(["%s"] * len(names))
    return f'INSERT INTO "{table.db_table}" ({columns}) VALUES ({places}) RETURNING "{table.pk.column}"'  # noqa: S608 - names of tables


class AnyOf(Lookup):
    """A condition for a filter, `AnyOf(F(field), values)`: the field is one of some values. Other than `field__in` it
    has one parameter, whatever their number."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*params, list(self.rhs))


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class _Built:
    compiler: SQLCompiler
    sql: str
    params: tuple[tuple[int, Any], ...]  # (which value of the question, -1 for none; else what stands there always)
    converters: dict[int, Any]
    populators: list[Any]
    is_model: bool
    first: int = 0
    names: tuple[str, ...] = ()


class Kept(Generic[Row]):
    """A query that is built once in a process and asked often: what every request reads, what every save locks.

    The rows are those that Django would have given: models with what `select_related` and `annotate` name and nothing
    of `prefetch_related`, or the tuples of `values_list`. One of `select_for_update` is for transactions only, as ever.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]], *examples: Any) -> None:
        """`make` builds the query from one value for each of `examples`: values that stand for those of a question,
        of the same types, different from each other and from every other value in the query. A list of any length is
        one value where the query has `AnyOf` it."""
        self._make, self._examples = make, examples
        self._built: _Built | None = None

    def ask(self, *values: Any) -> list[Row]:
        """The rows for these values, fetched anew."""
        built = self._built = self._built or self._build()
        assert len(values) == len(self._examples), "one value for each example"
        params = tuple(always if place < 0 else values[place] for place, always in built.params)
        with _prepared() as cursor:
            cursor.execute(built.sql, params)
            rows = cursor.fetchall()
        if built.converters:
            rows = list(built.compiler.apply_converters(rows, built.converters))
        return [self._model(built, row) if built.is_model else cast(Row, tuple(row)) for row in rows]

    def _build(self) -> _Built:
        asked = self._make(*self._examples)
        compiler = asked.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        places = tuple(
            (next((n for n, one in enumerate(self._examples) if one == param), -1), param) for param in params
        )
        select = compiler.select or []
        converters = compiler.get_converters([one[0] for one in select])
        is_model, info = issubclass(asked._iterable_class, ModelIterable), compiler.klass_info
        if not is_model or info is None:
            return _Built(compiler, sql, places, converters, [], is_model=False)
        populators = get_related_populators(info, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # the stubs are of a later Django
        fields = info["select_fields"]
        names = tuple(one[0].target.attname for one in select[fields[0] : fields[-1] + 1])
        return _Built(compiler, sql, places, converters, populators, is_model=True, first=fields[0], names=names)

    def _model(self, built: _Built, row: Any) -> Row:
        info = built.compiler.klass_info
        assert info is not None, "only rows of models come here"
        model: type[Model] = info["model"]
        found = model.from_db(DEFAULT_DB_ALIAS, built.names, row[built.first : built.first + len(built.names)])
        for populator in built.populators:
            populator.populate(row, found)
        for name, column in (built.compiler.annotation_col_map or {}).items():
            setattr(found, name, row[column])
        return cast(Row, found)
