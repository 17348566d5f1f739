"""A whole call without a browser: from a file of applications to a selection, a timetable and a report."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from uuid import UUID

from django.db import transaction

from yunhui.decide.files import WrongInput
from yunhui.features.timetable.models import Timetable
from yunhui.features.timetable.services import build_timetable, publish_timetable
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.selectors import actor_of
from yunhui.foundation.accounts.services import create_user, grant_role
from yunhui.foundation.codes.selectors import places
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.parties.services import add_organisation, keep_person
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.services import publish_call
from yunhui.pipeline.decisions.models import Batch
from yunhui.pipeline.decisions.services import propose_batch, release_batch, sign_batch
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.experts.services import admit_expert
from yunhui.pipeline.review.services import assign_experts
from yunhui.recipes.cloud_roadshow import draft_call
from yunhui.recipes.demo.city import add_host_areas
from yunhui.recipes.run_call.inputs import ExpertRow, FileScores, read_experts
from yunhui.recipes.run_call.startups import Company, read_companies, sample
from yunhui.recipes.run_call.synthetic import Synthetic
from yunhui.recipes.walk import Say, answer_offers, check_forms, enter_applications, lock_sheets, orders_by_reference

EXPERTS = 40
GROUPS = ("equipment", "energy", "ict", "health")


@dataclass(frozen=True, slots=True)
class Task:
    """What the command line asks for."""

    applications: Path
    out: Path
    sample: int | None = None
    experts: Path | None = None
    scores: Path | None = None
    select: int = 32
    reserve: int = 5
    seed: int = 1


@dataclass(slots=True)
class Result:
    """What came of it; `seconds` by step, `notes` in both languages as (zh, en)."""

    call: Call
    batch: Batch
    timetable: Timetable
    received: int
    checked: int
    incomplete: int
    ties: int
    seconds: dict[str, float] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)


class _Steps:
    """Times each step and says it."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.seconds: dict[str, float] = {}

    def done(self, name: str, text: str, since: float) -> float:
        now = perf_counter()
        self.seconds[name] = now - since
        self.say(f"{now - since:5.1f} s  {text}")
        return now


def run(task: Task, *, say: Say) -> Result:
    """Run the call in the connected, empty database.

    Raises:
        WrongInput: a file cannot be used; the message names the row and column.
        DomainError: the call cannot be decided, e.g. too few experts.
    """
    _check(task)
    steps, at = _Steps(say), perf_counter()
    system = actors.system("run-call")
    jurisdiction, boards = add_host_areas(actor=system)
    companies = read_companies(task.applications, places())
    chosen = companies if task.sample is None else sample(companies, task.sample, task.seed)
    keys = {number: company.key for number, company in enumerate(chosen, 1)}
    scores = FileScores(task.scores, keys) if task.scores else None
    world = Synthetic(task.seed)
    experts = _experts(task, scores, companies, chosen)
    at = steps.done("read", f"read {len(companies)} companies, took {len(chosen)}; {len(experts)} experts", at)

    now = clock.now()
    today = now.astimezone(clock.BEIJING).date()
    call = publish_call(
        actor=system,
        call=draft_call(
            actor=system,
            jurisdiction=jurisdiction,
            code="run-call",
            titles=("云创荟（文件试算）", "Cloud roadshow (computed from a file)"),
            window=(now - timedelta(days=1), now + timedelta(days=1)),
            event_days=(today + timedelta(days=30), today + timedelta(days=31)),
            seats=task.select,
            reserves=task.reserve,
            is_synthetic=True,
        ),
    )
    enter_applications(actor=system, call=call, entries=[company.answers for company in chosen])
    at = steps.done("enter", f"entered {len(chosen)} applications", at)
    checked, incomplete = check_forms(actor=system, call=call)
    offers = answer_offers(actor=system, call=call, decide=world.interest)
    at = steps.done("dock", f"{checked} complete, {incomplete} not; {offers} answers of {len(boards)} host areas", at)
    assignments = assign_experts(actor=system, call=call, pairs=_pairs(call, scores) if scores else None)
    at = steps.done("assign", f"{len(assignments)} assignments without a conflict of interest", at)
    lock_sheets(call=call, score=scores.points if scores else world.points)
    at = steps.done("score", f"{len(assignments)} score sheets", at)
    batch, ties = _decide(call)
    at = steps.done("decide", "ranked inside the groups, gates, quotas, reserves; released by two", at)
    # Bounded by work, not by the clock: the same call has the same timetable on a machine that is busy.
    timetable = build_timetable(actor=system, call=call, seconds=120.0, work=4.0)
    if not timetable.clashes:
        timetable = publish_timetable(actor=system, timetable_id=timetable.pk)
    steps.done("timetable", f"timetable {timetable.status}, price {timetable.objective}, bound {timetable.bound}", at)
    return Result(
        call,
        batch,
        timetable,
        len(chosen),
        checked,
        incomplete,
        ties,
        steps.seconds,
        _notes(task, scores is None, ties),
    )


