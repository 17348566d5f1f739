"""Taking one of what a key may have, and forgetting old counts."""

from datetime import timedelta
from hashlib import sha256

from django.db import connection

from yunhui.foundation.limits.errors import LimitedError
from yunhui.foundation.limits.models import Count
from yunhui.kernel import clock

_TAKE = """
    INSERT INTO limits_count AS c (key, taken, until) VALUES (%(key)s, 1, %(until)s)
    ON CONFLICT (key) DO UPDATE SET
        taken = CASE WHEN c.until <= %(now)s THEN 1 ELSE c.taken + 1 END,
        until = CASE WHEN c.until <= %(now)s THEN EXCLUDED.until ELSE c.until END
    RETURNING taken, until
"""


def take(key: str, *, most: int, seconds: int) -> None:
    """Count one use of `key`; a window of `seconds` begins with the first use and holds `most`.

    Args:
        key: `what:who`, e.g. `sign-in:192.0.2.7`. Who it is leaves no trace: the part after the first colon is stored
            as a digest.

    Raises:
        LimitedError: the window is full; the sentence says when it ends. Called in a transaction that is then rolled
            back, the use is not counted, and the window stays full.
    """
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"key": _stored(key), "until": now + timedelta(seconds=seconds), "now": now})
        taken, until = cursor.fetchone()
    if taken > most:
        raise LimitedError((until - now).total_seconds())


def forget(key: str) -> None:
    """Begin anew: what was counted for a key is gone (the person has proved who they are)."""
    Count.objects.filter(pk=_stored(key)).delete()


def sweep_counts() -> int:
    """Remove the counts whose window has ended; how many."""
    return Count.objects.filter(until__lte=clock.now()).delete()[0]


def _stored(key: str) -> str:
    what, _colon, who = key.partition(":")
    return f"{what[:40]}:{sha256(who.encode()).hexdigest()}" if who else what[:40]
