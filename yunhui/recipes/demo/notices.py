"""How the demo's people are reached beside e-mail, and an address that takes no letters. Nothing of it is real."""

from yunhui.foundation.accounts.selectors import actor_of, user_with_email
from yunhui.foundation.notices.enums import Channel
from yunhui.foundation.notices.services import keep_contact
from yunhui.foundation.notices.services.delivering import note_trouble

_REACHED = (
    ("applicant@demo.example", Channel.SMS, "+31 6 1234 5678"),
    ("board@demo.example", Channel.WECOM, "he.linchuan"),
    ("board@demo.example", Channel.SMS, "138 0013 8000"),
    ("expert@demo.example", Channel.SMS, "139 0013 9000"),
)


def reach() -> None:
    """Let letters of the demo go by more than one way, and one address refuse them."""
    for email, channel, address in _REACHED:
        if user := user_with_email(email):
            keep_contact(actor=actor_of(user), channel=channel, address=address)
    note_trouble("expert-12@demo.example", "550 5.1.1 <expert-12@demo.example>: user unknown")
