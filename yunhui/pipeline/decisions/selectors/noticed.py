"""The public notice of a call: what everybody may read of the list, and how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import OuterRef

from yunhui.foundation.codes.enums import Scheme
from yunhui.foundation.codes.selectors import codes_among
from yunhui.kernel.beside import column_of, rows_from
from yunhui.kernel.i18n import pick
from yunhui.kernel.statements import Kept
from yunhui.pipeline.applications.enums import ApplicationState, PassState
from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.calls.enums import CallState
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.consents.enums import Level
from yunhui.pipeline.consents.ports import Cleaner, public_words
from yunhui.pipeline.consents.selectors import publication_of
from yunhui.pipeline.decisions.enums import BatchState, Outcome
from yunhui.pipeline.decisions.models import Approval, Batch, BatchItem
from yunhui.pipeline.decisions.ports import areas_of
from yunhui.pipeline.decisions.rules import NoticeConfig
from yunhui.pipeline.decisions.selectors.batches import paper_of

# Names of host areas, (zh, en) each, in the city's order.
Names = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list as the public may read it; what is not public is empty or None.

    `is_open` while its notice runs; `is_stopped` while an objection to it is examined: `until` is then the day by which
    it is answered.
    """

    application_id: UUID
    number: int
    title: str
    team: str
    group: str
    country: str
    areas: tuple[str, ...]
    rank: int | None
    score: Decimal | None
    opened_at: datetime
    until: datetime | None
    is_open: bool
    is_stopped: bool
    is_promoted: bool


@dataclass(frozen=True, slots=True)
class Reserve:
    """One line of the reserve list, where the call makes it public."""

    place: int
    number: int
    title: str
    group: str


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """A call's list on public notice: `since` the release, `until` the last notice that runs; None when all is over."""

    call: Call
    batch: int
    paper: str
    since: datetime
    until: datetime | None
    days: int
    answer_days: int
    config: NoticeConfig
    entries: list[Entry]
    reserves: list[Reserve]

    @property
    def is_open(self) -> bool:
        """Whether anybody may still object to some entry."""
        return any(entry.is_open for entry in self.entries)


def notice_of(call: Call, language: str) -> PublicNotice | None:
    """The list of a call for everybody, in the reader's language; None before it is released, and in calls without a
    public notice. Six queries, whatever its size."""
    papers = column_of(Approval.objects.filter(batch=OuterRef("pk"), replaced_at__isnull=True))
    batch = Batch.objects.filter(call=call, state=BatchState.RELEASED).annotate(its_papers=papers).first()
    stage = next((one for one in call.stages.all() if one.kind == "notice"), None)
    if call.state == CallState.DRAFT or batch is None or batch.released_at is None or stage is None:
        return None
    config = NoticeConfig.of_call(call)
    rows = [item for item in _items(batch) if _own_pass(item) is not None or _is_reserve(item)]
    shown = [item for item in rows if _own_pass(item) is not None]
    reserves = [item for item in rows if config.reserves and _is_reserve(item)]
    ids = [item.application_id for item in (*shown, *reserves)]
    words = _Words(
        language,
        publication_of(ids),
        areas_of(call.pk) if config.areas else {},
        _countries(language, shown),
        public_words(),
    )
    entries = [words.entry(item, config) for item in shown]
    running = [entry.until for entry in entries if entry.is_open and entry.until]
    paper = paper_of(batch)
    return PublicNotice(
        call=call,
        batch=batch.number,
        paper=paper.number if paper else "",
        since=batch.released_at,
        until=max(running, default=None),
        days=stage.working_days,
        answer_days=config.answer_days,
        config=config,
        entries=entries,
        reserves=[words.reserve(item) for item in sorted(reserves, key=lambda one: one.reserve_number or 0)],
    )


_OPEN: Kept[tuple[UUID]] = Kept(
    lambda pk: StagePass.objects.filter(stage__call=pk, stage__kind="notice", state=PassState.OPEN).values_list("pk")[
        :1
    ],
    UUID(int=0),
)


def has_open_notice(call: Call) -> bool:
    """Whether anything of a call is on public notice: one query at most."""
    if not any(stage.kind == "notice" for stage in call.stages.all()):
        return False
    return bool(_OPEN.ask(call.pk))


def entry_of(call: Call, number: int, language: str) -> Entry | None:
    """One entry of a call's public notice, by the application's number."""
    notice = notice_of(call, language)
    return next((entry for entry in notice.entries if entry.number == number), None) if notice else None


class _Words:
    """What of an application is public, in one language."""

    def __init__(
        self,
        language: str,
        levels: Mapping[UUID, Level],
        areas: Mapping[UUID, Names],
        countries: Mapping[str, str],
        clean: Cleaner,
    ) -> None:
        self.language, self.levels, self.areas, self.countries = language, levels, areas, countries
        self.clean = clean

    def title(self, item: BatchItem) -> str:
        one = item.application
        if one.pk not in self.levels:
            return ""
        zh = self.language.startswith("zh")
        return self.clean((one.title or one.title_en) if zh else (one.title_en or one.title))

    def group(self, item: BatchItem) -> str:
        return pick(item.application.group, "name", self.language) if item.application.group else ""

    def entry(self, item: BatchItem, config: NoticeConfig) -> Entry:
        one, row = item.application, _own_pass(item)
        assert row is not None and row.opened_at is not None, "the caller has looked"
        names_team = self.levels.get(one.pk) in (Level.TEAM, Level.SUMMARY)
        is_open = row.state == PassState.OPEN
        return Entry(
            application_id=one.pk,
            number=one.number or 0,
            title=self.title(item),
            team=self.clean(one.speaker) if names_team else "",
            group=self.group(item),
            country=self.countries.get(one.country, ""),
            areas=tuple(zh if self.language.startswith("zh") else en or zh for zh, en in self.areas.get(one.pk, ())),
            rank=item.rank if config.rank else None,
            score=item.score if config.score else None,
            opened_at=row.opened_at,
            until=row.due_at,
            is_open=is_open,
            is_stopped=is_open and row.stopped_at is not None,
            is_promoted=item.outcome == Outcome.RESERVE,
        )

    def reserve(self, item: BatchItem) -> Reserve:
        return Reserve(item.reserve_number or 0, item.application.number or 0, self.title(item), self.group(item))


def _items(batch: Batch) -> list[BatchItem]:
    """Who is or was selected, and the reserves, with their passes of the notice; who lost the place is left out."""
    notices = StagePass.objects.filter(
        application=OuterRef("application"), stage__kind="notice", opened_at__isnull=False
    )
    rows = BatchItem.objects.filter(
        batch=batch,
        outcome__in=(Outcome.SELECTED, Outcome.RESERVE),
        application__state__in=(ApplicationState.SELECTED, ApplicationState.CLOSED, ApplicationState.RESERVE),
    )
    return list(
        rows.select_related("application__group")
        .defer("application__answers")
        .annotate(notices=column_of(notices.order_by("pk")))
        .order_by("application__group__sort", "application__number")
    )


def _own_pass(item: BatchItem) -> StagePass | None:
    told = vars(item)["notices"][:1] if item.application.state != ApplicationState.RESERVE else []
    return next(iter(rows_from(StagePass, told)), None)


def _is_reserve(item: BatchItem) -> bool:
    return item.application.state == ApplicationState.RESERVE


def _countries(language: str, items: list[BatchItem]) -> dict[str, str]:
    codes = {item.application.country for item in items} - {""}
    return {one.code: pick(one, "name", language) for one in codes_among(Scheme.COUNTRY, codes)}
