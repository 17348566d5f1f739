"""Secrets planted, and pages without a build."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.factories.pages import PLAIN_STORAGES
from tests.trust.world import Trust, plant


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"
    caplog.set_level("ERROR")


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Trust]:
    """Planted once for a module; what its tests do to it is undone after each."""
    with django_db_blocker.unblock(), override_settings(STORAGES=PLAIN_STORAGES), transaction.atomic():
        yield plant()
        transaction.set_rollback(True)


@pytest.fixture
def trust(planted: Trust, db: None) -> Trust:
    """A call in review with secrets in it, before anybody has scored."""
    return deepcopy(planted)
