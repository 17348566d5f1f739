"""The typed environment: every variable that Yunhui listens to, checked before anything starts.

`environment()` is the only reader of `os.environ` in the house. A variable that begins with YUNHUI_ and is not read
here stops the start, because a misspelt setting that is silently ignored is found out on the day it was needed.
"""

import difflib
import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, cast
from urllib.parse import quote, urlsplit

from config.channels import Channels, channels
from config.doors import doors
from config.keys import secret
from config.refusal import Refusal
from config.storage import Bucket, bucket

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "yunhui"
OWNER = "yunhui_owner"
APPLICATION = "yunhui_app"
# A Unix socket's path may hold 107 bytes; PostgreSQL adds "/.s.PGSQL.5432.lock".
_LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True, slots=True)
class Environment:
    """What the surroundings say. Secrets and addresses with passwords are kept out of `repr`."""

    var: Path
    keys: Path
    debug: bool
    demo: bool
    host: str
    port: int
    realtime_port: int
    public_url: str
    realtime_url: str
    allowed_hosts: tuple[str, ...]
    language: Literal["zh-hans", "en"]
    log_level: str
    cryptography: Literal["international", "commercial"]
    web_workers: int
    web_threads: int
    embedded: bool
    database_role: Literal["app", "owner"]
    database_url: str = field(repr=False)
    database_owner_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    child: str = field(repr=False)
    channels: Channels = field(repr=False)
    doors: dict[str, dict[str, str]] = field(repr=False)
    staff_idle_minutes: int
    single_session: bool
    syslog: str
    clamd: str = ""
    accel: str = ""
    page_cache: int = 0
    bucket: Bucket | None = field(default=None, repr=False)
    seal_files: bool = False

    @property
    def https(self) -> bool:
        """True when people reach the city by https: cookies are then marked secure."""
        return self.public_url.startswith("https://")

    @property
    def origins(self) -> tuple[str, ...]:
        """Web origins from which a browser may open the live stream and post forms."""
        names = ("127.0.0.1", "localhost", "[::1]") if is_loopback(self.host) else ()
        return tuple(dict.fromkeys((self.public_url, *(f"http://{name}:{self.port}" for name in names))))

    @property
    def public_hosts(self) -> tuple[str, ...]:
        """The names of the city as browsers send them, with the port where it is not the scheme's own."""
        ports = {self.port, urlsplit(self.public_url).port or (443 if self.https else 80)}
        own = f":{443 if self.https else 80}"
        names = [name for name in self.allowed_hosts if name[0] not in "*."]
        return tuple(f"{name}:{port}".removesuffix(own) for name in names for port in sorted(ports))

    @property
    def sockets(self) -> Path:
        """The private folder (0700) of the embedded server's socket."""
        return socket_folder(self.var)


class _Reader:
    """Reads variables and remembers which, so that the rest can be called unknown."""

    def __init__(self, source: Mapping[str, str]) -> None:
        self.source, self.known = source, set[str]()

    def text(self, name: str, default: str = "") -> str:
        self.known.add(name)
        return self.source.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool) -> bool:
        text = self.text(name).lower()
        if text not in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
            raise Refusal(f"{name} is “{text}”: write 1 or 0.")
        return default if not text else text in {"1", "true", "yes", "on"}

    def number(self, name: str, default: int, low: int, high: int) -> int:
        text = self.text(name, str(default))
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise Refusal(f"{name} is “{text}”: write a whole number from {low} to {high}.")
        return int(text)

    def choice(self, name: str, default: str, *allowed: str) -> str:
        text = self.text(name, default)
        if text not in allowed:
            raise Refusal(f"{name} is “{text}”: write one of {', '.join(allowed)}.")
        return text

    def url(self, name: str, *schemes: str) -> str:
        text = self.text(name)
        try:
            parts = urlsplit(text)
            whole = not text or (parts.scheme in schemes and (parts.hostname or parts.query) and parts.port != 0)
        except ValueError:
            whole = False
        if not whole:
            raise Refusal(f"{name} is not an address: it should begin with {schemes[0]}:// and name a host.")
        return text.rstrip("/")

    def refuse_unknown(self) -> None:
        for name in sorted(n for n in self.source if n.startswith("YUNHUI_") and n not in self.known):
            near = difflib.get_close_matches(name, self.known, 1)
            hint = f"did you mean {near[0]}?" if near else "unset it, or see docs/runbook/run.md for the list."
            raise Refusal(f"{name} is not a setting of Yunhui: {hint}")


