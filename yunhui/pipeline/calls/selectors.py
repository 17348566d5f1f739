"""Reads of calls."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from yunhui.foundation.accounts.enums import ScopeKind
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_of, places
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.kernel.beside import column_of, rows_from
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import CHINESE, pick
from yunhui.kernel.statements import Kept, give
from yunhui.parties.rules import sort_key
from yunhui.parties.selectors import inside_of
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Amendment, Call, Group, Stage
from yunhui.pipeline.calls.rules import (
    STAFF,
    BeforeYouApply,
    EligibilityQuestion,
    before_from,
    can_see_inside,
    questions_from,
)
from yunhui.ui import formats


def calls_visible_to(actor: Actor) -> QuerySet[Call]:
    """The twin of `can_view_call`, newest first."""
    return Call.objects.filter(~Q(state=CallState.DRAFT) | _inside(actor)).order_by("-opens_at", "-pk")


def calls_inside(actor: Actor) -> QuerySet[Call]:
    """The twin of `can_see_inside`: the calls whose lists the actor works on, newest first."""
    return Call.objects.filter(_inside(actor)).order_by("-opens_at", "-pk")


def call_for(actor: Actor, code: str, *, inside: bool = False) -> Call:
    """One call by its code, with groups and stages: one query.

    Raises:
        NotFoundError: no such call, or not for this actor.
    """
    rows = calls_inside(actor) if inside else calls_visible_to(actor)
    call: Any = (
        rows.filter(code=code)
        .annotate(
            its_groups=column_of(Group.objects.filter(call=OuterRef("pk")).order_by("sort", "pk")),
            its_stages=column_of(Stage.objects.filter(call=OuterRef("pk")).order_by("ordinal", "pk")),
        )
        .select_related("form_version", "jurisdiction")
        .first()
    )
    if call is None:
        raise NotFoundError("call")
    groups, stages = rows_from(Group, call.its_groups), rows_from(Stage, call.its_stages)
    for group in groups:
        group.call = call
    for stage in stages:
        stage.call = call
    give(call, "groups", groups)
    give(call, "stages", stages)
    found: Call = call
    return found


_PUBLISHED: Kept[Call] = Kept(
    lambda code: (
        Call.objects.filter(code=code).exclude(state=CallState.DRAFT).select_related("form_version", "jurisdiction")
    ),
    "a code",
)
_GROUPS_OF: Kept[Group] = Kept(lambda pk: Group.objects.filter(call=pk).order_by("sort"), UUID(int=0))
_STAGES_OF: Kept[Stage] = Kept(lambda pk: Stage.objects.filter(call=pk).order_by("ordinal", "pk"), UUID(int=0))
_AMENDED: Kept[Amendment] = Kept(lambda pk: Amendment.objects.filter(call=pk).order_by("-number"), UUID(int=0))


def published_call(code: str) -> Call:
    """One call as every visitor sees it, with groups and stages: `call_for` of nobody, by three kept statements.

    Raises:
        NotFoundError: no such call, or it is a draft.
    """
    found = _PUBLISHED.ask(code)
    if not found:
        raise NotFoundError("call")
    (call,) = found
    give(call, "groups", _GROUPS_OF.ask(call.pk))
    give(call, "stages", _STAGES_OF.ask(call.pk))
    return call


def stages_of_public(call: Call) -> list[Stage]:
    """The stages of a published call in their order; they are part of its notice."""
    return list(Stage.objects.filter(call=call).exclude(call__state=CallState.DRAFT).order_by("ordinal", "pk"))


def days_of_event(call: Call, language: str) -> str:
    """The days of a call's event: 12月1日（周二）和12月2日（周三）, Tue 1 Dec and Wed 2 Dec; with another year."""
    chinese, this_year = formats.is_chinese(language), clock.now().astimezone(clock.BEIJING).year
    days = call.event_days
    named = 0 if chinese else len(days) - 1  # where a year is said once for all
    words = [
        formats.day(day, language, year=index == named and day.year != this_year) for index, day in enumerate(days)
    ]
    between, last = ("、", "和") if chinese else (", ", " and ")
    return last.join([between.join(words[:-1]), words[-1]] if len(words) > 1 else words)


def eligibility_of(call: Call) -> tuple[EligibilityQuestion, ...]:
    """The questions of "Can I apply?"; none where the call has none. What the caller may see of the call is theirs."""
    return questions_from(call.eligibility)


def before_you_apply(call: Call) -> BeforeYouApply:
    """What an applicant knows before the first field; empty texts for a call of the first release."""
    return before_from(call.before)


def amendments_of(call: Call) -> list[Amendment]:
    """What was changed in public since publication, the newest first; public like the call itself."""
    return _AMENDED.ask(call.pk)


def lists_of(language: str) -> dict[str, list[tuple[str, str]]]:
    """The choices of `country` and `place` questions in the reader's language and order."""
    countries = {code: pick(row, "name", language) for code, row in codes_of(Scheme.COUNTRY).items()}
    comma = "，" if language == CHINESE else ", "
    cities = {
        code: comma.join(filter(None, (pick(row, "name", language), countries.get(row.country, ""))))
        for code, row in places().items()
    }
    return {"country": _sorted(countries, language), "place": _sorted(cities, language)}


_STAGES: Kept[Stage] = Kept(
    lambda code: Stage.objects.filter(call__code=code).select_related("call").order_by("ordinal", "pk"), "code"
)


def stages_inside(actor: Actor, code: str) -> list[Stage]:
    """The stages of one call whose list the actor works on, in their order, each with the call: one query.

    Raises:
        NotFoundError: no such call, or the actor does not see inside.
    """
    rows = _STAGES.ask(code)
    if not rows or not can_see_inside(actor, rows[0].call):
        raise NotFoundError("call")
    return rows


class CallGround:
    """Which calls lie in which jurisdictions, for roles that are held in one."""

    def inside(self, codes: Iterable[str]) -> Iterable[object]:
        """The calls of the subtrees."""
        return Call.objects.filter(inside_of(codes)).values_list("pk", flat=True)

    def around(self, thing_id: object) -> Iterable[str]:
        """From a call's own jurisdiction up to the root."""
        paths = Call.objects.filter(pk=str(thing_id)).values_list("jurisdiction__path", flat=True)
        return [code for path in paths for code in path.split("/")]


def _inside(actor: Actor) -> Q:
    if actor.is_system or any(actor.has_in(role, ScopeKind.CITY, "") for role in STAFF):
        return Q()
    ids = set().union(*(actor.scope_ids(role, ScopeKind.CALL) for role in STAFF))
    return Q(pk__in=[UUID(one) for one in ids])


def _sorted(names: Mapping[str, str], language: str) -> list[tuple[str, str]]:
    key = _pinyin if language == CHINESE else _plain
    return sorted(names.items(), key=lambda item: (key(item[1]), item[0]))


@lru_cache(maxsize=1024)
def _pinyin(name: str) -> str:
    """The sort key of a Chinese name, kept: four hundred of them cost 30 ms."""
    return sort_key(name)


@lru_cache(maxsize=1024)
def _plain(name: str) -> str:
    """A Latin name without accents and case: Åland sorts beside Albania."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
