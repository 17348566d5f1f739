"""An object store that speaks S3: AWS, MinIO, Ceph, OSS, OBS, COS.

Only what all of them understand is used: path or host addresses, Signature Version 4 over the digest of each body, and
Content-MD5; no trailing checksums and no `aws-chunked` bodies, at which several of them stop.
"""

import hashlib
import io
import re
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.parse import quote, urlsplit

import requests
from django.utils.translation import gettext_noop as _
from lxml import etree
from requests_aws4auth import AWS4Auth

from yunhui.foundation.files.ports.shelves import StoreSilent, place_of
from yunhui.foundation.files.ports.shelves.ranged import Ranged
from yunhui.kernel import lines

PART = 16 << 20  # bytes; larger contents go in parts of so many, and a cut line costs one of them
TRIES = 4
_SECONDS = (5, 60)  # to connect, and between two bytes
_PAUSE = 0.25
_WORDS = {
    "InvalidAccessKeyId": _("it does not know the access key"),
    "SignatureDoesNotMatch": _("the secret is not the one of the access key"),
    "RequestTimeTooSkewed": _("the clocks of this machine and of the store differ"),
    "AccessDenied": _("the access key may not do this in the bucket"),
    "NoSuchBucket": _("there is no such bucket"),
    "QuotaExceeded": _("the bucket is full"),
}
_REFUSES = _("it refuses")
_FAILS = _("it fails")