def _check(task: Task) -> None:
    for name, value, low in (
        ("--select", task.select, 1),
        ("--reserve", task.reserve, 0),
        ("--sample", task.sample, 1),
    ):
        if value is not None and value < low:
            raise WrongInput(f"{name} {value}: write a whole number from {low} on")


def _experts(task: Task, scores: FileScores | None, companies: list[Company], chosen: list[Company]) -> list[Expert]:
    """Experts of the file; else the judges whom the scores name; else synthetic ones with profiles from other firms."""
    if task.experts:
        return _admit(read_experts(task.experts, frozenset(GROUPS)))
    if scores:
        return _admit(ExpertRow(judge, judge, "", GROUPS, ("",)) for judge in scores.judges())
    rng = random.Random(task.seed)
    taken = {company.key for company in chosen}
    others: dict[str, list[str]] = {group: [] for group in GROUPS}
    for company in companies:
        if company.key not in taken or len(companies) == len(chosen):
            others[company.answers["group"]].append(company.answers["summary"])
    rows = []
    for index in range(EXPERTS):
        group = GROUPS[index % len(GROUPS)]
        texts = tuple(rng.sample(others[group], min(6, len(others[group]))))
        name = f"Expert {index + 1:02d} (synthetic)"
        rows.append(
            ExpertRow(
                name, f"expert-{index + 1:02d}@synthetic.example", f"University {index % 10 + 1}", (group,), texts
            )
        )
    return _admit(rows)


@transaction.atomic
def _admit(rows: Iterable[ExpertRow]) -> list[Expert]:
    system = actors.system("run-call")
    units = {}
    found = []
    for row in rows:
        user = create_user(actor=system, email=row.email, name=row.name)
        grant_role(actor=system, user=user, role=Role.EXPERT)
        if row.organisation and row.organisation not in units:
            units[row.organisation] = add_organisation(actor=system, kind="university", name_en=row.organisation)
        person = keep_person(
            actor=system, name=row.name, user=user, email=row.email, organisation=units.get(row.organisation)
        )
        found.append(
            admit_expert(actor=system, person=person, industries=row.industries, profile=[t for t in row.profile if t])
        )
    return found


def _pairs(call: Call, scores: FileScores) -> list[tuple[UUID, UUID]]:
    experts = {email.casefold(): pk for pk, email in Expert.objects.values_list("pk", "person__email")}
    applications = Application.objects.filter(call=call).values_list("pk", "number")
    pairs = [
        (pk, experts[judge])
        for pk, number in applications
        for judge in sorted(scores.judges_of(number or 0))
        if judge in experts
    ]
    if not pairs:
        raise WrongInput(f"{scores.path}: none of its entries and judges are applications and experts of this call")
    return pairs


def _decide(call: Call) -> tuple[Batch, int]:
    """Propose, break ties that the rule leaves (by the reference, and say so), sign by two, release."""
    system = actors.system("run-call")
    people = []
    for key, role in (("chair", Role.CHAIR), ("director", Role.APPROVER)):
        user: User = create_user(actor=system, email=f"{key}@run-call.example", name=key)
        grant_role(actor=system, user=user, role=role)
        people.append(actor_of(user))
    chair, director = people
    batch = propose_batch(actor=chair, call=call)
    ties = 0
    orders: dict[UUID, int] = {}
    while open_ties := batch.notes["ties"]:
        ties += len(open_ties)
        orders |= orders_by_reference(batch, open_ties)
        batch = propose_batch(actor=chair, call=call, deliberated=orders, reason="run-call: by the reference")
    for person in people:
        sign_batch(actor=person, batch_id=batch.pk)
    return release_batch(actor=director, batch_id=batch.pk), ties


def _notes(task: Task, synthetic_scores: bool, ties: int) -> list[tuple[str, str]]:
    notes = [
        (
            "本文件由命令行试算得出：板块意向为合成数据。",
            "Computed from the command line: the interests of host areas are SYNTHETIC.",
        ),
        (
            "评分为合成数据，不是任何专家的意见。"
            if synthetic_scores
            else f"评分取自文件{task.scores and task.scores.name}。",
            "The scores are SYNTHETIC; no expert has given them."
            if synthetic_scores
            else f"The scores come from the file {task.scores and task.scores.name}.",
        ),
        (
            "名次只按公布规则（组内平均分）排；评分尺度参考和80%区间只作参考，不改变名次。",
            "The order follows the announced rule alone (plain mean inside the group); "
            "the reference and its 80 % interval never sort.",
        ),
    ]
    if task.experts is None and synthetic_scores:
        notes.append(("专家为合成数据。", "The experts are SYNTHETIC."))
    if ties:
        notes.append(
            (
                f"{ties}处同分按公布规则分不出先后，试算按评分尺度参考定序；正式评审应由合议决定。",
                f"{ties} ties that the rule leaves open were ordered by the reference; in a real call a panel decides.",
            )
        )
    return notes


__all__ = ["Result", "Task", "run"]
