"""A city's accent: readable on paper and in the dark (WCAG 2.2), or the nearest one that is. Pure."""

import colorsys
import re
from dataclasses import dataclass

_HEX = re.compile(r"#[0-9a-f]{6}")
PAPER, NIGHT, WHITE = "#fbfaf6", "#10171d", "#ffffff"
_TEXT, _SHAPE = 4.5, 3.0


@dataclass(frozen=True, slots=True)
class Accent:
    """The colours of what is pressed, by theme; `deep` is under the pointer."""

    light: str
    light_deep: str
    dark: str
    dark_deep: str


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def parse(text: str) -> str | None:
    """ "#rrggbb" in lower case from what was typed (also without #, also three digits); None where it is no colour."""
    plain = "#" + text.strip().lower().lstrip("#")
    if len(plain) == 4:
        plain = "#" + "".join(digit * 2 for digit in plain[1:])
    return plain if _HEX.fullmatch(plain) else None


def is_readable(colour: str) -> bool:
    """Whether white words can be read on it, and it as a word on paper."""
    return contrast(colour, WHITE) >= _TEXT and contrast(colour, PAPER) >= _TEXT


def nearest_readable(colour: str) -> str:
    """The same hue, as little darker as makes it readable."""
    return _moved(colour, -1, is_readable)


def accent_of(colour: str) -> Accent:
    """The whole family of a readable colour."""

    def fits_night(one: str) -> bool:
        return contrast(one, NIGHT) >= _SHAPE and contrast(one, WHITE) >= _TEXT

    dark = _moved(colour, 1, lambda one: contrast(one, NIGHT) >= _SHAPE)
    dark = _moved(dark, -1, lambda one: contrast(one, WHITE) >= _TEXT) if not fits_night(dark) else dark
    return Accent(colour, _shifted(colour, -0.09), dark, _shifted(dark, -0.05))


def _moved(colour: str, direction: int, good: object) -> str:
    assert callable(good)
    step = 0
    found = colour
    while not good(found) and step < 100:
        step += 1
        found = _shifted(colour, direction * step / 100)
    return found


def _shifted(colour: str, by: float) -> str:
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(colour))
    red, green, blue = colorsys.hls_to_rgb(hue, min(max(light + by, 0), 1), saturation)
    return "#" + "".join(f"{round(one * 255):02x}" for one in (red, green, blue))


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
