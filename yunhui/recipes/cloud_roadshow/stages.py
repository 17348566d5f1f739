"""The stages of a cloud roadshow, and the rubric of its preliminary review.

The hundred points are a default in the style of published contest rules; a city sets its own. The anchors say what the
top, the middle and the bottom of a criterion mean.
"""

from typing import Any

from yunhui.pipeline.calls.enums import Gate, OnFail


def _anchors(points: int, top: tuple[str, str], middle: tuple[str, str], low: tuple[str, str]) -> list[dict[str, str]]:
    high, mid = points * 0.8, points * 0.5

    def words(value: float) -> str:
        return f"{value:g}"

    return [
        {"low": words(high), "high": words(points), "text_zh": top[0], "text_en": top[1]},
        {"low": words(mid), "high": words(high - 0.5), "text_zh": middle[0], "text_en": middle[1]},
        {"low": "0", "high": words(mid - 0.5), "text_zh": low[0], "text_en": low[1]},
    ]


CRITERIA: list[dict[str, Any]] = [
    {
        "key": "innovation",
        "points": 30,
        "name_zh": "技术创新性与知识产权",
        "name_en": "Innovation and intellectual property",
        "anchors": _anchors(
            30,
            ("领先，核心专利已授权", "Leading, with granted patents"),
            ("有明显改进", "A clear improvement"),
            ("与同类相当", "Like what exists"),
        ),
    },
    {
        "key": "team",
        "points": 20,
        "name_zh": "团队能力",
        "name_en": "Team",
        "anchors": _anchors(
            20,
            ("带头人做成过，互补，多数全职", "Has done it before, complementary, mostly full time"),
            ("有经验，有缺口", "Experienced, with gaps"),
            ("主要靠兼职", "Mostly part time"),
        ),
    },
    {
        "key": "market",
        "points": 20,
        "name_zh": "市场前景与商业模式",
        "name_en": "Market and business model",
        "anchors": _anchors(
            20,
            ("已有订单", "Orders in hand"),
            ("有意向客户", "Customers are interested"),
            ("只有设想", "An idea only"),
        ),
    },
    {
        "key": "plan",
        "points": 15,
        "name_zh": "实施可行性与资金计划",
        "name_en": "Plan and money",
        "anchors": _anchors(
            15,
            ("节点清楚，资金对得上", "Clear milestones that the money covers"),
            ("大体可行", "Feasible on the whole"),
            ("看不出怎么做", "Unclear how"),
        ),
    },
    {
        "key": "fit",
        "points": 15,
        "name_zh": "产业契合度与落地意愿",
        "name_en": "Fit and wish to come",
        "anchors": _anchors(
            15,
            ("契合本地产业链，时间表明确", "Fits local industry, with a timetable"),
            ("相关，意愿一般", "Related, mild wish"),
            ("关系不大", "Hardly related"),
        ),
    },
]

STAGES: tuple[dict[str, Any], ...] = (
    {
        "ordinal": 1,
        "key": "screening",
        "kind": "screening",
        "working_days": 3,
        "gate": Gate.MANUAL,
        "on_fail": OnFail.DECLINE,
        "name_zh": "形式审查",
        "name_en": "Form check",
        "applicant_zh": "我们查看材料是否齐全；缺什么一次告诉您",
        "applicant_en": "We check that all is there. If something is missing we tell you once, all of it",
    },
    {
        "ordinal": 2,
        "key": "docking",
        "kind": "docking",
        "working_days": 5,
        "gate": Gate.THRESHOLD,
        "on_fail": OnFail.WEIGH,
        "name_zh": "板块对接",
        "name_en": "Host-area match",
        "applicant_zh": "对口板块给您答复",
        "applicant_en": "Host areas in your field answer",
    },
    {
        "ordinal": 2,
        "key": "review",
        "kind": "review",
        "working_days": 5,
        "gate": Gate.THRESHOLD,
        "on_fail": OnFail.WEIGH,
        "name_zh": "专家初评",
        "name_en": "Expert review",
        "applicant_zh": "专家各自评审",
        "applicant_en": "Experts review, each alone",
        "config": {
            "criteria": CRITERIA,
            "experts_per_application": 3,
            "max_load": 16,
            "tie_break": "innovation",
            "declare_first": True,
        },
    },
    {
        "ordinal": 3,
        "key": "decision",
        "kind": "decision",
        "working_days": 5,
        "gate": Gate.TOP_N,
        "on_fail": OnFail.DECLINE,
        "name_zh": "入围",
        "name_en": "Selection",
        "applicant_zh": "您收到结果和评审意见",
        "applicant_en": "You hear the result, with the panel’s comments",
    },
    {
        "ordinal": 4,
        "key": "notice",
        "kind": "notice",
        "working_days": 5,
        "gate": Gate.MANUAL,
        "on_fail": OnFail.LAPSE,
        "name_zh": "公示",
        "name_en": "Public notice",
        "applicant_zh": "名单向社会公示",
        "applicant_en": "The list is open to the public",
        "config": {"again": True, "answer_days": 5},
    },
    {
        "ordinal": 4,
        "key": "confirmation",
        "kind": "confirmation",
        "working_days": 5,
        "gate": Gate.MANUAL,
        "on_fail": OnFail.LAPSE,
        "name_zh": "确认名额",
        "name_en": "Confirmation",
        "applicant_zh": "您确认参加；逾期未确认的，名额由候补递补",
        "applicant_en": "You confirm your place. A place that nobody confirms goes to the next reserve",
    },
    {
        "ordinal": 5,
        "key": "roadshow",
        "kind": "roadshow",
        "working_days": 20,
        "gate": Gate.MANUAL,
        "on_fail": OnFail.LAPSE,
        "name_zh": "云上路演",
        "name_en": "Pitch",
        "applicant_zh": "在您当地的白天连线路演",
        "applicant_en": "You pitch online, in your daytime",
        "config": {
            "pitch": 8,
            "questions": 5,
            "changeover": 2,
            "board_pitch": 5,
            "opening": 30,
            "rooms": [
                {"key": "hall-1", "name_zh": "澜厅", "name_en": "Lan Hall"},
                {"key": "hall-2", "name_zh": "渚厅", "name_en": "Zhu Hall"},
            ],
            "blocks": [["08:30", "11:30"], ["14:00", "17:30"], ["19:00", "21:30"]],
        },
    },
)
