"""How applicants hear the result, and what they owe for a place. The two who sign a batch have read its letters before:
they leave when it is released. Nobody reads a score in a letter."""

from datetime import UTC, datetime
from functools import partial

from yunhui.foundation.notices.enums import Kind
from yunhui.foundation.notices.ports import Both, Letter, Variable

_CALL = Variable("call", "征集", "the call", Both("高层次人才云创荟", "Cloud roadshow"))
_TITLE = Variable("title", "项目", "the project", Both("钠离子储能电芯", "Sodium-ion storage cells"))
_NUMBER = Variable("number", "编号", "the number", "0042")
_UNTIL = Variable("until", "公示截止", "until when the public notice runs", datetime(2026, 12, 11, 16, tzinfo=UTC))
_DAYS = Variable("days", "活动日期", "the days of the event", Both("12月18日、19日", "18 and 19 December"))
_CONFIRM = Variable(
    "confirm", "确认截止", "by when the place is to be confirmed", datetime(2026, 12, 11, 16, tzinfo=UTC)
)
_BATCH = Variable("batch", "决定批次", "the number of the batch", 2)
_PAPER = Variable("paper", "批件文号", "the number of the signed paper", "青委人才〔2026〕12号")
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
    "的，入围即予确认，我们会再通知您。\n\n请在 {{ confirm? }} 前在您的页面上确认参加；逾期未确认的，名额由候补项"
    "目递补。\n\n路演日期：{{ days? }}"
    "\n\n您的时段会按您所在的时区安排。请在您的页面核对发言人和所在时区。\n\n决定批次：第 {{ batch }} 号\n批件："
    "{{ paper? }}",
    body_en="Your project “{{ title }}” has been selected for “{{ call }}”.\n\nThe list is on public notice until: "
    "{{ until? }}\n\nUnless an objection is upheld by then, the selection is confirmed and we write to you again.\n\n"
    "Please confirm on your page by {{ confirm? }} that you take part; a place that nobody confirms goes to the next "
    "reserve.\n\nDays of the roadshow: {{ days? }}\n\nYour slot will respect your time zone. Please check the speaker "
    "and the zone on your page.\n\nDecision batch: No. {{ batch }}\nSigned paper: {{ paper? }}",
    variables=(_CALL, _TITLE, _NUMBER, _UNTIL, _CONFIRM, _DAYS, _BATCH, _PAPER),
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
    "会立即通知您；您也可以随时退出。\n\n路演日期：{{ days? }}\n\n决定批次：第 {{ batch }} 号\n批件：{{ paper? }}",
    body_en="Your project “{{ title }}” is on the reserve list of “{{ call }}”, in place {{ place }}.\n\nWhen a "
    "selected "
    "project withdraws, reserves move up in this order. We write to you at once if it is your turn, and you are free "
    "to withdraw at any time.\n\nDays of the roadshow: {{ days? }}\n\nDecision batch: No. {{ batch }}\nSigned paper: "
    "{{ paper? }}",
    variables=(
        _CALL,
        _TITLE,
        _NUMBER,
        Variable("place", "候补次序", "the place on the list", 2),
        _DAYS,
        _BATCH,
        _PAPER,
    ),
)
DECLINED = _result(
    key="decisions.declined",
    name_zh="未入围通知",
    name_en="Not selected",
    subject_zh="{{ number }} 号“{{ title }}”：“{{ call }}”结果",
    subject_en="No. {{ number }}, “{{ title }}”: result of “{{ call }}”",
    body_zh="感谢您参加“{{ call }}”。本次共有 {{ count }} 个项目参加评审，您的项目“{{ title }}”未入围。\n\n"
    "结果按公告的规则得出：第 {{ clause? }} 条\n\n两关的结果和专家写给您的意见，在您的页面上可以看到。\n\n您给出"
    "的各项同意，随时可以在您的页面上撤回。欢迎参加下一次征集。\n\n决定批次：第 {{ batch }} 号\n批件："
    "{{ paper? }}",
    body_en="Thank you for taking part in “{{ call }}”. Projects reviewed this time: {{ count }}. Yours, "
    "“{{ title }}”, was not selected.\n\nThe result follows the announced rule, clause {{ clause? }}\n\nHow the "
    "two gates ended, and what the experts wrote for you, stands on your page.\n\nWhat you consented to you can revoke "
    "there at any time. You are welcome in the next call.\n\nDecision batch: No. {{ batch }}\nSigned paper: "
    "{{ paper? }}",
    variables=(
        _CALL,
        _TITLE,
        _NUMBER,
        Variable("count", "参评项目数", "how many were reviewed", 186),
        Variable("clause", "规则条款", "the clause of the rule", "12"),
        _BATCH,
        _PAPER,
    ),
)
PROMOTED = _result(
    key="decisions.promoted",
    name_zh="递补通知",
    name_en="Moved up from the reserve list",
    subject_zh="{{ number }} 号“{{ title }}”递补入围“{{ call }}”",
    subject_en="No. {{ number }}, “{{ title }}”: moved up, now selected for “{{ call }}”",
    body_zh="有名额空出，您的项目“{{ title }}”递补入围“{{ call }}”。\n\n公示至：{{ until? }}\n\n请在 {{ confirm? }} 前"
    "在您的页面上确认参加；逾期未确认的，由下一位递补。\n\n路演日期：{{ days? }}\n\n请尽快核对您页面上的发言人和所在"
    "时区。如不能参加，请在页面上放弃名额，由下一位递补。\n\n决定批次：第 {{ batch }} 号",
    body_en="A place has become free, and your project, “{{ title }}”, has moved up: it is now selected for "
    "“{{ call }}”.\n\nOn public notice until: {{ until? }}\n\nPlease confirm on your page by {{ confirm? }} that you "
    "take part; otherwise the next reserve moves up.\n\nDays of the roadshow: {{ days? }}\n\nPlease check the speaker "
    "and the time zone on your page soon. If you cannot take part, give the place up there, so that the next reserve "
    "moves up.\n\nDecision batch: No. {{ batch }}",
    variables=(_CALL, _TITLE, _NUMBER, _UNTIL, _CONFIRM, _DAYS, _BATCH),
    sms_zh="您的项目（{{ number }}号）递补入围“{{ call }}”，请尽快登录平台确认。",
    sms_en="Your project No. {{ number }} moved up and is selected for {{ call }}. Please sign in and confirm.",
    action_zh="确认参加",
    action_en="Confirm your place",
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
)
CONFIRMED = _result(
    key="decisions.confirmed",
    name_zh="公示期满",
    name_en="The public notice is over",
    subject_zh="{{ number }} 号“{{ title }}”公示期满，入围确认",
    subject_en="No. {{ number }}, “{{ title }}”: the public notice is over, your selection stands",
    body_zh="公示期已满，没有成立的异议，您的项目“{{ title }}”在“{{ call }}”的入围予以确认。\n\n您还没有确认参加，请在 "
    "{{ confirm? }} 前在您的页面上确认；逾期未确认的，名额由候补项目递补。\n\n路演日期：{{ days? }}",
    body_en="The public notice is over without an upheld objection: the selection of “{{ title }}” for “{{ call }}” "
    "stands.\n\nYou have not confirmed your place yet. Please do so on your page by {{ confirm? }}; otherwise it goes "
    "to the next reserve.\n\nDays of the roadshow: {{ days? }}",
    variables=(_CALL, _TITLE, _NUMBER, _CONFIRM, _DAYS),
    action_zh="查看接下来的安排",
    action_en="See what happens next",
)
CONFIRM_SOON = Letter(
    key="decisions.confirm_soon",
    name_zh="提醒确认名额",
    name_en="Reminder to confirm a place",
    subject_zh="请在 {{ confirm }} 前确认名额：{{ number }} 号“{{ title }}”",
    subject_en="Your place lapses on {{ confirm }} unless you confirm it: No. {{ number }}, “{{ title }}”",
    body_zh="您的项目“{{ title }}”已入围“{{ call }}”，但还没有确认参加。\n\n请在 {{ confirm }} 前在您的页面上确认"
    "。逾期未"
    "确认的，名额由下一位候补项目递补。\n\n如不能参加，也请在页面上说明，让下一位早些准备。",
    body_en="Your project “{{ title }}” is selected for “{{ call }}”, but nobody has confirmed that you take part."
    "\n\nPlease confirm on your page by {{ confirm }}. After that the place goes to the next reserve.\n\nIf you cannot "
    "take part, please say so there, so that the next project has time to prepare.",
    variables=(_CALL, _TITLE, _NUMBER, _CONFIRM),
    kind=Kind.ACTION,
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    about="application",
    urgent=True,
    sms_zh="您的项目（{{ number }}号）尚未确认参加“{{ call }}”，请于 {{ confirm }} 前登录平台确认。",
    sms_en="Project No. {{ number }}: please confirm your place in {{ call }} by {{ confirm }}.",
    action_zh="确认参加",
    action_en="Confirm your place",
)
PLACE_CONFIRMED = _result(
    key="decisions.place_confirmed",
    name_zh="名额已确认",
    name_en="A place is confirmed",
    subject_zh="{{ number }} 号“{{ title }}”：名额已确认",
    subject_en="No. {{ number }}, “{{ title }}”: your place is confirmed",
    body_zh="我们收到了您的确认：您的项目“{{ title }}”将参加“{{ call }}”。\n\n路演日期：{{ days? }}",
    body_en="We have your confirmation: your project “{{ title }}” takes part in “{{ call }}”.\n\nDays of the "
    "roadshow: "
    "{{ days? }}",
    variables=(_CALL, _TITLE, _NUMBER, _DAYS),
)
PLACE_DECLINED = _result(
    key="decisions.place_declined",
    name_zh="名额已放弃",
    name_en="A place was given up",
    subject_zh="{{ number }} 号“{{ title }}”：名额已放弃",
    subject_en="No. {{ number }}, “{{ title }}”: you gave your place up",
    body_zh="按您的意思，项目“{{ title }}”不参加“{{ call }}”，名额由候补项目递补。感谢您及早告知，欢迎参加下一次征集。",
    body_en="As you wished, “{{ title }}” does not take part in “{{ call }}”, and the next reserve moves up. Thank you "
    "for saying so in time. You are welcome in the next call.",
    variables=(_CALL, _TITLE, _NUMBER),
)
PLACE_LAPSED = _result(
    key="decisions.place_lapsed",
    name_zh="名额失效",
    name_en="A place has lapsed",
    subject_zh="{{ number }} 号“{{ title }}”：名额逾期未确认，已失效",
    subject_en="No. {{ number }}, “{{ title }}”: the place was not confirmed and has lapsed",
    body_zh="您的项目“{{ title }}”在“{{ call }}”的名额没有在期限内确认，已按公告失效，由候补项目递补。如有疑问，"
    "可以在您的"
    "页面上向我们提问。",
    body_en="The place of “{{ title }}” in “{{ call }}” was not confirmed in time. As announced it has lapsed, and the "
    "next reserve moves up. You can ask us about it on your page.",
    variables=(_CALL, _TITLE, _NUMBER),
)

LETTERS = (
    SELECTED,
    RESERVE,
    DECLINED,
    PROMOTED,
    RESERVE_ENDED,
    CONFIRMED,
    CONFIRM_SOON,
    PLACE_CONFIRMED,
    PLACE_DECLINED,
    PLACE_LAPSED,
)
