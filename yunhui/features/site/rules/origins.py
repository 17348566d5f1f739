"""Which text names a site that may show embeds."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_LOCAL = {"localhost", "127.0.0.1", "[::1]"}
MOST_EMBEDDERS = 50


def origin_of(text: str) -> str | None:
    """What was typed or pasted as an origin ("https://www.university.example", with a port where one is named).

    An address of a page is shortened to its site; without a scheme it is https. None where it is not the address of a
    site: no host, a user in it, an address of a network, http for anything but this machine. `*.` in front lets in
    every site under a name that has two parts at least.
    """
    text = text.strip().lower()
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode() if "*" not in (parts.hostname or "") else parts.hostname
    except (ValueError, UnicodeError):
        return None
    if parts.username is not None or parts.password is not None or not host:
        return None
    local = host in _LOCAL
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        return None
    if not local and not _is_name(host):
        return None
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != 443 else "")


def _is_name(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        pass
    else:
        return False
    labels = host.removeprefix("*.").rstrip(".").split(".")
    return len(host) <= 100 and len(labels) >= 2 and all(_LABEL.fullmatch(one) for one in labels)
