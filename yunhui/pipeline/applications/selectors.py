"""Reads of applications."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from yunhui.decide.likeness import likeness
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.files.selectors import attachments_of
from yunhui.kernel import clock, searching
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.parties.models import Board
from yunhui.pipeline.applications.enums import ApplicationState, FoundBy, PassState
from yunhui.pipeline.applications.models import (
    Acknowledgement,
    Application,
    ApplicationVersion,
    Collaborator,
    Completion,
    CompletionItem,
    OfficeNote,
    StagePass,
)
from yunhui.pipeline.applications.ports import readers_of
from yunhui.pipeline.applications.rules import collaborations
from yunhui.pipeline.applications.states import AT_WORK, WAITING_FOR_WORK
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.calls.rules import STAFF, can_run_call


def applications_visible_to(actor: Actor) -> QuerySet[Application]:
    """What the actor may read: all for the city's machinery, their own for applicants, a call's submitted ones for its
    staff, and what the rooms above show to boards and experts."""
    if actor.is_system:
        return Application.objects.all()
    condition = _own(actor)
    submitted = ~Q(state=ApplicationState.DRAFT) & Q(number__isnull=False)
    for role in STAFF:
        if actor.has_in(role, ScopeKind.CITY, ""):
            condition |= submitted
        elif ids := actor.scope_ids(role, ScopeKind.CALL):
            condition |= submitted & Q(call_id__in=[UUID(one) for one in ids])
    for extra in readers_of(actor):
        condition |= submitted & extra
    return Application.objects.filter(condition)


def application_for(actor: Actor, application_id: UUID) -> Application:
    """One application with its call, group and passes.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    application = (
        applications_visible_to(actor)
        .filter(pk=application_id)
        .select_related("call", "group", "form_version", "person", "organisation", "keeper")
        .prefetch_related(
            Prefetch("passes", StagePass.objects.select_related("stage").order_by("stage__ordinal", "pk"))
        )
        .first()
    )
    if application is None:
        raise NotFoundError("application")
    return application


def own_applications(actor: Actor) -> QuerySet[Application]:
    """What the actor owns or writes with others, newest first, drafts too."""
    return (
        Application.objects.filter(_own(actor))
        .select_related("call", "group")
        .prefetch_related(
            Prefetch("passes", StagePass.objects.select_related("stage").order_by("stage__ordinal", "pk"))
        )
        .order_by("-saved_at")
    )


def _own(actor: Actor) -> Q:
    if not actor.user_id:
        return Q(pk__in=[])
    return Q(owner_id=actor.user_id) | Q(pk__in=collaborations(actor).values("application_id"))


def own_application(actor: Actor, application_id: UUID) -> Application:
    """One of the applications that the actor owns or writes with others, with call, group, form version, owner and
    passes.

    Raises:
        NotFoundError: there is none, or it is another's.
    """
    found = own_applications(actor).select_related("form_version", "owner").filter(pk=application_id).first()
    if found is None:
        raise NotFoundError("application")
    return found


def is_shared(application: Application) -> bool:
    """Whether others than its owner have or had a hand in it."""
    return application.collaborators.filter(accepted_at__isnull=False).exists()


def collaborators_of(actor: Actor, application_id: UUID) -> list[Collaborator]:
    """The living invitations and co-applicants of one of the actor's own applications, in the order in which they came.

    Raises:
        NotFoundError: there is no such application, or it is another's.
    """
    application = own_application(actor, application_id)
    return list(application.collaborators.filter(ended_at__isnull=True).select_related("user").order_by("invited_at"))


def files_of(application: Application) -> list[tuple[str, str]]:
    """The files of an application that its reader was let to see, as (id, name)."""
    rows = attachments_of("application", application.pk)
    return [(str(one.pk), one.name) for one in rows]


def acknowledged_at(actor: Actor, call: Call, version: str) -> datetime | None:
    """When the actor read this version of what applying to a call means; None where they have not."""
    rows = Acknowledgement.objects.filter(call=call, user_id=actor.user_id, version=version) if actor.user_id else None
    return rows.values_list("acknowledged_at", flat=True).first() if rows is not None else None


