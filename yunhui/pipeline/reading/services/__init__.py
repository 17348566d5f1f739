"""Undertaking, opening, and the pictures of pages."""

from yunhui.pipeline.reading.services.drawing import page_sizes, page_texts, picture_of, slides_of
from yunhui.pipeline.reading.services.emergency import end_emergency, open_in_emergency
from yunhui.pipeline.reading.services.reading import open_application, open_reading, undertake
from yunhui.pipeline.reading.services.recording import SESSION, record_opening
from yunhui.pipeline.reading.services.telling import tell_of_emergencies

__all__ = [
    "SESSION",
    "end_emergency",
    "open_application",
    "open_in_emergency",
    "open_reading",
    "page_sizes",
    "page_texts",
    "picture_of",
    "record_opening",
    "slides_of",
    "tell_of_emergencies",
    "undertake",
]
