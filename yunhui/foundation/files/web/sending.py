"""Sending a file itself, to whom a rule has given a ticket."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse

from yunhui.foundation.files.models import Attachment
from yunhui.foundation.files.ports.store import store
from yunhui.foundation.files.rules import Unsatisfiable, span_of
from yunhui.foundation.files.selectors import opened
from yunhui.kernel import clock, tickets
from yunhui.kernel.errors import NotFoundError
from yunhui.ui.page import Request, page, signed_in

_CHUNK = 1 << 18


@page(signed_in)
def send(request: Request, ticket: str) -> HttpResponse:
    """The file of a ticket, for whom it was made: through nginx where it stands in front, else in pieces."""
    try:
        topics = tickets.read(ticket, key=settings.SECRET_KEY, now=clock.now())
    except tickets.BadTicket as error:
        raise NotFoundError("file") from error
    for topic in topics:
        kind, _colon, rest = topic.partition(":")
        attachment_id, _colon, user_id = rest.partition(":")
        if kind == "file" and user_id == str(request.actor.user_id):
            found = Attachment.objects.select_related("blob").filter(pk=UUID(attachment_id)).first()
            if found:
                return _sent(request, found)
    raise NotFoundError("file")


def _sent(request: Request, attachment: Attachment) -> HttpResponse:
    if settings.FILES_ACCEL and store().path(attachment.blob_id):
        algorithm, _colon, value = attachment.blob_id.partition(":")
        response = HttpResponse(content_type=attachment.blob.media_type)
        response.headers["X-Accel-Redirect"] = f"{settings.FILES_ACCEL}/{algorithm}/{value[:2]}/{value}"
    else:
        response = _streamed(request, attachment)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(attachment.name, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _streamed(request: Request, attachment: Attachment) -> HttpResponse:
    """The file in pieces, or the range of it that is asked for: a player jumps, a broken download goes on."""
    size, mark = attachment.blob.size, f'"{attachment.blob_id}"'
    asked = request.headers.get("Range", "") if request.headers.get("If-Range", mark) == mark else ""
    try:
        span = span_of(asked, size)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    begin, end = span or (0, size)
    try:
        stream = opened(attachment)
    except FileNotFoundError as error:
        raise NotFoundError("file") from error
    pieces = _Pieces(stream, begin, end)
    response: HttpResponse = StreamingHttpResponse(pieces, content_type=attachment.blob.media_type)  # type: ignore[assignment]
    response.headers["Content-Length"] = str(end - begin)
    response.headers["Accept-Ranges"], response.headers["ETag"] = "bytes", mark
    if span:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
    return response


class _Pieces:
    """A stretch of a file; closed with the response, also where its reader left before the first piece."""

    def __init__(self, stream: BinaryIO, begin: int, end: int) -> None:
        self._stream, self._begin, self._end = stream, begin, end

    def __iter__(self) -> Iterator[bytes]:
        at = self._begin
        self._stream.seek(at)
        while at < self._end and (piece := self._stream.read(min(_CHUNK, self._end - at))):
            at += len(piece)
            yield piece

    def close(self) -> None:
        """Called by the response."""
        self._stream.close()
