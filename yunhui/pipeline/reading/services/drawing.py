"""Pages as pictures with the reader's name in their pixels, and as text for readers who hear them.

Another program draws (see `files.ports.pdfium_child`); what was drawn is remembered for a while, under the very words
of the watermark, so that one reader's picture is never another's.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from yunhui.foundation.files.models import Attachment
from yunhui.foundation.files.ports.pdfium import Unreadable, ask
from yunhui.foundation.files.ports.store import store
from yunhui.foundation.files.rules import DOCX, JPEG, PDF, PNG, PPTX
from yunhui.kernel.errors import NotFoundError

WIDTHS = (760, 1360)
_QUALITY = 58


@dataclass(frozen=True, slots=True)
class Slide:
    """What can be shown of a slide or a document without a program that draws it: its texts and its pictures."""

    texts: tuple[str, ...]
    pictures: tuple[str, ...]


def page_sizes(attachment: Attachment) -> tuple[tuple[float, float], ...]:
    """Width and height of every page of a PDF, in points; of a picture in pixels.

    Raises:
        NotFoundError: it has no pages.
    """
    if attachment.blob.media_type not in (PDF, PNG, JPEG):
        raise NotFoundError("page")
    return _sizes(attachment.blob_id, attachment.blob.media_type)


def picture_of(attachment: Attachment, number: int, width: int, mark: str, part: str = "") -> bytes:
    """A page (from 1) as a WebP picture, with the mark in its pixels; `part` names a picture inside a slide.

    Raises:
        NotFoundError: there is no such page, or the file cannot be drawn.
    """
    wide = min(WIDTHS, key=lambda one: abs(one - width))
    try:
        return _picture(attachment.blob_id, attachment.blob.media_type, number, wide, mark, part)
    except Unreadable as error:
        raise NotFoundError("page") from error


def page_texts(attachment: Attachment) -> tuple[str, ...]:
    """The text of each page or slide; empty where there is none in the file (a scan).

    Raises:
        NotFoundError: the file has no text that can be taken out.
    """
    kind = attachment.blob.media_type
    if kind == PDF:
        return _texts(attachment.blob_id)
    if kind in (PPTX, DOCX):
        return tuple("\n".join(slide.texts) for slide in slides_of(attachment))
    raise NotFoundError("text")


def slides_of(attachment: Attachment) -> tuple[Slide, ...]:
    """Texts and pictures of a presentation's slides, or of a document as one.

    Raises:
        NotFoundError: it is neither.
    """
    if attachment.blob.media_type not in (PPTX, DOCX):
        raise NotFoundError("slides")
    return _slides(attachment.blob_id)


@lru_cache(maxsize=96)
def _picture(key: str, media_type: str, number: int, width: int, mark: str, part: str) -> bytes:
    common: dict[str, Any] = {"width": width, "mark": mark, "font": _font(), "quality": _QUALITY}
    if media_type == PDF:
        return _ask(key, "page", number=number - 1, **common)
    if media_type in (PNG, JPEG):
        return _ask(key, "picture", **common)
    if part and media_type in (PPTX, DOCX):
        return _ask(key, "part", name=part, **common)
    raise NotFoundError("page")


@lru_cache(maxsize=256)
def _sizes(key: str, media_type: str) -> tuple[tuple[float, float], ...]:
    try:
        data = _ask(key, "sizes" if media_type == PDF else "picture_size")
    except Unreadable as error:
        raise NotFoundError("page") from error
    return tuple((wide, high) for wide, high in json.loads(data))


@lru_cache(maxsize=32)
def _texts(key: str) -> tuple[str, ...]:
    try:
        return tuple(json.loads(_ask(key, "texts")))
    except Unreadable as error:
        raise NotFoundError("text") from error


@lru_cache(maxsize=32)
def _slides(key: str) -> tuple[Slide, ...]:
    try:
        data = json.loads(_ask(key, "slides"))
    except Unreadable as error:
        raise NotFoundError("slides") from error
    return tuple(Slide(tuple(one["texts"]), tuple(one["pictures"])) for one in data)


def _ask(key: str, do: str, **given: Any) -> bytes:
    try:
        with store().at_hand(key) as path:
            return ask(do, path=str(path), **given)[1]
    except FileNotFoundError as error:
        raise NotFoundError("file") from error


def _font() -> str:
    folder = next(Path(one) for one in settings.PAPER_FONTS if "Medium" in str(one))
    return str(next(folder.glob("*.ttf")))
