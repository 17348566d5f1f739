"""The security-audit log: whatever is changed, removed, moved or cut off is reported."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from tests.factories.city import SYSTEM, make_actor
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.audit.models import AuditEntry, AuditLink
from yunhui.foundation.audit.selectors import verify
from yunhui.foundation.audit.services import record, seal
from yunhui.kernel.errors import RefusedError


@pytest.fixture
def log(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twelve sealed entries in two rounds, their heads in a file of this test."""
    heads = tmp_path / "heads.jsonl"
    monkeypatch.setattr(settings, "AUDIT_HEADS", heads)
    for number in range(12):
        record(actor=SYSTEM, action="thing.changed", subject=("thing", number), before={"n": number}, after={"n": "改"})
        if number in (5, 11):
            seal()
    return heads


def test_a_whole_log_is_sound(log: Path) -> None:
    report = verify(SYSTEM)
    assert (report.entries, report.links, report.unsealed, report.findings) == (12, 12, 0, [])
    assert [json.loads(line)["position"] for line in log.read_text().splitlines()] == [6, 12]


def test_what_is_not_sealed_yet_is_told(log: Path) -> None:
    record(actor=SYSTEM, action="thing.changed", subject=("thing", 99))
    report = verify(SYSTEM)
    assert (report.unsealed, report.is_sound) == (1, True)
    assert seal() == 1
    assert seal() == 0


def sql(text: str, *values: Any) -> None:
    """Do what only the database's owner can."""
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def _change() -> None:
    sql("UPDATE audit_auditentry SET action = 'thing.invented' WHERE subject_id = '3'")


def _backdate() -> None:
    sql("UPDATE audit_auditentry SET at = at - interval '1 day' WHERE subject_id = '3'")


def _remove() -> None:
    sql("DELETE FROM audit_auditentry WHERE subject_id = '3'")


def _swap() -> None:
    ids = list(AuditLink.objects.filter(position__in=(2, 3)).order_by("position").values_list("entry_id", flat=True))
    sql("UPDATE audit_auditlink SET entry_id = gen_random_uuid() WHERE position = 2")
    sql("UPDATE audit_auditlink SET entry_id = %s WHERE position = 3", ids[0])
    sql("UPDATE audit_auditlink SET entry_id = %s WHERE position = 2", ids[1])


def _unlink() -> None:
    sql("DELETE FROM audit_auditlink WHERE position = 4")


def _cut_tail() -> None:
    sql("DELETE FROM audit_auditlink WHERE position > 8")
    sql("DELETE FROM audit_auditentry WHERE subject_id::int > 7")


@pytest.mark.parametrize(
    ("tamper", "kind"),
    [
        (_change, "changed_entry"),
        (_backdate, "changed_entry"),
        (_remove, "missing_entry"),
        (_swap, "changed_entry"),
        (_unlink, "missing_link"),
        (_cut_tail, "cut_tail"),
    ],
)
def test_tampering_is_reported(log: Path, tamper: Callable[[], None], kind: str) -> None:
    tamper()
    report = verify(SYSTEM)
    assert not report.is_sound
    assert kind in {finding.kind for finding in report.findings}


def test_a_chain_made_anew_differs_from_the_exported_head(log: Path) -> None:
    sql("DELETE FROM audit_auditlink")
    sql("DELETE FROM audit_auditentry WHERE subject_id = '3'")
    heads = log.read_text()
    seal()
    log.write_text(heads)
    assert {finding.kind for finding in verify(SYSTEM).findings} >= {"other_head", "cut_tail"}


def test_only_the_audit_administrator_reads_it(log: Path) -> None:
    for role in Role:
        actor = make_actor(f"reader-{role.value.replace('_', '-')}", role)
        if role == Role.AUDIT_ADMIN:
            assert verify(actor).is_sound
        else:
            with pytest.raises(RefusedError, match="not_auditor"):
                verify(actor)


@pytest.mark.django_db(transaction=True)
def test_an_entry_needs_the_transaction_of_its_change() -> None:
    with pytest.raises(RuntimeError):
        record(actor=SYSTEM, action="thing.changed", subject=("thing", 1))
    with transaction.atomic():
        record(actor=SYSTEM, action="thing.changed", subject=("thing", 1))
    assert AuditEntry.objects.count() == 1
