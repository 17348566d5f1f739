"""Pages of the doors need no build; the log's heads stay in the test's own folder."""

from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password

from yunhui.foundation.accounts.services import passwords


@pytest.fixture(autouse=True)
def _surroundings(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)):  # a hundred wrong passwords, quickly
        monkeypatch.setattr(Argon2PasswordHasher, name, value)
    monkeypatch.setattr(passwords, "_NOBODY", make_password("nobody"))
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"
