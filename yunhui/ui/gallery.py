"""What the gallery shows: one example of each component, in the reader's language. People and places are invented."""

from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator

from yunhui.ui.charts import Step
from yunhui.ui.citymap import City
from yunhui.ui.fields import Choice, Field
from yunhui.ui.formats import is_chinese
from yunhui.ui.frame import RailLink, RailSection
from yunhui.ui.tags.lists import Event, Tab

_SWATCHES = (
    ("ink", "正文、选中", "text, selected"),
    ("ink3", "标签、说明", "labels, notes"),
    ("paper", "页面", "page"),
    ("sheet", "书写处", "what is written on"),
    ("cloud", "安静的底", "quiet ground"),
    ("line", "细线", "hairlines"),
    ("press", "唯一要按的", "the one thing to press"),
    ("celadon", "好", "good"),
    ("link", "链接", "links"),
    ("amber", "留意，只用于形", "watch, shapes only"),
    ("amberink", "留意，字", "watch, text"),
    ("red", "红灯、错误", "red light, error"),
)
_CITIES = (
    ("波士顿", "Boston", -71.06, 42.36, 3, "America/New_York"),
    ("圣何塞", "San Jose", -121.89, 37.34, 3, "America/Los_Angeles"),
    ("多伦多", "Toronto", -79.38, 43.65, 2, "America/Toronto"),
    ("温哥华", "Vancouver", -123.12, 49.28, 2, "America/Vancouver"),
    ("芝加哥", "Chicago", -87.63, 41.88, 1, "America/Chicago"),
    ("休斯敦", "Houston", -95.37, 29.76, 1, "America/Chicago"),
    ("代尔夫特", "Delft", 4.36, 52.01, 2, "Europe/Amsterdam"),
    ("哥德堡", "Gothenburg", 11.97, 57.71, 1, "Europe/Stockholm"),
    ("慕尼黑", "Munich", 11.58, 48.14, 1, "Europe/Berlin"),
    ("新加坡", "Singapore", 103.82, 1.35, 2, "Asia/Singapore"),
    ("悉尼", "Sydney", 151.21, -33.87, 1, "Australia/Sydney"),
    ("仙台", "Sendai", 140.87, 38.27, 1, "Asia/Tokyo"),
    ("深圳", "Shenzhen", 114.06, 22.54, 1, "Asia/Shanghai"),
    ("西安", "Xi'an", 108.94, 34.34, 1, "Asia/Shanghai"),
)


def samples(language: str, now: datetime) -> dict[str, Any]:
    """The context of the gallery in a language; dates lie around `now`."""
    zh = is_chinese(language)

    def say(chinese: str, english: str) -> str:
        return chinese if zh else english

    return {
        "zh": zh,
        "swatches": [(name, say(chinese, english)) for name, chinese, english in _SWATCHES],
        "fields": _fields(zh),
        "steps": [
            Step(say("收到", "Received"), 186, "#"),
            Step(say("形式审查通过", "Form check passed"), 159, "#"),
            Step(say("有板块意向", "Wanted by a host area"), 118, "#"),
            Step(say("初评完成", "Reviewed"), 104, "#"),
            Step(say("两关都过", "Both gates passed"), 67, "#"),
            Step(say("入围名额", "Places"), 32, "#", rated=False),
        ],
        "ladder_steps": [(say("报名", "Applied"), 186), (say("上台", "On stage"), 32), (say("签意向", "Signed"), 14)],
        "views": [
            Tab("#", say("全部", "All"), 186, True),
            Tab("#", say("今天要办", "Today"), 23),
            Tab("#", say("待补正", "To be completed"), 7),
        ],
        "rows": _rows(zh, now),
        "page": Paginator(range(64), 14).page(1),
        "sort": "due",
        "ranking": _ranking(zh),
        "events": [
            Event(say("提交", "You submitted"), say("5月7日16:51", "Thu 7 May, 16:51"), "done"),
            Event(say("评审中", "Under review"), say("预计6月3日前有结果", "result by Wed 3 Jun"), "now"),
            Event(say("路演", "You pitch"), say("6月11日（周四）", "Thu 11 Jun")),
        ],
        "crumbs": [("#", say("项目", "Projects")), ("#", say("新能源", "New energy"))],
        "at": datetime.fromisoformat("2026-06-12T09:00+08:00"),
        "delft": say("代尔夫特", "Delft"),
        "cities": [City(say(z, e), lon, lat, n, zone) for z, e, lon, lat, n, zone in _CITIES],
        "hub": City(say("青澜", "Qinglan"), 117.5, 33.3, 1, "Asia/Shanghai"),
        "criteria": _criteria(zh),
        "rail": [
            RailSection(None, [RailLink("#", "home", say("今天", "Today"), 23)]),
            RailSection(
                say("今年征集", "This call"),
                [
                    RailLink("#", "check", say("形式审查·补正", "Form check"), 7),
                    RailLink("#", "hand", say("板块对接", "Host areas"), 14),
                    RailLink("#", "rank", say("入围与批次", "Selection"), 1, True),
                ],
            ),
        ],
    }


