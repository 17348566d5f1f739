"""Reads of notices: a reader's own list, the office's outbox, and the letters' texts."""

from yunhui.foundation.notices.selectors.bell import (
    last_heard,
    last_told,
    notice_for,
    notices_of,
    told_since,
    trouble_of,
    unread_of,
)
from yunhui.foundation.notices.selectors.outbox import (
    TABS,
    counted_by_state,
    hides_reader,
    letter_in_outbox,
    next_held,
    outbox_of,
    sealed_among,
    troubles,
    within,
)
from yunhui.foundation.notices.selectors.wording import own_wordings, texts_of

__all__ = [
    "TABS",
    "counted_by_state",
    "hides_reader",
    "last_heard",
    "last_told",
    "letter_in_outbox",
    "next_held",
    "notice_for",
    "notices_of",
    "outbox_of",
    "own_wordings",
    "sealed_among",
    "texts_of",
    "told_since",
    "trouble_of",
    "troubles",
    "unread_of",
    "within",
]
