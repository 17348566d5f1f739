"""主持词: what the host says in one hall on one day, with names as they are spoken, times and transitions; zh or en."""

from datetime import date

from django.utils.translation import gettext as _
from pypinyin import Style, lazy_pinyin

from yunhui.features.papers.selectors.desk import Desk, Shelf
from yunhui.features.papers.selectors.script_words import CHINESE_WORDS, ENGLISH_WORDS, Words
from yunhui.features.papers.selectors.session_sign_in import parts_shelf
from yunhui.features.papers.selectors.stage import LANGUAGES, Part, Stage, stage_of
from yunhui.features.rehearsal.enums import Interpreter, Wish
from yunhui.features.timetable.enums import ItemKind
from yunhui.features.timetable.models import Slot
from yunhui.kernel.errors import NotFoundError
from yunhui.kernel.i18n import pick
from yunhui.ui import formats
from yunhui.ui.papers import Block, Heading, Pair, Paper, Text, Title

# Surnames that are read otherwise than the same character elsewhere.
_SURNAMES = {
    "单": "shàn", "曾": "zēng", "解": "xiè", "仇": "qiú", "区": "ōu", "朴": "piáo", "查": "zhā", "盖": "gě",
    "任": "rén", "华": "huà", "缪": "miào", "翟": "zhái", "乐": "yuè", "宁": "nìng", "员": "yùn", "繁": "pó",
}  # fmt: skip
_WORDS: dict[str, Words] = {"zh": CHINESE_WORDS, "en": ENGLISH_WORDS}


def shelf(desk: Desk) -> Shelf:
    """For each hall and day, in both languages."""
    zh = parts_shelf(desk, "zh.", _("Chinese"))
    return zh if zh.missing else Shelf((*zh.choices, *parts_shelf(desk, "en.", _("English")).choices))


def paper(desk: Desk, about: str) -> Paper:
    """The script of one hall and day in one language.

    Raises:
        NotFoundError: nothing takes place there.
    """
    lang, _dot, key = about.partition(".")
    stage = stage_of(desk)
    part = stage.part(key)
    if part is None:
        raise NotFoundError("session")
    writer = _Writer(stage, part, lang)
    return Paper(
        name=f"{writer.words.name}（{formats.short_day(part.day, writer.language)}{writer.room}）",
        blocks=tuple(writer.blocks()),
        lang=lang,
        author=desk.office,
        letter=16 if lang == "zh" else 13,
    )


class _Writer:
    """Writes one script."""

    def __init__(self, stage: Stage, part: Part, lang: str) -> None:
        self.stage, self.part = stage, part
        self.language, self.words = LANGUAGES[lang], _WORDS[lang]
        self.room = pick(part.room, "name", self.language)
        self.call = pick(stage.call, "title", self.language)

    def blocks(self) -> list[Block]:
        """From the welcome to the last word, and what to say when something breaks."""
        say, slots = self.words, self.part.slots
        under = f"{self.call}　{self._day(self.part.day)}　{self.room}"
        blocks: list[Block] = [
            Title(say.name, under),
            Heading(say.opening),
            Text(say.welcome.format(call=self.call, room=self.room)),
        ]
        chairs = self.stage.chairs(self.part, slots[0])
        if chairs:
            blocks.append(Text(say.chaired.format(who=say.joined.join(chairs))))
        if pitches := self.part.pitches():
            pitch, questions = self.stage.minutes(pitches[0])
            blocks.append(Text(say.rules.format(n=len(pitches), pitch=pitch, questions=questions)))
        blocks.append(Heading(say.running))
        count = 0
        for place, slot in enumerate(slots):
            following = slots[place + 1] if place + 1 < len(slots) else None
            count += slot.kind == ItemKind.PITCH
            if (now := self.stage.chairs(self.part, slot)) and now != chairs:
                blocks.append(Text(say.handed_over.format(who=say.joined.join(now))))
                chairs = now
            blocks += self._item(slot, count, following)
        blocks += [Heading(say.closing), Text(say.farewell.format(call=self.call)), Heading(say.troubles)]
        blocks += [Pair(label, text) for label, text in say.breakages]
        return blocks

    def _item(self, slot: Slot, count: int, following: Slot | None) -> list[Block]:
        say, title = self.words, self.stage.title(slot, self.language)
        at = self.stage.span(slot)
        if slot.kind == ItemKind.PITCH:
            return self._pitch(slot, count, following)
        if slot.kind == ItemKind.BOARD_PITCH:
            blocks: list[Block] = [
                Heading(f"{at}　{title}", 2),
                Text(say.area.format(area=title, who=self.stage.speaker(slot, self.language) or say.its_speaker)),
            ]
            return [*blocks, *self._spoken(slot), Text(say.thanks_area.format(area=title))]
        sentence = say.pause if slot.kind == ItemKind.BREAK else say.begin
        return [Heading(f"{at}　{title}", 2), Text(sentence.format(title=title, until=self.stage.time(slot.ends_at)))]

    def _pitch(self, slot: Slot, count: int, following: Slot | None) -> list[Block]:
        say, who = self.words, self.stage.speaker(slot, self.language)
        title, there = self.stage.title(slot, self.language), self.stage.there(slot, self.language)
        _minutes, questions = self.stage.minutes(slot)
        where = say.where.format(there=there) if there else ""
        shown = say.recorded if slot.is_recorded else say.live
        blocks: list[Block] = [
            Heading(f"{self.stage.span(slot)}　{slot.application}　{title}", 2),
            Text(say.calling.format(n=count, title=title, who=who, where=where)),
            *self._spoken(slot),
        ]
        told = self.stage.told(slot)
        about = pick(told, "biography", self.language) if told else ""
        if about:
            blocks.append(Pair(say.about, about))
        if notes := self._notes(slot):
            blocks.append(Pair(say.mind, say.comma.join(notes)))
        blocks += [Text(shown), Text(say.questions.format(who=who, n=questions))]
        name = self.stage.title(following, self.language) if following else ""
        blocks.append(Text(say.onward.format(who=who, title=name) if following else say.last.format(who=who)))
        return blocks

    def _spoken(self, slot: Slot) -> list[Block]:
        told = self.stage.told(slot)
        spoken = (told.spoken if told else "") or self._guessed(slot)
        return [Pair(self.words.spoken, spoken)]

    def _guessed(self, slot: Slot) -> str:
        """Pinyin with tones for a name in characters; a surname is read as one (单 is Shàn, not dān)."""
        name = slot.application.speaker if slot.application else ""
        if not name or name.isascii():
            return self.words.unknown
        read = lazy_pinyin(name, style=Style.TONE)
        return self.words.guessed.format(pinyin=" ".join([_SURNAMES.get(name[0], read[0]), *read[1:]]))

    def _notes(self, slot: Slot) -> list[str]:
        told, say = self.stage.told(slot), self.words
        if told is None:
            return []
        notes = [say.no_recording] if told.recording == Wish.NO else []
        if told.interpreter in (Interpreter.ALL, Interpreter.QUESTIONS):
            notes.append(say.interpreted[told.interpreter == Interpreter.ALL])
        return notes

    def _day(self, day: date) -> str:
        return formats.day(day, self.language)
