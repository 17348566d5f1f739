"""How official papers in Chinese say dates, scores, rules and names. Papers for the office are in Chinese alone."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from yunhui.decide.scoring import LEAST_TO_TRIM
from yunhui.kernel.clock import BEIJING
from yunhui.pipeline.calls.enums import RankBy
from yunhui.pipeline.calls.models import Call
from yunhui.ui.formats import score

_DIGITS = "〇一二三四五六七八九"
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


def numeral(number: int) -> str:
    """一, 十二, 三十: for headings, up to 99."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones or not tens else "")


def points(value: Decimal | None) -> str:
    """87.60, and a dash where there is none."""
    return score(value)


def rule_of(call: Call) -> str:
    """The announced rule in one sentence, with its clause."""
    clause = f"（公告{call.rule_clause}）" if call.rule_clause else ""
    return f"{_RULES[RankBy(call.rank_by)]}，保留两位小数{clause}"


def named(call: Call) -> str:
    """The call's title in quotation marks, where it has none of its own."""
    title = call.title_zh or call.title_en
    return title if "“" in title or "《" in title else f"“{title}”"


def listed(words: Iterable[str]) -> str:
    """A、B、C."""
    return "、".join(words)
