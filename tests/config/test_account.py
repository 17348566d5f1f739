"""Root's way out of being root: the city's user reaches a checkout behind a closed folder, and nothing else there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.env import ROOT
from config.supervisor import account

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user: run the tests as root too")


def become_and(code: str, var: Path, needed: list[Path]) -> subprocess.CompletedProcess[str]:
    """Run `code` in a new process that has become the city's user."""
    program = f"""
import os, sys
from pathlib import Path
from config.supervisor import account
city = account.city_account(Path({str(var)!r}))
account.become(city, [Path(p) for p in {[str(path) for path in needed]!r}])
{code}
"""
    return subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root does become another user")
def test_a_plain_user_stays_themself(tmp_path: Path) -> None:
    assert account.city_account(tmp_path) is None


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    folder = tmp_path / "closed"
    (folder / "checkout" / "var").mkdir(parents=True)
    (folder / "checkout" / "file").write_text("readable")
    (folder / "secret").write_text("root's own")
    folder.chmod(0o700)
    return folder


@as_root
def test_only_the_needed_folder_behind_the_closed_one_is_seen(closed: Path) -> None:
    checkout = closed / "checkout"
    code = f"""
print(os.geteuid() != 0, open({str(checkout / "file")!r}).read(), os.path.exists({str(closed / "secret")!r}))
open({str(checkout / "var" / "mine")!r}, "w").close()
"""
    done = become_and(code, checkout / "var", [ROOT, checkout])
    assert (done.stdout, done.stderr) == ("True readable False\n", "")
    assert (checkout / "var" / "mine").stat().st_uid == (checkout / "var").stat().st_uid != 0
    assert closed.stat().st_mode & 0o777 == 0o700  # nothing was opened
    assert (closed / "secret").read_text() == "root's own"  # and our own view is as before


@as_root
def test_a_checkout_that_is_closed_itself_is_a_sentence(closed: Path) -> None:
    checkout = closed / "checkout"
    checkout.chmod(0o700)
    done = become_and("print('not reached')", checkout / "var", [ROOT, checkout])
    assert done.stdout == ""
    assert done.stderr.strip().endswith(f"let it (chmod -R go+rX {checkout}), or run as a plain user.")


@as_root
def test_a_folder_once_handed_over_is_never_touched_again(closed: Path, tmp_path: Path) -> None:
    var = closed / "checkout" / "var"
    city = account.city_account(var)
    (var / "link").symlink_to(tmp_path / "target")
    (tmp_path / "target").write_text("root's")
    assert account.city_account(var) == city
    assert (tmp_path / "target").stat().st_uid == 0
