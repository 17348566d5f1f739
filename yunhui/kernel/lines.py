"""What is wrong with a line to another machine, in words for who runs the city.

The words are English msgids, marked for translation and not yet translated: commands print them as they are, pages
translate them when they are shown.
"""

import smtplib
import socket
import ssl
from imaplib import IMAP4
from itertools import chain

from django.utils.translation import gettext_noop as _

EXPIRED = _("its certificate has expired")
NOT_YET = _("its certificate is not valid yet, or this machine's clock is wrong")
OTHER_NAME = _("its certificate bears another name")
UNKNOWN_ISSUER = _("this machine does not know who issued its certificate")
NO_TLS = _("it does not speak TLS as it should")
SIGN_IN = _("it does not take the user name or the password")
CLOSED = _("nobody listens there")
NO_NAME = _("its name cannot be found")
SILENT = _("it does not answer")
CUT = _("the line was cut")

# Numbers of X509_verify_cert_error_string(3).
_CERTIFICATES = {9: NOT_YET, 10: EXPIRED, 62: OTHER_NAME, 64: OTHER_NAME} | dict.fromkeys(
    (2, 18, 19, 20, 21), UNKNOWN_ISSUER
)


def trouble_in(error: BaseException) -> str:
    """The words for an error of a connection, however deep a library has wrapped it."""
    found = list(_inside(error))
    for one in found:
        if isinstance(one, ssl.SSLCertVerificationError):
            return _CERTIFICATES.get(one.verify_code, UNKNOWN_ISSUER)
    for kind, words in (
        ((smtplib.SMTPAuthenticationError, IMAP4.error), SIGN_IN),
        ((ssl.SSLError, smtplib.SMTPNotSupportedError), NO_TLS),
        ((socket.gaierror,), NO_NAME),
        ((ConnectionRefusedError,), CLOSED),
        ((TimeoutError,), SILENT),
    ):
        if any(isinstance(one, kind) and not isinstance(one, IMAP4.abort) for one in found):
            return words
    return SILENT if any("Timeout" in type(one).__name__ for one in found) else CUT


def _inside(error: BaseException, depth: int = 8) -> "chain[BaseException]":
    """The error and what it was made of: its causes, its arguments, and urllib3's `reason`."""
    below = [error.__cause__, error.__context__, getattr(error, "reason", None), *error.args] if depth else []
    return chain([error], *(_inside(one, depth - 1) for one in below if isinstance(one, BaseException)))
