"""Long solver calls that Ctrl-C can stop."""

from collections.abc import Callable
from threading import Thread
from typing import TypeVar

Tell = Callable[[str], None]
T = TypeVar("T")


def silent(_text: str) -> None:
    """Take no notice of progress."""


def patiently(call: Callable[[], T], tell: Tell, text: str) -> T:
    """Run `call` in a thread beside this one and say `text` to `tell` ten times a second until it answers.

    A solver inside one C++ call hears no signal; the main thread, which only waits here, does. After Ctrl-C the
    thread dies with the process.
    """
    answer: list[T] = []
    failure: list[BaseException] = []

    def work() -> None:
        try:
            answer.append(call())
        except BaseException as error:
            failure.append(error)

    thread = Thread(target=work, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.1)
        tell(text)
    if failure:
        raise failure[0]
    return answer[0]
