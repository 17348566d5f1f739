"""The letters on paper of an objection that came in on paper: that it was taken up, and the answer with its reasons."""

from datetime import date, datetime, timedelta

from yunhui.kernel.clock import BEIJING
from yunhui.kernel.i18n import ENGLISH, pick
from yunhui.parties.selectors import city
from yunhui.pipeline.objections.enums import Channel, ObjectionState
from yunhui.pipeline.objections.models import Objection
from yunhui.ui import formats
from yunhui.ui.papers import Block, Pair, Paper, Signed, Text, Title

_CAME_ZH = {Channel.LETTER: "来信", Channel.VISIT: "当面递交", Channel.FORWARDED: "有关部门转来"}
_CAME_EN = {
    Channel.LETTER: "by post",
    Channel.VISIT: "handed in at our office",
    Channel.FORWARDED: "passed on to us by another authority",
}


def letter_of(objection: Objection) -> Paper:
    """The receipt while it waits, the answer once it is decided, in the language in which it is to be written. The
    project is called by the number of its entry: its title may not be public."""
    zh, host = objection.language != ENGLISH, city()
    is_answer = objection.decided_at is not None
    if zh:
        name = "关于公示异议的答复" if is_answer else "公示异议受理告知书"
        blocks = _answer_zh(objection) if is_answer else _receipt_zh(objection)
    else:
        name = "Answer to your objection" if is_answer else "Receipt of your objection"
        blocks = _answer_en(objection) if is_answer else _receipt_en(objection)
    language = "zh-hans" if zh else ENGLISH
    office = pick(host, "office", language) if host else ""
    signed = objection.decided_at or objection.filed_at
    end: list[Block] = [Signed(office, _day(signed, zh=zh))]
    if host and (where := ("，" if zh else ", ").join(filter(None, (pick(host, "address", language), host.email)))):
        end.append(Pair("联系方式：" if zh else "Contact:", where, indent=False))
    greeting = Text(f"{objection.name}：" if zh else f"Dear {objection.name},", "plain")
    return Paper(
        name=f"{name} {objection.number}",
        blocks=(Title(name, _about(objection, zh=zh)), greeting, *blocks, *end),
        lang="zh" if zh else "en",
        author=office,
        letter=16.0 if zh else 12.0,
    )


def _about(objection: Objection, *, zh: bool) -> str:
    call = pick(objection.call, "title", "zh-hans" if zh else ENGLISH)
    entry, number = str(objection.application), objection.number
    return f"{call} · 公示条目 {entry} · 异议编号 {number}" if zh else f"{call} · Entry {entry} · Objection {number}"


def _receipt_zh(one: Objection) -> list[Block]:
    return [
        Text(f"您{_came_zh(one)}的书面异议收悉，已予受理。我办将组织复核，并于{_last_day(one, zh=True)}前书面答复您。"),
        Text("复核期间，该条目停止计算公示时间，其他条目不受影响。您的姓名和联系方式不向申报人和社会公开。"),
    ]


def _answer_zh(one: Objection) -> list[Block]:
    ended = (
        "经复核，您提出的异议成立。该条目不再入围，由候补项目依次递补。"
        if one.state == ObjectionState.UPHELD
        else "经复核，您提出的异议不成立。该条目按剩余的工作日继续公示。"
    )
    return [
        Text(f"您{_came_zh(one)}的书面异议收悉。我办已组织复核，现答复如下："),
        Text(ended),
        *_reasons(one.answer_zh or one.answer_en, "理由如下："),
    ]


def _receipt_en(one: Objection) -> list[Block]:
    return [
        Text(
            f"Your objection, {_came_en(one)}, has been taken up. We are examining the matter again and shall answer "
            f"you in writing by {_last_day(one, zh=False)}."
        ),
        Text(
            "Until then the period of public notice stands still for this entry and no other. Your name and address "
            "are made known neither to the applicant nor to the public."
        ),
    ]


def _answer_en(one: Objection) -> list[Block]:
    ended = (
        "Your objection is upheld. The entry is no longer among those selected, and the next reserve moves up."
        if one.state == ObjectionState.UPHELD
        else "Your objection is dismissed. The public notice of the entry goes on with the working days that were left."
    )
    return [
        Text(f"We have examined the matter of your objection, {_came_en(one)}, and answer as follows."),
        Text(ended),
        *_reasons(one.answer_en or one.answer_zh, "The reasons:"),
    ]


def _reasons(answer: str, head: str) -> list[Block]:
    return [Text(head), *(Text(line.strip()) for line in answer.splitlines() if line.strip())]


def _came_zh(one: Objection) -> str:
    return f"于{_day(one.received_on, zh=True)}{_CAME_ZH.get(Channel(one.channel), '提出')}"


def _came_en(one: Objection) -> str:
    return f"{_CAME_EN.get(Channel(one.channel), 'filed')} on {_day(one.received_on, zh=False)}"


def _last_day(one: Objection, *, zh: bool) -> str:
    """The last day on which the answer is in time: a deadline ends at the next midnight."""
    return _day(one.due_at - timedelta(seconds=1) if one.due_at else None, zh=zh)


def _day(value: date | datetime | None, *, zh: bool) -> str:
    at = value.astimezone(BEIJING).date() if isinstance(value, datetime) else value
    if at is None:
        return ""
    return f"{at.year}年{at.month}月{at.day}日" if zh else f"{formats.short_day(at, ENGLISH)} {at.year}"
