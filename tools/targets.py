"""The make targets: what each sets up and what it then runs. Standard library only."""

import os
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from config.refusal import Refusal
from config.supervisor.account import city_account
from tools import assets, browser, environment
from tools.machine import PYTHON, PYTHON_PACKAGES, ROOT, VENV, in_words, need_space, run, say

UV = "uv==0.13.9"
FAILED = 1  # what pytest returns when tests failed, and nothing else was the matter


def main(words: list[str]) -> int:
    """Run one target; the exit code. Raises Refusal with one sentence when the set-up cannot be done."""
    targets: dict[str, Callable[[list[str]], int]] = {
        "run": lambda _: _become("-m", "config.supervisor", "run"),
        "demo-reset": lambda _: _become("-m", "config.supervisor", "reset"),
        "test": _test,
        "soak": lambda more: _become("-m", "pytest", "-p", "tests.plugin_database", "-m", "soak", *more),
        "check": lambda _: _check(),
        "fmt": lambda _: _all(["ruff", "check", "--fix-only", "-q", "."], ["ruff", "format", "."]),
        "bench": lambda _: _bench(),
        "screens": lambda more: _become("-m", "tools.screens", *more),
        "lock": lambda _: _lock(),
    }
    if len(words) != 1 or words[0] not in targets:
        raise Refusal(f"Unknown target {' '.join(words) or '(none)'}: write one of {', '.join(targets)}.")
    os.umask(0o022)  # what root sets up here the city's user must be able to read
    if not os.environ.get("PORT"):
        os.environ.pop("PORT", None)
    arguments = shlex.split(os.environ.pop("ARGS", ""))
    try:
        need_space(300)
        account = city_account(Path(os.environ.get("YUNHUI_VAR") or ROOT / "var"))
        environment.ensure(account)
        assets.ensure()
        return targets[words[0]](arguments)
    except OSError as problem:
        raise in_words(problem) from None


def _become(*words: str) -> int:
    os.execv(PYTHON, [str(PYTHON), *words])  # noqa: S606


def _test(more: list[str]) -> int:
    """Play the tests; where only tests in a browser fail, those are played once more, with nothing beside them.

    On a busy machine a browser may be too slow for who reads along: such a test is named as failed, wants mending, and
    stops nobody. Whatever else fails once has failed: it may be a race.
    """
    browser.ensure()
    play = [str(PYTHON), "-m", "pytest", "-p", "tests.plugin_database", "-m", "not soak"]
    report = ROOT / "var" / "test" / "report.xml"
    code = subprocess.run([*play, "-n", "2", f"--junitxml={report}", *more], cwd=ROOT).returncode
    if code != FAILED or not _only_in_a_browser(report):
        return code
    say("— once more, one after another: what failed in a browser")
    return subprocess.run([*play, "--last-failed", "--last-failed-no-failures=none", *more], cwd=ROOT).returncode


def _only_in_a_browser(report: Path) -> bool:
    cases = ElementTree.parse(report).iter("testcase")  # noqa: S314 - pytest has just written it
    failed = [one for one in cases if one.find("failure") is not None or one.find("error") is not None]
    return all(one.get("classname", "").startswith("tests.browser.") for one in failed)


def _all(*commands: list[str]) -> int:
    """Run every command, also after one has failed; 1 when one did."""
    failed = []
    for name, *words in commands:
        say(f"— {name} {' '.join(words)}")
        if subprocess.run([VENV / "bin" / name, *words], cwd=ROOT).returncode:
            failed.append(name)
    if failed:
        say(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def _check() -> int:
    return _all(
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports", "--no-cache"],
        ["python", "-m", "tools.messages", "check"],
        [
            "python",
            "-W",
            "ignore",
            "-m",
            "django",
            "makemigrations",
            "--check",
            "--dry-run",
            "--settings=config.settings",
        ],
        ["python", "-m", "pytest", "-p", "tests.plugin_database", "-q", "tests/architecture"],
    )


def _bench() -> int:
    scripts = sorted(path for path in (ROOT / "bench").glob("*.py") if not path.name.startswith("_"))
    return _all(*(["python", str(path.relative_to(ROOT))] for path in scripts))


def _lock() -> int:
    run([PYTHON, "-m", "pip", "install", "-q", UV], PYTHON_PACKAGES)
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header"]
    return _all(
        [
            "uv",
            "pip",
            "compile",
            "pyproject.toml",
            "--extra",
            "dev",
            *options,
            "--no-annotate",
            "-q",
            "-o",
            "requirements.lock",
        ]
    )
