"""How applicants hear the result. Results wait until a person has looked at them; nobody reads a score in a "
"letter."""

from datetime import UTC, datetime
from functools import partial

from yunhui.foundation.notices.enums import Kind, Release
from yunhui.foundation.notices.ports import Both, Letter, Variable

_CALL = Variable("call", "征集", "the call", Both("高层次人才云创荟", "Cloud roadshow"))
_TITLE = Variable("title", "项目", "the project", Both("钠离子储能电芯", "Sodium-ion storage cells"))
_NUMBER = Variable("number", "编号", "the number", "0042")
_UNTIL = Variable("until", "公示截止", "until when the public notice runs", datetime(2026, 12, 11, 16, tzinfo=UTC))
_DAYS = Variable("days", "活动日期", "the days of the event", Both("12月18日、19日", "18 and 19 December"))
_WHY_ZH, _WHY_EN = "您在本平台报名。", "You apply on this platform."
_result = partial(Letter, kind=Kind.RESULT, why_zh=_WHY_ZH, why_en=_WHY_EN, about="application")

SELECTED = _result(
    key="decisions.selected",
    name_zh="入围通知",
    name_en="Selected",
    subject_zh="{{ number }} 号“{{ title }}”入围“{{ call }}”",
    subject_en="No. {{ number }}, “{{ title }}”: selected for “{{ call }}”",
    body_zh="您的项目“{{ title }}”在“{{ call }}”中入围。\n\n入围名单公示至：{{ until? }}\n\n公示期内无异议或异议"
    "不成立"
    "的，入围即予确认，我们会再通知您。\n\n路演日期：{{ days? }}\n\n您的时段会按您所在的时区安排。请在您的页面核"
    "对发言人和"
    "所在时区。",
    body_en="Your project “{{ title }}” has been selected for “{{ call }}”.\n\nThe list is on public notice until: "
    "{{ until? }}\n\nUnless an objection is upheld by then, the selection is confirmed and we write to you again.\n\n"
    "Days of the roadshow: {{ days? }}\n\nYour slot will respect your time zone. Please check the speaker and "
    "the zone "
    "on your page.",
    variables=(_CALL, _TITLE, _NUMBER, _UNTIL, _DAYS),
    release=Release.HELD,
    sms_zh="您的项目（{{ number }}号）已入围“{{ call }}”，详情请登录平台查看。",
    sms_en="Your project No. {{ number }} has been selected for {{ call }}. Sign in for details.",
    action_zh="查看接下来的安排",
    action_en="See what happens next",
)
RESERVE = _result(
    key="decisions.reserve",
    name_zh="候补通知",
    name_en="On the reserve list",
    subject_zh="{{ number }} 号“{{ title }}”列入候补：第 {{ place }} 位",
    subject_en="No. {{ number }}, “{{ title }}”: on the reserve list, place {{ place }}",
    body_zh="您的项目“{{ title }}”列入“{{ call }}”候补名单，第 {{ place }} 位。\n\n入围项目退出时，按顺序递补。"
    "递补时我们"
    "会立即通知您；您也可以随时退出。\n\n路演日期：{{ days? }}",
    body_en="Your project “{{ title }}” is on the reserve list of “{{ call }}”, in place {{ place }}.\n\nWhen a "
    "selected "
    "project withdraws, reserves move up in this order. We write to you at once if it is your turn, and you are free "
    "to withdraw at any time.\n\nDays of the roadshow: {{ days? }}",
    variables=(_CALL, _TITLE, _NUMBER, Variable("place", "候补次序", "the place on the list", 2), _DAYS),
    release=Release.HELD,
)
DECLINED = _result(
    key="decisions.declined",
    name_zh="未入围通知",
    name_en="Not selected",
    subject_zh="{{ number }} 号“{{ title }}”：“{{ call }}”结果",
    subject_en="No. {{ number }}, “{{ title }}”: result of “{{ call }}”",
    body_zh="感谢您参加“{{ call }}”。本次共有 {{ count }} 个项目参加评审，您的项目“{{ title }}”未入围。\n\n"
    "结果按公告的规则得出：{{ clause? }}\n\n您给出的各项同意，随时可以在您的页面上撤回。欢迎参加下一次征集。",
    body_en="Thank you for taking part in “{{ call }}”. Projects reviewed this time: {{ count }}. Yours, "
    "“{{ title }}”, was not selected.\n\nThe result follows the announced rule: {{ clause? }}\n\nWhat you consented "
    "to you can revoke on your page at any time. You are welcome in the next call.",
    variables=(
        _CALL,
        _TITLE,
        _NUMBER,
        Variable("count", "参评项目数", "how many were reviewed", 186),
        Variable("clause", "规则条款", "the clause of the rule", "第六条"),
    ),
    release=Release.HELD,
)
PROMOTED = _result(
    key="decisions.promoted",
    name_zh="递补通知",
    name_en="Moved up from the reserve list",
    subject_zh="{{ number }} 号“{{ title }}”递补入围“{{ call }}”",
    subject_en="No. {{ number }}, “{{ title }}”: moved up, now selected for “{{ call }}”",
    body_zh="有入围项目退出，您的项目“{{ title }}”递补入围“{{ call }}”。\n\n公示至：{{ until? }}\n\n路演日期："
    "{{ days? }}\n\n请尽快核对您页面上的发言人和所在时区。如不能参加，请在页面上退出，由下一位递补。",
    body_en="A selected project has withdrawn, and yours, “{{ title }}”, has moved up: it is now selected for "
    "“{{ call }}”."
    "\n\nOn public notice until: {{ until? }}\n\nDays of the roadshow: {{ days? }}\n\nPlease check the speaker "
    "and the "
    "time zone on your page soon. If you cannot take part, withdraw there, so that the next reserve moves up.",
    variables=(_CALL, _TITLE, _NUMBER, _UNTIL, _DAYS),
    release=Release.HELD,
    sms_zh="您的项目（{{ number }}号）递补入围“{{ call }}”，请尽快登录平台核对。",
    sms_en="Your project No. {{ number }} moved up and is selected for {{ call }}. Please sign in.",
)
RESERVE_ENDED = _result(
    key="decisions.reserve_ended",
    name_zh="候补结束",
    name_en="The reserve list has ended",
    subject_zh="{{ number }} 号“{{ title }}”：候补结束",
    subject_en="No. {{ number }}, “{{ title }}”: the reserve list has ended",
    body_zh="“{{ call }}”路演已结束，候补名单随之结束，您的项目“{{ title }}”未能递补。感谢您的等待。",
    body_en="The roadshow of “{{ call }}” is over, and with it the reserve list; your project “{{ title }}” was not "
    "called up. Thank you for waiting.",
    variables=(_CALL, _TITLE, _NUMBER),
    release=Release.HELD,
)
CONFIRMED = _result(
    key="decisions.confirmed",
    name_zh="入围确认",
    name_en="Selection confirmed",
    subject_zh="{{ number }} 号“{{ title }}”入围已确认",
    subject_en="No. {{ number }}, “{{ title }}”: your selection is confirmed",
    body_zh="公示期已满，您的项目“{{ title }}”在“{{ call }}”的入围已确认。\n\n路演日期：{{ days? }}",
    body_en="The public notice is over: the selection of “{{ title }}” for “{{ call }}” is confirmed.\n\nDays of the "
    "roadshow: {{ days? }}",
    variables=(_CALL, _TITLE, _NUMBER, _DAYS),
    action_zh="查看接下来的安排",
    action_en="See what happens next",
)

LETTERS = (SELECTED, RESERVE, DECLINED, PROMOTED, RESERVE_ENDED, CONFIRMED)