class Bucket(Protocol):
    """Where and as whom. `folder` stands before every name; `by_host` puts the bucket's name before the host's."""

    @property
    def url(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def secret(self) -> str: ...
    @property
    def folder(self) -> str: ...
    @property
    def by_host(self) -> bool: ...


class S3Shelf:
    """Objects in a bucket that only the service reads, `[folder/]algorithm/ab/digest`."""

    def __init__(self, bucket: Bucket) -> None:
        parts = urlsplit(bucket.url)
        host = f"{bucket.name}.{parts.netloc}" if bucket.by_host else parts.netloc
        self._root = f"{parts.scheme}://{host}{parts.path}" + ("" if bucket.by_host else f"/{bucket.name}")
        self._folder = f"{bucket.folder}/" if bucket.folder else ""
        self._auth = AWS4Auth(bucket.key, bucket.secret, bucket.region, "s3")
        self._session = requests.Session()

    def has(self, key: str) -> bool:
        """Whether it is there."""
        try:
            # Not HEAD, whose refusal says nothing of why.
            self._ask("GET", self._name(key), headers={"Range": "bytes=0-0"}).close()
        except FileNotFoundError:
            return False
        return True

    def put(self, key: str, source: Path) -> None:
        """Send it whole, or in parts that the store puts together at the end: half a content never has a name."""
        name = self._name(key)
        with source.open("rb") as stream:
            first = stream.read(PART)
            following = stream.read(PART)
            if not following:
                self._send(name, "", first)
                return
            upload = _text_in(self._ask("POST", name, "uploads=").content, "UploadId")
            try:
                marks = [self._send(name, f"partNumber=1&uploadId={quote(upload, safe='')}", first)]
                while following:
                    query = f"partNumber={len(marks) + 1}&uploadId={quote(upload, safe='')}"
                    marks.append(self._send(name, query, following))
                    following = stream.read(PART)
                self._join(name, upload, marks)
            except BaseException:
                self._give_up(name, upload)
                raise

    def open(self, key: str) -> BinaryIO:
        """A stream that asks for what is read, and goes on where a line was cut."""
        name = self._name(key)
        return io.BufferedReader(Ranged(lambda headers: self._ask("GET", name, headers=headers)), 1 << 18)

    def path(self, key: str) -> Path | None:
        """It lies elsewhere."""
        return None

    def remove(self, key: str) -> None:
        """Delete it."""
        try:
            self._ask("DELETE", self._name(key)).close()
        except FileNotFoundError:
            return

    def contents(self) -> Iterator[tuple[str, float]]:
        """Every object whose name is a digest's place."""
        following = ""
        while True:
            query = f"list-type=2&prefix={quote(self._folder, safe='')}"
            query += f"&continuation-token={quote(following, safe='')}" if following else ""
            tree = _parsed(self._ask("GET", "", query).content)
            for found in tree.iterfind("{*}Contents"):
                place = (found.findtext("{*}Key") or "").removeprefix(self._folder).split("/")
                if len(place) == 3 and place[2].startswith(place[1]):
                    came = datetime.fromisoformat(found.findtext("{*}LastModified") or "")
                    yield f"{place[0]}:{place[2]}", came.timestamp()
            following = tree.findtext("{*}NextContinuationToken") or ""
            if not following:
                return

    def probe(self) -> None:
        """Ask once whether the bucket answers to us.

        Raises:
            StoreSilent: no; `reason` says why.
        """
        query = f"list-type=2&max-keys=1&prefix={quote(self._folder, safe='')}"
        self._ask("GET", "", query, tries=1, seconds=(2, 3)).close()

    def _name(self, key: str) -> str:
        return f"/{self._folder}{place_of(key)}"

    def _send(self, name: str, query: str, data: bytes) -> str:
        mark = b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
        answer = self._ask("PUT", name, query, data, {"Content-MD5": mark})
        answer.close()
        return answer.headers.get("ETag", "")

    def _join(self, name: str, upload: str, marks: list[str]) -> None:
        parts = "".join(
            f"<Part><PartNumber>{number}</PartNumber><ETag>{mark.replace('&', '&amp;')}</ETag></Part>"
            for number, mark in enumerate(marks, 1)
        )
        body = f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>".encode()
        answer = self._ask("POST", name, f"uploadId={quote(upload, safe='')}", body)
        if b"<Error>" in answer.content:  # the store answers 200 before it knows
            raise _refusal(answer)

    def _give_up(self, name: str, upload: str) -> None:
        try:
            self._ask("DELETE", name, f"uploadId={quote(upload, safe='')}", tries=1).close()
        except (OSError, StoreSilent):
            return  # the bucket's own rule ends uploads that were left behind: docs/runbook/files.md

    def _ask(
        self,
        method: str,
        name: str,
        query: str = "",
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        tries: int = TRIES,
        seconds: tuple[int, int] = _SECONDS,
    ) -> requests.Response:
        """One answer that is good, after up to `tries` times where the line or the store failed."""
        url = f"{self._root}{name or '/'}" + (f"?{query}" if query else "")
        given: dict[str, Any] = {"Accept-Encoding": "identity", **(headers or {})}
        silent = StoreSilent(lines.SILENT)
        for turn in range(tries):
            if turn:
                time.sleep(_PAUSE * 2**turn)
            try:
                answer = self._session.request(
                    method, url, data=data, headers=given, auth=self._auth, timeout=seconds,
                    stream=method == "GET" and not query, allow_redirects=False,
                )  # fmt: skip
            except requests.exceptions.RequestException as error:
                silent = StoreSilent(lines.trouble_in(error))
                if isinstance(error, requests.exceptions.SSLError):  # another try changes no certificate
                    raise silent from error
                continue
            if answer.status_code in (200, 204, 206):
                return answer
            if answer.status_code == 404 and name and b"NoSuchBucket" not in answer.content:
                raise FileNotFoundError(name)
            silent = _refusal(answer)
            if answer.status_code < 500 and answer.status_code not in (408, 429):
                break
        raise silent


def _refusal(answer: requests.Response) -> StoreSilent:
    found = re.search(rb"<Code>([A-Za-z.0-9]{1,60})</Code>", answer.content)
    code = found[1].decode() if found else str(answer.status_code)
    return StoreSilent(_WORDS.get(code, _FAILS if answer.status_code >= 500 else _REFUSES), code)


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _text_in(data: bytes, name: str) -> str:
    found = _parsed(data).findtext(f"{{*}}{name}")
    if not found:
        raise StoreSilent(_FAILS, name)
    return str(found)
