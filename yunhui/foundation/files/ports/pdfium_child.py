"""A program of its own that opens what strangers sent: it knows no Django, no database and no key, has little memory
and little time, and may die without harm. It reads one JSON line for each question and answers with one JSON line,
followed by as many bytes as the line says.
"""

import contextlib
import ctypes
import io
import json
import re
import resource
import sys
import zipfile
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree import ElementTree

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageDraw, ImageFont, ImageOps

MEMORY = 2 << 30
MOST_PIXELS = 60_000_000
MOST_BYTES = 190_000  # of one page
_INK = (23, 33, 43)
_MOST_TEXT = 200_000
_SLIDE = re.compile(r"ppt/slides/slide\d+\.xml")
_NUMBER = re.compile(r"\d+")
_TARGET = re.compile(r'Target="([^"]+)"')
_SHOWN = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp")

Answer = tuple[dict[str, Any], bytes]


def about_pdf(path: str) -> Answer:
    """How many pages, whether it is protected, and what in it could act: scripts and enclosed files."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        return {"error": "protected" if "assword" in str(error) else "broken"}, b""
    try:
        return {
            "pages": len(document),
            "is_protected": raw.FPDF_GetSecurityHandlerRevision(document) != -1,
            "scripts": raw.FPDFDoc_GetJavaScriptActionCount(document),
            "enclosed": raw.FPDFDoc_GetAttachmentCount(document),
        }, b""
    finally:
        document.close()


def page(path: str, number: int, width: int, mark: str, font: str, quality: int) -> Answer:
    """One page (from 0) as a WebP picture of a width in pixels, with the mark in its pixels."""
    document = pdfium.PdfDocument(path)
    try:
        sheet = document[number]
        wide, high = sheet.get_size()
        scale = min(width / max(wide, 1), (MOST_PIXELS / max(wide * high, 1)) ** 0.5)
        picture = sheet.render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()
    return _webp(_marked(picture, mark, font), quality)


def picture(path: str, width: int, mark: str, font: str, quality: int) -> Answer:
    """A picture at most so wide, with the mark in its pixels."""
    with Image.open(path) as opened:
        opened.draft("RGB", (width, width * 4))
        shown = ImageOps.exif_transpose(opened).convert("RGB")
    if shown.width > width:
        shown = shown.resize((width, max(1, shown.height * width // shown.width)))
    return _webp(_marked(shown, mark, font), quality)


def sizes(path: str) -> Answer:
    """Width and height of each page in points."""
    document = pdfium.PdfDocument(path)
    try:
        data = json.dumps([document.get_page_size(number) for number in range(len(document))]).encode()
    finally:
        document.close()
    return {"bytes": len(data)}, data


def picture_size(path: str) -> Answer:
    """Width and height of a picture in pixels, as of one page."""
    with Image.open(path) as opened:
        data = json.dumps([opened.size]).encode()
    return {"bytes": len(data)}, data


def slides(path: str) -> Answer:
    """What stands on each slide of a presentation, or in a document: its texts, and the names of its pictures."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        parts = sorted((one for one in names if _SLIDE.fullmatch(one)), key=lambda one: int(_NUMBER.findall(one)[-1]))
        parts = parts or [one for one in ("word/document.xml",) if one in names]
        data = json.dumps([_slide(archive, names, one) for one in parts[:400]]).encode()
    return {"bytes": len(data)}, data


