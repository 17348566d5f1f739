"""The security log beyond its table: anchored in the chained security-audit log, and sent to a collector (RFC 5424)."""

import logging
import socket
import ssl
from contextlib import closing, suppress
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from yunhui.foundation.accounts.enums import SecurityKind
from yunhui.foundation.accounts.models import SecurityEvent, Shipment
from yunhui.foundation.accounts.selectors.security import digest_of, last_seal
from yunhui.foundation.audit.services import record
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.lines import trouble_in

log = logging.getLogger("yunhui.accounts")
# Numbers given out earlier may commit later; the application loses a transaction that idles for a minute.
_SETTLED = timedelta(minutes=2)
_BATCH = 2_000
_PATIENCE = 5.0
_FACILITY = 10  # authpriv
_WARNING, _INFORMATIONAL = 4, 6
_BAD = {SecurityKind.REFUSED, SecurityKind.HELD, SecurityKind.FACTOR_REFUSED}


@transaction.atomic
def seal_security_log() -> int:
    """Write the digest of the newest settled lines of the security log into the chained log; how many lines.

    One entry covers a run of lines: their first and last number, how many, and a digest over all of them. Who changes
    or removes a line afterwards is found out by `verify_security_log`.
    """
    seal = last_seal()
    start = seal["to"] if seal else 0
    limit = clock.now() - _SETTLED
    rows: list[SecurityEvent] = []
    for row in SecurityEvent.objects.filter(pk__gt=start).order_by("pk")[:_BATCH]:
        if row.at > limit:
            break
        rows.append(row)
    if rows:
        after = {"from": rows[0].pk, "to": rows[-1].pk, "count": len(rows), "digest": digest_of(rows)}
        record(actor=actors.system("accounts"), action="security.sealed", subject=("security_log", 1), after=after)
    return len(rows)


def ship_security_log() -> int:
    """Send what is new in the security log to the collector; how many lines. Nothing is done without YUNHUI_SYSLOG.

    What could not be sent is tried again at the next turn, from the last line that went out: a line may arrive twice
    (over UDP also never), in order.
    """
    if not settings.SYSLOG:
        return 0
    with transaction.atomic():
        Shipment.objects.get_or_create(pk=1)
        place = Shipment.objects.select_for_update().get(pk=1)
        limit = clock.now() - timedelta(seconds=2)
        rows = list(SecurityEvent.objects.filter(pk__gt=place.event_id, at__lte=limit).order_by("pk")[:_BATCH])
        if not rows:
            return 0
        try:
            _send([line_of(row) for row in rows])
        except OSError as problem:
            log.warning("the log collector: %s; %d lines wait", trouble_in(problem), len(rows))
            return 0
        place.event_id, place.at = rows[-1].pk, clock.now()
        place.save(update_fields=["event_id", "at"])
    return len(rows)


def collector_trouble() -> str:
    """Why the collector could not be reached now, in words to be translated; empty where it could, or where nobody can
    know (UDP)."""
    if urlsplit(settings.SYSLOG).scheme not in ("tcp", "tls"):
        return ""
    try:
        _connected(3.0).close()
    except OSError as problem:
        return trouble_in(problem)
    return ""


def line_of(event: SecurityEvent) -> bytes:
    """One event as a message of RFC 5424: what is known stands as structured data, escaped, in UTF-8."""
    severity = _WARNING if event.kind in _BAD else _INFORMATIONAL
    facts = {
        "id": event.pk,
        "user": event.user_id or "",
        "email": event.email,
        "from": event.address or "",
        "note": event.note,
    }
    data = " ".join(f'{key}="{_escaped(str(value))}"' for key, value in facts.items() if value != "")
    at = event.at.isoformat(timespec="microseconds").replace("+00:00", "Z")
    host = urlsplit(settings.PUBLIC_URL).hostname or "-"
    text = f"<{_FACILITY * 8 + severity}>1 {at} {host} yunhui - {event.kind} [security@32473 {data}] \ufeff{event.kind}"
    return text.encode()


def _escaped(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line.replace("\\", "\\\\").replace('"', '\\"').replace("]", "\\]")


def _send(lines: list[bytes]) -> None:
    target = urlsplit(settings.SYSLOG)
    host = target.hostname or ""
    if target.scheme == "udp":
        kind = socket.getaddrinfo(host, target.port or 514, type=socket.SOCK_DGRAM)[0]
        with closing(socket.socket(kind[0], kind[1])) as wire:
            for line in lines:
                wire.sendto(line, kind[4])
        return
    with closing(_connected(_PATIENCE)) as wire:
        # Octet counting (RFC 6587, RFC 5425): a line may hold anything.
        wire.sendall(b"".join(b"%d %s" % (len(line), line) for line in lines))
        with suppress(OSError):  # what was sent is sent; this only lets the collector read on before the line closes
            wire.shutdown(socket.SHUT_WR)
            wire.settimeout(1.0)
            wire.recv(1)


def _connected(seconds: float) -> socket.socket:
    """A line to the collector, over TLS where its address says so."""
    target = urlsplit(settings.SYSLOG)
    host, is_tls = target.hostname or "", target.scheme == "tls"
    plain = socket.create_connection((host, target.port or (6514 if is_tls else 601)), seconds)
    if not is_tls:
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
