"""Whether the mail server and the mailbox serve the city now; asked by the page of health."""

import imaplib
import smtplib
from dataclasses import replace

from django.conf import settings

from yunhui.foundation.notices.errors import TemporaryRefusal
from yunhui.foundation.notices.services.carriers.mail import MailServer
from yunhui.foundation.notices.services.carriers.mailbox import mailbox
from yunhui.kernel.lines import trouble_in

PATIENCE = 3  # seconds


def has_mail() -> bool:
    """Whether letters leave this machine."""
    return settings.CHANNELS.smtp is not None and not settings.DEMO


def has_mailbox() -> bool:
    """Whether a mailbox is read."""
    return settings.CHANNELS.imap is not None and not settings.DEMO


def mail_trouble() -> str:
    """Why no letter could be handed over now, in words to be translated; empty where one could."""
    smtp = settings.CHANNELS.smtp
    assert smtp is not None
    try:
        MailServer(replace(smtp, seconds=PATIENCE)).greet()
    except (OSError, smtplib.SMTPException, TemporaryRefusal) as error:
        return trouble_in(error)
    return ""


def mailbox_trouble() -> str:
    """Why what came back could not be read now, in words to be translated; empty where it could."""
    try:
        mailbox(settings.CHANNELS.imap, PATIENCE).logout()
    except (OSError, imaplib.IMAP4.error) as error:
        return trouble_in(error)
    return ""
