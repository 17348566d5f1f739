"""Finding words that may not be published. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yunhui.features.site.models import GuardWord

MASK = "＊＊"
_AROUND = 12
# The texts of some events.
_LATELY = 2048


@dataclass(frozen=True, slots=True)
class Finding:
    """A guarded word in a text: the field, where in it, how it stands there, and the rule it breaks."""

    field: str
    at: int
    found: str
    around: str
    rule: GuardWord


class Guard:
    """A list of words, ready to look through texts."""

    def __init__(self, rules: Iterable[GuardWord]) -> None:
        self._rules = [(rule, _pattern(rule.word), [_pattern(one) for one in rule.unless]) for rule in rules]
        # Most texts have none of the words: one look tells.
        self._any = re.compile("|".join(pattern.pattern for _rule, pattern, _unless in self._rules), re.IGNORECASE)
        self._masked: dict[str, str] = {}

    def look(self, texts: Mapping[str, str]) -> list[Finding]:
        """Every guarded word in the texts by field, in their order."""
        found = []
        for field, text in texts.items():
            for rule, start, end in self._places(text):
                around = text[max(0, start - _AROUND) : end + _AROUND].replace("\n", " ")
                found.append(Finding(field, start, text[start:end], around, rule))
        return found

    def mask(self, text: str) -> str:
        """The text with every word masked whose rule says so; texts that were masked lately are not looked through."""
        masked = self._masked.get(text)
        if masked is None:
            if len(self._masked) >= _LATELY:
                self._masked.clear()
            masked = self._masked[text] = self._mask(text)
        return masked

    def _mask(self, text: str) -> str:
        # The longest and last first, so that no place moves before it is masked.
        places = {(start, end) for rule, start, end in self._places(text) if rule.masks}
        kept: list[tuple[int, int]] = []
        for start, end in sorted(places, key=lambda one: (one[0], -one[1])):
            if not kept or start >= kept[-1][1]:
                kept.append((start, end))
        for start, end in reversed(kept):
            text = text[:start] + MASK + text[end:]
        return text

    def _places(self, text: str) -> list[tuple[GuardWord, int, int]]:
        plain = _plain(text)
        if not self._rules or not self._any.search(plain):
            return []
        found = []
        for rule, pattern, unless in self._rules:
            right = [match.span() for one in unless for match in one.finditer(plain)]
            for match in pattern.finditer(plain):
                start, end = match.span()
                if not any(first <= start and end <= last for first, last in right):
                    found.append((rule, start, end))
        return sorted(found, key=lambda one: (one[1], -one[2], one[0].word))


# Each has one character in its place, so that every place in a text stays.
_HALF = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(ord("！"), ord("～") + 1)}


def _plain(text: str) -> str:
    """Full-width letters as half-width ones, one for one."""
    return text if text.isascii() else text.translate(_HALF)


def _pattern(word: str) -> re.Pattern[str]:
    """Latin words stand alone and in any case, an abbreviation in its own; spaces are any spaces."""
    plain = _plain(word)
    body = r"\s+".join(re.escape(part) for part in plain.split()) or re.escape(plain)
    before = r"(?<![A-Za-z0-9])" if plain[:1].isascii() and plain[:1].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if plain[-1:].isascii() and plain[-1:].isalnum() else ""
    return re.compile(before + body + after, 0 if plain.isupper() else re.IGNORECASE)
