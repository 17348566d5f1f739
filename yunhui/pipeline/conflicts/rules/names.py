"""When two names may be one person's: in either order, in characters or in pinyin, with or without accents.

A name alone proves nothing: two people may share it. So an equal name is a question to the office, never a verdict.
"""

import re
from itertools import islice, product
from unicodedata import normalize

from pypinyin import Style, pinyin

from yunhui.kernel.searching import folded

_CHINESE = re.compile(r"[㐀-䶿一-鿿\U00020000-\U0003ffff]")
_WORDS = re.compile(r"[^\W\d_]+")
# How ä, ö, ü, å, ø are written where a keyboard has none; and pinyin's ü, which this reading spells v.
_EXPANDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "ß": "ss"})
_U_WITH_DOTS = ("u", "yu", "v")
_MOST_READINGS = 32


def name_keys(*names: str) -> frozenset[str]:
    """The keys of a person's names; two people may be one where they share a key.

    A name in characters has the key of these and those of its readings; a Latin one those of its letters, whatever
    their order, width, case and accents. Initials in the middle do not count.
    """
    found = set[str]()
    for name in names:
        characters = "".join(_CHINESE.findall(name))
        if len(characters) > 1:
            found.add(f"字{characters}")
            found.update(f"音{one}" for one in _readings(characters))
        elif not characters:
            found.update(f"音{letters}" for letters in _latin(name))
    return frozenset(found)


def may_be_one(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether two people's keys let them be one: equal characters, or where one of them has none an equal sound."""
    shared = first & second
    if any(one.startswith("字") for one in shared):
        return True
    in_characters = [any(one.startswith("字") for one in keys) for keys in (first, second)]
    return bool(shared) and not all(in_characters)


def _readings(characters: str) -> set[str]:
    """The sounds of a name; a family name that is read in its own way (单, 曾, 解) counts in every reading."""
    options = pinyin(characters, style=Style.NORMAL, heteronym=True)
    spelled = [
        list(dict.fromkeys(one.replace("v", u) for one in syllable[: None if at == 0 else 2] for u in _U_WITH_DOTS))
        for at, syllable in enumerate(options)
    ]
    return {_turned("".join(one)) for one in islice(product(*spelled), _MOST_READINGS)}


def _latin(name: str) -> set[str]:
    """The letters of a name as they are without accents, and as they are written without the keys for these."""
    found = set[str]()
    for text in (name, normalize("NFKC", name).casefold().translate(_EXPANDED)):
        longer = [word for word in _WORDS.findall(folded(text)) if len(word) > 1]
        if len(longer) > 1:
            found.add(_turned("".join(longer)))
    return found


def _turned(letters: str) -> str:
    """One form for a row of letters and for every row that begins elsewhere in it: zhangwei and weizhang."""
    return min(letters[at:] + letters[:at] for at in range(len(letters)))
