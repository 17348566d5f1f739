"""Counts in a headline: 三十二个项目, ten countries. Pure."""

from yunhui.ui import formats

_DIGITS = "零一二三四五六七八九"
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def spoken(number: int, language: str) -> str:
    """A count as a headline says it, before a noun (两 before a measure word); figures where words would be long.

    Chinese in words from 0 to 99, English from 0 to 12.
    """
    if formats.is_chinese(language):
        return _chinese(number) if 0 <= number <= 99 else formats.number(number, language)
    return _WORDS[number] if 0 <= number < len(_WORDS) else formats.number(number, language)


def _chinese(number: int) -> str:
    if number == 2:
        return "两"
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def rounded(number: int) -> str:
    """180+ for 186: how a notice says a large count; empty where the exact one is as short."""
    return f"{number // 10 * 10}+" if number >= 100 and number % 10 else ""
