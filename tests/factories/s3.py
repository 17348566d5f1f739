"""An object store on this machine that speaks as much S3 as the city uses, and can be told to fail.

It checks what a strict store checks: the signature (computed here by the rules of Signature Version 4, not by the
library that the city uses), the digest of the body, Content-MD5, the date, and the length.
"""

import hashlib
import hmac
import re
import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

from config.storage import Bucket
from tests.factories.tls import server_context

KEY, SECRET, REGION = "AKCITY", "a secret/with+signs=", "cn-test-1"


@dataclass
class FarStore:
    """What the store holds, what was asked of it, and how it shall fail.

    Attributes:
        failures: answers to give before it works again: a status, or "cut" (hang up in the middle), or "silent".
        cut_after: bytes of an answer after which it hangs up, once for each entry.
    """

    port: int = 0
    objects: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    failures: list[int | str] = field(default_factory=list)
    cut_after: list[int] = field(default_factory=list)
    page: int = 1000
    skew: int = 0

    def bucket(self, *, folder: str = "", secret: str = SECRET, key: str = KEY, name: str = "city-files") -> Bucket:
        """How the city would be told of it."""
        return Bucket(f"http://127.0.0.1:{self.port}", name, REGION, folder, False, key, secret)


@contextmanager
def far_store(certificate: Path | None = None) -> Iterator[FarStore]:
    """A running store, empty; over TLS where it has a certificate."""
    state = FarStore()

    class Handler(_Handler):
        store = state
        timeout = 5  # a caller that turned away at our certificate holds nothing up

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certificate:
        server.socket = server_context(certificate).wrap_socket(server.socket, server_side=True)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    store: FarStore
    protocol_version = "HTTP/1.1"

    def log_message(self, *_words: object) -> None:
        """Quietly."""

    def do_GET(self) -> None:
        self._serve()

    do_HEAD = do_PUT = do_POST = do_DELETE = do_GET  # noqa: N815 - the names by which the base class calls

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.store.asked.append((self.command, self.path))
        if self.store.failures:
            failure = self.store.failures.pop(0)
            if isinstance(failure, str):
                self._hang_up()
            else:
                self._error(failure, "InternalError" if failure >= 500 else "AccessDenied")
            return
        if wrong := self._unsigned(parts.path, parts.query, body):
            self._error(403, wrong)
            return
        if self.headers.get("Content-MD5", b64encode(hashlib.md5(body).digest()).decode()) != (
            b64encode(hashlib.md5(body).digest()).decode()
        ):
            self._error(400, "BadDigest")
            return
        _empty, bucket, *rest = unquote(parts.path).split("/", 2)
        if bucket != "city-files":
            self._error(404, "NoSuchBucket")
            return
        self._answer_to(rest[0] if rest else "", query, body)

    def _answer_to(self, name: str, query: dict[str, str], body: bytes) -> None:
        store = self.store
        if "uploads" in query:
            upload = f"up+{len(store.uploads)}/=&"
            store.uploads[upload] = {}
            self._xml(
                f"<InitiateMultipartUploadResult><UploadId>{escape(upload)}</UploadId></InitiateMultipartUploadResult>"
            )
        elif upload := query.get("uploadId", ""):
            self._part(name, upload, query, body)
        elif self.command == "PUT":
            store.objects[name] = body
            self._answer(200, b"", {"ETag": f'"{hashlib.md5(body).hexdigest()}"'})
        elif "list-type" in query:
            self._list(query)
        elif self.command == "DELETE":
            store.objects.pop(name, None)
            self._answer(204, b"")
        elif name not in store.objects:
            self._error(404, "NoSuchKey")
        else:
            self._content(store.objects[name])

    def _part(self, name: str, upload: str, query: dict[str, str], body: bytes) -> None:
        parts = self.store.uploads.get(upload)
        if parts is None:
            self._error(404, "NoSuchUpload")
        elif self.command == "PUT":
            parts[int(query["partNumber"])] = body
            self._answer(200, b"", {"ETag": f'"{hashlib.md5(body).hexdigest()}"'})
        elif self.command == "DELETE":
            del self.store.uploads[upload]
            self._answer(204, b"")
        else:
            named = re.findall(rb"<PartNumber>(\d+)</PartNumber><ETag>\"?([0-9a-f]+)\"?</ETag>", body)
            have = [(str(n).encode(), hashlib.md5(part).hexdigest().encode()) for n, part in sorted(parts.items())]
            if named != have:
                self._xml("<Error><Code>InvalidPart</Code></Error>")
                return
            self.store.objects[name] = b"".join(part for _number, part in sorted(parts.items()))
            del self.store.uploads[upload]
            self._xml("<CompleteMultipartUploadResult/>")

    def _list(self, query: dict[str, str]) -> None:
        names = sorted(name for name in self.store.objects if name.startswith(query.get("prefix", "")))
        begin = int(query.get("continuation-token", "0").removeprefix("after ") or 0)
        shown = names[begin : begin + self.store.page]
        rows = "".join(
            f"<Contents><Key>{escape(name)}</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified></Contents>"
            for name in shown
        )
        left = begin + len(shown) < len(names)
        token = f"<NextContinuationToken>after {begin + len(shown)}</NextContinuationToken>" if left else ""
        self._xml(f'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{rows}{token}</ListBucketResult>')

    def _content(self, data: bytes) -> None:
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        begin = int(found[1]) if found else 0
        end = int(found[2]) + 1 if found and found[2] else len(data)
        piece = data[begin:end]
        if self.command == "GET" and self.store.cut_after:
            at = self.store.cut_after.pop(0)
            self.send_response(206 if found else 200)
            self.send_header("Content-Length", str(len(piece)))
            self.end_headers()
            self.wfile.write(piece[:at])
            self._hang_up()
            return
        self._answer(206 if found else 200, piece)

    def _unsigned(self, path: str, query: str, body: bytes) -> str:
        """Why a request is not signed as it must be, or nothing."""
        given = re.fullmatch(
            r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request, "
            r"SignedHeaders=([^,]+), Signature=([0-9a-f]{64})",
            self.headers.get("Authorization", ""),
        )
        if given is None:
            return "AccessDenied"
        key, day, region, names, signature = given.groups()
        if key != KEY:
            return "InvalidAccessKeyId"
        date = self.headers.get("x-amz-date", "")
        sent = datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if abs((datetime.now(UTC) - sent).total_seconds() + self.store.skew) > 900:
            return "RequestTimeTooSkewed"
        digest = self.headers.get("x-amz-content-sha256", "")
        if digest != hashlib.sha256(body).hexdigest():
            return "XAmzContentSHA256Mismatch"
        if not {"host", "x-amz-date", "x-amz-content-sha256"} <= set(names.split(";")):
            return "SignatureDoesNotMatch"
        fields = "".join(f"{name}:{' '.join(self.headers[name].split())}\n" for name in names.split(";"))
        pairs = sorted(
            (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
            for name, value in parse_qsl(query, keep_blank_values=True)
        )
        asked = "&".join(f"{name}={value}" for name, value in pairs)
        whole = "\n".join([self.command, quote(unquote(path), safe="/-_.~"), asked, fields, names, digest])
        scope = f"{day}/{region}/s3/aws4_request"
        text = "\n".join(["AWS4-HMAC-SHA256", date, scope, hashlib.sha256(whole.encode()).hexdigest()])
        secret = f"AWS4{SECRET}".encode()
        for word in (day, REGION, "s3", "aws4_request"):
            secret = hmac.new(secret, word.encode(), hashlib.sha256).digest()
        good = hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
        return "" if hmac.compare_digest(good, signature) else "SignatureDoesNotMatch"

    def _hang_up(self) -> None:
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _error(self, status: int, code: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code></Error>".encode())

    def _xml(self, text: str) -> None:
        self._answer(200, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode())

    def _answer(self, status: int, data: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
