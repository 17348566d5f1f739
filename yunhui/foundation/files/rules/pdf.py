"""Whether a PDF is nothing but pages: whole, open, alone in its file, without anything that acts."""

import mmap
import re
import zipfile
import zlib
from pathlib import Path

from yunhui.foundation.files.errors import FileRefused
from yunhui.foundation.files.ports.pdfium import Unreadable, ask

MOST_PAGES = 300
# What a reader's program would run, start or unpack: no part of a plan that people look at.
# `/JS` alone is not searched for: an action that has it is named one of these as well, and three letters turn up by
# chance in packed pictures.
_ACTS = re.compile(rb"/(?:JavaScript|Launch|RichMedia|XFA|SubmitForm|ImportData|Rendition|GoToE)(?=[\s/<>\[\](){}%]|$)")
_ENCLOSES = re.compile(rb"/EmbeddedFiles?(?=[\s/<>\[\](){}%]|$)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECT_STREAM = re.compile(rb"/ObjStm\b")
_DICTIONARY = 2_048  # before and behind `/ObjStm`, in which its dictionary lies
_MOST_UNPACKED = 64 << 20
_END = 1_024


def pages_of(path: Path) -> int:
    """How many pages it has.

    Raises:
        FileRefused: broken, protected, two files in one, or with something in it that acts.
    """
    _stands_alone(path)
    try:
        about, _nothing = ask("about_pdf", path=str(path))
    except Unreadable as error:
        raise FileRefused("pdf_protected" if error.code == "protected" else "pdf_broken") from error
    if about["is_protected"]:
        raise FileRefused("pdf_protected")
    if about["enclosed"]:
        raise FileRefused("pdf_enclosed")
    if about["scripts"]:
        raise FileRefused("pdf_script")
    _does_nothing(path)
    if not about["pages"]:
        raise FileRefused("pdf_broken")
    if about["pages"] > MOST_PAGES:
        raise FileRefused("pdf_pages")
    return int(about["pages"])


def _stands_alone(path: Path) -> None:
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - _END))
        end = stream.read()
    _before, mark, behind = end.rpartition(b"%%EOF")
    if not mark and zipfile.is_zipfile(path):
        raise FileRefused("double_face")
    if not mark:
        raise FileRefused("pdf_broken")
    if behind.strip(b"\r\n\t \0\x1a") or zipfile.is_zipfile(path):
        raise FileRefused("double_face")


def _does_nothing(path: Path) -> None:
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        plain = _ESCAPE.sub(_unescaped, data[:]) if _hides_names(data) else data
        _refuse_acting(plain)
        left = _MOST_UNPACKED
        for found in _OBJECT_STREAM.finditer(data):
            unpacked = _unpacked(data, found.start(), left)
            left -= len(unpacked)
            _refuse_acting(_ESCAPE.sub(_unescaped, unpacked))


def _refuse_acting(data: bytes | mmap.mmap) -> None:
    if _ACTS.search(data):
        raise FileRefused("pdf_script")
    if _ENCLOSES.search(data):
        raise FileRefused("pdf_enclosed")


def _hides_names(data: mmap.mmap) -> bool:
    """Whether a name is written with escapes, `/J#61vaScript`, as nobody needs to."""
    return re.search(rb"/[A-Za-z]*#[0-9A-Fa-f]{2}[A-Za-z#0-9]*", data) is not None


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found.group(1), 16)])


def _unpacked(data: mmap.mmap, at: int, most: int) -> bytes:
    """The objects packed into a stream, which a search through the file would not see."""
    begins = data.find(b"stream", at, at + _DICTIONARY)
    opens = max(data.rfind(b" obj", max(0, at - _DICTIONARY), at), data.rfind(b"\nobj", max(0, at - _DICTIONARY), at))
    if begins < 0 or opens < 0 or most <= 0:
        raise FileRefused("pdf_unusual")
    head = data[opens:begins]
    filters = re.search(rb"/Filter\s*(\[[^\]]*\]|/\w+)", head)
    names = re.findall(rb"/(\w+)", filters.group(1)) if filters else []
    body = begins + len(b"stream")
    body += 2 if data[body : body + 2] == b"\r\n" else 1
    ends = data.find(b"endstream", body)
    if ends < 0 or names not in ([], [b"FlateDecode"]) or b"/Predictor" in head:
        raise FileRefused("pdf_unusual")
    if not names:
        return data[body:ends]
    machine = zlib.decompressobj()
    try:
        unpacked = machine.decompress(data[body:ends], most)
    except zlib.error as error:
        raise FileRefused("pdf_unusual") from error
    if machine.unconsumed_tail:
        raise FileRefused("bomb")
    return unpacked