def submitted_to_staff(actor: Actor) -> QuerySet[Application]:
    """The submitted applications of the calls inside which the actor works, and no others."""
    rows = Application.objects.filter(number__isnull=False)
    if any(actor.has_in(role, ScopeKind.CITY, "") for role in STAFF):
        return rows
    ids = set().union(*(actor.scope_ids(role, ScopeKind.CALL) for role in STAFF))
    return rows.filter(call_id__in=[UUID(one) for one in ids])


def submitted_in(actor: Actor, call: Call) -> QuerySet[Application]:
    """The submitted applications of one call that the actor may read."""
    return applications_visible_to(actor).filter(call=call, number__isnull=False)


def passed(*kinds: str) -> Q:
    """The condition on applications that their stage of every one of the kinds is passed."""
    return Q(standing__steps__contains=[f"{kind}:{PassState.PASSED}" for kind in kinds])


def at_work_in(*kinds: str) -> Q:
    """The condition on applications that a stage of one of the kinds is open for them."""
    steps = [f"{kind}:{state}" for kind in kinds for state in AT_WORK]
    return Q(state__in=WAITING_FOR_WORK, standing__steps__overlap=steps)


def stands_at(kind: str, state: str) -> Q:
    """The condition on applications that their stage of the kind is in one state, "returned" for what the applicant
    still has to complete; of ended ones too."""
    return Q(standing__steps__contains=[f"{kind}:{state}"])


def matching(text: str, by: FoundBy, *, on: str = "") -> Q:
    """The condition on applications (`on`: on rows that reach one, "application__") that all words of a text stand in
    what the reader may find them by; where that is all, a word with an @ begins the applicant's e-mail address."""
    asked = searching.question(text, addresses=by == FoundBy.ALL, weights=by)
    return Q(**{f"{on}search__asked": asked}) if asked else Q(pk__in=[])


def counted_by(actor: Actor, call: Call, columns: Sequence[str], steps: Mapping[str, Q]) -> QuerySet[Any, Any]:
    """(values of some columns, how many of a call's submitted applications meet each condition, …) in one walk."""
    counts = {key: Count("pk", filter=condition) if condition else Count("pk") for key, condition in steps.items()}
    rows = submitted_in(actor, call).order_by().values_list(*columns).annotate(**counts)
    return rows.values_list(*columns, *steps)


def counted_by_state(actor: Actor, calls: Iterable[Call]) -> dict[UUID, dict[str, int]]:
    """Call -> state -> submitted applications in that state."""
    rows = applications_visible_to(actor).filter(call__in=list(calls), number__isnull=False)
    found: dict[UUID, dict[str, int]] = {}
    for call_id, state, count in rows.values_list("call_id", "state").annotate(count=Count("pk")).order_by():
        found.setdefault(call_id, {})[state] = count
    return found


@dataclass(frozen=True, slots=True)
class Work:
    """What is open in one call's stages of one kind: how many, how many late, when the first is due; and how many
    wait for their applicants instead."""

    count: int
    late: int
    due_at: datetime | None
    owed: int = 0


def work_in(actor: Actor, calls: Iterable[Call]) -> dict[tuple[UUID, str], Work]:
    """(call, kind of stage) -> what is open there, among the applications that the actor may read."""
    passes = _open_passes().filter(application__in=applications_visible_to(actor), stage__call__in=list(calls))
    ours = Q(state=PassState.OPEN)
    rows = passes.values_list("stage__call_id", "stage__kind").annotate(
        count=Count("pk", filter=ours),
        late=Count("pk", filter=ours & Q(due_at__lte=clock.now())),
        first=Min("due_at", filter=ours),
        owed=Count("pk", filter=Q(state=PassState.RETURNED)),
    )
    return {(call_id, kind): Work(*figures) for call_id, kind, *figures in rows.order_by()}


def _open_passes() -> QuerySet[StagePass]:
    """The passes on which somebody has to act; a reserve's open pass waits for a place, not for work."""
    return StagePass.objects.filter(state__in=AT_WORK, application__state__in=WAITING_FOR_WORK)


def last_version(application: Application) -> ApplicationVersion | None:
    """What was submitted last."""
    return application.versions.order_by("-number").first()


def to_check(actor: Actor, call: Call) -> QuerySet[StagePass]:
    """The form checks that wait for the call's office, the most urgent first; nothing for anybody else."""
    return _form_checks(actor, call).filter(state=PassState.OPEN).order_by("due_at", "application__number")


