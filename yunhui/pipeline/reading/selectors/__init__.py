"""Who reads as what, what they get, and who opened what."""

from yunhui.pipeline.reading.selectors.emergency import emergencies_visible_to, running_emergency
from yunhui.pipeline.reading.selectors.openings import Seen, openings_of, readers_of_each
from yunhui.pipeline.reading.selectors.readers import (
    File,
    Reading,
    answers_for,
    file_for,
    files_for,
    has_undertaken,
    reading_for,
)

__all__ = [
    "File",
    "Reading",
    "Seen",
    "answers_for",
    "emergencies_visible_to",
    "file_for",
    "files_for",
    "has_undertaken",
    "openings_of",
    "readers_of_each",
    "reading_for",
    "running_emergency",
]
