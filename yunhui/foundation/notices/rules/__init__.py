"""The text of letters, when they may leave, and by which ways. Pure."""

from yunhui.foundation.notices.rules.text import (
    check_context,
    fill,
    has_stray_braces,
    plain,
    two_clocks,
    value_of,
    variables_in,
    word,
)
from yunhui.foundation.notices.rules.timing import Wishes, after_pause, after_quiet, leaves_at, next_digest
from yunhui.foundation.notices.rules.ways import can_see_outbox, can_switch, is_on, is_personal, ways_of
from yunhui.foundation.notices.rules.wording import can_word_letters, problems_of

__all__ = [
    "Wishes",
    "after_pause",
    "after_quiet",
    "can_see_outbox",
    "can_switch",
    "can_word_letters",
    "check_context",
    "fill",
    "has_stray_braces",
    "is_on",
    "is_personal",
    "leaves_at",
    "next_digest",
    "plain",
    "problems_of",
    "two_clocks",
    "value_of",
    "variables_in",
    "ways_of",
    "word",
]
