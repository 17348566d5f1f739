"""When two names are one organisation's: departments, legal forms, order of words, and what looks alike."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable

from yunhui.decide.likeness import pairs_of
from yunhui.kernel.searching import folded

# A name up to the end of its house: 清华大学自动化系 -> 清华大学.
_HOUSE = re.compile(r"^(.{2,}?(?:大学|学院|研究院|研究所|实验室|医院|集团|公司))")
_LEGAL = re.compile(r"(?:股份)?(?:有限)?(?:责任)?公司$|集团$")
_PLACES = re.compile(r"^(?:[一-鿿]{2,3}(?:省|市))+(?=[一-鿿]{2,})")
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_FILLERS = frozenset(
    [
        "the",
        "of",
        "for",
        "and",
        "at",
        "in",
        "de",
        "der",
        "des",
        "di",
        "du",
        "la",
        "le",
        "inc",
        "ltd",
        "llc",
        "gmbh",
        "ag",
        "bv",
        "nv",
        "sa",
        "spa",
        "co",
        "corp",
        "corporation",
        "company",
        "limited",
        "plc",
        "kg",
        "oy",
        "ab",
        "as",
        "pty",
        "group",
        "holding",
    ]
)
_SHORT = {"univ": "university", "uni": "university", "universiteit": "university", "universitat": "university",
          "universita": "university", "universite": "university", "inst": "institute", "institut": "institute",
          "tech": "technology", "technical": "technology", "technische": "technology", "tu": "technology university",
          "lab": "laboratory", "dept": "department"}  # fmt: skip
# Words that many houses share: alone they name none.
_COMMON = frozenset(
    ["university", "institute", "technology", "laboratory", "department", "school", "college", "research", "science"]
)
ALIKE = 0.72


def organisation_keys(*names: str) -> frozenset[str]:
    """The keys of an organisation's names; two are one where they share a key."""
    found = set[str]()
    for name in names:
        plain = _BRACKETS.sub(" ", unicodedata.normalize("NFKC", name)).strip()
        if any("一" <= one <= "鿿" for one in plain):
            found |= _chinese(plain)
        else:
            found |= {key for part in re.split(r"[,;/|]", plain) if (key := _latin(part))}
    return frozenset(found)


class Lookalikes:
    """Names of organisations that look alike, found by the pairs of characters that they share.

    Every name is a row; `alike(text)` gives the rows whose names share at least `ALIKE` of all their pairs, and
    have no other number: Hospital No. 1 is not Hospital No. 11.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._rows: dict[str, int] = {}
        self._by_pair: dict[str, list[str]] = defaultdict(list)
        for name in dict.fromkeys(names):
            pairs = pairs_of(_core(name))
            self._rows[name] = len(pairs)
            for pair in pairs:
                self._by_pair[pair].append(name)

    def alike(self, text: str) -> list[str]:
        """The names that look like a text, the most alike first."""
        pairs = pairs_of(_core(text))
        shared = Counter(name for pair in pairs for name in self._by_pair.get(pair, ()))
        found = [(count / (len(pairs) + self._rows[name] - count), name) for name, count in shared.items()]
        return [name for share, name in sorted(found, reverse=True) if share >= ALIKE and _may_be_one(name, text)]


def _may_be_one(one: str, other: str) -> bool:
    mine, theirs = (re.findall(r"\d+", unicodedata.normalize("NFKC", name)) for name in (one, other))
    return not (mine and theirs) or mine == theirs


def _core(name: str) -> str:
    """A name without what many names share, for likeness."""
    plain = _PLACES.sub("", _LEGAL.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", name)).strip()))
    words = [_SHORT.get(word, word) for word in re.findall(r"[^\W_]+", folded(plain))]
    return "".join(word for word in words if word not in _FILLERS)


def _chinese(name: str) -> set[str]:
    plain = re.sub(r"[\W_]", "", name).casefold()
    house = _HOUSE.match(plain)
    names = {plain} | ({house.group(1)} if house else set())
    return {key for one in names if len(key := _LEGAL.sub("", _PLACES.sub("", one) or one) or one) > 1}


def _latin(name: str) -> str:
    words = [_SHORT.get(word, word) for word in re.findall(r"[^\W_]+", folded(name))]
    kept = sorted({word for word in " ".join(words).split() if word not in _FILLERS})
    return " ".join(kept) if set(kept) - _COMMON else ""
