"""Pictures for tests, as a camera or an office would save them."""

import io

from PIL import Image, ImageDraw


def saved(kind: str = "JPEG", size: tuple[int, int] = (1200, 800), mode: str = "RGB", **options: object) -> bytes:
    """A file of a picture with some drawing on it."""
    picture = Image.new(mode, size, (200, 90, 60, 0) if mode == "RGBA" else (200, 90, 60) if mode == "RGB" else 3)
    ImageDraw.Draw(picture).ellipse((20, 20, size[0] - 40, size[1] - 40), fill=255 if mode == "L" else "white")
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def with_place(size: tuple[int, int] = (1200, 800), turned: int = 1) -> bytes:
    """A JPEG that tells where and with what it was taken, and how it must be turned."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SECRETCAMERA", turned
    exif.get_ifd(0x8825)[1] = "N"
    return saved("JPEG", size, exif=exif, comment=b"SECRETWORDS")
