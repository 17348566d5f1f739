"""Changing a call: a draft at once, a published one by an amendment."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from yunhui.foundation.audit.services import record
from yunhui.foundation.formkit.rules import Question, questions_of
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import DomainError, InvalidError, Problem, require
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call, Group, Stage
from yunhui.pipeline.calls.rules import can_change, can_run_call, pairs_of, questions_now, stale_after, with_groups

MOST_GROUPS = 30


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """A group as the office writes it; `key` is empty for a new one. The order is that of the plans."""

    key: str
    name_zh: str
    name_en: str
    track: str = ""
    industry: str = ""
    is_overseas: bool = False
    quota: int = 0
    wild_card_of: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class StagePlan:
    """What changes of a stage: its working days, and entries of its configuration that are replaced."""

    working_days: int | None = None
    config: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What one page changes of a call; what it does not name stays.

    Attributes:
        columns: columns of `Call` by name.
        groups: all groups in their order.
        stages: by the stage's key.
        form: all questions in their order.
        fresh: paths of texts that the office has looked at and found up to date.
    """

    part: str
    columns: Mapping[str, Any] = field(default_factory=dict)
    groups: tuple[GroupPlan, ...] | None = None
    stages: Mapping[str, StagePlan] = field(default_factory=dict)
    form: tuple[Question, ...] | None = None
    fresh: tuple[str, ...] = ()


@transaction.atomic
def change_call(*, actor: Actor, call: Call, change: Change, seen: int | None = None) -> Call:
    """Save a part of a draft, complete or not; publication asks for what is missing.

    Args:
        seen: the count of edits that the page was made from; None does not ask.

    Raises:
        RefusedError: not the talent office.
        DomainError: `published`, `changed_meanwhile`.
        InvalidError: what the database could not hold, e.g. a window that runs backward.
    """
    row = locked(actor, call, change.part)
    if row.state != CallState.DRAFT:
        raise DomainError(
            "published", _("This call is published. Change it by an amendment, which everybody can read.")
        )
    if seen is not None and seen != row.edits:
        raise meanwhile()
    apply(row, change)
    record(actor=actor, action="call.changed", subject=("call", row.pk), after={"part": change.part})
    return row


@transaction.atomic
def edit_form(*, actor: Actor, call: Call, questions: tuple[Question, ...], seen: int | None = None) -> Call:
    """Keep the form that is being edited; of a published call it stays on the desk until it is announced.

    Raises:
        RefusedError: not the talent office, or the call is closed.
        DomainError: `changed_meanwhile`.
    """
    row = locked(actor, call, "form")
    if seen is not None and seen != row.edits:
        raise meanwhile()
    apply(row, Change("form", form=questions))
    if row.form_version and questions == questions_of(row.form_version.questions):
        row.form_draft = None
        row.save(update_fields=["form_draft"])
    record(actor=actor, action="call.changed", subject=("call", row.pk), after={"part": "form"})
    return row


def locked(actor: Actor, call: Call, part: str) -> Call:
    """The call's row, locked, for somebody who may change this part of it now.

    Raises:
        RefusedError: not the talent office, or the part cannot change any more.
    """
    row = Call.objects.select_for_update().get(pk=call.pk)
    require(can_run_call(actor, row))
    require(can_change(row, part))
    return row


def meanwhile() -> DomainError:
    """The refusal of a page that rests on an older state than the saved one."""
    return DomainError(
        "changed_meanwhile",
        _("Somebody else has changed this call since you opened the page. Nothing of yours is lost: look at what is "
          "saved now, then save again."),
    )  # fmt: skip


def apply(row: Call, change: Change) -> None:
    """Carry a change out on a locked row, in the caller's transaction.

    Raises:
        InvalidError: what the database could not hold.
    """
    groups = list(row.groups.order_by("sort", "pk"))
    before = pairs_of(row, groups)
    for name, value in change.columns.items():
        setattr(row, name, value)
    if row.opens_at and row.closes_at and row.opens_at >= row.closes_at:
        raise InvalidError([Problem("closes_at", "window", _("The call must open before it closes."))])
    for stage in row.stages.filter(key__in=change.stages):
        _apply_stage(stage, change.stages[stage.key])
    if change.form is not None:
        row.form_draft = [asdict(question) for question in change.form]
    if change.groups is not None:
        groups = _apply_groups(row, groups, change.groups)
        asked = questions_now(row)
        if (synced := with_groups(asked, groups)) != asked:
            row.form_draft = [asdict(question) for question in synced]
    known = {path: behind for path, behind in row.stale.items() if path not in change.fresh}
    row.stale = stale_after(before, pairs_of(row, groups), known)
    row.edits += 1
    row.save()


def _apply_stage(stage: Stage, plan: StagePlan) -> None:
    if plan.working_days is not None:
        stage.working_days = plan.working_days
    stage.config = {**stage.config, **plan.config}
    stage.save(update_fields=["working_days", "config"])


def _apply_groups(row: Call, groups: list[Group], plans: tuple[GroupPlan, ...]) -> list[Group]:
    known = {group.key: group for group in groups}
    kept = {plan.key for plan in plans if plan.key}
    if row.state != CallState.DRAFT and not known.keys() <= kept:
        text = _("A group of a published call stays: somebody may have chosen it. It can be renamed.")
        raise InvalidError([Problem("groups", "stays", text)])
    for key in known.keys() - kept:
        known.pop(key).delete()
    rows: list[Group] = []
    for sort, plan in enumerate(plans[:MOST_GROUPS]):
        group = known.get(plan.key) or Group(call=row, key=_new_key(plan, {*known, *(one.key for one in rows)}))
        for name in ("name_zh", "name_en", "track", "industry", "is_overseas", "quota"):
            setattr(group, name, getattr(plan, name))
        group.wild_card_of = [dict(one) for one in plan.wild_card_of]
        group.wild_cards = sum(int(one["number"]) for one in plan.wild_card_of)
        group.sort = sort
        group.save()
        rows.append(group)
    return rows


def _new_key(plan: GroupPlan, taken: set[str]) -> str:
    stem = slugify(plan.name_en)[:32].strip("-") or plan.industry or "group"
    return next(key for key in (stem, *(f"{stem}-{n}" for n in range(2, 99))) if key not in taken)


def moved(questions: tuple[Question, ...], key: str, steps: int) -> tuple[Question, ...]:
    """The questions with one of them moved by so many places."""
    rows = list(questions)
    place = next((index for index, one in enumerate(rows) if one.key == key), None)
    if place is None:
        return questions
    row = rows.pop(place)
    rows.insert(max(0, min(len(rows), place + steps)), row)
    return tuple(rows)


def renamed(questions: tuple[Question, ...], old: tuple[str, str], new: tuple[str, str]) -> tuple[Question, ...]:
    """The questions with a section renamed."""
    return tuple(
        replace(one, section_zh=new[0], section_en=new[1]) if (one.section_zh, one.section_en) == old else one
        for one in questions
    )
