"""Small servers that speak as other doors do: OpenID Connect, WeChat, DingTalk, a province; and a log collector."""

import hashlib
import json
import socket
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from yunhui.kernel import clock

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Fake:
    """One server; `person` is who stands at its door, `asked` what came, `spoil` what goes wrong."""

    kind: str
    url: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    nonce: str = ""
    challenge: str = ""
    spoil: str = ""

    def answer(self, path: str, said: dict[str, str], headers: Any) -> Any:
        """The JSON with which the real service would answer."""
        self.asked.append((path, said))
        if self.spoil == "down":
            return None
        return getattr(self, f"_{self.kind}")(path, said, headers)

    def _oidc(self, path: str, said: dict[str, str], headers: Any) -> Any:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return {"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]}
        digest = urlsafe_b64encode(hashlib.sha256(said.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        if said.get("code") != "good" or said.get("client_secret") != "secret" or digest != self.challenge:
            return {"error": "invalid_grant"}
        now = int(clock.now().timestamp())
        claims = {
            "iss": "https://elsewhere.example" if self.spoil == "issuer" else self.url,
            "aud": "somebody-else" if self.spoil == "audience" else "yunhui",
            "iat": now,
            "exp": now - 600 if self.spoil == "old" else now + 600,
            "nonce": "another" if self.spoil == "nonce" else self.nonce,
            **self.person,
        }
        key = OTHER_KEY if self.spoil == "signature" else KEY
        token = jwt.encode(claims, key, algorithm="RS256", headers={"kid": "k1"})
        if self.spoil == "none":
            token = jwt.encode(claims, "", algorithm="none", headers={"kid": "k1"})
        return {"access_token": "t", "id_token": token}

    def _wechat(self, path: str, said: dict[str, str], headers: Any) -> Any:
        if path == "/sns/oauth2/access_token":
            good = said.get("code") == "good" and said.get("secret") == "secret" and said.get("appid") == "yunhui"
            return {"access_token": "t", "openid": "o1"} if good else {"errcode": 40029, "errmsg": "invalid code"}
        return self.person if said.get("access_token") == "t" else {"errcode": 40001}

    def _dingtalk(self, path: str, said: dict[str, str], headers: Any) -> Any:
        if path == "/v1.0/oauth2/userAccessToken":
            good = said.get("code") == "good" and said.get("clientSecret") == "secret"
            return {"accessToken": "t", "expireIn": 7200} if good else None
        return self.person if headers.get("x-acs-dingtalk-access-token") == "t" else None

    def _province(self, path: str, said: dict[str, str], headers: Any) -> Any:
        if path == "/token":
            good = said.get("code") == "good" and said.get("client_secret") == "secret" and "sign" in said
            return {"code": 0, "data": {"access_token": "t"}} if good else {"code": 401, "msg": "refused"}
        return {"code": 0, "data": self.person}


@contextmanager
def door(kind: str) -> Iterator[Fake]:
    """A running fake on a free port."""
    fake = Fake(kind)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say()

        def do_POST(self) -> None:
            self._say()

        def _say(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            is_json = "json" in self.headers.get("Content-Type", "")
            said = {**dict(parse_qsl(parts.query)), **(json.loads(body) if is_json else dict(parse_qsl(body)))}
            content = fake.answer(parts.path, said, self.headers)
            self.send_response(200 if content is not None else 500)
            # WeChat calls its JSON text/plain and names no character set.
            self.send_header("Content-Type", "text/plain" if kind == "wechat" else "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(content, ensure_ascii=False).encode())

        def log_message(self, *words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def collector(kind: str) -> Iterator[tuple[str, Any]]:
    """A log collector: its address, and a function that reads what has come (`udp`: a datagram, `tcp`: everything)."""
    wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
    wire.bind(("127.0.0.1", 0))
    wire.settimeout(5)
    if kind == "tcp":
        wire.listen(4)

    def read() -> bytes:
        if kind == "udp":
            return wire.recv(65_535)
        line, _peer = wire.accept()
        with line:
            return b"".join(iter(lambda: line.recv(65_535), b""))

    try:
        yield f"{kind}://127.0.0.1:{wire.getsockname()[1]}", read
    finally:
        wire.close()
