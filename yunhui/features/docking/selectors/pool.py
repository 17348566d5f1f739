"""The pool to pick from: projects with a place for another host area, masked."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yunhui.features.docking.enums import FirstContactState, OfferState, Origin
from yunhui.features.docking.models import FirstContact, Offer
from yunhui.features.docking.rules import AT_WORK, day_of, masked
from yunhui.features.docking.selectors.offers import country_of_each, in_the_running, inbox_of
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import Application, ApplicationVersion, StagePass
from yunhui.pipeline.consents.enums import Purpose
from yunhui.pipeline.consents.models import Consent
from yunhui.pipeline.consents.selectors import in_force


@dataclass(frozen=True, slots=True)
class Brief:
    """A project as the pool shows it: no title, no names, no way to reach anybody."""

    application: Application
    country: str
    stage: str
    paragraph: str
    fits: bool


def in_pool(actor: Actor, board: Board) -> QuerySet[Application]:
    """The projects that a host area may pick: in the running, past the form check, open to every host area by the
    applicant's consent, with a place left, never offered to it, and under no other's protection.

    A place is left while fewer host areas are asked or interested than the call allows. That a project is here says
    no more than that: neither who was asked nor what they answered.
    """
    if not (actor.is_system or actor.has_in(Role.BOARD, ScopeKind.BOARD, board.pk)):
        return Application.objects.none()
    offers = Offer.objects.filter(application=OuterRef("pk"))
    at_work = offers.order_by().filter(state__in=AT_WORK).values("application").annotate(n=Count("pk")).values("n")
    docked = StagePass.objects.filter(application=OuterRef("pk"), stage__kind="docking").exclude(
        state__in=[PassState.WAITING, PassState.SKIPPED]
    )
    protected = FirstContact.objects.filter(
        application=OuterRef("pk"), state=FirstContactState.STANDING, protected_until__gte=_today()
    ).exclude(board=board)
    return (
        Application.objects.filter(_open_to_all_but(board))
        .filter(Exists(docked), ~Exists(offers.filter(board=board)), ~Exists(protected))
        .filter(state=ApplicationState.IN_PROGRESS, call__is_synthetic=False)
        .annotate(at_work=Coalesce(Subquery(at_work, output_field=IntegerField()), 0))
        .filter(at_work__lt=F("call__max_boards"))
        .order_by("-call__closes_at", "number")
    )


def pool_ids(actor: Actor, board: Board) -> tuple[list[UUID], list[UUID]]:
    """The ids of the whole pool and of what fits a host area's own fields, in the order of the pool: one query for the
    page and for both of its counts, because finding who is in the pool is what costs."""
    rows = in_pool(actor, board).values_list("pk", "group__industry")
    everything, fields = list(rows), set(board.industries)
    return [pk for pk, _industry in everything], [pk for pk, industry in everything if industry in fields]


def open_picks_of(actor: Actor, board: Board) -> int:
    """How many of a host area's own picks wait for its answer."""
    picked = inbox_of(actor).order_by().filter(board=board, origin=Origin.PICKED, state=OfferState.PENDING)
    return picked.filter(in_the_running()).count()


def briefs_of(ids: list[UUID], board: Board, language: str) -> list[Brief]:
    """The masked briefs of one page of the pool, in its order (one query)."""
    last = ApplicationVersion.objects.filter(application=OuterRef("pk")).order_by("-number")
    rows = Application.objects.filter(pk__in=ids).select_related("group", "call")
    rows = rows.annotate(said=Subquery(last.values("answers")[:1]), country_name=country_of_each(language, "country"))
    found = {one.pk: one for one in rows}
    return [_brief(found[pk], board) for pk in ids if pk in found]


def _brief(application: Any, board: Board) -> Brief:
    answers: dict[str, Any] = application.said or {}
    names = [
        application.speaker,
        application.title,
        application.title_en,
        str(answers.get("employer") or ""),
        str(answers.get("name") or ""),
    ]
    industry = application.group.industry if application.group else ""
    stage = str(answers.get("stage") or "")[:40]
    paragraph = masked(str(answers.get("summary") or ""), names)
    return Brief(application, application.country_name or "", stage, paragraph, industry in board.industries)


def _open_to_all_but(board: Board) -> Q:
    """The condition that the applicant lets every host area read, not only some by name, and has not barred this."""
    rows: QuerySet[Consent] = in_force().filter(purpose=Purpose.BOARDS)
    to_all, barred = rows.filter(is_given=True, board__isnull=True), rows.filter(is_given=False, board=board)
    return Q(pk__in=to_all.values("application_id")) & ~Q(pk__in=barred.values("application_id"))


def _today() -> date:
    return day_of(clock.now())
