"""The batch as two people sign it: who is in, what changed, the letters as they will be read, the signed paper."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.files.selectors import attachment_of, bytes_of
from yunhui.kernel.errors import DomainError, InvalidError, NotFoundError, Problem, RefusedError
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF
from yunhui.pipeline.calls.selectors import call_for
from yunhui.pipeline.decisions.enums import BatchState, Outcome
from yunhui.pipeline.decisions.models import Approval, Batch, BatchItem
from yunhui.pipeline.decisions.rules import (
    SIGNERS,
    DecisionConfig,
    can_attach_approval,
    can_deliberate,
    can_propose,
    can_release,
    can_sign,
    signing_role,
)
from yunhui.pipeline.decisions.selectors import (
    Changes,
    batch_for,
    batches_of,
    changes_against,
    gates_among,
    items_of,
    paper_of,
    tallies_among,
)
from yunhui.pipeline.decisions.services import (
    attach_approval,
    discard_batch,
    inputs_of,
    propose_batch,
    release_batch,
    sign_batch,
)
from yunhui.pipeline.decisions.services.approving import OWNER
from yunhui.pipeline.decisions.web.panel import left_free, open_ties
from yunhui.pipeline.decisions.web.rows import title_of
from yunhui.pipeline.decisions.web.rule import rule_words
from yunhui.ui.fields import Field
from yunhui.ui.page import Request, UnknownButton, holds, page
from yunhui.ui.sent import shown_file

REASON_LENGTH = 400


@page(holds(*STAFF), "GET", "POST")
def batch(request: Request, code: str) -> HttpResponse:
    """The call's batch: the released one, else the proposal, else what to do for one."""
    call = call_for(request.actor, code, inside=True)
    rows = batches_of(request.actor, call)
    found = _current(rows)
    if request.method != "POST":
        return _shown(request, call, rows, found)
    if found is None or str(found.pk) != request.POST.get("batch"):
        refusal = DomainError("other_proposal", _("Somebody has proposed anew meanwhile. Look at it before you sign."))
        return _shown(request, call, rows, found, refusal=refusal)
    do = request.POST.get("do", "")
    try:
        done = _do(request, found, do)
    except InvalidError as error:
        return _shown(request, call, rows, found, typed=request.POST.dict(), problems=error.problems)
    except (NotFoundError, RefusedError):
        raise
    except DomainError as error:
        return _shown(request, call, rows, found, refusal=error)
    return HttpResponseRedirect(f"/w/calls/{code}/batch/?done={done}#said")


@page(holds(*STAFF))
def scan(request: Request, batch_id: UUID, attachment_id: UUID) -> HttpResponse:
    """The scan of the signed paper, for those who see inside the call."""
    found = batch_for(request.actor, batch_id)
    attachment = attachment_of(OWNER, found.pk, attachment_id)
    return shown_file(bytes_of(attachment), attachment.blob.media_type)


def _do(request: Request, found: Batch, do: str) -> str:
    actor = request.actor
    match do:
        case "sign":
            sign_batch(actor=actor, batch_id=found.pk)
            return "signed"
        case "release":
            release_batch(actor=actor, batch_id=found.pk)
            return "released"
        case "discard":
            reason = request.POST.get("reason", "").strip()
            if not reason:
                raise InvalidError(
                    [Problem("reason", "required", _("Say why it is undone; it is kept with the batch."))]
                )
            discard_batch(actor=actor, batch_id=found.pk, reason=reason)
            return "discarded"
        case "propose":
            propose_batch(actor=actor, call=found.call)
            return "proposed"
        case "paper":
            sent = request.FILES.get("scan")
            assert sent is None or isinstance(sent, TemporaryUploadedFile), "the settings name the one handler"
            attach_approval(
                actor=actor,
                batch_id=found.pk,
                number=request.POST.get("number", ""),
                signed_on=request.POST.get("signed_on", ""),
                scan=(sent.name or "", Path(sent.temporary_file_path())) if sent else None,
            )
            return "paper"
        case _:
            raise UnknownButton


def _current(rows: Sequence[Batch]) -> Batch | None:
    alive = [row for row in rows if row.state != BatchState.DISCARDED]
    return next((row for row in alive if row.state == BatchState.RELEASED), alive[0] if alive else None)


def _shown(
    request: Request,
    call: Call,
    rows: Sequence[Batch],
    found: Batch | None,
    *,
    typed: Mapping[str, str] | None = None,
    problems: Iterable[Problem] = (),
    refusal: DomainError | None = None,
) -> HttpResponse:
    actor, given = request.actor, list(problems)
    context: dict[str, Any] = {
        "title": _("Decision batch"),
        "call": call,
        "call_name": pick(call, "title", actor.language),
        "call_url": "/w/calls/",
        "batch": found,
        "rule": rule_words(call.rank_by),
        "refusal": refusal.message if refusal else "",
        "done": "" if request.method == "POST" else request.GET.get("done", ""),
        "can_propose": can_propose(actor, call),
        "undone": [one for one in rows if one.state == BatchState.DISCARDED][:5],
    }
    if found is not None:
        found.call = call
        last = next((row for row in rows if row.number < found.number), None)
        context |= _with_batch(request, found, last, typed or {}, given)
    status = refusal.status if refusal else 422 if given else 200
    return render(request, "decisions/batch.html", context, status=status)


