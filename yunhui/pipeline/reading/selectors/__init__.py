"""Who reads as what, what they get, and who opened what."""

from yunhui.pipeline.reading.selectors.openings import Seen, openings_of, readers_of_each
from yunhui.pipeline.reading.selectors.readers import (
    File,
    Reading,
    file_for,
    files_for,
    has_undertaken,
    reading_for,
)

__all__ = [
    "File",
    "Reading",
    "Seen",
    "file_for",
    "files_for",
    "has_undertaken",
    "openings_of",
    "readers_of_each",
    "reading_for",
]
