"""Amendments: the only way in which a published call changes, and always in public."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import questions_of
from yunhui.foundation.outbox.services import publish
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, Problem, RefusedError
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.events import CallAmended
from yunhui.pipeline.calls.models import Amendment, Call
from yunhui.pipeline.calls.ports import unpublishable
from yunhui.pipeline.calls.rules import (
    bar_words,
    barred_in,
    changes_between,
    has_submissions,
    official_rule,
    part_of,
    problems_of,
    questions_now,
    rule_is_fixed,
    snapshot,
)
from yunhui.pipeline.calls.rules.describing import Snapshot
from yunhui.pipeline.calls.services.changing import Change, apply, locked, meanwhile
from yunhui.pipeline.calls.services.publishing import publish_draft_form

WHY_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Announcement:
    """Why a call changes, in both languages."""

    why_zh: str
    why_en: str


@transaction.atomic
def preview_amendment(*, actor: Actor, call: Call, change: Change) -> list[dict[str, str]]:
    """What an amendment would say, as `Amendment.changes`; nothing is changed.

    Raises:
        RefusedError, InvalidError, DomainError: as `amend_call`.
    """
    with transaction.atomic():
        _row, changes = _amended(actor, call, change)
        transaction.set_rollback(True)
    return changes


@transaction.atomic
def amend_call(
    *, actor: Actor, call: Call, change: Change, announcement: Announcement, seen: int | None = None
) -> Amendment:
    """Change a published call in public: what, why and since when stand on its page from now on.

    A change of the form publishes the form that is being edited as a new version; drafts see it at once.

    Raises:
        RefusedError: not the talent office; the call is closed; the official rule after the first submission; a
            deadline that comes earlier.
        DomainError: `draft`, `nothing_changed`, `changed_meanwhile`.
        InvalidError: what the change lacks, or reasons that are missing in a language.
    """
    if problems := _reason_problems(announcement):
        raise InvalidError(problems)
    if seen is not None and seen != Call.objects.select_for_update().get(pk=call.pk).edits:
        raise meanwhile()
    row, changes = _amended(actor, call, change)
    if not changes:
        raise DomainError("nothing_changed", _("Nothing is different from what is published."))
    last = row.amendments.order_by("-number").first()
    amendment = Amendment.objects.create(
        call=row,
        number=last.number + 1 if last else 1,
        why_zh=announcement.why_zh.strip(),
        why_en=announcement.why_en.strip(),
        changes=changes,
        form_version=row.form_version,
        announced_at=clock.now(),
        announced_by_id=actor.user_id,
    )
    record(
        actor=actor,
        action="call.amended",
        subject=("call", row.pk),
        after={"number": amendment.number, "why": amendment.why_zh, "changes": changes},
    )
    parts = sorted({one["part"] for one in changes})
    publish(
        actor=actor,
        event=CallAmended(call_id=str(row.pk), number=amendment.number, parts=parts),
        topics=(("call", row.pk),),
    )
    return amendment


def _amended(actor: Actor, call: Call, change: Change) -> tuple[Call, list[dict[str, str]]]:
    row = locked(actor, call, change.part)
    if row.state != CallState.PUBLISHED:
        raise DomainError("draft", _("This call is not published yet. Change it freely."))
    old, rule = _taken(row), _official(row)
    # What the call lacked before is not asked of an amendment; what the form that is being edited lacks is.
    was = {_known(one) for one in problems_of(row) if part_of(one.field) != change.part or change.part != "form"}
    closes, opens, download = row.closes_at, row.opens_at, row.allows_download
    apply(row, change)
    now = clock.now()
    if closes and (row.closes_at is None or row.closes_at < closes):
        raise RefusedError(
            "deadline_earlier", _("A deadline that was announced can be extended, never brought forward.")
        )
    if row.opens_at != opens and opens and opens <= now:
        raise RefusedError("opened", _("Applications are open already; the day on which they opened stays."))
    if has_submissions(row) and _official(row) != rule:
        raise RefusedError("rule_fixed", rule_is_fixed())
    if has_submissions(row) and row.allows_download and not download:
        raise RefusedError(
            "download_fixed", _("Plans were sent in on the promise that nobody downloads them. It stays.")
        )
    if problems := [one for one in problems_of(row) if _known(one) not in was]:
        raise InvalidError(problems)
    if change.part in ("form", "groups"):
        publish_draft_form(actor, row)
    row.save()
    return row, changes_between(old, _taken(row))


def _known(problem: Problem) -> tuple[str, str, str]:
    """What tells a problem from another of its kind: one field can hold several words that may not be published."""
    return problem.field, problem.code, str(problem.message)


def _taken(row: Call) -> Snapshot:
    """The call as the public reads it: with the published form."""
    questions = questions_of(row.form_version.questions) if row.form_version else questions_now(row)
    return snapshot(row, row.groups.order_by("sort", "pk"), row.stages.order_by("ordinal", "pk"), questions)


def _official(row: Call) -> dict[str, object]:
    return official_rule(row, row.groups.all(), row.stages.all())


def _reason_problems(announcement: Announcement) -> list[Problem]:
    found = []
    for name in ("why_zh", "why_en"):
        text = getattr(announcement, name).strip()
        if not text:
            found.append(Problem(name, "required", _("Say why, in both languages: everybody reads it.")))
        elif len(text) > WHY_LENGTH:
            over = len(text) - WHY_LENGTH
            text = _("%(over)d characters too many. Shorten it; nothing is lost.") % {"over": over}
            found.append(Problem(name, "too_long", text))
        else:
            found += [Problem(name, f"bars_{bar}", bar_words(bar)) for bar in barred_in(text)]
    return found + unpublishable({"why_zh": announcement.why_zh, "why_en": announcement.why_en})
