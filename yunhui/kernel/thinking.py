"""Transactions that think: what is locked stays locked while the brain works out an answer."""

from django.db import connection

_LONGEST = "10min"


def take_time() -> None:
    """Let this transaction say nothing for up to ten minutes: a connection that idles for one is otherwise ended.

    For commands whose answer takes long to work out over what they have locked, as who judges 3,500 projects.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{_LONGEST}'")
