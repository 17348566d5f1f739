"""Whether an Office file is one document, small when unpacked, without macros, programs or parts from elsewhere."""

import re
import zipfile
import zlib
from pathlib import Path

from yunhui.foundation.files.errors import FileRefused
from yunhui.foundation.files.rules.types import DOCX, PPTX, XLSX

MOST_ENTRIES = 6_000
MOST_UNPACKED = 400 << 20
MOST_RATIO = 100
_RATIO_FROM = 8 << 20  # below, a ratio says nothing: a white picture packs to nothing
_END_RECORD = 22
_MAIN = {"ppt/presentation.xml": PPTX, "word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_SLIDE = re.compile(r"ppt/slides/slide\d+\.xml")
_MACROS = ("vbaproject.bin", "vbadata.xml")
_REMOTE = re.compile(rb'<Relationship\b[^>]*TargetMode="External"[^>]*>', re.IGNORECASE)
_HARMLESS = re.compile(rb'Type="[^"]*/(?:hyperlink|video|audio|image)"', re.IGNORECASE)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")
_NESTED = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def type_of(path: Path) -> tuple[str, int]:
    """Its media type, and how many slides it has.

    Raises:
        FileRefused: no Office file, broken, a bomb, two files in one, or with something in it that acts.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            media_type = next((kind for part, kind in _MAIN.items() if part in names), None)
            if media_type is None or "[Content_Types].xml" not in names:
                raise FileRefused("file_archive")
            _is_small(path, entries)
            _stands_alone(path, archive)
            for entry in entries:
                _is_harmless(archive, entry)
            return media_type, sum(1 for name in names if _SLIDE.fullmatch(name))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise FileRefused("office_broken") from error


def _is_small(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    size = path.stat().st_size
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise FileRefused("bomb")
    # Entries that overlap are counted twice: together they are larger than the file that holds them.
    if sum(entry.compress_size for entry in entries) > size:
        raise FileRefused("bomb")
    if len({entry.header_offset for entry in entries}) < len(entries):
        raise FileRefused("bomb")
    for entry in entries:
        if entry.file_size > _RATIO_FROM and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
            raise FileRefused("bomb")


def _stands_alone(path: Path, archive: zipfile.ZipFile) -> None:
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(size - _END_RECORD)
        end = stream.read()
    if archive.comment or not end.startswith(b"PK\x05\x06"):
        raise FileRefused("double_face")


def _is_harmless(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/").lower()
    if entry.flag_bits & 0x1:
        raise FileRefused("file_old_office")
    if name.startswith("/") or ".." in name.split("/"):
        raise FileRefused("office_broken")
    if name.endswith(_MACROS) or "/macrosheets/" in name or "/activex/" in name:
        raise FileRefused("office_macro")
    if "/embeddings/oleobject" in name or name.endswith(
        (".exe", ".dll", ".scr", ".js", ".vbs", ".hta", ".jar", ".bat")
    ):
        raise FileRefused("office_object")
    unpacked = 0
    with archive.open(entry) as stream:  # reads to the end, so that every checksum is checked
        head = stream.read(65_536)
        unpacked += len(head)
        while part := stream.read(1 << 20):
            unpacked += len(part)
            if unpacked > entry.file_size:
                raise FileRefused("bomb")
    if head.startswith(_PROGRAMS) or (head.startswith(_NESTED) and not _is_sheet(name, head)):
        raise FileRefused("office_object")
    if name.endswith((".xml", ".rels")):
        _is_plain_xml(archive, entry, name)


def _is_sheet(name: str, head: bytes) -> bool:
    """The table behind a chart, an Office file itself."""
    return "/embeddings/" in name and name.endswith((".xlsx", ".docx", ".pptx")) and b"[Content_Types].xml" in head


def _is_plain_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    text = archive.read(entry)
    if b"<!DOCTYPE" in text[:65_536] or b"<!ENTITY" in text[:65_536]:
        raise FileRefused("office_broken")
    if name == "[content_types].xml" and b"macroenabled" in text.lower():
        raise FileRefused("office_macro")
    if name.endswith(".rels") and any(not _HARMLESS.search(one) for one in _REMOTE.findall(text)):
        raise FileRefused("office_remote")
