"""The worker's duties."""

import threading
from datetime import timedelta

import pytest

from config import worker


def test_every_duty_exists() -> None:
    assert list(worker.resolve()) == list(worker.DUTIES)
    assert all(callable(function) for function in worker.resolve().values())


def test_an_unknown_duty_stops_the_worker() -> None:
    with pytest.raises(ImportError):
        worker.resolve((worker.Duty("yunhui.kernel.clock.nothing_here", timedelta(seconds=1)),))


@pytest.mark.django_db
def test_a_duty_that_fails_is_logged_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    stop, calls = threading.Event(), []

    def duty() -> None:
        calls.append(1)
        if len(calls) == 3:
            stop.set()
        raise ValueError("today it does not work")

    worker.repeat(worker.Duty("some.duty", timedelta(milliseconds=1)), duty, stop)
    assert len(calls) == 3
    assert caplog.text.count("the duty some.duty failed") == 3
