"""The security log: sealed into the chained log, sent to a collector, never swept."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests.factories.city import SYSTEM, make_user
from tests.foundation.accounts.fakes import collector
from yunhui.foundation.accounts.enums import Role, SecurityKind
from yunhui.foundation.accounts.models import SecurityEvent, Shipment
from yunhui.foundation.accounts.selectors import actor_of, verify_security_log
from yunhui.foundation.accounts.services import log_security, seal_security_log, ship_security_log, tend_accounts
from yunhui.foundation.accounts.services.export import line_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.kernel import clock
from yunhui.kernel.errors import RefusedError

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=3)


def write(count: int) -> None:
    for number in range(count):
        log_security(kind=SecurityKind.REFUSED, user=None, email=f"who{number}@else.example", address="192.0.2.7")


def test_runs_of_lines_are_sealed_once_they_have_settled() -> None:
    write(3)
    assert seal_security_log() == 0, "newer than two minutes: a line with a smaller number may still come"
    with clock.travel(clock.now() + LATER):
        assert (seal_security_log(), seal_security_log()) == (3, 0)
        write(2)
    report = verify_security_log(SYSTEM)
    assert (report.sealed, report.unsealed, report.is_sound) == (3, 2, True)
    assert AuditEntry.objects.filter(action="security.sealed").count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_securityevent SET address = '192.0.2.9' WHERE id = %s",
        "DELETE FROM accounts_securityevent WHERE id = %s",
    ],
)
def test_a_changed_or_missing_line_is_found(statement: str) -> None:
    write(3)
    with clock.travel(clock.now() + LATER):
        seal_security_log()
    victim = SecurityEvent.objects.order_by("pk")[1]
    with connection.cursor() as cursor:
        cursor.execute(statement, [victim.pk])
    report = verify_security_log(SYSTEM)
    assert not report.is_sound
    assert len(report.broken) == 1


def test_the_log_is_read_by_two_administrators_only() -> None:
    for role in (Role.SYSTEM_ADMIN, Role.OFFICE):
        with pytest.raises(RefusedError):
            verify_security_log(actor_of(make_user(role, role)))


def test_nothing_tends_the_log_away(settings: Any) -> None:
    write(1)
    SecurityEvent.objects.update(at=clock.now() - timedelta(days=400))
    tend_accounts()
    assert SecurityEvent.objects.filter(email="who0@else.example").exists()


def test_a_line_is_a_message_of_rfc_5424() -> None:
    log_security(
        kind=SecurityKind.REFUSED, user=None, email='a"]\\b@x.example', address="192.0.2.7", note="two\nlines <84>"
    )
    line = line_of(SecurityEvent.objects.get()).decode()
    assert re.match(r"<84>1 \d{4}-\d\d-\d\dT[\d:.]+Z \S+ yunhui - refused \[security@32473 ", line)
    assert 'email="a\\"\\]\\\\b@x.example"' in line
    assert 'note="two lines <84>"' in line
    assert "\n" not in line


def test_lines_go_out_by_udp_in_order(settings: Any) -> None:
    with collector("udp") as (url, read):
        settings.SYSLOG = url
        write(2)
        with clock.travel(clock.now() + LATER):
            assert (ship_security_log(), ship_security_log()) == (2, 0)
        assert [b"who0@" in read(), b"who1@" in read()] == [True, True]


def test_what_did_not_leave_waits(settings: Any) -> None:
    write(2)
    with collector("tcp") as (url, read):
        settings.SYSLOG = "tcp://127.0.0.1:1"
        with clock.travel(clock.now() + LATER):
            assert ship_security_log() == 0
            assert Shipment.objects.get().event_id == 0
            settings.SYSLOG = url
            came: list[bytes] = []
            reader = threading.Thread(target=lambda: came.append(read()))
            reader.start()
            assert ship_security_log() == 2
            reader.join()
    lines, rest = [], came[0]
    while rest:
        size, _space, rest = rest.partition(b" ")
        lines.append(rest[: int(size)])
        rest = rest[int(size) :]
    assert [b"who0@" in lines[0], b"who1@" in lines[1], len(lines)] == [True, True, 2]


def test_nothing_is_sent_without_a_collector(settings: Any) -> None:
    settings.SYSLOG = ""
    write(1)
    assert ship_security_log() == 0
    assert not Shipment.objects.exists()
