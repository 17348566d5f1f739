"""Asking the office, answering, and publishing answers for everyone."""

from yunhui.features.enquiries.services.answering import (
    answer_enquiry,
    close_enquiry,
    hand_over,
    merge_enquiries,
    save_answer,
)
from yunhui.features.enquiries.services.asking import ask_again, ask_office
from yunhui.features.enquiries.services.publishing import draft_faq, edit_faq, publish_faq, withdraw_faq

__all__ = [
    "answer_enquiry",
    "ask_again",
    "ask_office",
    "close_enquiry",
    "draft_faq",
    "edit_faq",
    "hand_over",
    "merge_enquiries",
    "publish_faq",
    "save_answer",
    "withdraw_faq",
]
