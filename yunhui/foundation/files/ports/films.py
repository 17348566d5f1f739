"""Asking the program that reads strangers' films; see `films_child`."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 240.0  # seconds for one film
_CONTAINERS = {"video/mp4": "mp4", "video/webm": "matroska"}


@dataclass(frozen=True, slots=True)
class Picture:
    """What is seen.

    Attributes:
        codec: as FFmpeg calls it, e.g. `h264`.
        width, height: in pixels.
        rate: pictures a second.
        dark: the share of pictures looked at (one every five seconds) that are black; None where none could be drawn.
    """

    codec: str
    width: int
    height: int
    rate: float
    dark: float | None


@dataclass(frozen=True, slots=True)
class Sound:
    """What is heard.

    Attributes:
        loudness: integrated, in LUFS (ITU-R BS.1770-4); None where all of it is silence.
        peak: the highest sample in dBFS; None in silence.
        clipped: the share of samples that stand in a row at the very top.
        levels: of each of one or two channels in dBFS; None for a silent one.
        silent: the share of time below -60 dBFS; longest_silence in seconds.
    """

    codec: str
    channels: int
    loudness: float | None
    peak: float | None
    clipped: float
    levels: tuple[float | None, ...]
    silent: float
    longest_silence: float


@dataclass(frozen=True, slots=True)
class Film:
    """A film that was read to its end: `seconds` of it are there; `is_cut` where it says that it is longer, or breaks
    off."""

    seconds: float
    is_cut: bool
    picture: Picture | None
    sound: Sound | None


class UnreadableFilm(ValueError):
    """Nothing can be read of it, or it takes too much time or memory; `code` is broken or slow."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def film_in(path: Path, media_type: str, patience: float = PATIENCE) -> Film:
    """What is in a film, read by a program of its own.

    Raises:
        UnreadableFilm: the program could say nothing, died or was too slow.
    """
    command = [sys.executable, "-I", str(Path(__file__).with_name("films_child.py")), str(path)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [*command, _CONTAINERS[media_type]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=patience,
            check=False,
            env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )
        said = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFilm("slow") from error
    except (OSError, ValueError, KeyError) as error:
        raise UnreadableFilm("broken") from error
    if "error" in said:
        raise UnreadableFilm(said["error"])
    return _film(said)


def _film(said: dict[str, Any]) -> Film:
    seen, heard = said["picture"], said["sound"]
    return Film(
        seconds=said["seconds"],
        is_cut=said["cut"],
        picture=Picture(seen["codec"], seen["width"], seen["height"], seen["rate"], seen["dark"]) if seen else None,
        sound=Sound(
            heard["codec"],
            heard["channels"],
            heard["loudness"],
            heard["peak"],
            heard["clipped"],
            tuple(heard["levels"]),
            heard["silent"],
            heard["longest_silence"],
        )
        if heard
        else None,
    )
