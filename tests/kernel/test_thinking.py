"""A command that thinks for long keeps its transaction, and no other does."""

import pytest
from django.db import connection, transaction

from yunhui.kernel.thinking import take_time

pytestmark = pytest.mark.django_db(transaction=True)


def test_only_the_transaction_that_asks_may_be_silent_for_long() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET idle_in_transaction_session_timeout = '300ms'")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            take_time()
            cursor.execute("SHOW idle_in_transaction_session_timeout")
            assert cursor.fetchone() == ("10min",)
        with connection.cursor() as cursor:
            cursor.execute("SHOW idle_in_transaction_session_timeout")
            assert cursor.fetchone() == ("300ms",)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET idle_in_transaction_session_timeout")
