"""What a recorded pitch must be like, and what is wrong with one, each finding with what to do about it.

Loudness after ITU-R BS.1770-4; broadcasters aim at -23 LUFS (EBU R 128), meetings on the web are around -16 to -20.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from yunhui.foundation.files.ports.films import Film, Picture, Sound

# A side that is so much softer than the other is not heard: somebody plugged in half a microphone.
ONE_SIDED = 20.0
# More samples than this share at the very top are heard as crackling.
CLIPPED = 0.0001
SILENT = 0.5
BLACK = 0.5
_CODECS = frozenset({"h264", "vp8", "libvpx", "vp9", "libvpx-vp9", "av1", "libdav1d"})
_SOUNDS = frozenset({"aac", "opus", "libopus", "vorbis", "mp3", "mp3float"})


class Level(StrEnum):
    """What a finding means: only told, to be looked at, or the film cannot be shown."""

    FINE = "fine"
    DOUBT = "doubt"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Limits:
    """Of a recorded pitch.

    Attributes:
        shortest, longest: seconds; on stage a film is cut off `grace` seconds after the longest.
        quietest, loudest: in LUFS, beyond which it should be recorded again; below `unheard` nobody understands it.
        width, height: pixels that a film should have at least (either way round).
        least_height: below it slides in the picture cannot be read.
        rate: pictures a second that it should have at least.
    """

    shortest: int = 60
    longest: int = 480
    grace: int = 15
    quietest: float = -30.0
    unheard: float = -45.0
    loudest: float = -9.0
    width: int = 1280
    height: int = 720
    least_height: int = 360
    rate: float = 20.0

    @classmethod
    def of(cls, given: Mapping[str, Any], pitch_minutes: int = 8) -> "Limits":
        """The usual ones for a pitch of so many minutes, with what an event says otherwise; unknown names are left."""
        known = {one.name for one in fields(cls)}
        return cls(**{"longest": pitch_minutes * 60, **{name: given[name] for name in given if name in known}})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found in a film; `params` are numbers for its sentence."""

    code: str
    level: Level
    params: Mapping[str, float]

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Finding":
        """As it was kept."""
        return cls(kept["code"], Level(kept["level"]), kept["params"])


def findings_in(film: Film, limits: Limits) -> tuple[Finding, ...]:
    """Everything that is wrong or doubtful, the worst first; nothing for a film that can be shown as it is."""
    found = [*_length(film, limits), *_seen(film.picture, limits), *_heard(film.sound, limits)]
    return tuple(sorted(found, key=lambda one: one.level != Level.WRONG))


def is_usable(findings: tuple[Finding, ...]) -> bool:
    """Whether the film can be shown; doubts are for the office to look at."""
    return all(one.level != Level.WRONG for one in findings)


def _length(film: Film, limits: Limits) -> list[Finding]:
    seconds = round(film.seconds)
    if film.is_cut:
        return [Finding("cut_off", Level.WRONG, {"seconds": seconds})]
    if film.seconds > limits.longest + limits.grace:
        return [Finding("too_long", Level.WRONG, {"seconds": seconds, "most": limits.longest})]
    if seconds > limits.longest:
        return [Finding("a_little_long", Level.DOUBT, {"seconds": seconds, "most": limits.longest})]
    if film.seconds < limits.shortest:
        return [Finding("too_short", Level.WRONG, {"seconds": seconds, "least": limits.shortest})]
    return []


def _seen(picture: Picture | None, limits: Limits) -> list[Finding]:
    if picture is None:
        return [Finding("no_picture", Level.WRONG, {})]
    found = []
    size = {"width": picture.width, "height": picture.height}
    if picture.codec not in _CODECS:
        found.append(Finding("codec", Level.WRONG, {}))
    if picture.dark is not None and picture.dark >= BLACK:
        found.append(Finding("black", Level.WRONG, {"share": round(picture.dark * 100)}))
    if picture.height > picture.width:
        found.append(Finding("upright", Level.DOUBT, size))
    short, long = sorted((picture.width, picture.height))
    if short < limits.least_height:
        found.append(Finding("tiny", Level.WRONG, {**size, "least": limits.least_height}))
    elif short < limits.height or long < limits.width:
        found.append(Finding("small", Level.DOUBT, {**size, "want_width": limits.width, "want_height": limits.height}))
    if 0 < picture.rate < limits.rate:
        found.append(Finding("jerky", Level.DOUBT, {"rate": round(picture.rate, 1), "want": limits.rate}))
    return found


def _heard(sound: Sound | None, limits: Limits) -> list[Finding]:
    if sound is None:
        return [Finding("no_sound", Level.WRONG, {})]
    if sound.loudness is None:
        return [Finding("silence", Level.WRONG, {})]
    found = []
    params = {"loudness": sound.loudness}
    if sound.codec not in _SOUNDS:
        found.append(Finding("sound_codec", Level.WRONG, {}))
    if sound.loudness < limits.unheard:
        found.append(Finding("unheard", Level.WRONG, params))
    elif sound.loudness < limits.quietest:
        found.append(Finding("quiet", Level.DOUBT, params))
    elif sound.loudness > limits.loudest:
        found.append(Finding("loud", Level.DOUBT, params))
    if sound.clipped > CLIPPED:
        found.append(Finding("clipped", Level.DOUBT, {}))
    if sound.silent > SILENT:
        found.append(Finding("mostly_silent", Level.DOUBT, {"share": round(sound.silent * 100)}))
    if side := _missing_side(sound.levels):
        found.append(Finding(side, Level.DOUBT, {}))
    return found


def _missing_side(levels: tuple[float | None, ...]) -> str:
    if len(levels) != 2:
        return ""
    left, right = (-200.0 if one is None else one for one in levels)
    if abs(left - right) <= ONE_SIDED:
        return ""
    return "left_only" if left > right else "right_only"
