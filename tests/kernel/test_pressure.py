"""Giving way to people: what the machine says of its processors, and how long work that can wait does so."""

from collections.abc import Iterator

import pytest

from yunhui.kernel import pressure


class Machine:
    """A machine whose time passes when somebody sleeps, and on which things wait for so large a share of it."""

    def __init__(self, share: float) -> None:
        self.now, self.waited, self.share = 1000.0, 50.0, share
        self.counts = True

    def sleep(self, seconds: float) -> None:
        """Time passes."""
        self.now += seconds
        self.waited += self.share * seconds

    def read(self) -> float | None:
        """The counter."""
        return self.waited if self.counts else None


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    """In place of the real one."""
    found = Machine(0.9)
    monkeypatch.setattr(pressure, "_seen", (0.0, 0.0))
    monkeypatch.setattr(pressure, "_share", 0.0)
    monkeypatch.setattr(pressure, "_waited", found.read)
    monkeypatch.setattr("yunhui.kernel.pressure.time.monotonic", lambda: found.now)
    monkeypatch.setattr("yunhui.kernel.pressure.time.sleep", found.sleep)
    yield found


def test_the_share_is_that_of_the_last_moment(machine: Machine) -> None:
    assert pressure.share() == 0.0  # nothing was seen before
    machine.sleep(1)
    assert pressure.share() == pytest.approx(0.9)
    machine.sleep(0.1)
    assert pressure.share() == pytest.approx(0.9)  # too short a while to say something new
    machine.share = 0.1
    machine.sleep(1)
    assert pressure.share() < pressure.BUSY
    machine.share = 0.9
    machine.sleep(60)
    assert pressure.share() == 0.0  # a minute says nothing of this moment


def test_work_gives_way_for_so_long_and_no_longer(machine: Machine) -> None:
    assert pressure.give_way(1.0) == 0.0
    machine.sleep(0.5)
    assert pressure.give_way(1.0) == pytest.approx(1.0)
    machine.share = 0.0
    assert pressure.give_way(1.0) < 1.0


def test_where_nobody_counts_nobody_waits(machine: Machine) -> None:
    machine.counts = False
    machine.sleep(0.5)
    assert not pressure.is_busy()
    assert pressure.give_way(1.0) == 0.0


def test_this_machine_is_read_when_it_counts() -> None:
    found = pressure._waited()
    assert found is None or found >= 0
