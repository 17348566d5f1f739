"""Which requests ask for a page that is the same for every visitor, and what it is called in memory."""

import re
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

# The languages' pages, embeds, files at the root such as the sitemap. Empty and dotted parts are Django's to refuse.
_PATH = re.compile(r"/(?:(?:zh|en|embed)/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?"
                   r"|[a-z0-9-]{1,40}\.(?:xml|txt|json|webmanifest))")  # fmt: skip
_LONGEST_PATH = 200
_VALUE = re.compile(r"[\w.,:/+-]{0,64}", re.ASCII)
_LONGEST_QUERY = 400
# What messengers and campaigns add to an address; no page of ours reads it.
_TRACKING = re.compile(
    r"utm_\w+|from|isappinstalled|scene|subscene|clicktime|enterid|sessionid|nsukey|wxshare_count|wxfrom|wxwork_userid"
    r"|spm|share_token|fbclid|gclid|msclkid|_t|timestamp"
)
# What a page may be older than the clock where it does not say when it changes.
LIFE = 30.0


class Key(NamedTuple):
    """A page's name in memory: nothing else of a request has a part in what is rendered."""

    host: str
    path: str
    query: str


def key_of(host: str, path: str, query: str, hosts: Collection[str], names: Collection[str]) -> Key | None:
    """The name of the page that is asked for; None where the request is not one for a page that is kept.

    Args:
        host: the Host header as sent; `hosts` are those that the city answers to, with their ports.
        path: decoded.
        query: as sent; of its parameters only those in `names` may be there, once each, with plain values. Marks of
            messengers and campaigns are left out.
    """
    host = host.lower()
    if host not in hosts or len(path) > _LONGEST_PATH or not _PATH.fullmatch(path):
        return None
    kept = _kept(query, names) if query else ""
    return None if kept is None else Key(host, path, kept)


def _kept(query: str, names: Collection[str]) -> str | None:
    if len(query) > _LONGEST_QUERY:
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, max_num_fields=20)
    except ValueError:
        return None
    kept = sorted((name, value) for name, value in pairs if name in names or not _TRACKING.fullmatch(name))
    if len({name for name, _value in kept}) < len(kept):
        return None
    if not all(name in names and _VALUE.fullmatch(value) for name, value in kept):
        return None
    return urlencode(kept)


def life_of(now: datetime, moments: Collection[datetime]) -> float:
    """How many seconds a page that is rendered at `now` may be shown: until the first moment that changes it."""
    left = ((moment - now).total_seconds() for moment in moments if moment > now)
    return min((LIFE, *left))


def may_keep(status: int, headers: Collection[tuple[str, str]]) -> bool:
    """Whether an answer is everybody's: whole, without a cookie (a form's token brings one) and not called private."""
    for name, value in headers:
        if name.lower() == "set-cookie":
            return False
        if name.lower() == "cache-control" and {"private", "no-store"} & set(re.split(r"[\s,]+", value.lower())):
            return False
    return status == 200


def is_for_one(headers: Collection[tuple[str, str]]) -> bool:
    """Whether an answer is for one visitor, who has to be asked who they are: a form, or a page called private."""
    return not may_keep(200, headers)