def owed_by_applicants(actor: Actor, call: Call) -> QuerySet[Completion]:
    """What applicants have been asked to complete and have not, the most urgent first; for the call's office."""
    passes = _form_checks(actor, call).filter(state=PassState.RETURNED)
    rows = Completion.objects.filter(stage_pass__in=passes, ended_at__isnull=True)
    return rows.select_related("stage_pass__application").order_by("due_at", "number")


def completions_of(application: Application) -> list[Completion]:
    """Every request to complete an application that its reader was let to see, with what was missing; oldest first."""
    rows = Completion.objects.filter(stage_pass__application=application).select_related("stage_pass__stage", "version")
    items = Prefetch("items", CompletionItem.objects.order_by("sort"))
    return list(rows.prefetch_related(items).order_by("asked_at"))


@dataclass(frozen=True, slots=True)
class Alike:
    """Another application that may be the same one: by `owner`, `email`, `speaker` or `title`."""

    pk: UUID
    number: int
    state: str
    call_zh: str
    call_en: str
    reasons: tuple[str, ...]


def alike_to(actor: Actor, application: Application, most: int = 5) -> list[Alike]:
    """Submitted applications of this or any other call that share the account, the address or the speaker, or whose
    title shares at least half of its pairs of characters; those with the most in common first. One query."""
    email = str(application.answers.get("email") or "")
    texts = (application.title, application.title_en, application.speaker)
    asked = searching.any_of(set[str]().union(*map(searching.words_of, texts)), address=email)
    if not asked:
        return []
    rows = applications_visible_to(actor).filter(number__isnull=False).exclude(pk=application.pk)
    same = Q(owner_id=application.owner_id) if application.owner_id else Q(pk__in=[])
    columns = ("pk", "number", "state", "title", "title_en", "speaker", "owner_id", "answers__email", "call__title_zh",
               "call__title_en")  # fmt: skip
    near = rows.filter(same | Q(search__asked=asked))
    found = [
        (reasons, row)
        for row in near.annotate(near=searching.nearness("search", asked)).order_by("-near", "pk").values(*columns)[:80]
        if (reasons := _shared(application, email, row))
    ]
    found.sort(key=lambda pair: (-len(pair[0]), pair[1]["number"]))
    return [
        Alike(row["pk"], row["number"], row["state"], row["call__title_zh"], row["call__title_en"], reasons)
        for reasons, row in found[:most]
    ]


def _shared(application: Application, email: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    said = {
        "owner": bool(application.owner_id) and application.owner_id == row["owner_id"],
        "email": bool(email) and email.casefold() == str(row["answers__email"] or "").casefold(),
        "speaker": bool(application.speaker) and likeness(application.speaker, row["speaker"]) == 1,
        "title": max(likeness(application.title, row["title"]), likeness(application.title_en, row["title_en"])) >= 0.5,
    }
    reasons = tuple(reason for reason, holds in said.items() if holds)
    # Two people may have the same name: alone it says nothing.
    return () if reasons == ("speaker",) else reasons


def _form_checks(actor: Actor, call: Call) -> QuerySet[StagePass]:
    rows = StagePass.objects.filter(stage__call=call, stage__kind="screening")
    rows = rows.filter(application__state=ApplicationState.IN_PROGRESS).select_related("stage", "application")
    return rows if can_run_call(actor, call) else rows.none()


def referred_by(actor: Actor, board: Board) -> QuerySet[Application]:
    """What a host area has recommended, the newest first, for its own officers; nothing for anybody else."""
    rows = Application.objects.filter(referred_by=board).select_related("call", "owner").order_by("-saved_at")
    return rows if actor.is_system or actor.has_in(Role.BOARD, ScopeKind.BOARD, board.pk) else rows.none()


def notes_on(actor: Actor, application: Application) -> QuerySet[OfficeNote]:
    """What the office wrote down about an application, the newest first; nothing for anybody else."""
    if not can_run_call(actor, application.call):
        return OfficeNote.objects.none()
    rows = OfficeNote.objects.filter(application=application, taken_back_at__isnull=True)
    return rows.select_related("author").order_by("-written_at", "pk")
