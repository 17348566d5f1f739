"""Which columns a kind of table has, and which head means which of them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from yunhui.features.imports.enums import Kind
from yunhui.features.imports.rules.catalogue import (
    BOARDS,
    HEADS_OF_ANSWERS,
    ORGANISATIONS,
    REFERENCE,
    REFERRED,
    STAFF,
    Column,
)
from yunhui.features.imports.rules.expert_columns import EXPERTS
from yunhui.features.imports.rules.tables import Row
from yunhui.foundation.formkit.rules import Question

# So many of the first rows may be titles above the heads.
_ABOVE = 12
_ASIDE = re.compile(r"[（(【\[].*?[)）】\]]|[\s_*:：/\\\-]+")


def columns_of(kind: str, questions: Sequence[Question] = ()) -> tuple[Column, ...]:
    """The columns of a kind; of applications, those of the call's form."""
    match kind:
        case Kind.BOARDS:
            return BOARDS
        case Kind.ORGANISATIONS:
            return ORGANISATIONS
        case Kind.STAFF:
            return STAFF
        case Kind.EXPERTS:
            return EXPERTS
    answers = tuple(
        Column(
            key=one.key,
            zh=one.label_zh,
            en=one.label_en,
            kind="answer",
            required=one.key in ("title", "group"),
            longest=one.max_length,
            others=HEADS_OF_ANSWERS.get(one.key, ()),
        )
        for one in questions
        if one.kind not in ("file", "people")
    )
    return (REFERENCE, *answers, REFERRED)


def plain(head: str) -> str:
    """A head without width, case, spaces, marks and what stands in brackets: 电子 邮箱（必填） and 电子邮箱 are one."""
    return _ASIDE.sub("", unicodedata.normalize("NFKC", head)).casefold()


def find_heads(rows: Sequence[Row], columns: Sequence[Column], known: Mapping[str, str]) -> int:
    """The place of the row of heads: of the first rows the one most of whose cells are heads; the first if none is."""
    means = _meanings(columns, known)
    scores = [sum(plain(cell) in means for cell in row.cells) for row in rows[:_ABOVE]]
    best = max(scores, default=0)
    return scores.index(best) if best else 0


def guess_mapping(heads: Iterable[str], columns: Sequence[Column], known: Mapping[str, str]) -> dict[int, str]:
    """Place of a head -> the column that it means: as somebody said last time, by its name, or by what it is called
    elsewhere. Each column once, the best head first."""
    means = _meanings(columns, known)
    found: dict[int, str] = {}
    for place, head in enumerate(heads):
        key = means.get(plain(head), "")
        if key and key not in found.values():
            found[place] = key
    return found


def _meanings(columns: Sequence[Column], known: Mapping[str, str]) -> dict[str, str]:
    """Plain head -> column key; what a person has said counts before names, names before other words."""
    keys = {one.key for one in columns}
    means: dict[str, str] = {}
    for one in columns:
        for word in one.others:
            means.setdefault(plain(word), one.key)
    for one in columns:
        means |= {plain(word): one.key for word in (one.key, one.zh, one.en)}
    return means | {head: key for head, key in known.items() if key in keys or not key}
