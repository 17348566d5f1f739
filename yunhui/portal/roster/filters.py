"""The filters of the list: what each is called, what it asks of an application, and which values there are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunhui.features.docking.selectors import offered_to
from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.selectors import holders
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_among
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.i18n import pick
from yunhui.kernel.ids import uuids_among
from yunhui.parties.selectors import boards
from yunhui.pipeline.applications.enums import ApplicationState, Channel, PassState
from yunhui.pipeline.applications.rules import found_by
from yunhui.pipeline.applications.selectors import at_work_in, matching, stands_at, submitted_in
from yunhui.pipeline.calls.models import Call, Stage
from yunhui.portal.funnel import conditions
from yunhui.portal.roster.asked import Asked

STATES = tuple(state for state in ApplicationState if state != ApplicationState.DRAFT)
CHECKS = (PassState.OPEN, PassState.RETURNED, PassState.PASSED, PassState.FAILED)
MINE, NOBODY = "me", "none"
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose list of which call, with its stages, at a moment (rounded, so that the same question is the same)."""

    actor: Actor
    call: Call
    stages: Sequence[Stage]
    now: datetime

    @classmethod
    def of(cls, actor: Actor, stages: Sequence[Stage]) -> "Scope":
        """The scope of a call's stages, each of which carries the call."""
        return cls(actor, stages[0].call, stages, clock.now().replace(second=0, microsecond=0))

    @property
    def kinds(self) -> set[str]:
        """The kinds of the call's stages."""
        return {stage.kind for stage in self.stages}


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: its word, the condition of some of its values, and the choices that it offers."""

    label: Promise
    condition: Callable[[Scope, Sequence[str]], Q]
    choices: Callable[[Scope], Choices]


def condition_of(scope: Scope, asked: Asked) -> Q:
    """All that is asked, as one condition on the submitted applications of the call."""
    condition = conditions(scope.kinds).get(asked.step, Q())
    for name, values in asked.chosen:
        condition &= KNOWN[name].condition(scope, values)
    if asked.q:
        condition &= matching(asked.q, found_by(scope.actor))
    return condition


def due_words() -> dict[str, str]:
    """When something is due -> its word."""
    return {
        "late": _("Late"),
        "today": _("Due today"),
        "week": _("Due this week"),
        "later": _("Due later"),
        "none": _("Nothing due"),
    }


def word_of(scope: Scope, name: str, value: str, named: str) -> str:
    """The word of one value of a filter; `named` is what the database calls it."""
    fixed: dict[str, dict[str, Any]] = {
        "state": dict(ApplicationState.choices), "channel": dict(Channel.choices), "check": check_words(),
        "due": due_words(), "stage": {one.key: pick(one, "name", scope.actor.language) for one in scope.stages},
        "keeper": {MINE: _("Mine"), NOBODY: _("Nobody's")}, "wild": {"1": _("Wild card"), "0": _("No wild card")},
    }  # fmt: skip
    return str(fixed.get(name, {}).get(value, named))


def check_words() -> dict[str, str]:
    """State of the form check -> its word, as the office says it."""
    return {
        PassState.OPEN: _("To check"),
        PassState.RETURNED: _("With the applicant"),
        PassState.PASSED: _("Form check passed"),
        PassState.FAILED: _("Form check not passed"),
    }


def _known(values: Iterable[str], known: Iterable[str]) -> list[str]:
    allowed = set(known)
    return [one for one in values if one in allowed]


def _any(parts: Iterable[Q]) -> Q:
    """Any of some conditions; nothing where there is none, as a value that is none asks for nothing."""
    found = Q(pk__in=[])
    for part in parts:
        found |= part
    return found


def _at_stage(scope: Scope, values: Sequence[str]) -> Q:
    kinds = [stage.kind for stage in scope.stages if stage.key in values]
    return at_work_in(*kinds) if kinds else Q()


def _of_state(scope: Scope, values: Sequence[str]) -> Q:
    known = _known(values, ApplicationState.values)
    return Q(state__in=known) if known else Q()


def _due(scope: Scope, values: Sequence[str]) -> Q:
    # A deadline of midnight belongs to the day that it ends: "today" reaches to the next midnight, which counts.
    today = clock.end_of_day(scope.now.astimezone(clock.BEIJING).date())
    sunday = today + timedelta(days=6 - scope.now.astimezone(clock.BEIJING).weekday())
    at = "standing__due_at"
    parts = {
        "late": Q(**{f"{at}__lte": scope.now}),
        "today": Q(**{f"{at}__gt": scope.now, f"{at}__lte": today}),
        "week": Q(**{f"{at}__gt": scope.now, f"{at}__lte": sunday}),
        "later": Q(**{f"{at}__gt": sunday}),
        "none": Q(**{f"{at}__isnull": True}),
    }
    return _any(parts[one] for one in values if one in parts)


def _checked(scope: Scope, values: Sequence[str]) -> Q:
    return _any(stands_at("screening", one) for one in _known(values, CHECKS))


def _of_board(scope: Scope, values: Sequence[str]) -> Q:
    return offered_to(uuids_among(values))


def _kept_by(scope: Scope, values: Sequence[str]) -> Q:
    parts = [Q(keeper_id__in=uuids_among(values))]
    if MINE in values:
        parts.append(Q(keeper_id=scope.actor.user_id))
    if NOBODY in values:
        parts.append(Q(keeper_id__isnull=True))
    return _any(parts)


def _codes(scheme: str, column: str) -> Callable[[Scope], Choices]:
    def choices(scope: Scope) -> Choices:
        used = submitted_in(scope.actor, scope.call).order_by().values(column)
        return [(one.code, pick(one, "name", scope.actor.language)) for one in codes_among(scheme, used)]

    return choices


def _boards(scope: Scope) -> Choices:
    return [(str(one.pk), pick(one, "name", scope.actor.language)) for one in boards()]


def _keepers(scope: Scope) -> Choices:
    office = holders(Role.OFFICE, ScopeKind.CALL, scope.call.pk)
    people = [(str(one.pk), one.name) for one in office if one.pk != scope.actor.user_id]
    return [(MINE, _("Mine")), *people, (NOBODY, _("Nobody's"))]


def _groups(scope: Scope) -> Choices:
    return [(one.key, pick(one, "name", scope.actor.language)) for one in scope.call.groups.order_by("sort")]


def _wild(scope: Scope) -> Choices:
    return [("1", _("Wild card")), ("0", _("No wild card"))]


KNOWN: Mapping[str, Filter] = {
    "group": Filter(gettext_lazy("Group"), lambda scope, values: Q(group__key__in=values), _groups),
    "stage": Filter(
        gettext_lazy("Stage"),
        _at_stage,
        lambda scope: [(one.key, pick(one, "name", scope.actor.language)) for one in scope.stages],
    ),
    "state": Filter(gettext_lazy("State"), _of_state, lambda scope: [(str(one), str(one.label)) for one in STATES]),
    "due": Filter(gettext_lazy("Due"), _due, lambda scope: list(due_words().items())),
    "check": Filter(gettext_lazy("Form check"), _checked, lambda scope: list(check_words().items())),
    "country": Filter(
        gettext_lazy("Country or region"),
        lambda scope, values: Q(country__in=values),
        _codes(Scheme.COUNTRY, "country"),
    ),
    "industry": Filter(
        gettext_lazy("Industry"),
        lambda scope, values: Q(group__industry__in=values),
        _codes(Scheme.INDUSTRY, "group__industry"),
    ),
    "board": Filter(gettext_lazy("Host area"), _of_board, _boards),
    "channel": Filter(
        gettext_lazy("Channel"),
        lambda scope, values: Q(channel__in=values),
        lambda scope: [(str(one), str(one.label)) for one in Channel],
    ),
    "keeper": Filter(gettext_lazy("Looked after by"), _kept_by, _keepers),
    "wild": Filter(
        gettext_lazy("Wild card"),
        lambda scope, values: _any(Q(is_wild_card=one == "1") for one in _known(values, ("0", "1"))),
        _wild,
    ),
}
