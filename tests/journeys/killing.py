"""Killing a process at a chosen point of a command, with SIGKILL, on a real database."""

import os
import signal
from collections.abc import Callable
from typing import Any

from django.db import connection


class Killer:
    """Counts what goes to the database and dies at the n-th: before a statement, before the commit, after it."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.count = 0

    def step(self) -> None:
        """Die here if it is time."""
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.step()
        return execute(sql, params, many, context)


def run_and_kill(command: Callable[[], object], at: int) -> bool:
    """Run a command in a child that kills itself at the n-th point; True when it came to its end instead."""
    connection.close()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            killer = Killer(at)
            connection.ensure_connection()
            commit = connection._commit

            def dying_commit() -> None:
                killer.step()
                commit()
                killer.step()

            connection._commit = dying_commit  # type: ignore[method-assign]
            with connection.execute_wrapper(killer):
                command()
            code = 0
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.WEXITSTATUS(status) == 0, "the command failed by itself"
    return True
