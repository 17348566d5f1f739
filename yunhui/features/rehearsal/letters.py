"""What speakers and host areas are told before the stage; every letter leads to their one page."""

from datetime import UTC, date, datetime

from yunhui.foundation.notices.enums import Kind
from yunhui.foundation.notices.ports import Both, Letter, Variable

_DAY = date(2027, 6, 4)
_CALL = Variable("call", "征集", "the call", Both("高层次人才云创荟", "Cloud roadshow"))
_WHO = Variable("who", "项目或板块", "the project or host area", Both("钠离子储能电芯", "Sodium-ion storage cells"))
_DUE = Variable("due", "截止", "the last day", _DAY)
_TODO = Variable("todo", "待办", "what is still to do", Both("姓名读法、幻灯片", "name as spoken, slides"))
_AT = Variable("at", "彩排时间", "the hour of the rehearsal", datetime(2027, 6, 8, 7, 0, tzinfo=UTC))
_WHY_ZH, _WHY_EN = "您将代表该项目或板块登台。", "You go on stage for this project or host area."

INVITATION = Letter(
    key="rehearsal.invitation",
    name_zh="登台准备",
    name_en="Getting ready for the stage",
    subject_zh="{{ call }}：请为“{{ who }}”登台做准备",
    subject_en="{{ call }}: please get “{{ who }}” ready for the stage",
    body_zh="您的准备事项都在一页上，手机也能办完，不需要登录：\n\n{{ todo }}\n\n请在 {{ due? }} 前完成。\n\n"
    "彩排时间由您自己选，页面上按您当地时间显示。打开本页面的人都可以代您填写，请只转给团队成员。",
    body_en="All that we need from you is on one page. It works on a phone, without signing in:\n\n{{ todo }}\n\n"
    "Please have it done by {{ due? }}.\n\nYou choose the hour of your rehearsal yourself; the page shows it on your "
    "own clock. Whoever has the page can fill it in for you, so pass it on within your team only.",
    variables=(_CALL, _WHO, _DUE, _TODO),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    about="call",
    action_zh="打开我的准备页",
    action_en="Open my page",
)
REMINDER = Letter(
    key="rehearsal.reminder",
    name_zh="登台准备提醒",
    name_en="Reminder to get ready",
    subject_zh="“{{ who }}”登台前还差：{{ todo }}",
    subject_en="“{{ who }}” still needs: {{ todo }}",
    body_zh="{{ call }}开始前，“{{ who }}”还有这些没有完成：\n\n{{ todo }}\n\n请在 {{ due? }} 前完成。",
    body_en="Before {{ call }} begins, “{{ who }}” still has this to do:\n\n{{ todo }}\n\nPlease do it by {{ due? }}.",
    variables=(_CALL, _WHO, _DUE, _TODO),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    about="call",
    action_zh="去完成",
    action_en="Do it now",
)
TOMORROW = Letter(
    key="rehearsal.tomorrow",
    name_zh="彩排前一天提醒",
    name_en="The day before a rehearsal",
    subject_zh="彩排：{{ at }}",
    subject_en="Your rehearsal: {{ at }}",
    body_zh="“{{ who }}”的彩排在 {{ at }}。\n\n请用登台时的同一台设备、同一个网络，提前 5 分钟连线。"
    "连接方式写在您的准备页上。",
    body_en="The rehearsal of “{{ who }}” is at {{ at }}.\n\nPlease use the same machine and the same line as on the "
    "day, and connect five minutes before. How to connect is on your page.",
    variables=(_WHO, _AT),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    about="call",
    urgent=True,
    sms_zh="“{{ who }}”彩排：{{ at }}，请提前5分钟连线。",
    sms_en="Rehearsal of “{{ who }}”: {{ at }}. Connect five minutes before.",
    action_zh="怎么连接",
    action_en="How to connect",
)
BOOKED = Letter(
    key="rehearsal.booked",
    name_zh="已安排彩排时间",
    name_en="An hour of rehearsal was set",
    subject_zh="已为“{{ who }}”安排彩排：{{ at }}",
    subject_en="Rehearsal of “{{ who }}”: {{ at }}",
    body_zh="我们为“{{ who }}”安排的彩排时间是 {{ at }}。\n\n这个时间不合适的，可以在您的准备页上另选。",
    body_en="We have set the rehearsal of “{{ who }}” for {{ at }}.\n\nIf that does not suit you, choose another hour "
    "on your page.",
    variables=(_WHO, _AT),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    about="call",
    action_zh="查看或另选",
    action_en="See or change it",
)
CHECKED = Letter(
    key="rehearsal.film_checked",
    name_zh="录播视频检查结果",
    name_en="What was found in a recorded pitch",
    subject_zh="“{{ who }}”的录播视频：{{ result }}",
    subject_en="The recorded pitch of “{{ who }}”: {{ result }}",
    body_zh="您上传的“{{ name }}”检查完了：\n\n{{ findings }}\n\n此前已经通过的版本仍然有效，不会丢失。",
    body_en="Your file “{{ name }}” has been checked:\n\n{{ findings }}\n\nA version that was accepted before stays "
    "as it is.",
    variables=(
        _WHO,
        Variable("name", "文件名", "the file", "pitch.mp4"),
        Variable("result", "结果", "the result", Both("请重新上传", "please send it again")),
        Variable("findings", "问题", "what was found", Both("没有声音。", "It has no sound.")),
    ),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    about="call",
    action_zh="去上传",
    action_en="Send another one",
)
RETURNED = Letter(
    key="rehearsal.returned",
    name_zh="材料退回修改",
    name_en="A file to change",
    subject_zh="“{{ who }}”的{{ what }}需要修改",
    subject_en="“{{ who }}”: please change the {{ what }}",
    body_zh="我们看了“{{ name }}”，请修改后重新上传：\n\n{{ reason }}",
    body_en="We looked at “{{ name }}”. Please change it and send it again:\n\n{{ reason }}",
    variables=(
        _WHO,
        Variable("what", "材料", "which file", Both("幻灯片", "slides")),
        Variable("name", "文件名", "the file", "slides.pdf"),
        Variable("reason", "原因", "why", "第3页的字太小，大屏上看不清。"),
    ),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    about="call",
    kind=Kind.ACTION,
    action_zh="去修改",
    action_en="Send it again",
)
LETTERS = (INVITATION, REMINDER, TOMORROW, BOOKED, CHECKED, RETURNED)