def environment(source: Mapping[str, str] | None = None) -> Environment:
    """Read and check the environment (default: the process's own).

    Makes the missing secrets in `var/keys`. Raises Refusal for an unknown, malformed or missing variable.
    """
    read = _Reader(os.environ if source is None else source)
    var = Path(read.text("YUNHUI_VAR", str(ROOT / "var"))).expanduser().resolve()
    keys = Path(read.text("YUNHUI_KEYS", str(var / "keys"))).expanduser().resolve()
    host = read.text("YUNHUI_HOST", "127.0.0.1")
    port = read.number("PORT", 8000, 1, 65535)
    near_port = port + 10000 if port + 10000 <= 65535 else port - 10000
    realtime_port = read.number("YUNHUI_REALTIME_PORT", near_port, 1, 65535)
    public_url = read.url("YUNHUI_PUBLIC_URL", "https", "http")
    realtime_url = read.url("YUNHUI_REALTIME_URL", "https", "http")
    hosts = tuple(name for name in re.split(r"[,\s]+", read.text("YUNHUI_ALLOWED_HOSTS")) if name)
    owner_url = read.url("DATABASE_URL", "postgresql", "postgres")
    app_url = read.url("DATABASE_APP_URL", "postgresql", "postgres")
    local, embedded = is_loopback(host), not owner_url
    demo = read.flag("YUNHUI_DEMO", default=local and embedded)
    debug = read.flag("YUNHUI_DEBUG", default=False)
    language = read.choice("YUNHUI_LANGUAGE", "zh-hans", "zh-hans", "en")
    cryptography = read.choice("YUNHUI_CRYPTOGRAPHY", "international", "international", "commercial")
    log_level = read.choice("YUNHUI_LOG_LEVEL", "INFO", "DEBUG", "INFO", "WARNING", "ERROR")
    role = read.choice("YUNHUI_DATABASE_ROLE", "app", "app", "owner")
    workers = read.number("YUNHUI_WEB_WORKERS", max(1, min(os.cpu_count() or 1, 4)), 1, 64)
    threads = read.number("YUNHUI_WEB_THREADS", 4, 1, 64)
    child = read.text("YUNHUI_CHILD")
    ways = channels(read)
    other_doors = doors(read)
    idle = read.number("YUNHUI_STAFF_IDLE_MINUTES", 30, 5, 720)
    single = read.flag("YUNHUI_SINGLE_SESSION", default=False)
    page_cache = read.number("YUNHUI_PAGE_CACHE", 0 if debug else 64, 0, 4096)
    syslog = read.url("YUNHUI_SYSLOG", "udp", "tcp", "tls")
    clamd = read.text("YUNHUI_CLAMD")
    if clamd and not re.fullmatch(r"/.+|\[?[\w.:-]+\]?:[0-9]{1,5}", clamd):
        raise Refusal(f"YUNHUI_CLAMD is “{clamd}”: write host:port, or the path of clamd's socket.")
    accel = read.text("YUNHUI_ACCEL").rstrip("/")
    if accel and not re.fullmatch(r"(/[\w.-]+)+", accel):
        raise Refusal(f"YUNHUI_ACCEL is “{accel}”: write the internal location of the files in nginx, e.g. /_files.")
    files_bucket, seal_files = bucket(read), read.flag("YUNHUI_SEAL_FILES", default=False)
    read.refuse_unknown()

    if realtime_port == port:
        raise Refusal(f"YUNHUI_REALTIME_PORT and PORT are both {port}: give them different numbers.")
    if app_url and not owner_url:
        raise Refusal("DATABASE_APP_URL is set and DATABASE_URL is not: set both, or neither for the embedded server.")
    if not local and not public_url:
        raise Refusal(f"YUNHUI_HOST is {host}: set YUNHUI_PUBLIC_URL to the address at which people reach the city.")
    if demo and not local:
        raise Refusal(f"Demo mode signs anybody in and YUNHUI_HOST is {host}: unset YUNHUI_DEMO, or bind to 127.0.0.1.")
    if debug and not local:
        raise Refusal(f"Debug pages show secrets and YUNHUI_HOST is {host}: unset YUNHUI_DEBUG, or bind to 127.0.0.1.")

    shown = f"[{host}]" if ":" in host else host
    if embedded:
        owner_url = embedded_url(var, keys, OWNER)
        app_url = embedded_url(var, keys, APPLICATION)
    elif not app_url:
        app_url = _application_url(owner_url, keys)
    names = ("127.0.0.1", "localhost", "[::1]") if local else ()
    public_name = urlsplit(public_url).hostname
    return Environment(
        var=var,
        keys=keys,
        debug=debug,
        demo=demo,
        host=host,
        port=port,
        realtime_port=realtime_port,
        public_url=public_url or f"http://{shown}:{port}",
        # Behind a proxy both doors share one origin; without one the browser is sent to the other port.
        realtime_url=realtime_url or public_url or f"http://{shown}:{realtime_port}",
        allowed_hosts=tuple(dict.fromkeys((*names, *([public_name] if public_name else []), *hosts))),
        language=cast(Literal["zh-hans", "en"], language),
        log_level=log_level,
        cryptography=cast(Literal["international", "commercial"], cryptography),
        web_workers=workers,
        web_threads=threads,
        embedded=embedded,
        database_role=cast(Literal["app", "owner"], role),
        database_url=app_url,
        database_owner_url=owner_url,
        secret_key=secret(keys, "secret_key"),
        child=child,
        channels=ways,
        doors=other_doors,
        staff_idle_minutes=idle,
        single_session=single,
        syslog=syslog,
        clamd=clamd,
        accel=accel,
        page_cache=page_cache,
        bucket=files_bucket,
        seal_files=seal_files,
    )


