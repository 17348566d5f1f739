"""Rate limits: a window holds so many, then says how long to wait."""

from datetime import timedelta

import pytest
from django.db import connection

from yunhui.foundation.limits.errors import LimitedError
from yunhui.foundation.limits.models import Count
from yunhui.foundation.limits.services import forget, sweep_counts, take
from yunhui.kernel import clock

pytestmark = pytest.mark.django_db


def test_a_window_holds_so_many_and_then_says_when_it_ends() -> None:
    for _turn in range(3):
        take("sign-in:192.0.2.7", most=3, seconds=600)
    with pytest.raises(LimitedError) as refused:
        take("sign-in:192.0.2.7", most=3, seconds=600)
    assert refused.value.status == 429
    assert 500 <= refused.value.seconds <= 600
    assert "10" in str(refused.value.message)
    take("sign-in:192.0.2.8", most=3, seconds=600)
    take("search:192.0.2.7", most=3, seconds=600)


def test_a_window_that_has_ended_begins_anew() -> None:
    take("code:anna@city.example", most=1, seconds=600)
    Count.objects.update(until=clock.now() - timedelta(seconds=1))
    take("code:anna@city.example", most=1, seconds=600)
    with pytest.raises(LimitedError):
        take("code:anna@city.example", most=1, seconds=600)
    forget("code:anna@city.example")
    take("code:anna@city.example", most=1, seconds=600)


def test_who_it_was_is_not_stored_and_old_counts_are_swept() -> None:
    take("code:anna@city.example", most=1, seconds=600)
    assert "anna" not in Count.objects.get().key
    assert sweep_counts() == 0
    Count.objects.update(until=clock.now() - timedelta(seconds=1))
    assert sweep_counts() == 1
    assert not Count.objects.exists()


def test_the_table_writes_no_log_of_its_own() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'limits_count'")
        assert cursor.fetchone()[0] == "u"
