"""评分汇总表: all that counted in one group, the announced rule, and a line for everyone who signs it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.decide import scoring
from yunhui.features.papers.selectors.desk import Choice, Desk, Shelf
from yunhui.features.papers.selectors.words import points, rule_of
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.applications.models import Application
from yunhui.pipeline.calls.models import Group
from yunhui.pipeline.decisions.models import Placed
from yunhui.pipeline.decisions.selectors import order_of
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.review.selectors import LockedScore
from yunhui.ui.papers import Block, Column, Fill, Paper, Table, Text, Title

# More experts than this do not fit beside each other: then each score names its expert by number.
_MOST_BESIDE = 9
# Rows of scores and experts that fit one page in landscape.
_ON_ONE_PAGE = 12
_BASES = {
    scoring.Basis.MEAN_TOO_FEW_TO_TRIM: "评分不足，取算术平均",
    scoring.Basis.INVALID_TOO_FEW_JUDGES: "有效评分不足，须补评",
    scoring.Basis.INVALID_DIFFERENT_JUDGES: "评分专家不一，名次和无效",
}
_ASIDE = "另有1份评分表因确认利益冲突不计入（{day.month}月{day.day}日）"
_LATER = "其中1份评分表于提名后确认应当回避（{day.month}月{day.day}日），本批不变"
_OUTCOMES = {"selected": "拟入围", "reserve": "拟候补", "undecided": "同分待合议"}


@dataclass(frozen=True, slots=True)
class _Row:
    application: Application
    score: scoring.Score
    value: Decimal | None
    place: int | None
    note: str


def shelf(desk: Desk) -> Shelf:
    """One paper for each group in which a sheet is locked."""
    if "review" not in desk.counts.kinds:
        return Shelf(missing=_("This call has no expert review."))
    counts: Counter[int | None] = Counter()
    for one in desk.locked:
        counts[one.group_id] += one.number
    torn = {desk.group_of.get(pk) for pk in desk.own_conflicts} if desk.own_conflicts else set()
    if counts and torn >= counts.keys():
        return Shelf(missing=_("You have a conflict of interest here. A colleague prints this."))
    by_group = sorted(desk.locked, key=lambda one: (one.group_sort or 0, one.group_id or 0))
    names = {one.group_id: one.group(desk.actor.language) for one in by_group}
    choices = tuple(
        Choice(str(pk), name, ngettext("{n} sheet", "{n} sheets", counts[pk]).format(n=counts[pk]))
        for pk, name in names.items()
        if pk is not None and pk not in torn
    )
    return Shelf(choices) if choices else Shelf(missing=_("No expert has locked a score sheet yet."))


def paper(desk: Desk, about: str) -> Paper:
    """The scores of one group in the official order.

    Raises:
        NotFoundError: no such group, or nothing is locked in it.
    """
    group = desk.group_named(about)
    sheets = [one for one in desk.scores if group and desk.group_of.get(one.application_id) == group.pk]
    if group is None or not sheets or desk.review is None:
        raise NotFoundError("group")
    experts = _experts(sheets)
    rows = _rows(desk, group, sheets)
    blocks: list[Block] = [
        Title("专家评分汇总表", f"{desk.call.title_zh or desk.call.title_en}　{group.name_zh}"),
        _table(rows, sheets, experts),
        Text(_said(desk, rows, experts), "note"),
        Title("评审专家签名", group.name_zh, is_fresh=len(rows) + len(experts) > _ON_ONE_PAGE),
        _signatures(experts),
        Fill((("评审组组长（签名）：", 36), ("监督人员（签名）：", 36), ("日期：", 32))),
    ]
    return Paper(name=f"评分汇总表（{group.name_zh}）", blocks=tuple(blocks), is_wide=True, author=desk.office)


def _experts(sheets: list[LockedScore]) -> list[Expert]:
    ids = {one.expert_id for one in sheets}
    rows = Expert.objects.filter(pk__in=ids).select_related("person__organisation")
    return list(rows.order_by("person__sort_key", "pk"))


def _rows(desk: Desk, group: Group, sheets: list[LockedScore]) -> list[_Row]:
    """Every project with a sheet, in the order that pages and spreadsheets show."""
    assert desk.review is not None
    rubric = [scoring.Criterion(one.key, Decimal(one.points)) for one in desk.review.criteria]
    of_each: dict[str, list[scoring.Sheet]] = defaultdict(list)
    for one in sheets:
        of_each[str(one.application_id)].append(scoring.Sheet(str(one.expert_id), one.scores))
    rule = scoring.ScoringRule(method=scoring.Method(desk.call.rank_by), gate_mean=desk.call.gate_mean)
    scores = scoring.score_group(rubric, of_each, rule)
    placed = {item.application_id: item for item in order_of(group, desk.batch)}
    gone = [pk for key in scores if (pk := UUID(key)) not in placed]
    others = Application.objects.defer("answers", "search").in_bulk(gone)
    rows = []
    for pk, item in placed.items():
        if score := scores.get(str(pk)):
            rows.append(_Row(item.application, score, item.score, item.rank, _note(desk, pk, score, item)))
    for pk in gone:
        score = scores[str(pk)]
        rows.append(_Row(others[pk], score, score.value, None, _note(desk, pk, score, None)))
    return rows


def _note(desk: Desk, application_id: UUID, score: scoring.Score, placed: Placed | None) -> str:
    words = [_BASES.get(score.basis, "")]
    if score.wide:
        words.append("分差超过25分")
    for at in desk.aside.get(application_id, []):
        is_later = desk.batch is not None and at > desk.batch.proposed_at
        words.append((_LATER if is_later else _ASIDE).format(day=desk.local(at)))
    if desk.batch and placed:
        words.append(_OUTCOMES.get(placed.outcome, ""))
        words.append("临界" if placed.is_border else "")
    return "；".join(filter(None, words))


def _table(rows: list[_Row], sheets: list[LockedScore], experts: list[Expert]) -> Table:
    number = {one.pk: place for place, one in enumerate(experts, 1)}
    given: dict[UUID, list[tuple[int, LockedScore]]] = defaultdict(list)
    for one in sheets:
        given[one.application_id].append((number[one.expert_id], one))
    for of_one in given.values():
        of_one.sort(key=lambda pair: pair[0])
    is_beside = len(experts) <= _MOST_BESIDE
    seats = len(experts) if is_beside else max(len(of_one) for of_one in given.values())
    heads = [f"{one.person.name}\n（{place}）" for place, one in enumerate(experts, 1)] if is_beside else []
    columns = (
        Column("名次", 5),
        Column("编号", 6),
        Column("项目名称", max(20, 42 - 2 * seats), "left"),
        *(Column(heads[seat] if is_beside else f"评分{seat + 1}", 7 if is_beside else 10) for seat in range(seats)),
        Column("得分", 8),
        Column("备注", 13),
    )
    body = []
    for row in rows:
        by_expert = dict(given[row.application.pk])
        cells = (
            [_total(row, by_expert.get(place)) for place in range(1, seats + 1)]
            if is_beside
            else [f"{_total(row, one)} ({place})" for place, one in given[row.application.pk]]
        )
        cells += [""] * (seats - len(cells))
        body.append(
            (
                str(row.place or "—"),
                str(row.application),
                row.application.title or row.application.title_en,
                *cells,
                points(row.value),
                row.note,
            )
        )
    return Table(columns, tuple(body), height=7.0, size=10.5)


def _total(row: _Row, sheet: LockedScore | None) -> str:
    """A judge's total; in brackets of its own where the rule leaves it out."""
    if sheet is None:
        return ""
    total = points(sheet.total)
    return f"〔{total}〕" if str(sheet.expert_id) in row.score.dropped else total


def _said(desk: Desk, rows: list[_Row], experts: list[Expert]) -> str:
    words = [f"计分规则：{rule_of(desk.call)}。"]
    if any(row.score.dropped for row in rows):
        words.append("〔　〕内为依规则去掉的最高分、最低分。")
    words.append("评分后括号内为专家序号，见专家签名页。空格为未安排、弃权或回避，不计零分。")
    if desk.batch:
        words.append(f"名次和结果按决定批次第{desk.batch.number}号。")
    else:
        words.append("尚未形成提名，名次按公布规则排列，同分同名次。")
    return "".join(words)


def _signatures(experts: list[Expert]) -> Table:
    columns = (Column("序号", 8), Column("姓名", 15), Column("工作单位", 31, "left"), Column("签名", 22)) * 2
    cells = [(str(place), one.person.name, _unit(one), "") for place, one in enumerate(experts, 1)]
    half = (len(cells) + 1) // 2
    cells.append(("", "", "", ""))
    rows = tuple(cells[place] + cells[min(half + place, len(cells) - 1)] for place in range(half))
    return Table(columns, rows, height=12, size=12)


def _unit(expert: Expert) -> str:
    organisation = expert.person.organisation
    return (organisation.name_zh or organisation.name_en) if organisation else ""
