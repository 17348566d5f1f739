"""Who is in the library, for staff; and one's own row."""

from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf

from yunhui.foundation.audit.models import AuditEntry
from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.models import Code
from yunhui.foundation.views.selectors import views_for
from yunhui.kernel import searching
from yunhui.kernel.actor import Actor
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.calls.models import Group
from yunhui.pipeline.calls.selectors import calls_inside
from yunhui.pipeline.experts.enums import Level
from yunhui.pipeline.experts.models import CreditNote, Expert, Payee
from yunhui.pipeline.experts.rules import SORTS, can_keep_library, can_read_library

# The name of the list under which its views are kept.
LIST = "experts"


def library_for(actor: Actor) -> QuerySet[Expert]:
    """The twin of `can_read_library`: every expert with their person and organisation, by name."""
    if not can_read_library(actor):
        return Expert.objects.none()
    rows = Expert.objects.select_related("person__organisation").defer("profile", "search")
    return rows.order_by("person__sort_key", "pk")


def matching(text: str) -> Q:
    """The condition that an expert is found by a text: parts of the name in either script or by pinyin, title, fields,
    organisation, or the beginning of the e-mail address."""
    asked = searching.question(text, addresses=True)
    return Q(search__asked=asked) if asked else Q(pk__in=[])


def narrowed(
    rows: QuerySet[Expert], *, q: str = "", industry: str = "", language: str = "", level: str = "", region: str = ""
) -> QuerySet[Expert]:
    """Those of some experts who fit; what is empty narrows nothing. Whoever has no country works where their
    organisation is, and at home where that is not known either."""
    if q:
        rows = rows.filter(matching(q))
    if industry:
        rows = rows.filter(industries__contains=[industry])
    if language:
        rows = rows.filter(languages__contains=[language])
    if level:
        rows = rows.filter(level=level)
    if region:
        country = Coalesce(NullIf("person__country", Value("")), "person__organisation__country", Value("CN"))
        rows = rows.annotate(works_in=country)
        rows = rows.filter(works_in="CN") if region == "domestic" else rows.exclude(works_in="CN")
    return rows


def ordered(rows: QuerySet[Expert], sort: str) -> QuerySet[Expert]:
    """Experts by one of `SORTS`, with "-" the other way round; who has nothing to be sorted by comes last."""
    key, is_down = sort.removeprefix("-"), sort.startswith("-")
    if key == "level":
        places = enumerate(Level.values)
        rows = rows.annotate(level_rank=Case(*(When(level=value, then=place) for place, value in places)))
    by = [F(column) for column in SORTS.get(key, ())]
    order = [one.desc(nulls_last=True) if is_down else one.asc(nulls_last=True) for one in by]
    return rows.order_by(*order, "person__sort_key", "pk")


def words_of_library(actor: Actor, *, view: str = "", call: str = "") -> dict[str, dict[str, tuple[str, str]]]:
    """What the library's page calls things, in one query: kind -> {key: (Chinese, English)} of `industry`, `view` (one
    that the actor may see), `call` (one inside of which the actor sees) and `group` of it."""
    parts = [
        _words("industry", Code.objects.filter(scheme=Scheme.INDUSTRY), "code", "name_zh", "name_en", "sort"),
        _words("view", views_for(actor, LIST, "").filter(pk__in=_ids(view)).order_by(), "pk", "name", "name"),
    ]
    if call:
        inside = calls_inside(actor).filter(code=call).order_by()
        parts.append(_words("call", inside, "code", "title_zh", "title_en"))
        parts.append(_words("group", Group.objects.filter(call__in=inside), "key", "name_zh", "name_en", "sort"))
    first, *others = parts
    found: dict[str, dict[str, tuple[str, str]]] = {"industry": {}, "view": {}, "call": {}, "group": {}}
    for kind, key, zh, en, _sort in sorted(first.union(*others, all=True), key=lambda row: row[-1]):
        found[kind][key] = (zh, en)
    return found


def _words(kind: str, rows: QuerySet[Any], key: str, zh: str, en: str, sort: str = "") -> QuerySet[Any, Any]:
    text = CharField()
    return rows.order_by().values_list(
        Value(kind, output_field=text),
        Cast(key, text),
        Cast(zh, text),
        Cast(en, text),
        F(sort) if sort else Value(0, output_field=IntegerField()),
    )


def _ids(text: str) -> list[UUID]:
    try:
        return [UUID(text)]
    except ValueError:
        return []


def expert_for(actor: Actor, expert_id: UUID) -> Expert:
    """One expert with organisations and ties.

    Raises:
        NotFoundError: there is none, or not for this actor.
    """
    rows = library_for(actor).select_related("person__user", "proposed_by").defer(None)
    row = rows.prefetch_related("affiliations__organisation", "ties").filter(pk=expert_id).first()
    if row is None:
        raise NotFoundError("expert")
    return row


def own_expert(actor: Actor) -> Expert:
    """The signed-in expert's own row with organisations and ties.

    Raises:
        NotFoundError: the actor is not in the library.
    """
    rows = Expert.objects.select_related("person__organisation", "person__user")
    rows = rows.prefetch_related("affiliations", "ties")
    row = rows.filter(person__user_id=actor.user_id).first() if actor.user_id else None
    if row is None:
        raise NotFoundError("expert")
    return row


def notes_on(actor: Actor, expert: Expert) -> list[CreditNote]:
    """What was noted on an expert's credit, the newest first; for the office that keeps the library alone."""
    if not can_keep_library(actor):
        return []
    return list(CreditNote.objects.filter(expert=expert).select_related("by").order_by("-at", "-pk"))


def payee_of(expert: Expert) -> Payee | None:
    """The payment data of an expert with everything but the tails sealed; whose page it is has asked a rule."""
    return Payee.objects.filter(expert=expert).first()


def history_of(actor: Actor, expert: Expert) -> list[AuditEntry]:
    """What the log says of an expert's row, the newest first; for the office that keeps the library."""
    if not can_keep_library(actor):
        return []
    rows = AuditEntry.objects.filter(subject_type="expert", subject_id=str(expert.pk))
    return list(rows.order_by("-seq")[:30])
