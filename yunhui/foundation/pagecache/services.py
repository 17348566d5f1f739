"""Raising the version of the public site, in the transaction that changes what visitors see."""

from django.db import connection

CHANNEL = "yunhui_site"

# Counters only grow, so that their sum grows with every commit, in whatever order transactions end. A counter that
# another transaction holds is passed over: commands neither wait here nor can they lock each other out.
_RAISE = """
    WITH free AS (SELECT id FROM pagecache_counter ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED),
         raised AS (UPDATE pagecache_counter c SET number = c.number + 1 FROM free WHERE c.id = free.id RETURNING c.id),
         added AS (INSERT INTO pagecache_counter (number) SELECT 1 WHERE NOT EXISTS (SELECT FROM raised))
    SELECT pg_notify(%s, '')
"""


def bump() -> None:
    """From the commit of this transaction on, no page that was rendered before it is shown to a visitor again.

    `outbox.publish` calls it for every fact that changes the public face; nobody else has to.

    Raises:
        RuntimeError: outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("the site's version belongs into the transaction that changes the site")
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, [CHANNEL])
