"""The page of health: what is well, what is late, and what to do."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation

from tests.factories.city import make_user
from tests.factories.pages import visit_as
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.audit.services import record, seal
from yunhui.kernel import actor, clock
from yunhui.kernel.i18n import ENGLISH
from yunhui.parties.models import Jurisdiction
from yunhui.portal.health import Check, checks


def found(key: str) -> Check:
    """One check by its key."""
    return next(one for one in checks() if one.key == key)


@pytest.mark.django_db
def test_a_quiet_city_is_well_but_for_its_backup(city: Jurisdiction, settings: object, tmp_path: Path) -> None:
    settings.BACKUP_STAMP = tmp_path / "backup.json"  # type: ignore[attr-defined]
    seal()
    states = {one.key: one.state for one in checks()}
    assert {key: states[key] for key in ("database", "clock", "version", "queue", "audit")} == dict.fromkeys(
        ("database", "clock", "version", "queue", "audit"), "g"
    )
    assert (states["backup"], bool(found("backup").do)) == ("r", True)


@pytest.mark.django_db
def test_a_sealer_that_stands_still_is_seen(city: Jurisdiction) -> None:
    record(actor=actor.system("test"), action="test.done", subject=("test", 1))
    with clock.travel(clock.now() + timedelta(minutes=5)):
        assert found("audit").state == "y"
    with clock.travel(clock.now() + timedelta(minutes=15)):
        assert found("audit").state == "r"
    seal()
    with clock.travel(clock.now() + timedelta(minutes=15)):
        assert found("audit").state == "g"


@pytest.mark.django_db
def test_jobs_that_wait_or_gave_up_are_seen(city: Jurisdiction) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('facts', 'x', 'todo') RETURNING id"
        )
    assert found("queue").state == "g"
    with clock.travel(clock.now() + timedelta(minutes=5)):
        assert found("queue").state == "y"
    with clock.travel(clock.now() + timedelta(minutes=15)), translation.override(ENGLISH):
        assert found("queue").state == "r"
        assert found("queue").said.startswith("1 ")


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "drilled", "state"), [(1, True, "g"), (1, False, "y"), (40, True, "r")])
def test_the_last_backup_is_dated(
    city: Jurisdiction, settings: object, tmp_path: Path, hours: int, drilled: bool, state: str
) -> None:
    taken = datetime.now(UTC) - timedelta(hours=hours)
    content = {"archive": "a.tar", "taken_at": taken.isoformat()} | ({"drilled_at": "x"} if drilled else {})
    settings.BACKUP_STAMP = tmp_path / "backup.json"  # type: ignore[attr-defined]
    (tmp_path / "backup.json").write_text(json.dumps(content))
    assert found("backup").state == state


@pytest.mark.django_db
def test_the_page_is_the_system_administrators(city: Jurisdiction) -> None:
    for role, status in ((Role.SYSTEM_ADMIN, 200), (Role.OFFICE, 403)):
        answer = visit_as(make_user(f"{role}-one", role)).get("/w/health/")
        assert answer.status_code == status
    assert "PostgreSQL" in visit_as(make_user("again", Role.SYSTEM_ADMIN)).get("/w/health/").content.decode()
