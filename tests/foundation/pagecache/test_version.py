"""The version: with its transaction or not at all, higher with every commit, and nobody waits for anybody."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections, transaction

from yunhui.foundation.pagecache.models import Counter
from yunhui.foundation.pagecache.selectors import VERSION, version
from yunhui.foundation.pagecache.services import CHANNEL, bump
from yunhui.foundation.pagecache.web.watch import OLDEST, Watch


@contextmanager
def another_line() -> Iterator[Any]:
    """A second connection to the same database."""
    wrapper = connections.create_connection("default")
    wrapper.connect()
    wrapper.connection.execute("SET statement_timeout = '30s'")
    try:
        yield wrapper.connection
    finally:
        wrapper.close()


def raise_on(line: Any) -> None:
    from yunhui.foundation.pagecache.services import _RAISE

    line.execute(_RAISE, [CHANNEL])


@pytest.mark.django_db(transaction=True)
def test_it_needs_a_transaction_and_goes_with_it() -> None:
    with pytest.raises(RuntimeError):
        bump()
    before = version()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        bump()
        1 / 0  # noqa: B018
    assert version() == before
    with transaction.atomic():
        bump()
        bump()
    assert version() > before


@pytest.mark.django_db(transaction=True)
def test_commands_at_the_same_time_neither_wait_nor_hide_each_other() -> None:
    """The one that ends last raises the version too, although it began first."""
    with transaction.atomic():
        bump()
    begun = version()
    with another_line() as first, another_line() as second:
        for line in (first, second):
            line.execute("BEGIN")
            raise_on(line)
        assert version() == begun
        second.execute("COMMIT")
        middle = version()
        assert middle > begun
        first.execute("COMMIT")
        assert version() > middle
    assert Counter.objects.count() >= 2


@pytest.mark.django_db(transaction=True)
def test_two_that_lock_rows_crosswise_do_not_lock_each_other_out() -> None:
    """One bumps and then waits for a row of the other, who bumps meanwhile."""
    with transaction.atomic():
        bump()
    row = Counter.objects.create(number=0).pk
    done: list[str] = []
    with another_line() as first, another_line() as second:
        first.execute("BEGIN")
        raise_on(first)
        second.execute("BEGIN")
        second.execute("SELECT 1 FROM pagecache_counter WHERE id = %s FOR UPDATE", [row])

        def wait() -> None:
            first.execute("UPDATE pagecache_counter SET number = number WHERE id = %s", [row])
            first.execute("COMMIT")
            done.append("first")

        waiting = threading.Thread(target=wait)
        waiting.start()
        raise_on(second)
        second.execute("COMMIT")
        waiting.join(60)
    assert done == ["first"]


@pytest.mark.django_db(transaction=True)
def test_a_process_hears_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch()
    try:
        with transaction.atomic():
            bump()
        known = watch.version()
        assert known == version()
        heard = threading.Event()
        see = watch._see

        def seen(number: int, asked: float) -> None:
            see(number, asked)
            if number > known:
                heard.set()

        monkeypatch.setattr(watch, "_see", seen)
        with transaction.atomic():
            bump()
        assert heard.wait(60)
        assert watch.version() == version()
    finally:
        watch.stop()


@pytest.mark.django_db
def test_a_version_that_nobody_confirms_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that has died, or that hears nothing, costs no more than two seconds."""
    monkeypatch.setattr(Watch, "_run", lambda self: None)
    watch = Watch()
    first = watch.version()
    assert first == version()
    with transaction.atomic():
        bump()
    number, asked = first, time.monotonic()
    watch._seen = (number, asked)
    assert watch.version() == first  # within the two seconds nobody asks
    watch._seen = (number, asked - OLDEST - 0.1)
    assert watch.version() == version()


@pytest.mark.django_db
def test_without_a_database_there_is_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def away() -> int:
        raise OperationalError

    monkeypatch.setattr(Watch, "_run", lambda self: None)
    monkeypatch.setattr("yunhui.foundation.pagecache.web.watch.version", away)
    assert Watch().version() is None


def test_the_question_is_one_statement() -> None:
    assert VERSION.count("SELECT") == 1
