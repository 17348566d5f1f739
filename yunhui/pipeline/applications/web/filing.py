"""Sending files for an answer: in pieces by a script, or whole by a plain form. Both end in the same place.

A script begins with POST `uploads` (JSON `name`, `size`, `mark`) and gets `url`, `offset` and `piece`. It sends PATCH
to `url` with the header `Upload-Offset` and the bytes, asks GET `url` where to go on, and DELETE forgets the upload.
The answer to the last piece carries `html`, the file as a line of the page, and `was`, the new revision of the answer.
"""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yunhui.foundation.files.errors import FileRefused, WrongOffset
from yunhui.foundation.files.models import Attachment
from yunhui.foundation.files.rules import MAX_BYTES
from yunhui.foundation.files.selectors import upload_for
from yunhui.foundation.files.services import PIECE, cancel_upload, receive_piece
from yunhui.kernel.errors import DomainError, NotFoundError, Problem, RefusedError
from yunhui.pipeline.applications.services.filing import (
    attach_whole,
    begin_file,
    can_attach,
    file_question,
    finish_file,
    remove_file,
)
from yunhui.pipeline.applications.services.saving import token_of
from yunhui.pipeline.applications.web.rows import form_address
from yunhui.pipeline.applications.web.writing import save_posted, shown_again
from yunhui.ui.page import Request, page, signed_in


@page(signed_in, "GET", "POST")
def send(request: Request, application_id: UUID, key: str) -> HttpResponse:
    """Without a script: keep what was typed and take the file; the form comes back with the file, or with why not."""
    found, _question = file_question(request.actor, application_id, key)
    if request.method != "POST":
        return HttpResponseRedirect(form_address(found))
    problems = []
    sent = request.FILES.getlist(f"file-{key}")
    try:
        save_posted(request, application_id, without=key)
        for one in sent:
            if (one.size or 0) > MAX_BYTES:
                raise FileRefused("file_large")
            assert isinstance(one, TemporaryUploadedFile), "the settings name the one handler"
            attach_whole(
                actor=request.actor,
                application_id=application_id,
                key=key,
                path=Path(one.temporary_file_path()),
                name=one.name or "",
            )
        if not sent:
            problems = [Problem(key, "no_file", _("Choose a file first, then press “Upload”."))]
    except RefusedError as error:
        return shown_again(request, application_id, refusal=str(error.message))
    except NotFoundError:
        raise
    except DomainError as error:
        problems = [Problem(key, error.code, error.message)]
    if problems:
        return shown_again(request, application_id, problems)
    return HttpResponseRedirect(f"{form_address(found)}#f-{key}")


@page(signed_in, "GET", "POST")
def remove(request: Request, application_id: UUID, key: str, attachment_id: UUID) -> HttpResponse:
    """Take a file away; what was typed is kept."""
    found, question = file_question(request.actor, application_id, key)
    if request.method != "POST":
        return HttpResponseRedirect(form_address(found))
    is_script = "application/json" in request.headers.get("Accept", "")
    if not is_script and can_attach(request.actor, found):
        save_posted(request, application_id, without=key)
    try:
        remove_file(actor=request.actor, application_id=application_id, key=key, attachment_id=attachment_id)
    except RefusedError as error:
        if is_script:
            return _refusal(error)
        return shown_again(request, application_id, refusal=str(error.message))
    if is_script:
        found.refresh_from_db()
        return JsonResponse({"was": token_of(found, question)})
    return HttpResponseRedirect(f"{form_address(found)}#f-{key}")


@page(signed_in, "POST")
def begin(request: Request, application_id: UUID, key: str) -> HttpResponse:
    """A place for a file that comes in pieces; one that was begun goes on."""
    given = _json(request)
    try:
        upload = begin_file(
            actor=request.actor,
            application_id=application_id,
            key=key,
            name=str(given.get("name", "")),
            size=_number(given.get("size")),
            mark=str(given.get("mark", "")),
        )
    except NotFoundError:
        raise
    except DomainError as error:
        return _refusal(error)
    url = f"/my/applications/{application_id}/files/{key}/uploads/{upload.pk}"
    return JsonResponse({"url": url, "offset": upload.received, "piece": PIECE}, status=201)


@page(signed_in, "GET", "PATCH", "DELETE")
def piece(request: Request, application_id: UUID, key: str, upload_id: UUID) -> HttpResponse:
    """Where an upload stands; its next piece; forgetting it."""
    found, _question = file_question(request.actor, application_id, key)
    upload = upload_for(request.actor, upload_id)
    if (upload.owner_id, upload.slot) != (str(found.pk), key):
        raise NotFoundError("upload")
    if request.method == "DELETE":
        cancel_upload(actor=request.actor, upload_id=upload_id)
        return JsonResponse({"cancelled": True})
    try:
        if request.method == "PATCH":
            upload = receive_piece(
                actor=request.actor,
                upload_id=upload_id,
                offset=_number(request.headers.get("Upload-Offset")),
                data=request.body,
            )
        done = finish_file(actor=request.actor, application_id=application_id, key=key, upload_id=upload_id)
    except WrongOffset as error:
        return JsonResponse({"offset": error.offset}, status=409)
    except NotFoundError:
        raise
    except DomainError as error:
        return _refusal(error)
    answer: dict[str, Any] = {"offset": upload.received}
    return JsonResponse(answer | _line(request, application_id, key, done) if done else answer)


@page(signed_in, "GET", "POST")
def cancel(request: Request, application_id: UUID, key: str, upload_id: UUID) -> HttpResponse:
    """Without a script: forget an upload that has not arrived whole."""
    found, _question = file_question(request.actor, application_id, key)
    if request.method == "POST":
        if can_attach(request.actor, found):
            save_posted(request, application_id, without=key)
        cancel_upload(actor=request.actor, upload_id=upload_id)
    return HttpResponseRedirect(f"{form_address(found)}#f-{key}")


def _line(request: Request, application_id: UUID, key: str, attachment: Attachment) -> dict[str, str]:
    found, question = file_question(request.actor, application_id, key)
    base = f"/my/applications/{application_id}/files/{key}/"
    context = {"file": attachment, "name": key, "base": base, "reader": request.actor}
    html = render_to_string("files/parts/file.html", context, request)
    return {"html": html, "id": str(attachment.pk), "was": token_of(found, question)}


def _refusal(error: DomainError) -> HttpResponse:
    return JsonResponse({"code": error.code, "message": str(error.message)}, status=error.status)


def _json(request: Request) -> dict[str, Any]:
    try:
        given = json.loads(request.body)
    except ValueError:
        given = None
    return given if isinstance(given, dict) else {}


def _number(value: object) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
