"""导播单: minute by minute what the control room of one hall shows, whom it connects, what to do when a line breaks."""

from datetime import timedelta

from yunhui.features.papers.selectors.desk import Desk, Shelf
from yunhui.features.papers.selectors.session_sign_in import parts_shelf
from yunhui.features.papers.selectors.stage import Part, Stage, stage_of
from yunhui.features.rehearsal.enums import Interpreter, MaterialKind, Outcome, Wish
from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.models import Slot
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import CHINESE
from yunhui.ui import formats
from yunhui.ui.papers import Column, Heading, Paper, Table, Text, Title

_COLUMNS = (
    Column("时刻", 8),
    Column("时长", 7),
    Column("环节", 28, "left"),
    Column("画面", 18, "left"),
    Column("声音", 14, "left"),
    Column("备注", 25, "left"),
)
_WARN = timedelta(minutes=2)
_WAIT = timedelta(minutes=30)
_LONG_PAUSE = 15
_RULES = (
    "候场：路演人提前30分钟进入候场，场务试音试画面。",
    "到点3分钟仍未连上的，先由下一位上场，本项目顺延至本场末位；仍未连上的记弃权。",
    "中途断线：计时暂停，最多3分钟，每人一次；未恢复的播放录播视频剩余部分，答辩改语音或电话。",
    "录播视频已预载在导播机；未交或未通过检查的，备注栏写明“无录播”。",
)


def shelf(desk: Desk) -> Shelf:
    """One sheet for each hall and day."""
    return parts_shelf(desk)


def paper(desk: Desk, about: str) -> Paper:
    """The sheet of one hall and day.

    Raises:
        NotFoundError: nothing takes place there.
    """
    stage = stage_of(desk)
    part = stage.part(about)
    if part is None:
        raise NotFoundError("session")
    rows: list[tuple[str, ...]] = [_opening(stage, part)]
    for place, slot in enumerate(part.slots):
        following = part.slots[place + 1] if place + 1 < len(part.slots) else None
        rows += _rows(stage, slot, following)
    under = f"{desk.call.title_zh or desk.call.title_en}　{formats.day(part.day, CHINESE)}　{part.room.name_zh}"
    return Paper(
        name=f"导播单（{formats.short_day(part.day, CHINESE)}{part.room.name_zh}）",
        blocks=(
            Title("导播单", under),
            Table(_COLUMNS, tuple(rows), height=7, size=10.5),
            Heading("应急规则"),
            *(Text(rule) for rule in _RULES),
        ),
        author=desk.office,
        letter=12,
        is_wide=True,
    )


def _opening(stage: Stage, part: Part) -> tuple[str, ...]:
    first = part.slots[0]
    return (stage.time(first.starts_at - _WAIT), "30′", "候场开放，逐一试音试画面", "候场画面", "垫乐", "核对签到表")


def _rows(stage: Stage, slot: Slot, following: Slot | None) -> list[tuple[str, ...]]:
    title = stage.title(slot, CHINESE)
    if slot.kind == ItemKind.BOARD_PITCH:
        return [(stage.time(slot.starts_at), _long(slot), f"推介：{title}", "讲者＋幻灯片", "讲者", _note(stage, slot))]
    if slot.kind != ItemKind.PITCH:
        return [(stage.time(slot.starts_at), _long(slot), title, "主会场", "主持人", "")]
    pitch, questions = stage.minutes(slot)
    answers_at = slot.starts_at + timedelta(minutes=pitch)
    over_at = answers_at + timedelta(minutes=questions)
    shown = "录播视频" if slot.is_recorded else "讲者＋幻灯片"
    what = f"{slot.application}　{title}\n{stage.speaker(slot, CHINESE)}　{stage.there(slot, CHINESE)}".rstrip()
    onward = _onward(stage, following)
    gap = int((following.starts_at - over_at) / timedelta(minutes=1)) if following else 0
    change, heard = f"{gap}′" if 0 < gap < _LONG_PAUSE else "", "视频原声" if slot.is_recorded else "讲者"
    return [
        (stage.time(slot.starts_at), f"{pitch}′", what, shown, heard, _note(stage, slot)),
        (stage.time(answers_at - _WARN), "", "提示：还剩2分钟", "倒计时角标", "", "还剩30秒再提示，到时切断"),
        (stage.time(answers_at), f"{questions}′", "答辩", "讲者＋评委双画面", "讲者、评委", ""),
        (stage.time(over_at), change, "切换", "标题板", "主持人", f"连线下一位：{onward}" if onward else "本场结束"),
    ]


def _onward(stage: Stage, following: Slot | None) -> str:
    return stage.speaker(following, CHINESE) or stage.title(following, CHINESE) if following else ""


def _note(stage: Stage, slot: Slot) -> str:
    found = stage.prepared.get(slot.application_id or slot.board_id)
    if found is None:
        return ""
    told, words = found.appearance, []
    if slot.kind == ItemKind.PITCH:
        words.append("有录播" if found.shown(MaterialKind.FILM) else "无录播")
    if told.recording == Wish.NO:
        words.append("不录制")
    if told.interpreter in (Interpreter.ALL, Interpreter.QUESTIONS):
        words.append("全程口译" if told.interpreter == Interpreter.ALL else "答辩口译")
    if told.phone_tail:
        words.append(f"备用电话尾号{told.phone_tail}")
    if found.outcome != Outcome.PASSED:
        words.append("未通过彩排")
    return "；".join(words)


def _long(slot: Slot) -> str:
    return f"{int((slot.ends_at - slot.starts_at) / timedelta(minutes=1))}′"
