"""Media types, and what each kind of file is called on a disk."""

from yunhui.foundation.files.enums import Kind

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
MP4 = "video/mp4"
WEBM = "video/webm"
_OFFICE = "application/vnd.openxmlformats-officedocument."
PPTX = f"{_OFFICE}presentationml.presentation"
DOCX = f"{_OFFICE}wordprocessingml.document"
XLSX = f"{_OFFICE}spreadsheetml.sheet"

KIND_OF = {
    PDF: Kind.PDF,
    PPTX: Kind.PPTX,
    DOCX: Kind.DOCX,
    XLSX: Kind.XLSX,
    PNG: Kind.IMAGE,
    JPEG: Kind.IMAGE,
    MP4: Kind.FILM,
    WEBM: Kind.FILM,
}
ENDINGS = {
    PDF: (".pdf",),
    PPTX: (".pptx",),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    MP4: (".mp4", ".m4v"),
    WEBM: (".webm",),
    "text/calendar": (".ics",),
    "application/json": (".json",),
}
# What a question takes that names no kinds.
USUAL = (Kind.PDF, Kind.PPTX)
