"""Tiny films made on the spot: a grey picture and a tone, as loud, as long and as large as a test wants them."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

RATE = 48_000
_PIECE = 1024
# A grey picture needs no care.
_HASTE = {"libx264": {"preset": "ultrafast"}, "libvpx": {"deadline": "realtime", "cpu-used": "8"}}


def make_film(
    path: Path,
    *,
    seconds: int = 3,
    size: tuple[int, int] = (320, 180),
    rate: int = 10,
    loud: float = 0.1,
    sound: str = "stereo",
    grey: int = 120,
    codecs: tuple[str, str] = ("libx264", "aac"),
    first: bool = False,
) -> Path:
    """A film at `path` (.mp4 or .webm).

    Args:
        loud: the height of the tone's waves, 1 is the most there is; more is cut off.
        sound: stereo, mono, left (nothing on the right) or an empty text for none.
        first: the table of contents stands at the front, so that a film that is cut off can still be opened.
    """
    options = {"movflags": "faststart"} if first else {}
    with av.open(str(path), "w", options=options) as film:
        picture: Any = film.add_stream(codecs[0], rate=rate, options=_HASTE.get(codecs[0], {}))
        picture.width, picture.height, picture.pix_fmt = *size, "yuv420p"
        layout = "mono" if sound == "mono" else "stereo"
        voice: Any = film.add_stream(codecs[1], rate=RATE, layout=layout) if sound else None
        still = np.full((size[1], size[0], 3), grey, np.uint8)
        for number in range(seconds * rate):
            frame = av.VideoFrame.from_ndarray(still, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            film.mux(picture.encode(frame))
        film.mux(picture.encode())
        if voice:
            for number in range(seconds * RATE // _PIECE):
                film.mux(voice.encode(_tone(number, loud, sound, layout)))
            film.mux(voice.encode())
    return path


def _tone(number: int, loud: float, sound: str, layout: str) -> Any:
    at = (np.arange(_PIECE) + number * _PIECE) / RATE
    wave = np.clip(loud * np.sin(2 * np.pi * 997 * at), -1, 1).astype(np.float32)
    heard = wave[None] if layout == "mono" else np.stack([wave, wave * 0 if sound == "left" else wave])
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(heard), format="fltp", layout=layout)
    frame.sample_rate, frame.pts, frame.time_base = RATE, number * _PIECE, Fraction(1, RATE)
    return frame
