"""E-mail over SMTP: one connection for a round of letters, each with an envelope address that names it."""

import smtplib
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from yunhui.foundation.notices.errors import PermanentRefusal, TemporaryRefusal
from yunhui.foundation.notices.ports import Enclosure, Parcel, Receipt, signature
from yunhui.foundation.notices.rules import word
from yunhui.kernel import clock

MARK = "X-Yunhui-Letter"
_ENOUGH = 100  # letters on one connection; many servers end it soon after


class MailServer:
    """The city's mail server; `smtp` is the environment's own (host, port, tls, sender, bounces, user, password)."""

    def __init__(self, smtp: Any) -> None:
        self._smtp = smtp
        self._open: smtplib.SMTP | None = None
        self._sent = 0

    def carry(self, parcel: Parcel, leave: Callable[[], bool]) -> Receipt | None:
        """Hand a letter over; the reply to its last full stop says that the server has it."""
        server = self._connected()
        message = message_of(parcel, self._smtp.sender)
        try:
            self._ask(server.mail(envelope_of(parcel.id, self._smtp.bounces)))
            self._ask(server.rcpt(parcel.address))
            if not leave():
                server.rset()
                return None
        except (OSError, smtplib.SMTPException) as error:  # nothing has been handed over yet
            self.close()
            raise TemporaryRefusal(_said(error)) from error
        except (TemporaryRefusal, PermanentRefusal):
            self._reset(server)
            raise
        try:
            code, reply = server.data(message.as_bytes(policy=SMTP))
        except smtplib.SMTPDataError as error:  # refused before the text was sent
            self._reset(server)
            raise _refusal(error.smtp_code, _words(error.smtp_error)) from error
        except (OSError, smtplib.SMTPException):
            self.close()
            raise
        self._sent += 1
        if code != 250:
            raise _refusal(code, _words(reply))
        if self._sent >= _ENOUGH:
            self.close()
        return Receipt(f"250 {_words(reply)}", str(message["Message-ID"]))

    def greet(self) -> None:
        """Sign in and leave, to see whether a letter could be handed over.

        Raises:
            TemporaryRefusal: no; what was said is its cause.
        """
        self._connected()
        self.close()

    def close(self) -> None:
        """Say goodbye."""
        if self._open is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._open.quit()
            self._open, self._sent = None, 0

    def _connected(self) -> smtplib.SMTP:
        if self._open is None:
            try:
                self._open = self._connect()
            except smtplib.SMTPAuthenticationError as error:  # a fault of the settings, not of the letter
                raise TemporaryRefusal(_said(error)) from error
            except (OSError, smtplib.SMTPException) as error:
                raise TemporaryRefusal(_said(error)) from error
        return self._open

    def _connect(self) -> smtplib.SMTP:
        smtp, name = self._smtp, host()
        if smtp.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                smtp.host, smtp.port, name, timeout=smtp.seconds, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(smtp.host, smtp.port, name, timeout=smtp.seconds)
        try:
            if smtp.tls == "starttls":
                server.starttls(context=ssl.create_default_context())
            if smtp.user:
                server.login(smtp.user, smtp.password)
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server

    def _ask(self, answer: tuple[int, bytes]) -> None:
        code, reply = answer
        if not 200 <= code < 300:
            raise _refusal(code, _words(reply))

    def _reset(self, server: smtplib.SMTP) -> None:
        try:
            server.rset()
        except (OSError, smtplib.SMTPException):
            self.close()


def message_of(parcel: Parcel, sender: str) -> EmailMessage:
    """The letter as RFC 5322 has it: text and HTML, a Message-ID that is the same at every try."""
    signed = signature()
    message = EmailMessage()
    site = word({"zh": signed.site.zh, "en": signed.site.en}, parcel.language, "UTC")
    message["Subject"] = " ".join(parcel.subject.split())
    message["From"] = Address(site, addr_spec=sender)
    message["To"] = Address(" ".join(parcel.name.split()), addr_spec=parcel.address)
    if signed.email:
        message["Reply-To"] = signed.email
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{parcel.id}@{host()}>"
    message["Content-Language"] = "zh-Hans" if parcel.language.startswith("zh") else "en"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message[MARK] = parcel.id
    if parcel.wishes_url:
        message["List-Unsubscribe"] = f"<{parcel.wishes_url}>"
    message.set_content(parcel.text, cte="base64")
    message.add_alternative(parcel.html, subtype="html", cte="base64")
    _enclose(message, parcel.enclosures)
    return message


def _enclose(message: EmailMessage, enclosures: Sequence[Enclosure]) -> None:
    """Files go as attachments. A single calendar entry is one more form of the letter as well: that is where the
    calendars of mail programs look for it (RFC 6047, 2.4)."""
    if len(enclosures) == 1 and enclosures[0].media == "text/calendar":
        one = enclosures[0]
        text = one.content.decode()
        message.add_alternative(text, subtype="calendar", cte="base64", params=dict(one.parameters))
    for one in enclosures:
        main, _slash, sub = one.media.partition("/")
        if main == "text":
            main, sub = "application", "ics" if sub == "calendar" else "octet-stream"
        message.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)


def envelope_of(parcel_id: str, bounces: str) -> str:
    """The address to which this very letter comes back: `bounces+<its id>@…`; empty where none is kept."""
    if not bounces:
        return ""
    local, _at, domain = bounces.rpartition("@")
    return f"{local}+{parcel_id}@{domain}"


def host() -> str:
    """The platform's name among mail servers."""
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"


def _refusal(code: int, reply: str) -> Exception:
    kind = PermanentRefusal if 500 <= code < 600 else TemporaryRefusal
    return kind(f"{code} {reply}")


def _words(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(text.split())


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_words(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"
