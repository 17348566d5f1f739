"""The mailbox of what came back, over IMAP."""

import imaplib
import ssl
from typing import Any


def mailbox(imap: Any, seconds: float) -> imaplib.IMAP4:
    """Signed in to the environment's mailbox (host, port, tls, user, password).

    Raises:
        OSError, imaplib.IMAP4.error: no line, a certificate that is not its own, or a wrong password.
    """
    context = ssl.create_default_context()
    if imap.tls == "tls":
        box: imaplib.IMAP4 = imaplib.IMAP4_SSL(imap.host, imap.port, ssl_context=context, timeout=seconds)
    else:
        box = imaplib.IMAP4(imap.host, imap.port, timeout=seconds)
    try:
        if imap.tls == "starttls":
            box.starttls(context)
        box.login(imap.user, imap.password)
    except BaseException:
        box.shutdown()
        raise
    return box
