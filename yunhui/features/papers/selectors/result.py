"""The result as a letter on paper, for an applicant to show: the very words that they were told, in either language."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from yunhui.features.papers.selectors.words import day
from yunhui.foundation.notices.models import Notice
from yunhui.foundation.notices.selectors import notices_of
from yunhui.foundation.notices.services.composing import reading_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.clock import BEIJING
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.parties.selectors import city
from yunhui.ui import formats
from yunhui.ui.papers import Block, Pair, Paper, Signed, Text, Title

_LETTERS = "decisions."


def has_result(actor: Actor, application_id: UUID) -> bool:
    """Whether the actor was told a result of an application."""
    return actor.user_id is not None and _told(actor, application_id).exists()


def result_of(actor: Actor, application_id: UUID, language: str) -> Paper:
    """The last result that the actor was told of one application.

    Raises:
        NotFoundError: they were told none.
    """
    notice = _told(actor, application_id).first() if actor.user_id else None
    if notice is None or notice.released_at is None:
        raise NotFoundError("result")
    zh, reading, host = formats.is_chinese(language), reading_of(notice, language), city()
    blocks: list[Block] = [
        Title("结果通知书" if zh else "Notification of result", reading.subject),
        Text(f"{notice.name}：" if zh else f"Dear {notice.name},", "plain"),
        *(Text(part.strip()) for part in reading.body.split("\n\n") if part.strip()),
        Signed(pick(host, "office", language) if host else "", _day(notice.released_at, language)),
    ]
    if host and (where := ", ".join(filter(None, (pick(host, "address", language), host.email)))):
        blocks.append(Pair("联系方式：" if zh else "Contact:", where, indent=False))
    return Paper(
        name=reading.subject,
        blocks=tuple(blocks),
        lang="zh" if zh else "en",
        author=pick(host, "office", language) if host else "",
        letter=16.0 if zh else 12.0,
    )


def _told(actor: Actor, application_id: UUID) -> QuerySet[Notice]:
    rows = notices_of(actor).filter(about_type="application", about_id=str(application_id))
    return rows.filter(letter__startswith=_LETTERS)


def _day(at: datetime, language: str) -> str:
    if formats.is_chinese(language):
        return day(at)
    local = at.astimezone(BEIJING).date()
    return f"{formats.short_day(local, language)} {local.year}"
