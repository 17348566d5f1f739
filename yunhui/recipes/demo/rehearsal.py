"""Speakers of the coming roadshow get ready: hours taken, slides and films handed in, some of them faulty."""

import tempfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from pypinyin import Style, lazy_pinyin

from yunhui.features.rehearsal.enums import Grade, Interpreter, MaterialKind, Outcome
from yunhui.features.rehearsal.models import Appearance
from yunhui.features.rehearsal.rules import Window
from yunhui.features.rehearsal.selectors import free_times, readiness_of
from yunhui.features.rehearsal.services import (
    Planned,
    TrialResult,
    Words,
    accept_material,
    add_times,
    check_film,
    choose_time,
    hand_in_whole,
    invite_speakers,
    keep_phone,
    keep_plan,
    keep_words,
    record_trial,
    return_material,
    wish_no_recording,
)
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of, holders
from yunhui.kernel import actor as actors
from yunhui.kernel import clock
from yunhui.kernel.actor import Actor
from yunhui.pipeline.calls.models import Call
from yunhui.ui.papers import Paper, Text, Title, as_pdf

_SIDE = actors.system("demo")
_RATE = 48_000
_CONNECT_ZH = "会议号 829 3316 4402，浏览器打开 meet.qinglan.example 即可，不用安装。\n技术值班电话 0516 8372 0199。"
_CONNECT_EN = (
    "Meeting 829 3316 4402: open meet.qinglan.example in a browser, nothing to install.\n"
    "Technician on duty: +86 516 8372 0199."
)


def rehearse() -> None:
    """The rehearsal of the roadshow that is next on stage, as it stands ten days before."""
    call = Call.objects.filter(code="roadshow").first()
    officer = holders(Role.OFFICE).first()
    if call is None or officer is None or not call.event_days:
        return
    office, first = actor_of(officer), min(call.event_days)
    now = clock.now()
    with clock.travel(now - timedelta(days=5)):
        _plan(office, call, first)
        everybody = [one.appearance for one in readiness_of(office, call)]
        invite_speakers(actor=office, call=call, appearance_ids=[one.pk for one in everybody])
    speakers = [one for one in everybody if one.application_id]
    areas = [one for one in everybody if one.board_id]
    _say(speakers[:23], areas[:8])
    _book(call, [*speakers[:18], *areas[:5]])
    with tempfile.TemporaryDirectory() as folder:
        _hand_in(office, Path(folder), speakers, areas, now)
    with clock.travel(now - timedelta(days=1)):
        _hold(office, speakers[:4])


def _plan(office: Actor, call: Call, first: date) -> None:
    planned = Planned(
        due=first - timedelta(days=3),
        film_due=first - timedelta(days=6),
        limits={"shortest": 20},
        connect_zh=_CONNECT_ZH,
        connect_en=_CONNECT_EN,
    )
    keep_plan(actor=office, call=call, planned=planned)
    for days, opens, closes in ((2, time(9), time(12)), (2, time(15), time(18)), (1, time(9), time(12))):
        window = Window(first - timedelta(days=days), opens, closes, minutes=20, desks=2)
        add_times(actor=office, call=call, window=window)


def _say(speakers: list[Appearance], areas: list[Appearance]) -> None:
    for number, one in enumerate(speakers):
        assert one.application is not None
        name = one.application.speaker
        is_chinese = not name.isascii()
        words = Words(
            announced_zh=f"{name} 博士" if is_chinese else "",
            announced_en=f"Dr {_latin(name)}",
            spoken=""
            if number % 6 == 5
            else " ".join(lazy_pinyin(name, style=Style.TONE))
            if is_chinese
            else f"“{name}”",
            biography_zh=f"{name}，{one.application.title}项目负责人，从事该领域研究十余年。" if number % 3 else "",
            biography_en=""
            if number % 2
            else f"{_latin(name)} leads the project and has worked in its field for over ten years.",
        )
        keep_words(actor=_SIDE, appearance_id=one.pk, words=words)
        if number % 4 != 3:
            number_there = f"+8613812345{number:03d}" if is_chinese else f"+31201234{number:03d}"
            keep_phone(
                actor=_SIDE,
                appearance_id=one.pk,
                phone=number_there,
                interpreter=Interpreter.NO if is_chinese else Interpreter.QUESTIONS,
            )
        if number % 5 == 2:
            wish_no_recording(actor=_SIDE, appearance_id=one.pk, wish=True)
    for one in areas:
        assert one.board is not None
        words = Words(announced_zh=f"{one.board.name_zh}招才负责人", announced_en="", spoken="按普通话")
        keep_words(actor=_SIDE, appearance_id=one.pk, words=words)


