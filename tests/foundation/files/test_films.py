"""Films of strangers: known by their first bytes, and read to their end by a program of its own."""

from pathlib import Path

import pytest

from tests.factories.films import make_film
from yunhui.foundation.files.enums import Kind
from yunhui.foundation.files.errors import FileRefused
from yunhui.foundation.files.ports import films
from yunhui.foundation.files.ports.films import UnreadableFilm, film_in
from yunhui.foundation.files.rules import MAX_BYTES, examine
from yunhui.foundation.files.rules.types import MP4, WEBM


def test_a_tone_of_known_height_has_its_loudness(tmp_path: Path) -> None:
    """997 Hz at -20 dBFS on both sides is -20 LUFS, by the standard's own reckoning; on one side alone -23."""
    path = make_film(tmp_path / "tone.mp4", size=(640, 360), rate=25)
    film = film_in(path, MP4)
    assert film.sound is not None and film.picture is not None
    assert film.sound.loudness == pytest.approx(-20, abs=0.2)
    assert film.seconds == pytest.approx(3, abs=0.1) and not film.is_cut
    assert (film.picture.codec, film.picture.width, film.picture.height) == ("h264", 640, 360)
    assert film.picture.rate == 25 and film.picture.dark == 0
    assert film.sound.clipped == 0 and film.sound.silent == 0
    one = film_in(make_film(tmp_path / "one.mp4", sound="mono"), MP4).sound
    assert one is not None and one.channels == 1
    assert one.loudness == pytest.approx(-23, abs=0.2)


def test_a_webm_with_one_silent_side(tmp_path: Path) -> None:
    path = make_film(tmp_path / "left.webm", sound="left", codecs=("libvpx", "libopus"))
    assert examine(path, [Kind.FILM]).media_type == WEBM
    sound = film_in(path, WEBM).sound
    assert sound is not None
    left, right = sound.levels
    assert left == pytest.approx(-23, abs=0.5)
    assert right is None or right < -60


def test_no_sound_silence_black_and_a_cut_off_top(tmp_path: Path) -> None:
    assert film_in(make_film(tmp_path / "mute.mp4", sound=""), MP4).sound is None
    still = film_in(make_film(tmp_path / "still.mp4", loud=0.0, grey=0), MP4)
    assert still.sound is not None and still.picture is not None
    assert still.sound.loudness is None and still.sound.silent == 1 and still.sound.longest_silence > 2
    assert still.picture.dark == 1
    high = film_in(make_film(tmp_path / "high.webm", loud=1.6, codecs=("libvpx", "libopus")), WEBM).sound
    assert high is not None and high.clipped > 0.0001


def test_a_film_that_breaks_off_is_called_so(tmp_path: Path) -> None:
    whole = make_film(tmp_path / "whole.mp4", seconds=4, first=True)
    part = tmp_path / "part.mp4"
    part.write_bytes(whole.read_bytes()[: whole.stat().st_size * 6 // 10])
    film = film_in(part, MP4)
    assert film.is_cut and film.seconds < 3.5
    # With its table of contents at the end nothing of it can be read.
    late = make_film(tmp_path / "late.mp4")
    part.write_bytes(late.read_bytes()[:-800])
    with pytest.raises(UnreadableFilm, match="broken"):
        film_in(part, MP4)


def test_what_only_begins_like_a_film_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "x.mp4"
    path.write_bytes(b"\0\0\0\x18ftypisom" + b"MZ" * 4000)
    with pytest.raises(UnreadableFilm, match="broken"):
        film_in(path, MP4)


def test_a_play_list_leads_nowhere(tmp_path: Path) -> None:
    """FFmpeg would follow it to other files; the container is named, so it is only a broken film."""
    make_film(tmp_path / "other.mp4")
    path = tmp_path / "list.mp4"
    path.write_text("ffconcat version 1.0\nfile other.mp4\n")
    with pytest.raises(UnreadableFilm, match="broken"):
        film_in(path, MP4)


def test_who_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = make_film(tmp_path / "tone.mp4", seconds=1)
    with pytest.raises(UnreadableFilm, match="slow"):
        film_in(path, MP4, patience=0.01)
    assert films.PATIENCE > 60


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"MZ" + b"\0" * 400, "file_program"),
        (b"\x7fELF" + b"\0" * 400, "file_program"),
        (b"\0\0\0\x14ftypqt  " + b"\0" * 400, "film_kind"),
        (b"RIFF\0\0\0\0AVI LIST" + b"\0" * 400, "film_kind"),
        (b"#EXTM3U\nhttp://elsewhere.example/a.ts\n", "film_kind"),
        (b"%PDF-1.7\n%%EOF", "pdf_broken"),
        (b"", "file_empty"),
    ],
)
def test_what_is_no_film_is_refused_with_its_reason(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "pitch.mp4"  # the name never helps
    path.write_bytes(data)
    with pytest.raises(FileRefused) as refused:
        examine(path, [Kind.FILM])
    assert refused.value.code == code


def test_only_where_a_film_is_asked_for_may_it_be_large(tmp_path: Path) -> None:
    path = make_film(tmp_path / "x.mp4", seconds=1)
    with pytest.raises(FileRefused, match="file_video"):
        examine(path, [Kind.PDF])
    with path.open("r+b") as stream:
        stream.truncate(MAX_BYTES + 1)
    assert examine(path, [Kind.FILM]).media_type == MP4
