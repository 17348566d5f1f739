"""Search in Chinese and Latin texts by the database's own text index (tsvector): words are made here, not there.

PostgreSQL's parsers do not cut Chinese. So every run of Chinese characters becomes its characters and its pairs of
neighbours, every other word is folded (width, case, accents) and found by its beginning, and a Chinese name also by its
pinyin and by the initials of that. What is written and what is asked go through the same cutting.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Field, FloatField, Func, Lookup, Value
from django.db.models.functions import Cast
from pypinyin import Style, lazy_pinyin

_CHINESE = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<chinese>[{_CHINESE}]+)|(?P<word>[^\W_{_CHINESE}]+)")
_ADDRESS = re.compile(r"[^\s@']+@[^\s@']*|@[^\s@']+")
_LONGEST = 200  # characters of one word; the database refuses 2 kB


def folded(text: str) -> str:
    """A text without differences of width, case and accents: Ｍüller and muller are one."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKC", "".join(one for one in plain if unicodedata.category(one) != "Mn"))


def words_of(text: str) -> set[str]:
    """The words under which a text is found: characters and pairs of Chinese, folded words of the rest."""
    found = set[str]()
    for match in _RUN.finditer(folded(text)):
        if run := match["chinese"]:
            found.update(run)
            found.update(run[at : at + 2] for at in range(len(run) - 1))
        else:
            found.add(match["word"][:_LONGEST])
    return found


def sounds_of(name: str) -> set[str]:
    """What a Chinese name is typed as on a Latin keyboard: 张伟 -> zhangwei, wei, zw; nothing for other names."""
    syllables = [one for one in lazy_pinyin(name, style=Style.NORMAL, errors="ignore") if one.isascii()]
    if not syllables:
        return set()
    return {"".join(syllables), "".join(syllables[1:]) or syllables[0], "".join(one[0] for one in syllables)}


def vector(words: Iterable[str], kept: Mapping[str, Iterable[str]] | None = None) -> str:
    """Words as the literal of a tsvector, in a fixed order.

    With `kept` (weight A, B or C -> words that not every reader may find by) the others have weight D, and a question
    that names weights finds by those alone. A word that stands in both has both.
    """
    if kept is None:
        return " ".join(_quoted(word) for word in sorted(set(words)))
    weights: dict[str, set[str]] = {}
    for weight, some in {"D": words, **kept}.items():
        for word in some:
            weights.setdefault(word, set()).add(weight)
    return " ".join(
        f"{_quoted(word)}:{','.join(f'{at}{weight}' for at, weight in enumerate(sorted(weights[word]), 1))}"
        for word in sorted(weights)
    )


def question(text: str, *, addresses: bool = False, weights: str = "") -> str:
    """What a reader typed as the literal of a tsquery: all of its words, in any order.

    A Chinese run asks for its pairs (one character alone: for that), a Latin word for every word that begins so, a
    number for itself. With `addresses`, a part with an @ asks for an e-mail address that begins so; without, it is cut
    into words like the rest. With `weights` ("AD") it finds by words of those weights alone, see `vector`. Empty where
    nothing can be asked.
    """
    parts, rest = list[str](), text
    whole = f":{weights}" if weights else ""
    begins = f":*{weights}"
    if addresses:
        parts = [f"{_quoted(address_word(one))}{begins}" for one in _ADDRESS.findall(text)]
        rest = _ADDRESS.sub(" ", text)
    for match in _RUN.finditer(folded(rest)):
        run, word = match["chinese"], (match["word"] or "")[:_LONGEST]
        if run:
            parts += [f"{_quoted(run[at : at + 2])}{whole}" for at in range(max(1, len(run) - 1))]
        else:
            parts.append(f"{_quoted(word)}{whole if word.isdecimal() else begins}")
    return " & ".join(dict.fromkeys(parts))


def any_of(words: Iterable[str], *, address: str = "") -> str:
    """Words as the literal of a tsquery that asks for any of them, or for an e-mail address; empty where none is."""
    parts = {_quoted(word) for word in words if len(word) > 1}
    return " | ".join(sorted(parts | {_quoted(address_word(address))} if address else parts))


def nearness(column: str, asked: str) -> Func:
    """For an annotation: how many of the words that a tsquery asks for a row has, whatever their weight."""
    even = "ts_rank('{0.1, 0.1, 0.1, 0.1}', %(expressions)s)"
    return Func(F(column), Cast(Value(asked), _Query()), template=even, output_field=FloatField())


def address_word(address: str) -> str:
    """An e-mail address as one word that no text gives: found only by who may ask for addresses."""
    return f"@{folded(address)[:_LONGEST].lstrip('@')}"


class _Query(Field):  # type: ignore[type-arg]
    """The database's own type of a question, to cast to."""

    def db_type(self, connection: Any) -> str:
        return "tsquery"


@SearchVectorField.register_lookup
class Asked(Lookup):
    """`column__asked=question(text)`: the rows whose words answer the question."""

    lookup_name = "asked"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} @@ {right}::tsquery", (*left_values, *right_values)


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
