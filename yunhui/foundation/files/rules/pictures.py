"""Pictures are written anew: their pixels are kept, and nothing else (no place, no camera, nothing hidden behind)."""

from pathlib import Path

from yunhui.foundation.files.errors import FileRefused
from yunhui.foundation.files.ports.pdfium import Unreadable, ask
from yunhui.foundation.files.rules.types import JPEG, PNG


def cleaned(path: Path) -> tuple[str, Path]:
    """The media type of a picture, and the file beside it that was written anew.

    Raises:
        FileRefused: it cannot be opened, or has too many pixels.
    """
    target = path.with_name(f"{path.name}.clean")
    try:
        about, _nothing = ask("clean_picture", path=str(path), target=str(target))
    except Unreadable as error:
        target.unlink(missing_ok=True)
        raise FileRefused("picture_large" if error.code == "large" else "picture_broken") from error
    return (JPEG if about["kind"] == "JPEG" else PNG), target