def _fields(zh: bool) -> list[Field]:
    if zh:
        return [
            Field(
                "title",
                "项目名称",
                value="高寒地区钠离子储能电芯",
                help="评委第一眼看到的就是它。",
                required=True,
                limit=60,
            ),
            Field("money", "已到位资金", "number", "三百万", error="请写数字，例如300", unit="万元", required=True),
            Field(
                "industry",
                "行业",
                "select",
                "energy",
                required=True,
                choices=[("energy", "新能源"), ("ict", "集成电路与ICT")],
            ),
            Field(
                "stage",
                "做到哪一步",
                "choices",
                "pilot",
                required=True,
                choices=[
                    Choice("lab", "实验室里能用"),
                    Choice("pilot", "有用户在试", "下面请给一位能问的人"),
                    Choice("made", "已量产"),
                ],
            ),
            Field("new", "新在哪里", "textarea", "层状氧化物正极和自研的低温电解液。", limit=800, rows=3),
            Field("public", "同意公开项目简介", "check", "1"),
        ]
    return [
        Field(
            "title",
            "Name of the project",
            value="Sodium-ion storage cells for cold regions",
            help="The first thing that a judge sees.",
            required=True,
            limit=60,
        ),
        Field(
            "money",
            "Funds received",
            "number",
            "three",
            error="Write a number, such as 300",
            unit="10,000 yuan",
            required=True,
        ),
        Field(
            "industry",
            "Industry",
            "select",
            "energy",
            required=True,
            choices=[("energy", "New energy"), ("ict", "Chips and ICT")],
        ),
        Field(
            "stage",
            "How far is it?",
            "choices",
            "pilot",
            required=True,
            choices=[
                Choice("lab", "Works in the laboratory"),
                Choice("pilot", "Pilot with a user", "We ask for one reference below"),
                Choice("made", "In production"),
            ],
        ),
        Field(
            "new",
            "What is new about it?",
            "textarea",
            "A layered-oxide cathode and an electrolyte of our own.",
            limit=800,
            rows=3,
        ),
        Field("public", "The summary may be published", "check", "1"),
    ]


def _rows(zh: bool, now: datetime) -> list[dict[str, Any]]:
    words = {
        "full": "有意向" if zh else "interested",
        "ring": "待反馈" if zh else "waiting",
        "dash": "暂无意向" if zh else "not now",
        "half": "想再谈" if zh else "wants to talk",
    }
    given = (
        (
            "0147",
            "高寒地区钠离子储能电芯",
            "Sodium-ion storage cells for cold regions",
            "沈砚秋",
            "Yanqiu Shen",
            "full ring full",
            86.5,
            "催北渡区反馈",
            "Remind Beidu",
            30,
        ),
        (
            "0031",
            "面向方言的实时字幕",
            "Live captions for dialects",
            "戚明溪",
            "Mingxi Qi",
            "ring ring dash",
            None,
            "三家逾期未反馈，改派",
            "Overdue, reassign",
            -30,
        ),
        (
            "0008",
            "低功耗广域物联网基站芯片",
            "Base-station chip for wide-area networks",
            "陆景行",
            "Jingxing Lu",
            "full full half",
            91.5,
            "两关都过，等批次",
            "Waits for the batch",
            170,
        ),
    )
    return [
        {
            "no": no,
            "title": z if zh else e,
            "who": wz if zh else we,
            "marks": [(kind, words[kind]) for kind in kinds.split()],
            "score": score,
            "next": nz if zh else ne,
            "due_at": now + timedelta(hours=hours),
        }
        for no, z, e, wz, we, kinds, score, nz, ne, hours in given
    ]


def _ranking(zh: bool) -> list[dict[str, Any]]:
    given = (
        (4, "储能电站的早期热失控预警", "Early warning of thermal runaway", 85.83, 83.5, 85.4, 87.3, 0.98, ""),
        (7, "退役电池全元素回收", "Whole-element recycling of spent batteries", 82.33, 80.9, 83.0, 85.1, 0.64, "zone"),
        (8, "硅碳负极的连续包覆", "Continuous coating of silicon anodes", 82.17, 80.4, 82.6, 84.8, 0.55, "zone"),
    )
    return [
        {
            "rank": r,
            "title": z if zh else e,
            "mean": mean,
            "low": low,
            "middle": mid,
            "high": high,
            "chance": p,
            "css": css,
        }
        for r, z, e, mean, low, mid, high, p, css in given
    ]


def _criteria(zh: bool) -> list[dict[str, Any]]:
    return [
        {
            "key": "tech",
            "label": "技术先进性与创新性" if zh else "Technology and novelty",
            "max": 25,
            "value": "22",
            "anchors": [
                ("20", "25", "领先，核心专利已授权" if zh else "Leads, key patents granted"),
                ("13", "19.5", "有明显改进" if zh else "Clearly better"),
                ("0", "12.5", "与同类相当" if zh else "Like others"),
            ],
        }
    ]
