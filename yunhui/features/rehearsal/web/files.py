"""Files of a speaker: what is there, in words; and sending them in pieces by the page's script.

A script begins with POST `uploads` (JSON `name`, `size`, `mark`) and gets `url`, `offset` and `piece`; PATCH to `url`
with `Upload-Offset` adds a piece, GET says where to go on, DELETE forgets. The answer to the last carries the line.
"""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from yunhui.features.rehearsal.enums import MaterialKind, MaterialState
from yunhui.features.rehearsal.models import Appearance, Material
from yunhui.features.rehearsal.rules import BY_LINK, Finding, sentence_of, span
from yunhui.features.rehearsal.selectors import Readiness, appearance_behind, link_of, readiness_for
from yunhui.features.rehearsal.services import begin_material, finish_material
from yunhui.foundation.files.enums import Kind
from yunhui.foundation.files.errors import WrongOffset
from yunhui.foundation.files.rules import MAX_BYTES, most_bytes
from yunhui.foundation.files.selectors import is_scanning, upload_for
from yunhui.foundation.files.services import PIECE, cancel_upload, receive_piece
from yunhui.kernel.errors import DomainError, NotFoundError
from yunhui.ui import formats
from yunhui.ui.page import Request, anyone, page

_LIGHTS = {
    MaterialState.CHECKING: "half",
    MaterialState.FAULTY: "r",
    MaterialState.HANDED_IN: "half",
    MaterialState.ACCEPTED: "g",
    MaterialState.RETURNED: "y",
    MaterialState.REPLACED: "dash",
}
_ACCEPT = {
    MaterialKind.SLIDES: ".pdf,.pptx",
    MaterialKind.FILM: ".mp4,.m4v,.webm,video/mp4,video/webm",
    MaterialKind.PHOTO: ".jpg,.jpeg,.png,image/jpeg,image/png",
}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a file with what was found, in words."""

    material: Material
    light: str
    word: str
    figures: str
    said: list[tuple[bool, str]]


@dataclass(frozen=True, slots=True)
class Files:
    """The versions of one kind, the newest first; those that were replaced are folded."""

    kind: str
    versions: list[Version]
    accept: str
    most: int
    plain_most: str
    is_checking: bool
    is_scanned: bool
    base: str


def files_of(one: Readiness, kind: str, language: str) -> Files:
    """What somebody has handed in of a kind."""
    versions = [version_of(row, language) for row in one.materials if row.kind == kind]
    kinds = (Kind.FILM,) if kind == MaterialKind.FILM else ()
    return Files(
        kind=kind,
        versions=versions,
        accept=_ACCEPT[MaterialKind(kind)],
        most=most_bytes(kinds),
        plain_most=formats.megabytes(MAX_BYTES, language),
        is_checking=any(one.material.state == MaterialState.CHECKING for one in versions),
        is_scanned=is_scanning(),
        base=f"{link_of(one.appearance)}/files/{kind}/",
    )


def version_of(row: Material, language: str) -> Version:
    """One version in words."""
    findings = [Finding.of(kept) for kept in row.findings]
    return Version(
        material=row,
        light=_LIGHTS[MaterialState(row.state)],
        word=str(MaterialState(row.state).label).lower(),
        figures=_figures(row, language),
        said=[(one.level == "wrong", sentence_of(one, language)) for one in findings],
    )


@page(anyone)
def state(request: Request, token: str, kind: str) -> HttpResponse:
    """The list of versions alone, asked for while a film is being checked."""
    appearance, kind = _behind(token, kind)
    files = files_of(readiness_for(BY_LINK, appearance.pk), kind, request.actor.language)
    return _private(render(request, "rehearsal/parts/versions.html", {"files": files}))


@page(anyone, "POST")
def begin(request: Request, token: str, kind: str) -> HttpResponse:
    """A place for a file that comes in pieces; one that was begun goes on."""
    appearance, kind = _behind(token, kind)
    given = _json(request)
    try:
        upload = begin_material(
            actor=BY_LINK,
            appearance_id=appearance.pk,
            kind=kind,
            name=str(given.get("name", "")),
            size=_number(given.get("size")),
            mark=str(given.get("mark", "")),
        )
    except DomainError as error:
        return _refusal(error)
    url = f"{link_of(appearance)}/files/{kind}/uploads/{upload.pk}"
    return JsonResponse({"url": url, "offset": upload.received, "piece": PIECE}, status=201)


@page(anyone, "GET", "PATCH", "DELETE")
def piece(request: Request, token: str, kind: str, upload_id: UUID) -> HttpResponse:
    """Where an upload stands; its next piece; forgetting it."""
    appearance, kind = _behind(token, kind)
    upload = upload_for(BY_LINK, upload_id, appearance.pk)
    if (upload.owner_id, upload.slot) != (str(appearance.pk), kind):
        raise NotFoundError("upload")
    if request.method == "DELETE":
        cancel_upload(actor=BY_LINK, upload_id=upload_id, holder=appearance.pk)
        return JsonResponse({"cancelled": True})
    try:
        if request.method == "PATCH":
            upload = receive_piece(
                actor=BY_LINK,
                upload_id=upload_id,
                offset=_number(request.headers.get("Upload-Offset")),
                data=request.body,
                holder=appearance.pk,
            )
        done = finish_material(actor=BY_LINK, appearance_id=appearance.pk, kind=kind, upload_id=upload_id)
    except WrongOffset as error:
        return JsonResponse({"offset": error.offset}, status=409)
    except NotFoundError:
        raise
    except DomainError as error:
        return _refusal(error)
    answer: dict[str, Any] = {"offset": upload.received}
    if done is not None:
        version = version_of(done, request.actor.language)
        context = {"version": version, "link": link_of(appearance), "reader": request.actor, "is_new": True}
        answer["html"] = render_to_string("rehearsal/parts/version.html", context, request)
    return JsonResponse(answer)


def _figures(row: Material, language: str) -> str:
    parts = [formats.megabytes(row.attachment.blob.size, language)]
    if row.attachment.blob.pages:
        count = row.attachment.blob.pages
        parts.append(ngettext("{n} page", "{n} pages", count).format(n=count))
    film = row.film
    if film.get("seconds"):
        parts.append(span(film["seconds"], language))
    if film.get("width"):
        parts.append(f"{film['width']} × {film['height']}")
    if film.get("loudness") is not None:
        parts.append(f"{formats.number(film['loudness'], language)} LUFS")
    return " · ".join(parts)


def _behind(token: str, kind: str) -> tuple[Appearance, str]:
    if kind not in MaterialKind.values:
        raise NotFoundError("file")
    return appearance_behind(token), kind


def _refusal(error: DomainError) -> HttpResponse:
    return JsonResponse({"code": error.code, "message": str(error.message)}, status=error.status)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _json(request: Request) -> dict[str, Any]:
    try:
        given = json.loads(request.body)
    except ValueError:
        given = None
    return given if isinstance(given, dict) else {}


def _number(value: object) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
