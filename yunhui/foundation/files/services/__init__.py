"""Keeping files: small ones at once, large ones in pieces; throwing away what nobody points to."""

from yunhui.foundation.files.rules import MAX_BYTES
from yunhui.foundation.files.services.attaching import attach_file, attach_sent, keep, remove_attachment
from yunhui.foundation.files.services.contents import carry_contents, seal_contents, verify_contents
from yunhui.foundation.files.services.sweeping import drop_orphans, sweep_uploads
from yunhui.foundation.files.services.uploading import (
    PIECE,
    begin_upload,
    cancel_upload,
    finish_upload,
    receive_piece,
)

__all__ = [
    "MAX_BYTES",
    "PIECE",
    "attach_file",
    "attach_sent",
    "begin_upload",
    "cancel_upload",
    "carry_contents",
    "drop_orphans",
    "finish_upload",
    "keep",
    "receive_piece",
    "remove_attachment",
    "seal_contents",
    "sweep_uploads",
    "verify_contents",
]
