"""Asking another service over HTTP: short patience, JSON only, and one kind of failure."""

from typing import Any
from urllib.parse import urlencode

import requests

from yunhui.foundation.accounts.errors import ProviderError

_PATIENCE = 8.0


class Door:
    """What every door has: its key, its settings and its name in the reader's language."""

    def __init__(self, key: str, given: dict[str, str]) -> None:
        self.key, self.given = key, given

    @property
    def label(self) -> tuple[str, str]:
        """(Chinese, English) words of the button."""
        return self.given["name_zh"], self.given["name_en"]


def ask(method: str, url: str, **more: Any) -> dict[str, Any]:
    """The JSON object with which a service answers.

    Raises:
        ProviderError: it does not answer in time, refuses, or answers something else.
    """
    try:
        answer = requests.request(method, url, timeout=_PATIENCE, allow_redirects=False, **more)
        content = answer.json() if answer.status_code == 200 else None
    except (requests.RequestException, ValueError) as problem:
        raise ProviderError(f"{url}: {type(problem).__name__}") from None
    if not isinstance(content, dict):
        raise ProviderError(f"{url}: {answer.status_code}")
    return content


def taken(content: dict[str, Any], name: str) -> str:
    """One text of an answer.

    Raises:
        ProviderError: it is not there.
    """
    value = content.get(name)
    if not isinstance(value, str | int) or value == "":
        raise ProviderError(f"no {name} in the answer")
    return str(value)


def code_of(answer: dict[str, str], name: str = "code") -> str:
    """The code with which a person came back.

    Raises:
        ProviderError: they came without one (they pressed Cancel).
    """
    if not answer.get(name):
        raise ProviderError(answer.get("error", "no code"))
    return answer[name]


def with_query(url: str, **query: str) -> str:
    """An address with a query."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"