def is_loopback(host: str) -> bool:
    """True when only this machine can reach `host` (a name or an IP address)."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def socket_folder(var: Path) -> Path:
    """`var/run`, or a folder in /tmp with a name made from it when the path is too long for a socket."""
    folder = var / "run"
    if len(os.fsencode(folder)) <= _LONGEST_SOCKET_FOLDER:
        return folder
    return Path("/tmp") / f"yunhui-{hashlib.sha256(os.fsencode(var)).hexdigest()[:16]}"  # noqa: S108 - made 0700 and its owner checked


def embedded_url(var: Path, keys: Path, role: str, database: str = DATABASE) -> str:
    """The address of the embedded server for `role`, password included."""
    password = quote(secret(keys, f"database_{role}"), safe="")
    return f"postgresql://{role}:{password}@/{database}?host={quote(str(socket_folder(var)), safe='')}"


def _application_url(owner_url: str, keys: Path) -> str:
    """The owner's address with the application role beside it: `<owner>_app` and a password of our own making."""
    parts = urlsplit(owner_url)
    if not parts.username:
        raise Refusal("DATABASE_URL names no user: write postgresql://owner:password@host/database.")
    login = f"{parts.username}_app:{quote(secret(keys, 'database_app'), safe='')}"
    return parts._replace(netloc=f"{login}@{parts.netloc.rpartition('@')[2]}").geturl()
