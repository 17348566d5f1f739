"""What a file is, by its content and never by its name, and where it lies."""

import io
import zipfile
from pathlib import Path

from django.conf import settings

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def media_type_of(data: bytes) -> str | None:
    """The type of a PDF, XLSX, ICS, JSON or PNG by structure; None for anything that is not clearly one of them."""
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:
        return PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"PK\x03\x04"):
        return _office_type(data)
    if data.startswith(b"BEGIN:VCALENDAR") and data.rstrip().endswith(b"END:VCALENDAR"):
        return "text/calendar"
    if data[:1] in b"{[" and data.rstrip()[-1:] in b"}]":
        return "application/json"
    return None


def path_of(key: str) -> Path:
    """Where the bytes of a digest lie in the store."""
    algorithm, _colon, value = key.partition(":")
    return Path(settings.FILES_ROOT) / algorithm / value[:2] / value


def _office_type(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return None
    return XLSX if {"[Content_Types].xml", "xl/workbook.xml"} <= names else None
