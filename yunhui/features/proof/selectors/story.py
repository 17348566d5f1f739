"""The story of one decision: every row of the log that it rests on, with its place in the chain, and its letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yunhui.features.docking.enums import OfferState
from yunhui.features.docking.models import Offer
from yunhui.features.proof.enums import Kind
from yunhui.features.proof.rules import kind_of
from yunhui.features.proof.selectors.decisions import batches_with
from yunhui.features.proof.selectors.known import Known, known_at
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import names_of
from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.audit.ports import action_word
from yunhui.foundation.audit.selectors import Evidence, Span, evidence_of
from yunhui.foundation.notices.models import Notice
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.pipeline.calls.models import Amendment, Call, Stage
from yunhui.pipeline.conflicts.models import Conflict
from yunhui.pipeline.decisions.models import BatchItem, Discussed, Promotion
from yunhui.pipeline.objections.models import Objection
from yunhui.pipeline.panels.rules import is_sealed
from yunhui.pipeline.review.enums import AssignmentState
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig

# Of a call only what made or changed its rule; of its stages only rows that name the application.
_OF_CALL = ("call.published", "call.amended", "call.closed", "panel.drawn", "panel.opened")
_OF_STAGE = ("experts.assigned", "round.closed")
# The log is written in the transaction of the change, a moment after its row was made.
_MOMENT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: when, what kind, who, what, with which values, and the row of the log that says so.

    `evidence` is None for letters, which are kept as they were sent and not in the log.
    """

    at: datetime
    kind: Kind
    who: str
    what: str
    detail: str
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment at which somebody decided: what (proposed, a role, released), who, and what was known by then."""

    what: str
    who: str
    known: Known


@dataclass(frozen=True, slots=True)
class Sheet:
    """One expert's task: who, its state in words, total and when it was locked with which receipt; whether its sheet
    counted in this batch, which one that was set aside later did."""

    expert: str
    assignment: Assignment
    receipt: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Story:
    """Everything about one decision. `rows` are the rows of the log, oldest first; `span` holds them to the chain."""

    item: BatchItem
    call: Call
    config: ReviewConfig
    amendments: int
    form_version: int
    batches: list[BatchItem]
    sheets: list[Sheet]
    moments: list[Moment]
    steps: list[Step]
    rows: list[Evidence]
    span: Span

    @property
    def is_sound(self) -> bool:
        """Whether every sealed row is what was written and chained, and the newest exported head still holds."""
        return not any(row.is_wrong for row in self.rows) and (self.span.holds or not self.span.head)

    @property
    def agrees(self) -> bool:
        """Whether the log alone gives the score that the batch froze, wherever it gives one."""
        return all(one.known.score in (None, self.item.score) for one in self.moments)

    @property
    def sealed(self) -> int:
        """How many of the rows stand in the chain as they were written."""
        return sum(row.state == "sound" for row in self.rows)

    @property
    def unsealed(self) -> int:
        """How many of the rows are not chained yet."""
        return sum(row.state == "unsealed" for row in self.rows)


def story_of(actor: Actor, item: BatchItem) -> Story:
    """The story of a decision that the actor was let to examine (`decision_for`): about twenty queries, however long
    it is."""
    call, batches = item.batch.call, batches_with(item)
    tasks = list(
        Assignment.objects.filter(application=item.application_id)
        .select_related("expert__person", "stage")
        .prefetch_related("sheets")
        .order_by("made_at", "pk")
    )
    offers = list(Offer.objects.filter(application=item.application_id).select_related("board"))
    stages = list(Stage.objects.filter(call=call))
    rows, span = evidence_of(_entries(item, batches, tasks, offers, stages))
    notices = list(Notice.objects.filter(about_type="application", about_id=str(item.application_id)))
    review = next(one for one in stages if one.kind == "review")
    config = ReviewConfig.of(review.config)
    masks = _masks(call, tasks)
    names = names_of(one for row in rows for one in (row.entry.actor_id, row.entry.on_behalf_of))
    names |= {pk: words for pk, words in masks.items() if pk in names}
    things = {str(one.pk): pick(one.board, "name", actor.language) for one in offers}
    things |= {str(one.pk): pick(one, "name", actor.language) for one in stages}
    steps = [_step(row, names, things) for row in rows] + [_letter(one) for one in notices]
    amendments = Amendment.objects.filter(call=call, announced_at__lte=item.batch.proposed_at).count()
    return Story(
        item=item,
        call=call,
        config=config,
        amendments=amendments,
        form_version=item.application.form_version_id,
        batches=batches,
        sheets=[Sheet(_name(one, masks), one, _receipt(one), _counted(one, item)) for one in tasks],
        moments=_moments(item, [row.entry for row in rows], config),
        steps=sorted(steps, key=lambda one: one.at),
        rows=rows,
        span=span,
    )


def _masks(call: Call, tasks: list[Assignment]) -> dict[UUID, str]:
    """Account -> "Expert 1" while the list of the panel is sealed until sign-in: for examiners too."""
    if not is_sealed(call):
        return {}
    users = [one.expert.person.user_id for one in tasks]
    return {pk: _("Expert {n}").format(n=number) for number, pk in enumerate(users, 1) if pk}


def _name(task: Assignment, masks: Mapping[UUID, str]) -> str:
    user = task.expert.person.user_id
    return masks.get(user, task.expert.person.name) if user else task.expert.person.name


def _entries(
    item: BatchItem, batches: list[BatchItem], tasks: list[Assignment], offers: list[Offer], stages: list[Stage]
) -> list[AuditEntry]:
    application = str(item.application_id)
    about = Q(subject_type="application", subject_id=application)
    about |= Q(subject_type="assignment", subject_id__in=[str(one.pk) for one in tasks])
    about |= Q(subject_type="offer", subject_id__in=[str(one.pk) for one in offers])
    about |= Q(subject_type="batch", subject_id__in=[str(one.batch_id) for one in batches])
    about |= Q(subject_type="call", subject_id=str(item.batch.call_id), action__in=_OF_CALL)
    of_stage = Q(subject_type="stage", subject_id__in=[str(one.pk) for one in stages])
    about |= of_stage & (Q(action__in=_OF_STAGE) | Q(after__applications__contains=[application]))
    about |= Q(subject_type="applications", before__has_key=application)
    about |= _of_others(item, application, tasks)
    return list(AuditEntry.objects.filter(about).order_by("seq"))


def _of_others(item: BatchItem, application: str, tasks: list[Assignment]) -> Q:
    """What is recorded about a thing that concerns the application among others: deliberations, objections, promotions
    into its place, declarations and findings of conflicts."""

    def ids(rows: QuerySet[Any, Any]) -> list[str]:
        return [str(one) for one in rows]

    about = Q(
        subject_type="deliberation",
        subject_id__in=ids(
            Discussed.objects.filter(application=item.application_id).values_list("deliberation_id", flat=True)
        ),
    )
    objections = Objection.objects.filter(application=item.application_id).values_list("pk", flat=True)
    about |= Q(subject_type="public_objection", subject_id__in=ids(objections))
    followed = Promotion.objects.filter(vacated=item.application_id).values_list("promoted_id", flat=True)
    about |= Q(subject_type="application", subject_id__in=ids(followed), action="reserve.promoted")
    experts = [str(one.expert_id) for one in tasks]
    declared = Q(subject_type="expert", subject_id__in=experts, action="conflicts.declared")
    about |= declared & Q(after__shown__contains=[application])
    for at in Conflict.objects.filter(application=item.application_id).values_list("at", flat=True):
        found = Q(action="conflicts.found", after__found__contains=[[application]])
        about |= found & Q(at__gte=at - _MOMENT, at__lte=at + _MOMENT)
    return about


def _moments(item: BatchItem, entries: list[AuditEntry], config: ReviewConfig) -> list[Moment]:
    batch, application = item.batch, str(item.application_id)
    rule = batch.rule

    def known(at: datetime) -> Known:
        return known_at(entries, at, application, config, (rule["rank_by"], Decimal(rule["gate_mean"])))

    proposed_by = batch.proposed_by.name if batch.proposed_by else ""
    found = [Moment(_("Proposed"), proposed_by, known(batch.proposed_at))]
    for one in batch.signatures.all():
        what = _("Signed as {role}").format(role=Role(one.role).label)
        found.append(Moment(what, one.user.name, known(one.at)))
    if batch.released_at:
        found.append(Moment(_("Released"), "", known(batch.released_at)))
    return found


def _step(row: Evidence, names: Mapping[UUID, str], things: Mapping[str, str]) -> Step:
    entry = row.entry
    who = names.get(entry.actor_id, "") if entry.actor_id else ""
    if not who:
        who = _("the platform") if entry.actor_label.startswith("system") else _("a visitor")
    if entry.on_behalf_of:
        who = _("%(who)s for %(other)s") % {"who": who, "other": names.get(entry.on_behalf_of, "")}
    detail = " · ".join(part for part in (things.get(entry.subject_id, ""), _detail(entry)) if part)
    return Step(entry.at, kind_of(entry.action), who, action_word(entry.action), detail, row)


def _detail(entry: AuditEntry) -> str:
    after: Mapping[str, Any] = entry.after if isinstance(entry.after, Mapping) else {}
    if entry.action == "offer.answered" and after.get("state") in OfferState.values:
        return str(OfferState(after["state"]).label)
    if entry.action == "sheet.locked":
        return _("total {total}").format(total=after.get("total", ""))
    if entry.action == "batch.signed" and after.get("role") in Role.values:
        return str(Role(after["role"]).label)
    if entry.action == "batch.approval_attached":
        return str(after.get("number", ""))
    if entry.action.startswith("batch.") and "number" in after:
        return _("Batch {number}").format(number=after["number"])
    if entry.action == "application.submitted":
        return _("version %(number)s") % {"number": after.get("version", "")}
    # The reasons that stages end by themselves with are codes with values; the gates say them in words.
    return "" if entry.action.startswith("stage.") else str(after.get("reason") or "")


def _letter(notice: Notice) -> Step:
    read = _("read") if notice.read_at else _("not read yet")
    detail = " · ".join((read, _("text {version}").format(version=notice.template_id), notice.subject))
    return Step(notice.written_at, Kind.TOLD, _("to {name}").format(name=notice.name), _("Letter"), detail, None)


def _receipt(task: Assignment) -> str:
    return next((one.receipt for one in task.sheets.all() if one.is_locked), "")


def _counted(task: Assignment, item: BatchItem) -> bool:
    if task.set_aside_at:
        return task.set_aside_at > item.batch.proposed_at
    return task.state == AssignmentState.LOCKED
