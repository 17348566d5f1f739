"""Secrets planted, and pages without a build."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories.pages import use_plain_addresses
from tests.trust.world import Trust, plant


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    use_plain_addresses(settings)
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"
    caplog.set_level("ERROR")


@pytest.fixture
def trust(db: None) -> Trust:
    """A call in review with secrets in it, before anybody has scored."""
    return plant()
