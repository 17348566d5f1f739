"""SMS through an HTTP gateway whose fields the city's settings name."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from yunhui.foundation.notices.errors import PermanentRefusal
from yunhui.foundation.notices.ports import Parcel, Receipt
from yunhui.foundation.notices.services.carriers.http import ask, at_path

HOME = "+86"


class SmsGateway:
    """One gateway; `gateway` is the environment's own (url, method, fields, headers, signature, templates, …)."""

    def __init__(self, gateway: Any) -> None:
        self._gateway = gateway

    def carry(self, parcel: Parcel, leave: Callable[[], bool]) -> Receipt | None:
        """Hand a message over; the gateway's number for it leads delivery receipts back to it."""
        gateway = self._gateway
        if not parcel.address.startswith(HOME) and not gateway.abroad:
            raise PermanentRefusal("this gateway sends to +86 numbers only")
        template = gateway.templates.get(parcel.letter, "")
        if "{template}" in "".join(gateway.fields.values()) and not template:
            raise PermanentRefusal(f"no approved template for the letter {parcel.letter}")
        values = {
            "to": parcel.address,
            "national": parcel.address.removeprefix(HOME),
            "text": parcel.sms,
            "signature": gateway.signature,
            "template": template,
            "params": json.dumps(parcel.values, ensure_ascii=False),
            "id": parcel.id,
        }
        if not leave():
            return None
        return self._receipt(self._ask(_filled(gateway.fields, values), _filled(gateway.headers, values)))

    def close(self) -> None:
        """Every message has a connection of its own."""

    def _ask(self, fields: Mapping[str, str], headers: Mapping[str, str]) -> Any:
        gateway = self._gateway
        raw = {name: text.encode() for name, text in headers.items()}  # a signature may be Chinese
        if gateway.method == "get":
            return ask("GET", gateway.url, params=fields, headers=raw)
        if gateway.method == "form":
            return ask("POST", gateway.url, data=fields, headers=raw)
        return ask("POST", gateway.url, json=fields, headers=raw)

    def _receipt(self, answer: Any) -> Receipt:
        path, _equals, wanted = self._gateway.good.partition("=")
        reply = json.dumps(answer, ensure_ascii=False)[:500]
        if path and at_path(answer, path) != wanted:
            raise PermanentRefusal(reply)
        return Receipt(reply, at_path(answer, self._gateway.reference))


def _filled(patterns: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """The patterns with their places filled; a value is never read as a pattern itself."""
    found = {}
    for name, pattern in patterns.items():
        parts = pattern.split("{")
        text = parts[0]
        for part in parts[1:]:
            key, brace, rest = part.partition("}")
            text += values[key] + rest if brace and key in values else "{" + part
        found[name] = text
    return found
