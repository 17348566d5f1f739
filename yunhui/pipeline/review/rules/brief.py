"""A uniform brief of one screen (技术、团队、市场、资金、落地): the same boxes in the same order for every project.

Nothing in it is written by anybody but the applicant: each box quotes the answers that the call's mapping names, or
sentences of the other answers that speak of its matter. What is not said anywhere stays visibly empty.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yunhui.foundation.formkit.rules import Question, words_of
from yunhui.kernel.i18n import ENGLISH
from yunhui.pipeline.calls.rules import BOX_NAMES, BOXES, USUAL

_MATTER: Mapping[str, re.Pattern[str]] = {
    "technology": re.compile(r"专利|工艺|技术|指标|patent|process|technolog|laborator", re.IGNORECASE),
    "team": re.compile(r"团队|博士|全职|成员|team|PhD|full time|founder", re.IGNORECASE),
    "market": re.compile(
        r"市场|客户|用户|订单|销售|供货|试用|营收|成本|market|customer|client|user|order|sales|revenue|deliver|\bcosts?\b",
        re.IGNORECASE,
    ),
    "money": re.compile(
        r"万元|亿元|融资|投资|资金|估值|贷款|补助|funding|fund|invest|grant|million|budget|capital|[€$¥]",
        re.IGNORECASE,
    ),
    "landing": re.compile(r"落地|厂房|平方米|中试线|本地|plant|site|square met|pilot line|local", re.IGNORECASE),
}
_LONG = ("long_text", "people")
# The room of a box in Chinese characters; Latin letters take half of one. Five boxes fill one screen of a phone.
ROOM = 72.0


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an answer, with the question that they answer. `is_cut`: the answer goes on; `is_fact`: it says nothing
    without its question (a number, a choice)."""

    question: str
    text: str
    is_cut: bool
    is_fact: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the brief. `is_found`: no answer belongs to it, the quotes are sentences that speak of its matter."""

    key: str
    name: str
    quotes: tuple[Quote, ...]
    is_found: bool = False


def brief_of(
    questions: Iterable[Question],
    answers: Mapping[str, Any],
    mapping: Mapping[str, tuple[str, ...]],
    language: str,
) -> tuple[Box, ...]:
    """The five boxes, from the answers to the questions given (those that the reader may read).

    Args:
        mapping: box -> keys of its questions, as the call sets them; other boxes follow the usual keys.
    """
    asked = {one.key: one for one in questions if one.kind != "file"}
    said = {
        key: in_language(words_of(one, answers[key], language, {}), language)
        for key, one in asked.items()
        if answers.get(key)
    }
    return tuple(_box(key, asked, said, mapping.get(key, USUAL[key]), language) for key in BOXES)


def excerpt(text: str, room: float = ROOM) -> tuple[str, bool]:
    """The beginning of a text that fits, cut after a sentence or a word; and whether something was cut."""
    line = " ".join(text.split())
    used, cut = 0.0, len(line)
    for index, letter in enumerate(line):
        used += 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.5
        if used > room:
            cut = index
            break
    if cut == len(line):
        return line, False
    kept = line[:cut]
    end = max(kept.rfind(mark) for mark in ("。", "！", "？", ". "))
    if end >= cut * 0.5:
        return kept[: end + 1].rstrip(), True
    space = kept.rfind(" ")
    return (kept[:space] if space >= cut * 0.8 else kept).rstrip(" ,，、;；") + "…", True


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, each with its mark at the end; a point inside a number ends none."""
    for line in text.splitlines():
        start = 0
        for found in re.finditer(r"[。！？]|[.!?](?=\s|$)", line):
            if part := line[start : found.end()].strip():
                yield part
            start = found.end()
        if part := line[start:].strip():
            yield part


def _box(key: str, asked: Mapping[str, Question], said: Mapping[str, str], keys: Iterable[str], language: str) -> Box:
    name = str(BOX_NAMES[key])
    own = [one for one in keys if said.get(one)]
    if own:
        room = ROOM if any(asked[one].kind in _LONG for one in own) else ROOM / 2
        quotes = []
        for one in own:
            text, is_cut = excerpt(said[one], room if asked[one].kind in _LONG else ROOM / 2)
            quotes.append(Quote(asked[one].label(language), text, is_cut, asked[one].kind not in _LONG))
        return Box(key, name, tuple(quotes))
    matter = _MATTER[key]
    found = [
        Quote(asked[one].label(language), *excerpt(sentence))
        for one, text in said.items()
        if asked[one].kind in _LONG
        for sentence in sentences(text)
        if matter.search(sentence)
    ]
    return Box(key, name, tuple(found[:2]), is_found=True)


def in_language(text: str, language: str) -> str:
    """Of a text whose lines are in both languages, those in the reader's; any other text as it is."""
    lines = [line for line in text.splitlines() if line.strip()]
    chinese = [_is_chinese(line) for line in lines]
    if len(set(chinese)) < 2:
        return text
    wanted = language != ENGLISH
    return "\n".join(line for line, is_chinese in zip(lines, chinese, strict=True) if is_chinese == wanted)


def _is_chinese(line: str) -> bool:
    wide = sum("\u4e00" <= letter <= "\u9fff" for letter in line)
    return wide * 4 >= sum(letter.isalpha() for letter in line)
