"""Files good and bad, made when they are asked for; nothing harmful is kept anywhere."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from PIL import Image

_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SLIDE = f'<?xml version="1.0"?><p:sld xmlns:p="p" xmlns:a="{_A}"><a:p><a:r><a:t>{{text}}</a:t></a:r></a:p></p:sld>'


def pdf(pages: int = 1, *, text: str = "A plan", catalog: bytes = b"", objects: bytes = b"") -> bytes:
    """A PDF with a line of text on each page; `catalog` is added to its catalog, `objects` stand before its table."""
    first = 4
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(pages))
    parts = [
        b"1 0 obj\n<</Type/Catalog/Pages 2 0 R" + catalog + b">>\nendobj\n",
        b"2 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n" % (pages, kids),
        b"3 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n",
    ]
    for n in range(pages):
        line = f"BT /F 24 Tf 72 700 Td ({text} {n + 1}) Tj ET".encode()
        parts.append(
            b"%d 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
            b"/Contents %d 0 R>>\nendobj\n" % (first + 2 * n, first + 2 * n + 1)
        )
        parts.append(
            b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (first + 2 * n + 1, len(line), line)
        )
    body, places = b"%PDF-1.7\n", []
    for part in parts:
        places.append(len(body))
        body += part
    body += objects
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(body)
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        + table
        + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    )


def packed_object(content: bytes) -> bytes:
    """A stream of packed objects, as PDF 1.5 has them."""
    data = zlib.compress(content)
    return b"90 0 obj\n<</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        len(data),
        data,
    )


def protected_pdf() -> bytes:
    """A PDF that says of itself that a password is needed."""
    made = pdf()
    entry = (
        b"/Encrypt<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -44>>"
        b"/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"
    )
    return made.replace(b"/Root 1 0 R>>", b"/Root 1 0 R" + entry + b">>")


def archive(entries: Mapping[str, bytes | str], *, level: int = 6) -> bytes:
    """A zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return target.getvalue()


def pptx(slides: int = 2, **more: bytes | str) -> bytes:
    """A presentation with a line on each slide; further entries by name (`__` stands for a slash)."""
    entries: dict[str, bytes | str] = {"[Content_Types].xml": _TYPES, "ppt/presentation.xml": "<p/>"}
    entries |= {f"ppt/slides/slide{n}.xml": _SLIDE.format(text=f"Slide {n}") for n in range(1, slides + 1)}
    return archive(entries | {name.replace("__", "/"): data for name, data in more.items()})


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    """A small picture."""
    target = io.BytesIO()
    Image.new("RGB", size, (30, 120, 110)).save(target, kind, **more)
    return target.getvalue()


