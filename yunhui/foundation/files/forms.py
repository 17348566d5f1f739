"""The shape of what a plain form sends."""

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from yunhui.foundation.files.rules import MAX_BYTES


class LimitedUpload(TemporaryFileUploadHandler):
    """Files of forms go to the disk, and no further than 50 MB: the rest is read and thrown away, so that the page can
    answer in words. The size that is told is the size that came."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A new file begins."""
        super().new_file(*args, **kwargs)
        self._room = MAX_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece while there is room."""
        self._room -= len(raw_data)
        if self._room >= 0:
            super().receive_data_chunk(raw_data, start)
