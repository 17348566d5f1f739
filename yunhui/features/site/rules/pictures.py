"""Pictures that an officer sends, drawn anew: their pixels in sRGB and nothing else. Pure."""

import io
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

_FORMATS = ("PNG", "JPEG", "WEBP")
_MOST_PIXELS = 50_000_000


class NotAPictureError(ValueError):
    """The file cannot be taken; the argument is a code: kind, size, small, large, broken."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is taken, in bytes and pixels, and into which box it is fitted: large, and small where that is wanted."""

    largest: int
    least: tuple[int, int]
    box: tuple[int, int]
    small: tuple[int, int] | None = None
    keeps_clear: bool = False


# Shown at most 640 pixels wide on a screen of two pixels a point; a logo keeps what is clear in it.
PHOTO = Shape(largest=8_000_000, least=(640, 320), box=(1600, 1600), small=(800, 800))
LOGO = Shape(largest=2_000_000, least=(60, 40), box=(480, 240), keeps_clear=True)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it is sent: "jpg" or "png", its bytes and sides."""

    kind: str
    data: bytes
    width: int
    height: int


def drawn_anew(data: bytes, shape: Shape) -> tuple[Drawn, Drawn | None]:
    """The picture in its large and, where the shape has one, its small size.

    What a file is, its content says; its name and type are not asked. Of one that moves the first frame is taken, one
    that lies on its side is turned, and colours of another space are brought to sRGB.

    Raises:
        NotAPictureError: too many bytes or pixels, too few pixels, broken, or neither PNG, JPEG nor WebP.
    """
    if len(data) > shape.largest:
        raise NotAPictureError("size")
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as given:
            if given.width * given.height > _MOST_PIXELS:
                raise NotAPictureError("large")
            picture = _plain(given, clear=shape.keeps_clear)
    except UnidentifiedImageError as error:
        raise NotAPictureError("kind") from error
    except Image.DecompressionBombError as error:
        raise NotAPictureError("large") from error
    except (OSError, SyntaxError, ValueError, ImageCms.PyCMSError) as error:
        if isinstance(error, NotAPictureError):
            raise
        raise NotAPictureError("broken") from error
    if picture.width < shape.least[0] or picture.height < shape.least[1]:
        raise NotAPictureError("small")
    return _fitted(picture, shape.box), _fitted(picture, shape.small) if shape.small else None


def _plain(given: Image.Image, *, clear: bool) -> Image.Image:
    """The first frame, upright, in sRGB; on white where nothing may be clear."""
    profile = given.info.get("icc_profile")
    picture: Image.Image = ImageOps.exif_transpose(given)
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        own, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        picture = ImageCms.profileToProfile(picture, own, srgb, outputMode="RGB") or picture
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    picture = picture.convert("RGBA")
    if clear:
        return picture
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture).convert("RGB")


def _fitted(picture: Image.Image, box: tuple[int, int]) -> Drawn:
    made = picture.copy()
    made.thumbnail(box, Image.Resampling.LANCZOS)
    # A fresh image of the same pixels: what else a file carried (place, camera, words) has no way along.
    bare = Image.frombytes(made.mode, made.size, made.tobytes())
    out = io.BytesIO()
    if bare.mode == "RGBA":
        bare.save(out, "PNG", optimize=True)
        return Drawn("png", out.getvalue(), *bare.size)
    bare.save(out, "JPEG", quality=84, optimize=True, progressive=True)
    return Drawn("jpg", out.getvalue(), *bare.size)
