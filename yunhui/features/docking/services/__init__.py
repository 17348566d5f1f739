"""Commands of docking: offering, answering, talking, first contacts, contact details, notes."""

from yunhui.features.docking.services.answering import (
    REASON_LENGTH,
    SUBSTANCE,
    answer_interested,
    answer_not_interested,
    lapse_due_offers,
    open_offer,
    own_address,
    reconsider,
    take_back_interest,
)
from yunhui.features.docking.services.closing import close_forbidden_offers, end_withdrawn
from yunhui.features.docking.services.contacts import (
    Card,
    host_card,
    phone_of,
    read_host_contacts,
    read_team_contacts,
    say_wish,
)
from yunhui.features.docking.services.first_contacts import decide_objection, raise_objection, register_first_contact
from yunhui.features.docking.services.notes import NOTE_LENGTH, delete_note, write_note
from yunhui.features.docking.services.nudging import nudge_host_area
from yunhui.features.docking.services.offering import (
    extend_answer,
    extend_answers,
    offer_projects,
    offer_to_board,
    pick_project,
)
from yunhui.features.docking.services.printing import print_brief
from yunhui.features.docking.services.reminding import remind_host_areas
from yunhui.features.docking.services.talking import extend_task, mark_overdue_talks, register_talk

__all__ = [
    "NOTE_LENGTH",
    "REASON_LENGTH",
    "SUBSTANCE",
    "Card",
    "answer_interested",
    "answer_not_interested",
    "close_forbidden_offers",
    "decide_objection",
    "delete_note",
    "end_withdrawn",
    "extend_answer",
    "extend_answers",
    "extend_task",
    "host_card",
    "lapse_due_offers",
    "mark_overdue_talks",
    "nudge_host_area",
    "offer_projects",
    "offer_to_board",
    "open_offer",
    "own_address",
    "phone_of",
    "pick_project",
    "print_brief",
    "raise_objection",
    "read_host_contacts",
    "read_team_contacts",
    "reconsider",
    "register_first_contact",
    "register_talk",
    "remind_host_areas",
    "say_wish",
    "take_back_interest",
    "write_note",
]
