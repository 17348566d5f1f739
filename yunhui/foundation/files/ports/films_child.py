"""A program of its own that reads a stranger's film and says what is in it: how long it lasts, its picture, its sound.

Like `pdfium_child` it knows no Django, no database and no key, has little memory and little time, and may die without
harm. One file for each life: the path and the container come as arguments, the answer is one line of JSON.

The container is named by who asks, who has looked at the first bytes: FFmpeg also reads play lists, which lead to other
files and other machines. Loudness is measured after ITU-R BS.1770-4 with its two gates.
"""

import contextlib
import json
import math
import resource
import sys
from dataclasses import dataclass, field
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from scipy.signal import sosfilt

MEMORY = 3 << 30
SECONDS_OF_CPU = 180
RATE = 48_000
_BLOCK = RATE // 10
_LOOK_EVERY = 5.0  # seconds between two pictures that are looked at
_DARK = 20.0  # mean brightness of a picture, 16 is black
_FULL = 0.999  # of the highest sample
_QUIET = 1e-6  # mean square of a tenth of a second that counts as silent: -60 dBFS
# The two filters of K-weighting at 48 kHz, from the standard.
_WEIGHTING = np.array(
    [
        [1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585],
        [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621],
    ]
)
Samples = NDArray[np.float64]


@dataclass
class Sound:
    """What is heard, gathered as it comes: power of every tenth of a second, plain and K-weighted, by channel."""

    channels: int
    memory: Samples = field(init=False)
    left_over: Samples = field(init=False)
    plain: list[Samples] = field(default_factory=list)
    weighted: list[Samples] = field(default_factory=list)
    peak: float = 0.0
    clipped: int = 0
    samples: int = 0

    def __post_init__(self) -> None:
        self.memory = np.zeros((2, self.channels, 2))
        self.left_over = np.zeros((self.channels, 0))

    def take(self, heard: Samples) -> None:
        """More of it: channels × samples between -1 and 1."""
        self.samples += heard.shape[1]
        if heard.size:
            loud = np.abs(heard)
            self.peak = max(self.peak, float(loud.max()))
            flat = loud >= _FULL
            # One sample at the top is a peak; three in a row are a peak that was cut off.
            self.clipped += int((flat[:, :-2] & flat[:, 1:-1] & flat[:, 2:]).sum())
        heard = np.concatenate([self.left_over, heard], axis=1)
        whole = heard.shape[1] // _BLOCK * _BLOCK
        self.left_over = heard[:, whole:]
        if whole:
            part = heard[:, :whole]
            filtered, self.memory = sosfilt(_WEIGHTING, part, axis=1, zi=self.memory)
            self.plain.append(_power(part))
            self.weighted.append(_power(filtered))

    def said(self) -> dict[str, Any]:
        """The figures; levels in dB, None for nothing at all."""
        plain = np.concatenate(self.plain, axis=1) if self.plain else np.zeros((self.channels, 0))
        weighted = np.concatenate(self.weighted, axis=1) if self.weighted else np.zeros((self.channels, 0))
        silent = plain.max(axis=0) < _QUIET if plain.shape[1] else np.zeros(0, dtype=bool)
        return {
            "seconds": self.samples / RATE,
            "loudness": loudness(weighted),
            "peak": _decibel(self.peak**2),
            "clipped": self.clipped / max(1, self.samples * self.channels),
            "levels": [_decibel(float(one.mean())) if one.size else None for one in plain],
            "silent": float(silent.mean()) if silent.size else 1.0,
            "longest_silence": _longest(silent) / 10,
        }


@dataclass
class Sight:
    """What is seen: how many pictures come, and how many of those that were looked at are black."""

    frames: int = 0
    looked: int = 0
    dark: int = 0
    next_look: float = 0.0

    def take(self, packet: Any) -> None:
        """One more packet; an empty one ends the film and brings what the decoder has kept."""
        self.frames += bool(packet.size)
        at = float(packet.pts * packet.time_base) if packet.pts is not None else 0.0
        if packet.size and not (packet.is_keyframe and at >= self.next_look):
            return
        self.next_look = at + _LOOK_EVERY
        for frame in packet.decode():
            self.looked += 1
            self.dark += float(frame.reformat(width=64, height=36, format="gray").to_ndarray().mean()) < _DARK