def photo_with_place() -> bytes:
    """A JPEG whose metadata says where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Camera maker"
    exif.get_ifd(0x8825)[2] = (34.0, 15.0, 0.0)
    return picture("JPEG", exif=exif)


def overlapping_bomb() -> bytes:
    """A zip whose directory names the same compressed bytes many times."""
    made = pptx(1)
    begin = made.index(b"PK\x01\x02")
    directory, end = made[begin : made.rindex(b"PK\x05\x06")], made[made.rindex(b"PK\x05\x06") :]
    count, size = struct.unpack("<H", end[10:12])[0], len(directory)
    times = 40
    head = end[:8] + struct.pack("<HHLL", count * times, count * times, size * times, begin)
    return made[:begin] + directory * times + head + end[20:]


BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "file_empty"),
    "a program": (b"MZ\x90\0" + bytes(400), "file_program"),
    "a program of Linux": (b"\x7fELF" + bytes(400), "file_program"),
    "a script": (b"#!/bin/sh\necho\n", "file_program"),
    "a web page": (b"<!DOCTYPE html><script>alert(1)</script>", "file_web_page"),
    "a drawing that acts": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "file_web_page"),
    "an archive": (archive({"plan.txt": "text"}), "file_archive"),
    "a rar": (b"Rar!\x1a\x07\0" + bytes(99), "file_archive"),
    "an old Office file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file_old_office"),
    "a video": (b"\0\0\0\x18ftypmp42" + bytes(99), "file_video"),
    "a picture of a phone": (b"\0\0\0\x18ftypheic" + bytes(99), "file_heic"),
    "text": (b"just text", "file_type"),
    "half a PDF": (pdf()[:300], "pdf_broken"),
    "a PDF of noise": (b"%PDF-1.7\n" + bytes(range(256)) * 4 + b"\n%%EOF\n", "pdf_broken"),
    "a PDF without pages": (pdf(0), "pdf_broken"),
    "a protected PDF": (protected_pdf(), "pdf_protected"),
    "a PDF with a script": (
        pdf(catalog=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"),
        "pdf_script",
    ),
    "a PDF with a hidden script": (pdf(catalog=b"/OpenAction<</S/Java#53cript/JS(x)>>"), "pdf_script"),
    "a PDF that starts a program": (pdf(catalog=b"/OpenAction<</S/Launch/F(calc.exe)>>"), "pdf_script"),
    "a PDF with a packed script": (pdf(objects=packed_object(b"91 0 <</S/JavaScript/JS(x)>>")), "pdf_script"),
    "a PDF with an enclosed file": (pdf(catalog=b"/Names<</EmbeddedFiles<</Names[]>>>>"), "pdf_enclosed"),
    "a PDF packed in an odd way": (
        pdf(objects=packed_object(b"1 0").replace(b"/FlateDecode", b"[/ASCIIHexDecode/FlateDecode]")),
        "pdf_unusual",
    ),
    "a PDF with a bomb inside": (pdf(objects=packed_object(bytes(70 << 20))), "bomb"),
    "a PDF behind a web page": (b"<b>hello</b>" + pdf(), "double_face"),
    "a PDF and a zip": (pdf() + archive({"a": "b"}), "double_face"),
    "a PDF and a program": (pdf() + b"MZ\x90\0" + bytes(99), "double_face"),
    "a presentation and a program": (pptx() + b"MZ\x90\0", "double_face"),
    "a presentation with a program": (pptx(ppt__media__image1=b"MZ\x90\0"), "office_object"),
    "a presentation with an archive": (pptx(ppt__media__image1=archive({"a": "b"})), "office_object"),
    "a presentation that grows": (pptx(ppt__media__image1=bytes(40 << 20)), "bomb"),
    "a presentation that overlaps": (overlapping_bomb(), "bomb"),
}
_REMOTE = (
    '<Relationships><Relationship Id="1" Type="http://x/attachedTemplate" Target="http://a.example/" '
    'TargetMode="External"/></Relationships>'
)
_LINK = _REMOTE.replace("attachedTemplate", "hyperlink")


def office(extra: Mapping[str, bytes | str]) -> bytes:
    """A presentation with further entries under their own names."""
    entries: dict[str, bytes | str] = {"[Content_Types].xml": _TYPES, "ppt/presentation.xml": "<p/>"}
    return archive(entries | {"ppt/slides/slide1.xml": _SLIDE.format(text="One")} | dict(extra))


BAD |= {
    "a presentation with macros": (office({"ppt/vbaProject.bin": b"x"}), "office_macro"),
    "a presentation from elsewhere": (office({"ppt/_rels/presentation.xml.rels": _REMOTE}), "office_remote"),
    "a presentation of entities": (office({"docProps/app.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), "office_broken"),
    "a presentation with an object": (office({"ppt/embeddings/oleObject1.bin": b"x"}), "office_object"),
    "a presentation that climbs": (office({"../../etc/x.xml": "<x/>"}), "office_broken"),
    "a damaged presentation": (office({})[:-30], "office_broken"),
    "a damaged picture": (picture()[:60], "picture_broken"),
}
GOOD: dict[str, tuple[bytes, str, int]] = {
    "a PDF": (pdf(3), "application/pdf", 3),
    "a PDF with packed objects": (pdf(objects=packed_object(b"91 0 <</A 1>>")), "application/pdf", 1),
    "a PDF with a link": (pdf(catalog=b"/X<</S/URI/URI(https://a.example)>>"), "application/pdf", 1),
    "a presentation": (pptx(2), "application/vnd.openxmlformats-officedocument.presentationml.presentation", 2),
    "a presentation with a link": (
        office({"ppt/slides/_rels/slide1.xml.rels": _LINK}),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        1,
    ),
    "a presentation with a table": (
        office({"ppt/embeddings/book.xlsx": archive({"[Content_Types].xml": _TYPES, "xl/workbook.xml": "<w/>"})}),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        1,
    ),
    "a picture": (picture(), "image/png", 0),
    "a photo": (photo_with_place(), "image/jpeg", 0),
}
