"""Commands on notices: writing them, releasing or discarding them, delivering them, and what readers do with them."""

from yunhui.foundation.notices.services.bounces import read_bounces, take_bounce, take_receipt
from yunhui.foundation.notices.services.delivering import deliver_due
from yunhui.foundation.notices.services.keeping import keep_contact, keep_wishes, open_notice, read_all
from yunhui.foundation.notices.services.lines import has_mail, has_mailbox, mail_trouble, mailbox_trouble
from yunhui.foundation.notices.services.previewing import preview_of, previews_of
from yunhui.foundation.notices.services.releasing import discard_notices, mend_address, release_notices, send_again
from yunhui.foundation.notices.services.templates import keep_wording, restore_wording, template_now
from yunhui.foundation.notices.services.writing import (
    Address,
    Copy,
    call_off,
    write_notice,
    write_notices,
    write_to_address,
)

__all__ = [
    "Address",
    "Copy",
    "call_off",
    "deliver_due",
    "discard_notices",
    "has_mail",
    "has_mailbox",
    "keep_contact",
    "keep_wishes",
    "keep_wording",
    "mail_trouble",
    "mailbox_trouble",
    "mend_address",
    "open_notice",
    "preview_of",
    "previews_of",
    "read_all",
    "read_bounces",
    "release_notices",
    "restore_wording",
    "send_again",
    "take_bounce",
    "take_receipt",
    "template_now",
    "write_notice",
    "write_notices",
    "write_to_address",
]