def loudness(weighted: Samples) -> float | None:
    """Integrated loudness in LUFS of K-weighted power (channels × tenths of a second); None where all is silence."""
    power = weighted.sum(axis=0)
    if power.size < 4:
        return None
    blocks = np.convolve(power, np.full(4, 0.25), "valid")
    blocks = blocks[blocks > _of_loudness(-70.0)]
    if not blocks.size:
        return None
    blocks = blocks[blocks > blocks.mean() / 10]
    return round(-0.691 + 10 * math.log10(float(blocks.mean())), 1)


def about(path: str, container: str) -> dict[str, Any]:
    """What is in a film; `{"error": "broken"}` where nothing can be read of it."""
    with av.open(path, format=container, options={"protocol_whitelist": "file"}) as film:
        declared = film.duration / av.time_base if film.duration else None
        picture = next(iter(film.streams.video), None)
        voice = next(iter(film.streams.audio), None)
        found: dict[str, Any] = {"declared": declared, "seconds": 0.0, "cut": False, "picture": None, "sound": None}
        if picture is None and voice is None:
            return {"error": "broken"}
        _walk(film, picture, voice, found)
    ends = found["seconds"]
    found["cut"] = found["cut"] or bool(declared and ends < declared - max(1.5, declared * 0.02))
    return found


def _walk(film: Any, picture: Any, voice: Any, found: dict[str, Any]) -> None:
    """Through all packets once: sound is heard whole, of the picture one frame every five seconds is looked at."""
    sound = Sound(1 if voice.codec_context.channels == 1 else 2) if voice else None
    resampler = av.AudioResampler("fltp", "mono" if sound and sound.channels == 1 else "stereo", RATE)
    sight = Sight()
    if picture:
        picture.codec_context.thread_count = 1
    try:
        for packet in film.demux([one for one in (picture, voice) if one]):
            if packet.pts is not None:
                ends = float((packet.pts + (packet.duration or 0)) * packet.time_base)
                found["seconds"] = max(found["seconds"], round(ends, 2))
            if packet.stream is voice and sound:
                for frame in packet.decode():
                    _hear(sound, resampler.resample(frame))
            elif packet.stream is picture:
                sight.take(packet)
        if sound:
            _hear(sound, resampler.resample(None))
    except (av.FFmpegError, EOFError):
        found["cut"] = True
    if picture:
        found["picture"] = _seen(picture, sight, found["seconds"])
    if sound:
        found["sound"] = {"codec": voice.codec_context.name, "channels": voice.codec_context.channels} | sound.said()


def _hear(sound: Sound, parts: Any) -> None:
    for part in parts:
        sound.take(part.to_ndarray().astype(np.float64))


def _seen(picture: Any, sight: Sight, seconds: float) -> dict[str, Any]:
    context = picture.codec_context
    rate = float(picture.average_rate) if picture.average_rate else sight.frames / seconds if seconds else 0.0
    return {
        "codec": context.name,
        "width": context.width,
        "height": context.height,
        "rate": round(rate, 2),
        "dark": sight.dark / sight.looked if sight.looked else None,
    }


def _power(heard: Samples) -> Samples:
    """Mean square of every tenth of a second, by channel."""
    channels = heard.shape[0]
    result: Samples = np.square(heard).reshape(channels, -1, _BLOCK).mean(axis=2)
    return result


def _of_loudness(level: float) -> float:
    return float(10 ** ((level + 0.691) / 10))


def _decibel(power: float) -> float | None:
    return round(10 * math.log10(power), 1) if power > 0 else None


def _longest(flags: NDArray[np.bool_]) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    runs = edges[1::2] - edges[::2]
    return int(runs.max()) if runs.size else 0


def main(path: str, container: str) -> None:
    """Print what is in the film."""
    try:
        answer = about(path, container)
    except (av.FFmpegError, OSError, ValueError, MemoryError, IndexError, ArithmeticError, EOFError):
        answer = {"error": "broken"}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_OF_CPU, SECONDS_OF_CPU))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    av.logging.set_level(None)
    main(*sys.argv[1:3])