def _with_batch(
    request: Request, found: Batch, last: Batch | None, typed: Mapping[str, str], problems: list[Problem]
) -> dict[str, Any]:
    actor, call = request.actor, found.call
    of_both = list(items_of(found, *([last] if last else [])))
    items = [one for one in of_both if one.batch_id == found.pk]
    groups = sorted(call.groups.all(), key=lambda one: (one.sort, one.pk))
    is_released = found.state == BatchState.RELEASED
    by_role = {one.role: one for one in found.signatures.all()}
    role = signing_role(actor, found)
    paper = paper_of(found)
    reserves = sorted((one for one in items if one.outcome == Outcome.RESERVE), key=lambda one: one.reserve_number or 0)
    outcomes = [item.outcome for item in items]
    return {
        "is_released": is_released,
        "is_stale": not is_released and inputs_of(call) != found.inputs,
        "selected": outcomes.count(Outcome.SELECTED),
        "reserved": outcomes.count(Outcome.RESERVE),
        "others": outcomes.count(Outcome.DECLINED) + outcomes.count(Outcome.INELIGIBLE),
        "ties": open_ties(call, found, groups, actor.language),
        "left_free": left_free(found, groups, actor.language),
        "can_deliberate": bool(can_deliberate(actor, call)),
        "tallies": [(pick(one.group, "name", actor.language), one) for one in tallies_among(groups, items)],
        "gates": gates_among(items),
        "lists": [
            (pick(group, "name", actor.language), rows)
            for group in groups
            if (rows := [_row(one, actor.language) for one in items
                         if one.outcome == Outcome.SELECTED and one.application.group_id == group.pk])
        ],
        "reserves": [_row(one, actor.language) for one in reserves],
        "changes": _changes(changes_against(last, of_both, found), actor.language) if last else None,
        "paper": paper,
        "needs_paper": DecisionConfig.of_call(call).needs_approval,
        "can_attach": bool(can_attach_approval(actor, found)),
        "paper_fields": _paper_fields(paper, typed if typed.get("do") == "paper" else {}, problems),
        "signed": [(str(Role(one).label), by_role.get(one)) for one in SIGNERS],
        "signatures": len(by_role),
        "own_role": str(Role(role).label) if role else "",
        "can_sign": can_sign(actor, found),
        "can_release": can_release(actor, found),
        "reason": Field(
            name="reason",
            id="f-undo-reason",
            label=_("Why it is undone"),
            help=_("Kept with the batch and in the log"),
            value=typed.get("reason", ""),
            error=next((str(one.message) for one in problems if one.field == "reason"), ""),
            limit=REASON_LENGTH,
            required=True,
        ),
    }  # fmt: skip


def _row(item: BatchItem, language: str) -> dict[str, Any]:
    kinds = {"wild_card": _("wild card"), "remaining_place": _("place left over")}
    codes = [reason["code"] for reason in item.reasons]
    return {
        "item": item,
        "title": title_of(item, language),
        "how": next((kinds[code] for code in codes if code in kinds), ""),
    }


def _changes(changes: Changes, language: str) -> dict[str, Any]:
    words = {
        "in": (pgettext("against the last batch", "in"), "g"),
        "out": (pgettext("against the last batch", "out"), "r"),
        "within": (pgettext("against the last batch", "moved"), ""),
    }
    return {
        "last": changes.last,
        "rows": [
            {
                "one": one,
                "word": words[one.direction][0],
                "tag": words[one.direction][1],
                "title": (one.application.title_en if language == ENGLISH else "") or one.application.title,
            }
            for one in changes.rows
        ],
    }


def _paper_fields(paper: Approval | None, typed: Mapping[str, str], problems: list[Problem]) -> list[Field]:
    errors = {one.field: str(one.message) for one in problems}
    number, day = (paper.number, paper.signed_on.isoformat()) if paper else ("", "")
    return [
        Field(
            name="number",
            label=_("Number of the paper"),
            value=typed.get("number", number),
            error=errors.get("number", ""),
            help=_("As it stands on the paper"),
            limit=80,
            required=True,
        ),
        Field(
            name="signed_on",
            label=_("Signed on"),
            kind="date",
            value=typed.get("signed_on", day),
            error=errors.get("signed_on", ""),
            required=True,
        ),
        Field(
            name="scan",
            label=_("Scan"),
            kind="file",
            error=errors.get("scan", ""),
            help=_("PDF or a picture"),
        ),
    ]
