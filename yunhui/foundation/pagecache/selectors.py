"""Which version of the public site stands."""

from django.db import connection

VERSION = "SELECT coalesce(sum(number), 0)::bigint FROM pagecache_counter"


def version() -> int:
    """The version of the public site. Read before a page is rendered: what is committed later has a higher one."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION)
        number: int = cursor.fetchone()[0]
    return number
