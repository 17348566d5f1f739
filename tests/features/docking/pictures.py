"""A small picture."""

import io

from PIL import Image


def picture() -> bytes:
    """A PNG of a few pixels."""
    stream = io.BytesIO()
    Image.new("RGB", (32, 24), "white").save(stream, "PNG")
    return stream.getvalue()
