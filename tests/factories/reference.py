"""The reference data that every city begins with, as text to copy into each test's own.

Loading it takes a quarter of a second, and every second test wants a city. So the product loads it once for a process,
and the tests that follow copy what came of it.
"""

from django.db import connection

from yunhui.foundation.codes.models import CalendarDay, Code, Place
from yunhui.foundation.codes.services import load_codes
from yunhui.kernel.actor import Actor

_kept: dict[str, bytes] = {}


def bring_reference_data(*, actor: Actor) -> None:
    """What `load_codes` leaves behind, but for its line in the audit log; where some is there already, the product's
    own way."""
    if Code.objects.exists():
        load_codes(actor=actor)
    elif not _kept:
        load_codes(actor=actor)
        _keep()
    else:
        _copy()


def _copy() -> None:
    with connection.cursor() as cursor:
        for table, text in _kept.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as into:
                into.write(text)


def _keep() -> None:
    with connection.cursor() as cursor:
        for model in (Code, Place, CalendarDay):
            columns = [field.column for field in model._meta.concrete_fields if field.column != "id"]
            table = f"{model._meta.db_table} ({', '.join(columns)})"
            with cursor.copy(f"COPY {table} TO STDOUT") as out:
                _kept[table] = b"".join(bytes(piece) for piece in out)
