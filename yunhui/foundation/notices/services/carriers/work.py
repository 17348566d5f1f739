"""What WeCom and DingTalk have in common: a token, a message to one person, an error code in the answer."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from yunhui.foundation.notices.errors import PermanentRefusal, TemporaryRefusal
from yunhui.foundation.notices.ports import Parcel, Receipt
from yunhui.foundation.notices.services.carriers.http import ask
from yunhui.foundation.notices.services.carriers.tokens import forget, token_of


class WorkMessages(ABC):
    """A way to write to the city's own people; `way` is the environment's own (url, key, agent, secret)."""

    service: str
    ended: tuple[int, ...]  # error codes: the token has ended
    busy: tuple[int, ...]  # error codes: not now
    faults: tuple[int, ...]  # error codes: the settings or rights are wrong; the office mends them, the letter waits

    def __init__(self, way: Any) -> None:
        self._way = way

    def carry(self, parcel: Parcel, leave: Callable[[], bool]) -> Receipt | None:
        """Hand a message over; a token that has ended is asked for anew, once."""
        token = self._token()
        if not leave():
            return None
        answer = self._send(token, parcel)
        if self._code(answer) in self.ended:  # refused before anything was sent
            forget(self._name)
            answer = self._send(self._token(), parcel)
        return self._receipt(answer)

    def close(self) -> None:
        """Nothing stays open: every message has a connection of its own."""
        return

    @property
    def _name(self) -> tuple[str, str, str]:
        return (f"{self.service} {self._way.url}", self._way.key, self._way.agent)

    def _token(self) -> str:
        return token_of(self._name, self._fetch)

    def _fetch(self) -> tuple[str, int]:
        path, names = self._door()
        answer = ask("GET", f"{self._way.url}{path}", params=names)
        if self._code(answer) != 0:
            raise TemporaryRefusal(self._words(answer))
        return str(answer["access_token"]), int(answer.get("expires_in", 7200))

    def _receipt(self, answer: dict[str, Any]) -> Receipt:
        code = self._code(answer)
        if code in (*self.busy, *self.faults, *self.ended):
            raise TemporaryRefusal(self._words(answer))
        if code != 0 or self._unknown(answer):
            raise PermanentRefusal(self._words(answer))
        return Receipt(self._words(answer), self._number(answer))

    @staticmethod
    def _code(answer: dict[str, Any]) -> int:
        """The error's number; DingTalk says 88 and the number beside it."""
        inner = str(answer.get("sub_code", ""))
        return int(inner) if inner.isdecimal() else int(answer.get("errcode", -1))

    @staticmethod
    def _words(answer: dict[str, Any]) -> str:
        return f"{answer.get('errcode')} {answer.get('errmsg', '')}"[:500]

    @abstractmethod
    def _door(self) -> tuple[str, dict[str, str]]:
        """Path and query of the token's request."""

    @abstractmethod
    def _send(self, token: str, parcel: Parcel) -> dict[str, Any]:
        """The answer to one message."""

    @abstractmethod
    def _unknown(self, answer: dict[str, Any]) -> bool:
        """Whether the answer says that there is no such person."""

    @abstractmethod
    def _number(self, answer: dict[str, Any]) -> str:
        """The service's own number of the message."""


def cut(text: str, most: int) -> str:
    """At most `most` bytes of UTF-8, ended by an ellipsis where something is left out."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - 3].decode("utf-8", "ignore") + "…"
