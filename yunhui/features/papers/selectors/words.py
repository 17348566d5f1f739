"""How official papers in Chinese say dates, scores, rules and names. Papers for the office are in Chinese alone."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from yunhui.decide.scoring import LEAST_TO_TRIM
from yunhui.kernel.clock import BEIJING
from yunhui.pipeline.calls.enums import RankBy
from yunhui.pipeline.calls.models import Call
from yunhui.ui.formats import score

_RULES = {
    RankBy.MEAN: "组内各专家有效评分的算术平均分",
    RankBy.TRIMMED_MEAN: (f"组内去掉一个最高分和一个最低分后的平均分（有效评分不足{LEAST_TO_TRIM}份的，取算术平均分）"),
    RankBy.RANK_SUM: "各专家在组内所排名次之和，小者在前",
}


def day(value: date | datetime) -> str:
    """2026年6月11日, in Beijing."""
    at = value.astimezone(BEIJING).date() if isinstance(value, datetime) else value
    return f"{at.year}年{at.month}月{at.day}日"


def minute(value: datetime) -> str:
    """2026年6月11日 14:05, in Beijing."""
    return f"{day(value)} {value.astimezone(BEIJING):%H:%M}"


def points(value: Decimal | None) -> str:
    """87.60, and a dash where there is none."""
    return score(value)


def rule_of(call: Call) -> str:
    """The announced rule in one sentence, with its clause."""
    known = f"（公告{clause_of(call)}）" if call.rule_clause else ""
    return f"{_RULES[RankBy(call.rank_by)]}，保留两位小数{known}"


def clause_of(call: Call) -> str:
    """第12条, where the call gives the number alone."""
    clause = call.rule_clause.strip()
    return f"第{clause}条" if clause.isdecimal() else clause


def counted(name: str, number: int) -> str:
    """新能源8项; a name that ends in Latin letters stands apart from its number."""
    between = " " if name[-1:].isascii() else ""
    return f"{name}{between}{number}项"


def named(call: Call) -> str:
    """The call's title in quotation marks, where it has none of its own."""
    title = call.title_zh or call.title_en
    return title if "“" in title or "《" in title else f"“{title}”"


def listed(words: Iterable[str]) -> str:
    """A、B、C."""
    return "、".join(words)
