"""Texts cut to the room that a page has, at the end of a sentence where one is near."""

import unicodedata

_ENDS = "。！？.!?"


def excerpt(text: str, room: float) -> str:
    """The beginning of a text that fits a width in Chinese characters (Latin letters are half as wide), on one line."""
    line = " ".join(text.split())
    used, cut = 0.0, len(line)
    for index, letter in enumerate(line):
        used += 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.5
        if used > room:
            cut = index
            break
    if cut == len(line):
        return line
    kept = line[:cut]
    end = max(kept.rfind(mark) for mark in _ENDS)
    if end >= cut * 0.6:
        return kept[: end + 1]
    space = kept.rfind(" ")
    return (kept[:space] if space >= cut * 0.8 else kept).rstrip(" ,，、;；") + "…"
