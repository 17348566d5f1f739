"""Reads of consents: what holds now, and the conditions by which rooms above let their people read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import Problem
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.consents.enums import Level, Purpose
from yunhui.pipeline.consents.models import Consent
from yunhui.pipeline.consents.rules import needed_for

_LEVELS = (Level.TITLE, Level.TEAM, Level.SUMMARY)


def in_force() -> QuerySet[Consent]:
    """The last word on each application, purpose and recipient, given or revoked."""
    # Said this way PostgreSQL plans an anti-join and expects as many rows as come.
    return Consent.objects.filter(~Exists(Consent.objects.filter(replaces=OuterRef("pk"))))


def permitted(purpose: str, board_id: UUID | None = None, application: str = "pk") -> Q:
    """The condition on applications that their applicant lets a purpose read them.

    Args:
        board_id: for `Purpose.BOARDS`, the host area that wants to read; without one, whether any host area may.
        application: for rows that name an application: their column for it, e.g. "application_id".
    """
    given = in_force().filter(purpose=purpose, is_given=True)
    if purpose != Purpose.BOARDS or board_id is None:
        return Q((f"{application}__in", given.values("application_id")))
    own = in_force().filter(purpose=purpose, board_id=board_id)
    for_all = given.filter(board__isnull=True).exclude(
        application_id__in=own.filter(is_given=False).values("application_id")
    )
    mine = own.filter(is_given=True).values("application_id")
    return Q((f"{application}__in", for_all.values("application_id"))) | Q((f"{application}__in", mine))


def permitted_each(purpose: str, application: str) -> Case:
    """`permitted` for few rows of a large city: asked of each of them by the index.

    As a CASE, because PostgreSQL turns a bare EXISTS into a join, which takes minutes where it has not looked at new
    rows yet and expects one instead of hundreds.
    """
    given = in_force().filter(purpose=purpose, is_given=True, application_id=OuterRef(application))
    return Case(When(Exists(given), then=Value(True)), default=Value(False), output_field=BooleanField())


def board_permitted(application: str, board: str) -> Q:
    """The same condition for rows that name both: their columns for the application and for the host area.

    E.g. `Offer.objects.filter(board_permitted("application_id", "board_id"))`.
    """
    rows = in_force().filter(purpose=Purpose.BOARDS, application_id=OuterRef(application))
    own = rows.filter(board_id=OuterRef(board))
    return Q(Exists(own.filter(is_given=True))) | (
        Q(Exists(rows.filter(board__isnull=True, is_given=True))) & ~Q(Exists(own.filter(is_given=False)))
    )


@dataclass(frozen=True, slots=True)
class Recipients:
    """The host areas that one application may be shown to: all but some, or some alone."""

    all_of_them: bool = False
    named: frozenset[UUID] = frozenset()
    barred: frozenset[UUID] = frozenset()

    def allows(self, board_id: UUID) -> bool:
        """Whether this host area may read."""
        return board_id in self.named or (self.all_of_them and board_id not in self.barred)

    @property
    def is_anyone(self) -> bool:
        """Whether there is a host area that may read."""
        return self.all_of_them or bool(self.named)


NOBODY = Recipients()


def boards_permitted_by(application_ids: Iterable[UUID]) -> Mapping[UUID, Recipients]:
    """Which host areas each application may be shown to; one that is missing may be shown to none. One query."""
    rows = in_force().filter(purpose=Purpose.BOARDS, application_id__in=list(application_ids))
    everyone: set[UUID] = set()
    named: dict[UUID, set[UUID]] = {}
    barred: dict[UUID, set[UUID]] = {}
    for application_id, board_id, is_given in rows.values_list("application_id", "board_id", "is_given"):
        if board_id is not None:
            (named if is_given else barred).setdefault(application_id, set()).add(board_id)
        elif is_given:
            everyone.add(application_id)
    return {
        pk: Recipients(pk in everyone, frozenset(named.get(pk, ())), frozenset(barred.get(pk, ())))
        for pk in everyone | set(named) | set(barred)
    }


def publication_of(application_ids: Iterable[UUID]) -> Mapping[UUID, Level]:
    """How much of each application everyone may see; one that is missing is number, field and country only."""
    rows = in_force().filter(purpose=Purpose.PUBLICATION, is_given=True, application_id__in=list(application_ids))
    return {pk: Level(level or Level.TITLE) for pk, level in rows.values_list("application_id", "level")}


def publication_in(application: str) -> Subquery:
    """`publication_of` as a column of rows that name an application: a `Level`, or null.

    Args:
        application: their column for it, e.g. "application_id".
    """
    rows = in_force().filter(purpose=Purpose.PUBLICATION, is_given=True, application_id=OuterRef(application))
    return Subquery(rows.values(how_much=Case(When(level="", then=Value(Level.TITLE)), default=F("level")))[:1])


def published_at_least(level: Level) -> Q:
    """The condition on applications that everyone may see them up to this level."""
    levels = [one for one in _LEVELS if _LEVELS.index(one) >= _LEVELS.index(level)]
    rows = in_force().filter(purpose=Purpose.PUBLICATION, is_given=True, level__in=levels)
    return Q(pk__in=rows.values("application_id"))


def consents_of(actor: Actor, application: Application) -> QuerySet[Consent]:
    """What holds now for an application that the actor was let see, with its host areas."""
    return in_force().filter(application=application).select_related("board").order_by("purpose", "board__sort", "pk")


def ledger_of(actor: Actor, application: Application) -> QuerySet[Consent]:
    """Every giving and revoking of an application that the actor was let see, the newest first."""
    return Consent.objects.filter(application=application).select_related("board").order_by("-pk")


def missing_consents(actor: Actor, application: Application) -> list[Problem]:
    """What keeps an application from being submitted: each needed purpose without a consent, with where it is given."""
    return [
        Problem(
            f"consent-{purpose}",
            "consent_needed",
            _("{purpose}: decide under “Who may see this”. Without it the call cannot do what it announces.").format(
                purpose=Purpose(purpose).label
            ),
        )
        for purpose in lacking(application, needed_for(application.call))
    ]


def lacking(application: Application, needed: Iterable[str]) -> list[str]:
    """The needed purposes to which nobody's consent stands."""
    given = set(in_force().filter(application=application, is_given=True).values_list("purpose", flat=True))
    return [purpose for purpose in needed if purpose not in given]
