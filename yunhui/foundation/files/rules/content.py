"""What a file is, and whether it is taken. By structure; the name is not asked."""

import io
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from yunhui.foundation.files.enums import Kind
from yunhui.foundation.files.errors import FileRefused
from yunhui.foundation.files.rules import office, pdf, pictures
from yunhui.foundation.files.rules.types import KIND_OF, MP4, PDF, PNG, USUAL, WEBM, XLSX

MAX_BYTES = 50 * 1024 * 1024
MAX_FILM_BYTES = 1024 * 1024 * 1024
_HEAD = 4_096
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa", b"#!", b"dex\n",
    b"\0asm",
)  # fmt: skip
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF", b"\x28\xb5\x2f\xfd")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The same box at the front: pictures, and QuickTime's own films, which browsers do not show.
_NO_FILMS = (b"heic", b"heix", b"mif1", b"avif", b"qt  ", b"M4A ")
_WEB = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?xml", b"<body", b"<head")


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is taken: its media type, and its pages or slides (0 where it has none).

    `cleaned` is a new file beside the old one that stands in its place: pictures are written anew.
    """

    media_type: str
    pages: int = 0
    cleaned: Path | None = None


def examine(path: Path, accept: Collection[str] = ()) -> Found:
    """Say what a file is, if it is taken.

    Args:
        accept: the kinds that are asked for, `Kind` values; empty for PDF and PowerPoint.

    Raises:
        FileRefused: it is not, with the sentence for the person who sent it.
    """
    check_size(path.stat().st_size, accept)
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    wanted = set(accept) & set(Kind.values) or set(USUAL)
    found = _structured(path, head) or (_film(head) if Kind.FILM in wanted else None)
    if found is None:
        raise FileRefused(_no_film(head) if wanted == {Kind.FILM} else _what_else(head))
    if KIND_OF[found.media_type] not in wanted:
        if found.cleaned:
            found.cleaned.unlink(missing_ok=True)
        raise FileRefused("file_not_wanted")
    return found


def check_size(size: int, accept: Collection[str] = ()) -> None:
    """Whether a file of so many bytes can be taken where these kinds are asked for; a film may be larger.

    Raises:
        FileRefused: empty, or too large.
    """
    if size <= 0:
        raise FileRefused("file_empty")
    if size > most_bytes(accept):
        raise FileRefused("film_large" if Kind.FILM in accept else "file_large")


def most_bytes(accept: Collection[str] = ()) -> int:
    """How large a file may be where these kinds are asked for."""
    return MAX_FILM_BYTES if Kind.FILM in accept else MAX_BYTES


def media_type_of(data: bytes) -> str | None:
    """The type of what the city itself made: a PDF, XLSX, ICS, JSON or PNG by structure; None for anything else."""
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:
        return PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = set(archive.namelist())
        except zipfile.BadZipFile:
            return None
        return XLSX if {"[Content_Types].xml", "xl/workbook.xml"} <= names else None
    if data.startswith(b"BEGIN:VCALENDAR") and data.rstrip().endswith(b"END:VCALENDAR"):
        return "text/calendar"
    if data[:1] in b"{[" and data.rstrip()[-1:] in b"}]":
        return "application/json"
    return None


def _structured(path: Path, head: bytes) -> Found | None:
    if head.startswith(b"%PDF-"):
        return Found(PDF, pdf.pages_of(path))
    if head.startswith(b"PK\x03\x04"):
        return Found(*office.type_of(path))
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        media_type, cleaned = pictures.cleaned(path)
        return Found(media_type, cleaned=cleaned)
    return None


def _film(head: bytes) -> Found | None:
    """A film by its first bytes; what is in it is for the room that asked for one to find out, it takes minutes."""
    if head[4:8] == b"ftyp" and head[8:12] not in _NO_FILMS:
        return Found(MP4)
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]:
        return Found(WEBM)
    return None


def _no_film(head: bytes) -> str:
    """Why what was sent as a film is none."""
    found = _what_else(head)
    return "film_kind" if found in ("file_video", "file_type", "file_heic") else found


def _what_else(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\0")[:512].lower()
    if head.startswith(_PROGRAMS):
        return "file_program"
    if head.startswith(_OLD_OFFICE):
        return "file_old_office"
    if head.startswith(_ARCHIVES) or b"ustar" in head[257:265]:
        return "file_archive"
    if head[4:8] == b"ftyp":
        return "file_heic" if head[8:12] in (b"heic", b"heix", b"mif1", b"avif") else "file_video"
    if head.startswith((b"\x1a\x45\xdf\xa3", b"RIFF")):
        return "file_video" if b"WEBP" not in head[:16] else "file_heic"
    if start.startswith(_WEB):
        return "file_web_page"
    if b"%PDF-" in head[:1024]:
        return "double_face"
    return "file_type"
