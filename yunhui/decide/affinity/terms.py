"""Terms of a text in three views: words, phrases and pieces; Chinese by its characters, without a dictionary."""

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise

# Han, kana and hangul are written without spaces between words, or with endings that hide them.
_HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
_TOKEN = re.compile(rf"[{_HAN}]+|[^\W\d_{_HAN}](?:[^\W{_HAN}]|-)+")
_IS_HAN = re.compile(f"[{_HAN}]")

_PARTICLES = re.compile("[的了和与及在是为对等之其并或从]")

Terms = Callable[[str], tuple[str, ...]]


def tokens(text: str) -> list[str]:
    """Words of two letters or more, in lower case, and runs of Chinese characters; numbers are left out."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def with_pairs(row: list[str]) -> list[str]:
    """The tokens and, behind them, each pair of neighbouring words joined by a space."""
    return row + [f"{one} {two}" for one, two in pairwise(row) if not (is_han(one) or is_han(two))]


def is_han(term: str) -> bool:
    """Whether a token or term is of Chinese characters."""
    return _IS_HAN.match(term) is not None


def words(token: str) -> tuple[str, ...]:
    """The word itself; of Chinese runs the characters and their pairs."""
    return stretches(token, 1, 2) if is_han(token) else (token,)


def phrases(token: str) -> tuple[str, ...]:
    """The word or the pair of words itself; of Chinese runs one to three characters."""
    return stretches(token, 1, 3) if is_han(token) else (token,)


def pieces(token: str) -> tuple[str, ...]:
    """Four and five letters in a row inside a word, which bridges endings; of Chinese runs two and three characters."""
    return stretches(token, 2, 3) if is_han(token) else stretches(f" {token} ", 4, 5)


def stretches(run: str, shortest: int, longest: int) -> tuple[str, ...]:
    """All parts of the given lengths; the run itself when it is not longer than the shortest."""
    if len(run) <= shortest:
        return (run,)
    return tuple(run[at : at + size] for size in range(shortest, longest + 1) for at in range(len(run) - size + 1))


def shared_runs(here: list[str], there: list[list[str]]) -> set[str]:
    """The longest runs of two or more Chinese characters in `here` that also stand in one of `there`.

    Grammatical particles part the runs: what is shown to people should be names of things.
    """
    known = "\n".join(token for row in there for token in row if is_han(token))
    found: set[str] = set()
    for run in (part for token in here if is_han(token) for part in _PARTICLES.split(token)):
        at = 0
        while at < len(run):
            end = at + 1
            while end < len(run) and run[at : end + 1] in known:
                end += 1
            if end - at > 1:
                found.add(run[at:end])
            at = end
    return found