def part(path: str, name: str, width: int, mark: str, font: str, quality: int) -> Answer:
    """A picture out of a presentation or a document, marked."""
    with zipfile.ZipFile(path) as archive, archive.open(name) as stream, Image.open(stream) as opened:
        shown = ImageOps.exif_transpose(opened).convert("RGB")
    if shown.width > width:
        shown = shown.resize((width, max(1, shown.height * width // shown.width)))
    return _webp(_marked(shown, mark, font), quality)


def _slide(archive: zipfile.ZipFile, names: set[str], name: str) -> dict[str, list[str]]:
    tree = ElementTree.fromstring(archive.read(name))  # noqa: S314 - see the import
    lines = []
    for paragraph in tree.iter():
        if paragraph.tag.endswith("}p"):
            text = "".join(one.text or "" for one in paragraph.iter() if one.tag.endswith("}t"))
            if text.strip():
                lines.append(text.strip())
    folder, file = name.rsplit("/", 1)
    links = f"{folder}/_rels/{file}.rels"
    found = _TARGET.findall(archive.read(links).decode("utf-8", "replace")) if links in names else []
    top = name.split("/", 1)[0]
    pictures = [f"{top}/media/{one.rsplit('/', 1)[-1]}" for one in found if one.lower().endswith(_SHOWN)]
    return {"texts": lines[:400], "pictures": [one for one in dict.fromkeys(pictures) if one in names][:40]}


def texts(path: str) -> Answer:
    """The text of each page of a PDF, for readers who hear it."""
    document = pdfium.PdfDocument(path)
    found, left = [], _MOST_TEXT
    try:
        for sheet in document:
            text = sheet.get_textpage().get_text_range()[:left]
            left -= len(text)
            found.append(text)
    finally:
        document.close()
    data = json.dumps(found).encode()
    return {"bytes": len(data)}, data


def clean_picture(path: str, target: str) -> Answer:
    """The same picture written anew: only its pixels remain, no place, no camera, nothing behind its end."""
    try:
        with Image.open(path) as opened:
            kind = opened.format
            if kind not in ("PNG", "JPEG") or opened.width * opened.height > MOST_PIXELS:
                return {"error": "large" if kind in ("PNG", "JPEG") else "broken"}, b""
            upright = ImageOps.exif_transpose(opened)
            if kind == "JPEG":
                upright.convert("RGB").save(target, "JPEG", quality=90)
            else:
                upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in opened.info else "RGB").save(
                    target, "PNG"
                )
            return {"kind": kind, "width": upright.width, "height": upright.height}, b""
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return {"error": "broken"}, b""


def _marked(picture: Image.Image, mark: str, font: str) -> Image.Image:
    """The picture with a text laid over it in slanting rows, dark and light, so that it shows on any ground."""
    if not mark:
        return picture
    size = max(13, picture.width // 52)
    letters = ImageFont.truetype(font, size)
    length = int(letters.getlength(mark)) + size * 4
    rows = size * 8
    side = int((picture.width**2 + picture.height**2) ** 0.5) + length
    layer = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    for row, y in enumerate(range(0, side, rows)):
        for x in range(-(row % 2) * length // 2, side, length):
            draw.text((x + 1, y + 1), mark, font=letters, fill=(255, 255, 255, 70))
            draw.text((x, y), mark, font=letters, fill=(*_INK, 58))
    turned = layer.rotate(24, resample=Image.Resampling.BILINEAR)
    left, top = (side - picture.width) // 2, (side - picture.height) // 2
    picture = picture.convert("RGBA")
    picture.alpha_composite(turned.crop((left, top, left + picture.width, top + picture.height)))
    return picture.convert("RGB")


def _webp(picture: Image.Image, quality: int) -> Answer:
    """As small as a slow line wants it: coarser until it fits, or cannot get coarser."""
    while True:
        target = io.BytesIO()
        picture.save(target, "WEBP", quality=quality, method=2)
        data = target.getvalue()
        if len(data) <= MOST_BYTES or quality <= 25:
            break
        quality -= 15
    return {"bytes": len(data), "width": picture.width, "height": picture.height}, data


TASKS = {
    one.__name__: one for one in (about_pdf, sizes, page, picture_size, picture, slides, part, texts, clean_picture)
}


_EXPECTED = (
    pdfium.PdfiumError, OSError, ValueError, IndexError, KeyError, MemoryError, SyntaxError, ctypes.ArgumentError,
    zipfile.BadZipFile, Image.DecompressionBombError, ElementTree.ParseError,
)  # fmt: skip


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the questions end."""
    for line in questions:
        asked = json.loads(line)
        try:
            head, body = TASKS[asked.pop("do")](**asked)
        except _EXPECTED as error:
            head, body = {"error": "broken", "why": str(error)[:200]}, b""
        answers.write(json.dumps(head).encode() + b"\n" + body)
        answers.flush()


if __name__ == "__main__":
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    sys.path = [one for one in sys.path if Path(one).resolve() != Path(__file__).resolve().parent]
    serve(sys.stdin.buffer, sys.stdout.buffer)
