"""What a file is, by its content and never by its name; what it may be called; where it lies."""

from pathlib import Path

from django.conf import settings

from yunhui.foundation.files.rules.content import MAX_BYTES, Found, check_size, examine, media_type_of, most_bytes
from yunhui.foundation.files.rules.names import clean_name
from yunhui.foundation.files.rules.ranges import Unsatisfiable, span_of
from yunhui.foundation.files.rules.types import DOCX, JPEG, MP4, PDF, PNG, PPTX, WEBM, XLSX

__all__ = [
    "DOCX",
    "JPEG",
    "MAX_BYTES",
    "MP4",
    "PDF",
    "PNG",
    "PPTX",
    "WEBM",
    "XLSX",
    "Found",
    "Unsatisfiable",
    "check_size",
    "clean_name",
    "examine",
    "media_type_of",
    "most_bytes",
    "parts_folder",
    "span_of",
]


def parts_folder() -> Path:
    """Where uploads lie that have not arrived whole."""
    return Path(settings.FILES_ROOT) / "parts"
