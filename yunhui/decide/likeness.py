"""How alike two short texts are, and what is odd about an answer: hints for a person who checks, never a verdict."""

import re
import unicodedata

# Words that stand for no answer, by themselves.
_FILLERS = {"无", "暂无", "没有", "不适用", "同上", "略", "见附件", "待定", "测试"}
_FILLERS |= {"na", "n/a", "none", "nil", "no", "tbd", "tba", "test", "testing", "xxx", "asdf", "qwerty", "-"}
_MARKS = re.compile(r"[\W_]+")
# So much a long answer holds at least: twelve Chinese characters, or twice as many Latin letters.
_SHORT = 24


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text without width, case, spaces and marks."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1)) or frozenset([plain] if plain else [])


def likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same but for width, case, spaces and marks): shared pairs of all pairs."""
    first, second = pairs_of(one), pairs_of(other)
    return len(first & second) / len(first | second) if first and second else 0.0


def oddity(text: str, *, is_long: bool) -> str:
    """What is odd about an answer: `filler`, `repeated`, `short` (long answers only), or nothing."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if not plain:
        return ""
    if plain.rstrip(".。!！") in _FILLERS:
        return "filler"
    letters = _MARKS.sub("", plain)
    if not letters or (len(letters) > 3 and len(set(letters)) <= 2):
        return "repeated"
    weight = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in letters)
    return "short" if is_long and weight < _SHORT else ""
