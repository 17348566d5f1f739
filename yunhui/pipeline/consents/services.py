"""Giving and revoking consent: each a row of the ledger, an entry of the log, and a fact."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.foundation.accounts.models import User
from yunhui.foundation.audit.services import record
from yunhui.foundation.outbox.services import publish
from yunhui.foundation.own.ports import Fate, Holding
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, require
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.applications.selectors import applications_visible_to
from yunhui.pipeline.calls.rules import can_run_call
from yunhui.pipeline.consents.enums import Level, Purpose, Source
from yunhui.pipeline.consents.events import ConsentGiven, ConsentRevoked
from yunhui.pipeline.consents.models import Consent
from yunhui.pipeline.consents.rules import CURRENT, NO_TEXT, can_change, can_note
from yunhui.pipeline.consents.selectors import in_force


@transaction.atomic
def give_consent(
    *,
    actor: Actor,
    application_id: UUID,
    purpose: str,
    board: Board | None = None,
    level: str = "",
    text_version: int = CURRENT,
    source: str = Source.APPLICANT,
    note: str = "",
) -> Consent:
    """Let a purpose read, from now on; the same twice is once.

    Args:
        board: the one host area meant; without one, all that the office proposes.
        level: for publication, how much; the title where nothing is said.
        text_version: the text that the applicant read.

    Raises:
        NotFoundError: no such application for this actor.
        RefusedError: not the applicant (or the office, for another source), or it is withdrawn.
        DomainError: `old_text`: the text has a newer version; `unknown_purpose`.
    """
    if purpose not in Purpose.values or (board is not None and purpose != Purpose.BOARDS):
        raise DomainError("unknown_purpose", _("There is no such consent."))
    application = _locked(actor, application_id)
    require(can_note(actor, application, source))
    if source == Source.APPLICANT and text_version != CURRENT:
        raise DomainError("old_text", _("The text has changed since you read it. Read it again, then decide."))
    depth = (Level(level) if level in Level.values else Level.TITLE) if purpose == Purpose.PUBLICATION else ""
    last = _last(application, purpose, board)
    if last and last.is_given and last.level == depth and last.text_version == text_version:
        return last
    row = _append(actor, application, purpose, board, last, True, depth, text_version, source, note)
    publish(
        actor=actor,
        event=ConsentGiven(
            str(application.pk), str(application.call_id), purpose, _id(board), str(depth), text_version
        ),
        topics=_topics(application),
    )
    return row


@transaction.atomic
def choose_boards(
    *, actor: Actor, application_id: UUID, named: Sequence[Board] | None, text_version: int = CURRENT
) -> None:
    """Let host areas read: all that the office proposes (`named` is None), or those that are named and no others.

    Raises:
        InvalidError: none is named.
        and those of `give_consent`.
    """
    given: dict[str, Any] = {"actor": actor, "application_id": application_id, "text_version": text_version}
    if named is None:
        give_consent(**given, purpose=Purpose.BOARDS)
        barred = in_force().filter(application_id=application_id, board__isnull=False, is_given=False)
        for one in barred.select_related("board").order_by("pk"):
            give_consent(**given, purpose=Purpose.BOARDS, board=one.board)
        return
    if not named:
        raise InvalidError([Problem("board", "required", _("Name at least one host area, or choose all."))])
    for board in named:
        give_consent(**given, purpose=Purpose.BOARDS, board=board)
    application = _locked(actor, application_id)
    kept = {board.pk for board in named}
    standing = in_force().filter(application=application, purpose=Purpose.BOARDS, is_given=True)
    for one in standing.select_related("board").order_by("pk"):
        if one.board_id not in kept:
            _revoke(actor, application, one, "")


@transaction.atomic
def revoke_consent(
    *, actor: Actor, application_id: UUID, purpose: str, board: Board | None = None, note: str = ""
) -> Consent | None:
    """Take a consent back, at once; what was not given stays so. None where there was nothing to take back.

    Without a host area, a consent to host areas is taken back from all of them, the named ones too. With one, only
    from that one, even while all the others may read.

    Raises:
        NotFoundError: no such application for this actor.
        RefusedError: not the applicant.
    """
    if purpose not in Purpose.values or (board is not None and purpose != Purpose.BOARDS):
        raise DomainError("unknown_purpose", _("There is no such consent."))
    application = _locked(actor, application_id)
    require(can_change(actor, application))
    if board is not None:
        return _revoke_from_one(actor, application, board, note)
    standing = in_force().filter(application=application, purpose=purpose, is_given=True).select_related("board")
    rows = [_revoke(actor, application, one, note) for one in standing.order_by("pk")]
    return rows[-1] if rows else None


@transaction.atomic
def note_consents(
    *,
    actor: Actor,
    applications: Sequence[Application],
    purposes: Iterable[str] = (Purpose.EXPERTS, Purpose.BOARDS),
    source: str = Source.IMPORT,
    level: str = Level.TITLE,
    note: str = "",
) -> int:
    """Enter what applicants gave elsewhere, for many new applications at once, with where it came from; one entry in
    the log. Applications that have a word in the ledger keep it. Returns how many rows were written.

    Raises:
        RefusedError: not the talent office of each call.
    """
    for call in {one.call_id: one.call for one in applications}.values():
        require(can_run_call(actor, call))
    now, wanted = clock.now(), tuple(purposes)
    known = set(
        Consent.objects.filter(application__in=applications, board__isnull=True).values_list(
            "application_id", "purpose"
        )
    )
    rows = [
        Consent(
            application=application,
            purpose=purpose,
            is_given=True,
            level=level if purpose == Purpose.PUBLICATION else "",
            text_version=NO_TEXT,
            source=source,
            note=note[:200],
            at=now,
            by_id=actor.user_id,
            by_label=actor.label[:40],
        )
        for application in applications
        for purpose in wanted
        if (application.pk, purpose) not in known
    ]
    Consent.objects.bulk_create(rows, batch_size=2_000)
    if rows:
        record(
            actor=actor,
            action="consents.noted",
            subject=("applications", len({row.application_id for row in rows})),
            after={"purposes": wanted, "source": source, "applications": [str(one.pk) for one in applications]},
        )
    return len(rows)


def _revoke_from_one(actor: Actor, application: Application, board: Board, note: str) -> Consent | None:
    own = _last(application, Purpose.BOARDS, board)
    for_all = _last(application, Purpose.BOARDS, None)
    if own and own.is_given:
        return _revoke(actor, application, own, note)
    if own is None and for_all and for_all.is_given:
        return _revoke(actor, application, None, note, board=board)
    return None


def _revoke(
    actor: Actor, application: Application, last: Consent | None, note: str, *, board: Board | None = None
) -> Consent:
    board = last.board if last else board
    purpose = last.purpose if last else str(Purpose.BOARDS)
    row = _append(actor, application, purpose, board, last, False, "", CURRENT, Source.APPLICANT, note)
    publish(
        actor=actor,
        event=ConsentRevoked(str(application.pk), str(application.call_id), purpose, _id(board), CURRENT),
        topics=_topics(application),
    )
    return row


def _append(
    actor: Actor,
    application: Application,
    purpose: str,
    board: Board | None,
    last: Consent | None,
    is_given: bool,
    level: str,
    text_version: int,
    source: str,
    note: str,
) -> Consent:
    row = Consent.objects.create(
        application=application,
        purpose=purpose,
        board=board,
        is_given=is_given,
        level=level,
        text_version=text_version,
        source=source,
        note=note[:200],
        language=actor.language if actor.is_signed_in else "",
        by_id=actor.user_id,
        by_label=actor.label[:40],
        replaces=last,
    )
    record(
        actor=actor,
        action="consent.given" if is_given else "consent.revoked",
        subject=("application", application.pk),
        before={"given": last.is_given, "level": last.level} if last else None,
        after={"purpose": purpose, "board": _id(board), "level": level, "text": text_version, "source": source},
    )
    return row


def _locked(actor: Actor, application_id: UUID) -> Application:
    seen = applications_visible_to(actor).filter(pk=application_id).exists()
    found = Application.objects.select_for_update(of=("self",), no_key=True).select_related("call")
    application = found.filter(pk=application_id).first() if seen else None
    if application is None:
        raise NotFoundError("application")
    return application


def _last(application: Application, purpose: str, board: Board | None) -> Consent | None:
    return in_force().filter(application=application, purpose=purpose, board=board).first()


def _topics(application: Application) -> tuple[tuple[str, object], ...]:
    return (("call", application.call_id),) if application.number else ()


def _id(board: Board | None) -> str:
    return str(board.pk) if board else ""


def holding() -> Holding:
    """Consents as a part of one's own data: the ledger stays, because it proves what was allowed and what was not."""

    def collect(user: User) -> dict[str, Any]:
        rows = Consent.objects.filter(application__owner=user).order_by("pk")
        names = ("application_id", "purpose", "board__name_zh", "is_given", "level", "text_version", "source", "at")
        return {"consents": list(rows.values(*names))}

    def foretell(user: User) -> Fate:
        what = _("What you consented to and revoked, with a number in place of you.")
        why = _("Whoever rests on a consent must be able to prove it (Personal Information Protection Law).")
        return Fate(kept=((what, why),)) if Consent.objects.filter(application__owner=user).exists() else Fate()

    def erase(actor: Actor, user: User) -> None:
        Consent.objects.filter(application__owner=user).update(note="")

    return Holding(gettext_lazy("Your consents"), collect, foretell, erase)
