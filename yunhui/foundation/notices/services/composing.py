"""A letter as its reader reads it: salutation, content, link, reason and signature, as text, HTML and short forms."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from yunhui.foundation.notices.enums import OPTIONAL
from yunhui.foundation.notices.models import Notice, Template
from yunhui.foundation.notices.ports import (
    Both,
    Letter,
    LetterError,
    Parcel,
    Signature,
    enclosed_in,
    letter_of,
    signature,
)
from yunhui.foundation.notices.rules import fill, is_personal, word
from yunhui.foundation.notices.rules.text import Block, paragraphs
from yunhui.kernel.i18n import ENGLISH, pick

PURPOSE = "notice"
WISHES = "/notices/wishes"


@dataclass(frozen=True, slots=True)
class Reading:
    """One letter in one language, without its frame."""

    subject: str
    body: str
    sms: str
    link: str
    action: str
    why: str
    values: dict[str, str]

    @property
    def is_personal(self) -> bool:
        """Whether the link is for its reader alone: pages for anybody else name it and do not show it."""
        return is_personal(self.link)

    @property
    def paragraphs(self) -> list[Block]:
        """The content in paragraphs; a list is a paragraph of its own."""
        return paragraphs(self.body)


def reading_of(notice: Notice, language: str = "", *, opened: bool = False) -> Reading:
    """A notice in a language (default: its reader's). What is private is filled in only when it is `opened` to leave.

    Raises:
        LetterError: private, `opened`, and wiped already.
    """
    values, link = notice.context, notice.link
    if notice.is_private:
        if not opened:
            return _closed(notice, language or notice.language)
        if not notice.sealed:
            raise LetterError("the content of this letter has been wiped")
        inside = json.loads(settings.VAULT.decrypt(PURPOSE, notice.sealed))
        values, link = inside["context"], inside["link"]
    return read(_registered(notice), notice.template, values, link, language or notice.language, notice.zone)


def read(
    letter: Letter | None, template: Template | Letter, values: dict[str, Any], link: str, language: str, zone: str
) -> Reading:
    """A text with its variables filled, for one language and clock; `values` as `rules.plain` makes them."""
    texts = {
        name: fill(pick(template, name, language), values, language, zone, short=name != "body")
        for name in ("subject", "body", "sms")
    }
    return Reading(
        subject=" ".join(texts["subject"].split()),
        body=texts["body"],
        sms=" ".join(texts["sms"].split()),
        link=link,
        action=pick(letter, "action", language) if letter else "",
        why=pick(letter, "why", language) if letter else "",
        values={name: word(value, language, zone) for name, value in values.items()},
    )


def parcel_of(dispatches: Sequence[tuple[str, Notice]], address: str) -> Parcel:
    """What leaves for one reader: one letter, or several as a digest; (dispatch id, notice) each, in one channel."""
    first_id, first = dispatches[0]
    language, signed = first.language, signature()
    readings = [reading_of(notice, opened=True) for _id, notice in dispatches]
    with translation.override(language):
        subject, text, html = _set(readings, first, signed)
    one = readings[0]
    enclosed = [enclosed_in(notice.letter, notice.about_id) for _id, notice in dispatches]
    is_optional = all(notice.kind in OPTIONAL for _id, notice in dispatches)
    return Parcel(
        id=first_id,
        address=address,
        name=first.name,
        language=language,
        letter=first.letter if len(readings) == 1 else "",
        subject=subject,
        lead=_lead(readings),
        text=text,
        html=html,
        sms=one.sms,
        url=absolute(one.link if len(readings) == 1 else "/notices/"),
        action=one.action or ("Open" if language == ENGLISH else "查看"),
        values=one.values,
        wishes_url=absolute(WISHES) if is_optional and first.user_id else "",
        enclosures=[one for one in enclosed if one],
    )


def absolute(path: str) -> str:
    """A path of the platform as an address that works in a letter; empty stays empty."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}" if path.startswith("/") else path


def _set(readings: Sequence[Reading], first: Notice, signed: Signature) -> tuple[str, str, str]:
    language = first.language
    zh = not language.startswith(ENGLISH)

    def own(both: Both) -> str:
        return (both.zh or both.en) if zh else (both.en or both.zh)

    if len(readings) == 1:
        subject = readings[0].subject
    else:
        subject = (
            f"{own(signed.site)}：今日{len(readings)}条通知" if zh else f"{own(signed.site)}: {len(readings)} notices"
        )
    context = {
        "is_chinese": zh,
        "language": language,
        "subject": subject,
        "name": first.name,
        "letters": [(one, absolute(one.link)) for one in readings],
        "is_digest": len(readings) > 1,
        "whys": list(dict.fromkeys(one.why for one in readings if one.why)),
        "site": own(signed.site),
        "office": own(signed.office),
        "address": own(signed.address),
        "email": signed.email,
        "wishes": absolute(WISHES) if first.user_id else "",
    }
    text = render_to_string("notices/letter.txt", context)
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    while "\n\n\n" in lines:
        lines = lines.replace("\n\n\n", "\n\n")
    return subject, lines.strip() + "\n", render_to_string("notices/letter.mail", context)


def _lead(readings: Sequence[Reading]) -> str:
    if len(readings) > 1:
        return "\n".join(one.subject for one in readings)
    return readings[0].body.split("\n\n")[0]


def _registered(notice: Notice) -> Letter | None:
    """The letter of a notice; None where a later release does not have it any more."""
    try:
        return letter_of(notice.letter)
    except LetterError:
        return None


def _closed(notice: Notice, language: str) -> Reading:
    letter = _registered(notice)
    zh = language.startswith("zh")
    subject = pick(letter, "name", language) if letter else notice.letter
    body = (
        "此信含个人验证信息，内容不予显示。"
        if zh
        else "This letter carries a personal code; what it says is not shown."
    )
    return Reading(subject, body, "", "", "", pick(letter, "why", language) if letter else "", {})
