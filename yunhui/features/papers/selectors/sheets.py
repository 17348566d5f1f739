"""评分表: what each expert gave, a page for each project, to be signed by hand."""

from collections import Counter
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhui.features.papers.selectors.desk import Choice, Desk, Shelf
from yunhui.features.papers.selectors.words import minute, points
from yunhui.kernel.errors import NotFoundError
from yunhui.pipeline.review.enums import GIVEN
from yunhui.pipeline.review.models import Assignment, ScoreSheet
from yunhui.pipeline.review.rules import Criterion, ReviewConfig
from yunhui.ui.papers import Block, Column, Fill, Pair, Paper, Table, Text, Title

_COLUMNS = (
    Column("序号", 8),
    Column("评分项目", 26),
    Column("分值", 9),
    Column("评分要点", 45, "left"),
    Column("得分", 12),
)
# Smaller than a letter's: a form with a long title and its receipt is to stand on one page.
_LETTER = 14.0


def shelf(desk: Desk) -> Shelf:
    """One paper for each expert who has locked a sheet that counts."""
    if "review" not in desk.counts.kinds:
        return Shelf(missing=_("This call has no expert review."))
    counts: Counter[tuple[str, str]] = Counter()
    for one in desk.locked:
        counts[str(one.expert_id), one.name] += one.number
    if not counts:
        return Shelf(missing=_("No expert has locked a score sheet yet."))
    return Shelf(
        tuple(
            Choice(key, name, ngettext("{n} sheet", "{n} sheets", count).format(n=count))
            for (key, name), count in counts.items()
        )
    )


def paper(desk: Desk, about: str) -> Paper:
    """Every locked sheet of one expert, in the order of the projects' numbers.

    Raises:
        NotFoundError: no such expert, or nothing is locked.
    """
    newest = ScoreSheet.objects.filter(is_locked=True).order_by("-revision")
    tasks = list(
        _locked(desk)
        .filter(expert_id=about)
        .select_related("application__group", "expert__person__organisation", "stage")
        .defer("application__answers")
        .prefetch_related(Prefetch("sheets", newest))
        .order_by("application__number")
    )
    if not tasks:
        raise NotFoundError("score sheet")
    person = tasks[0].expert.person
    blocks: list[Block] = []
    for number, task in enumerate(tasks):
        blocks += _page(desk, task, ReviewConfig.of(task.stage.config), is_fresh=number > 0)
    return Paper(name=f"评分表（{person.name}）", blocks=tuple(blocks), author=desk.office, letter=_LETTER)


def _locked(desk: Desk) -> QuerySet[Assignment]:
    tasks = Assignment.objects.filter(stage__call=desk.call, state__in=GIVEN)
    return tasks.exclude(application__in=desk.own_conflicts)


def _page(desk: Desk, task: Assignment, config: ReviewConfig, *, is_fresh: bool) -> list[Block]:
    sheet, application, person = task.sheets.all()[0], task.application, task.expert.person
    rows = [
        (str(number), one.name_zh, f"{one.points:g}", _anchors(one), _given(sheet.scores, one))
        for number, one in enumerate(config.criteria, 1)
    ]
    rows.append(("", "合计", f"{config.points:g}", "", points(task.total)))
    unit = person.organisation.name_zh or person.organisation.name_en if person.organisation else ""
    return [
        Title("专家评分表", f"{desk.call.title_zh or desk.call.title_en}　{task.stage.name_zh}", is_fresh=is_fresh),
        Pair("项目编号：", str(application), indent=False),
        Pair("项目名称：", application.title or application.title_en, indent=False),
        Pair("组　　别：", application.group.name_zh if application.group else "", indent=False),
        Table(_COLUMNS, tuple(rows), size=10.5),
        Pair("供评审组的意见：", sheet.note_panel or "无", indent=False),
        Pair("供申报人的意见：", sheet.note_applicant or "无", indent=False),
        Pair("评审专家：", "，".join(filter(None, (person.name, unit))), indent=False),
        Fill((("专家签名：", 45), ("日期：", 38))),
        Text(f"{minute(task.locked_at or sheet.at)} 提交锁定，回执 {_short(sheet.receipt)}", "note"),
        *([Text(f"{minute(task.set_aside_at)} 起不再计入：已确认应当回避", "note")] if task.set_aside_at else []),
    ]


def _anchors(criterion: Criterion) -> str:
    return "\n".join(f"{one.low}–{one.high}分：{one.text_zh}" for one in criterion.anchors)


def _given(scores: dict[str, str], criterion: Criterion) -> str:
    value = scores.get(criterion.key)
    return "" if value is None else f"{Decimal(value):.1f}"


def _short(receipt: str) -> str:
    return receipt.partition(":")[2][:16]