def _spoken(name: str) -> str:
    return f"“{name}”" if name.isascii() else " ".join(lazy_pinyin(name, style=Style.TONE))


def _latin(name: str) -> str:
    """A name in characters as it stands in a passport, the given name first."""
    if name.isascii():
        return name
    family, *given = lazy_pinyin(name)
    return f"{''.join(given).capitalize()} {family.capitalize()}"


def _book(call: Call, some: list[Appearance]) -> None:
    for one in some:
        free = free_times(call, now=clock.now()).first()
        if free is None:
            return
        choose_time(actor=_SIDE, appearance_id=one.pk, time_id=free.pk)


def _hand_in(office: Actor, folder: Path, speakers: list[Appearance], areas: list[Appearance], now: datetime) -> None:
    good = _film(folder / "pitch.mp4", loud=0.12)
    quiet = _film(folder / "quiet.mp4", loud=0.02)
    mute = _film(folder / "mute.mp4", loud=0.0)
    with clock.travel(now - timedelta(days=2)):
        for number, one in enumerate([*speakers[:14], *areas[:3]]):
            path = _slides(folder / "slides.pdf", one)
            row = hand_in_whole(
                actor=_SIDE, appearance_id=one.pk, kind=MaterialKind.SLIDES, path=path, name="slides.pdf"
            )
            if number % 4 == 0:
                accept_material(actor=office, material_id=row.pk)
            elif number == 5:
                return_material(actor=office, material_id=row.pk, reason="第3页的字太小，大屏上看不清，请不小于24磅。")
        for number, (one, path) in enumerate(zip(speakers, (good, quiet, mute), strict=False)):
            row = hand_in_whole(actor=_SIDE, appearance_id=one.pk, kind=MaterialKind.FILM, path=path, name="pitch.mp4")
            check_film(row.pk)
            if number == 0:
                accept_material(actor=office, material_id=row.pk)


def _hold(office: Actor, speakers: list[Appearance]) -> None:
    good: dict[str, Any] = {name: str(Grade.GOOD) for name in ("camera", "sound", "screen", "second_device")}
    results = (
        TrialResult(Outcome.PASSED, **good, down=Decimal("86.4"), up=Decimal("31.2")),
        TrialResult(
            Outcome.PASSED, **{**good, "second_device": str(Grade.POOR)}, down=Decimal("52"), up=Decimal("22.5")
        ),
        TrialResult(Outcome.AGAIN, **{**good, "sound": str(Grade.FAILED)}, note="麦克风有回声，请换耳机再试一次。"),
        TrialResult(Outcome.ABSENT),
    )
    for one, tested in zip(speakers, results, strict=True):
        record_trial(actor=office, appearance_id=one.pk, tested=tested)


def _slides(path: Path, one: Appearance) -> Path:
    assert one.application is not None or one.board is not None
    name = one.application.title if one.application else one.board.name_zh if one.board else ""
    paper = Paper(name=name, blocks=(Title(name), Text("（演示用幻灯片）", "center")), is_wide=True)
    path.write_bytes(as_pdf(paper))
    return path


def _film(path: Path, *, loud: float, seconds: int = 24) -> Path:
    """A still picture and a murmur: as little work as a film can be."""
    rate = 20
    with av.open(str(path), "w") as film:
        picture: Any = film.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "tune": "stillimage"})
        picture.width, picture.height, picture.pix_fmt = 1280, 720, "yuv420p"
        voice: Any = film.add_stream("aac", rate=_RATE, layout="mono")
        still = av.VideoFrame(1280, 720, "yuv420p")
        for plane, value in zip(still.planes, (150, 118, 126), strict=True):
            plane.update(bytes([value]) * plane.buffer_size)
        for number in range(seconds * rate):
            still.pts, still.time_base = number, Fraction(1, rate)
            film.mux(picture.encode(still))
        film.mux(picture.encode())
        chance = np.random.default_rng(7)
        for number in range(seconds * _RATE // 1024):
            heard = (loud * chance.standard_normal(1024)).clip(-1, 1).astype(np.float32)
            sound = av.AudioFrame.from_ndarray(heard[None], format="fltp", layout="mono")
            sound.sample_rate, sound.pts, sound.time_base = _RATE, number * 1024, Fraction(1, _RATE)
            film.mux(voice.encode(sound))
        film.mux(voice.encode())
    return path
