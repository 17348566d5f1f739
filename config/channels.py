"""The ways letters leave the machine, from the environment: each is off until it is named."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from config.refusal import Refusal

_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")


class Reader(Protocol):
    """What reads one variable and remembers that it is known."""

    def text(self, name: str, default: str = "") -> str: ...
    def flag(self, name: str, *, default: bool) -> bool: ...
    def number(self, name: str, default: int, low: int, high: int) -> int: ...
    def choice(self, name: str, default: str, *allowed: str) -> str: ...
    def url(self, name: str, *schemes: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Smtp:
    """The mail server that takes letters; `bounces` is the address to which it sends back what cannot arrive."""

    host: str
    port: int
    tls: str
    sender: str
    bounces: str
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: int = 30


@dataclass(frozen=True, slots=True)
class Imap:
    """The mailbox of what came back."""

    host: str
    port: int
    tls: str
    folder: str
    user: str
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SmsGateway:
    """An HTTP gateway for SMS.

    `fields` and `headers` are patterns with {to} {national} {text} {signature} {template} {params} {id}; `good` is
    `path=value` in the JSON answer, `reference` the path of the message's number there; `receipt` names the fields of
    a delivery receipt: {"id": …, "status": …, "good": value}.
    """

    url: str = field(repr=False)
    method: str
    fields: Mapping[str, str]
    headers: Mapping[str, str] = field(repr=False)
    signature: str
    templates: Mapping[str, str]
    good: str
    reference: str
    receipt: Mapping[str, str]
    receipt_secret: str = field(repr=False)
    abroad: bool


@dataclass(frozen=True, slots=True)
class WorkMessages:
    """An application of WeCom or DingTalk that writes to the city's own people; `key` is corp id or app key."""

    url: str
    key: str
    agent: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Channels:
    """Everything that is switched on."""

    smtp: Smtp | None
    imap: Imap | None
    sms: SmsGateway | None
    wecom: WorkMessages | None
    dingtalk: WorkMessages | None


def channels(read: Reader) -> Channels:
    """The channels that the environment names. Raises Refusal for one that is named by half."""
    return Channels(_smtp(read), _imap(read), _sms(read), _work(read, "WECOM"), _work(read, "DINGTALK"))


def _smtp(read: Reader) -> Smtp | None:
    host = read.text("YUNHUI_SMTP_HOST")
    tls = read.choice("YUNHUI_SMTP_TLS", "starttls", "starttls", "tls", "none")
    port = read.number("YUNHUI_SMTP_PORT", {"starttls": 587, "tls": 465, "none": 25}[tls], 1, 65535)
    user, password = read.text("YUNHUI_SMTP_USER"), read.text("YUNHUI_SMTP_PASSWORD")
    sender, bounces = read.text("YUNHUI_SMTP_FROM"), read.text("YUNHUI_SMTP_BOUNCES")
    seconds = read.number("YUNHUI_SMTP_SECONDS", 30, 1, 600)
    if not host:
        return None
    for name, address in (("YUNHUI_SMTP_FROM", sender), ("YUNHUI_SMTP_BOUNCES", bounces or sender)):
        if not _ADDRESS.fullmatch(address):
            raise Refusal(f"{name} is “{address}”: write one e-mail address, such as office@city.example.")
    if bool(user) != bool(password):
        raise Refusal("YUNHUI_SMTP_USER and YUNHUI_SMTP_PASSWORD belong together: set both, or neither.")
    return Smtp(host, port, tls, sender, bounces, user, password, seconds)


def _imap(read: Reader) -> Imap | None:
    host = read.text("YUNHUI_IMAP_HOST")
    tls = read.choice("YUNHUI_IMAP_TLS", "tls", "tls", "starttls", "none")
    port = read.number("YUNHUI_IMAP_PORT", 993 if tls == "tls" else 143, 1, 65535)
    folder = read.text("YUNHUI_IMAP_FOLDER", "INBOX")
    user, password = read.text("YUNHUI_IMAP_USER"), read.text("YUNHUI_IMAP_PASSWORD")
    if not host:
        return None
    if not (user and password):
        raise Refusal("YUNHUI_IMAP_HOST is set: name YUNHUI_IMAP_USER and YUNHUI_IMAP_PASSWORD too.")
    return Imap(host, port, tls, folder, user, password)


def _sms(read: Reader) -> SmsGateway | None:
    url = read.url("YUNHUI_SMS_URL", "https", "http")
    gateway = SmsGateway(
        url=url,
        method=read.choice("YUNHUI_SMS_METHOD", "json", "json", "form", "get"),
        fields=_mapping(read, "YUNHUI_SMS_FIELDS", '{"to": "{to}", "text": "{text}"}'),
        headers=_mapping(read, "YUNHUI_SMS_HEADERS", "{}"),
        signature=read.text("YUNHUI_SMS_SIGNATURE"),
        templates=_mapping(read, "YUNHUI_SMS_TEMPLATES", "{}"),
        good=read.text("YUNHUI_SMS_GOOD"),
        reference=read.text("YUNHUI_SMS_REFERENCE"),
        receipt=_mapping(read, "YUNHUI_SMS_RECEIPT", "{}"),
        receipt_secret=read.text("YUNHUI_SMS_RECEIPT_SECRET"),
        abroad=read.flag("YUNHUI_SMS_ABROAD", default=False),
    )
    if gateway.good and "=" not in gateway.good:
        raise Refusal(f"YUNHUI_SMS_GOOD is “{gateway.good}”: write path=value, such as code=0.")
    if gateway.receipt and not {"id", "status", "good"} <= set(gateway.receipt):
        raise Refusal('YUNHUI_SMS_RECEIPT needs the three names "id", "status" and "good".')
    return gateway if url else None


def _work(read: Reader, name: str) -> WorkMessages | None:
    homes = {"WECOM": "https://qyapi.weixin.qq.com", "DINGTALK": "https://oapi.dingtalk.com"}
    url = read.url(f"YUNHUI_{name}_URL", "https", "http") or homes[name]
    key, agent = read.text(f"YUNHUI_{name}_KEY"), read.text(f"YUNHUI_{name}_AGENT")
    secret = read.text(f"YUNHUI_{name}_SECRET")
    given = [bool(one) for one in (key, agent, secret)]
    if any(given) and not all(given):
        raise Refusal(f"YUNHUI_{name}_KEY, YUNHUI_{name}_AGENT and YUNHUI_{name}_SECRET belong together: set all.")
    if agent and not agent.isdecimal():
        raise Refusal(f"YUNHUI_{name}_AGENT is “{agent}”: write the application's number.")
    return WorkMessages(url, key, agent, secret) if key else None


def _mapping(read: Reader, name: str, default: str) -> Mapping[str, str]:
    try:
        found: Any = json.loads(read.text(name, default))
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise Refusal(f'{name} is not a JSON object of texts, such as {{"to": "{{to}}"}}.')
    return found
