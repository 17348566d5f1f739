"""A short night of the deadline against the city as we ship it: nothing is lost and nothing is doubled."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.env import ROOT


@pytest.mark.soak
def test_nothing_is_lost_or_doubled_while_many_save_and_submit(tmp_path: Path) -> None:
    words = ["--var", str(tmp_path / "var"), "--people", "60", "--submits", "6", "--seconds", "10"]
    done = subprocess.run(
        [sys.executable, "bench/deadline_night.py", *words], cwd=ROOT, capture_output=True, text=True, timeout=500
    )
    assert "lost or doubled: nothing; the log's chain is sound" in done.stdout, done.stdout + done.stderr
