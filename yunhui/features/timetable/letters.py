"""What the people of a timetable are told: their hour, its change, its end; with an entry for their calendars."""

from datetime import UTC, datetime
from functools import partial

from yunhui.foundation.notices.enums import Kind
from yunhui.foundation.notices.ports import Both, Letter, Variable

_CALL = Variable("call", "征集", "the call", Both("高层次人才云创荟", "Cloud roadshow"))
_WHAT = Variable("what", "内容", "what takes place", Both("钠离子储能电芯", "Sodium-ion storage cells"))
_PART = Variable("part", "身份", "as whom", Both("路演人", "speaker"))
_WHEN = Variable("when", "时间", "when", datetime(2027, 6, 10, 7, 0, tzinfo=UTC))
_HALL = Variable("hall", "会场", "the hall", Both("澜厅", "Lan Hall"))
_MINUTES = Variable("minutes", "时长（分钟）", "minutes", 13)
_WAS = Variable("was", "原时间", "when it was", datetime(2027, 6, 10, 6, 0, tzinfo=UTC))
_WAS_HALL = Variable("was_hall", "原会场", "the hall it was in", Both("渚厅", "Zhu Hall"))
_BY = Variable("by", "答复截止", "until when to answer", datetime(2027, 6, 5, 4, 0, tzinfo=UTC))
_NAME = Variable("name", "姓名", "who", "陆景行")
_REASON = Variable("reason", "原因", "why", "当天有课，下午四点以后可以。")
_letter = partial(
    Letter,
    about="confirmation",
    why_zh="您在本次活动的日程中。",
    why_en="You take part in this event.",
)

PLACED = _letter(
    key="timetable.placed",
    name_zh="日程确认",
    name_en="An hour to confirm",
    subject_zh="“{{ what }}”：{{ when }}，请确认",
    subject_en="“{{ what }}”: {{ when }}, please confirm",
    body_zh=(
        "{{ call }}的日程已经公布，您以{{ part }}身份参加：\n\n- 内容：{{ what }}\n- 时间：{{ when }}\n- 时长：{{ "
        "minutes "
        "}}分钟\n- 会场：{{ hall }}\n\n请在{{ by }}前确认能否参加，不需要登录。有困难请写明原因和方便的时间，我们会"
        "联系您"
        "。\n\n随信附有日历文件，打开即可存入您的日历。以后时间有变，我们会再写信，日历随之更新。"
    ),
    body_en=(
        "The timetable of {{ call }} is out, and you take part as {{ part }}:\n\n- What: {{ what }}\n- When: {{ when "
        "}}\n- Minutes: {{ minutes }}\n- Hall: {{ hall }}\n\nPlease confirm by {{ by }}; you need not sign in. If "
        "you "
        "cannot make it, say why and which hours suit you, and we shall be in touch.\n\nThe entry for your "
        "calendar is "
        "enclosed. Should the hour change, we write again, and your calendar follows."
    ),
    variables=(_CALL, _WHAT, _PART, _WHEN, _MINUTES, _HALL, _BY),
    sms_zh="“{{ what }}”安排在{{ when }}，请查收邮件并确认。",
    sms_en="“{{ what }}” is set for {{ when }}. Please confirm: see your e-mail.",
    action_zh="确认时间",
    action_en="Confirm the hour",
)
MOVED = _letter(
    key="timetable.moved",
    name_zh="日程变动",
    name_en="An hour has changed",
    subject_zh="“{{ what }}”改到{{ when }}，请确认",
    subject_en="“{{ what }}” moves to {{ when }}: please confirm",
    body_zh=(
        "{{ call }}的日程有变动，涉及您以{{ part }}身份参加的“{{ what }}”：\n\n- 原时间：{{ was }}，{{ was_hall }}"
        "\n- 新"
        "时间：{{ when }}，{{ hall }}\n- 时长：{{ minutes }}分钟\n\n请在{{ by }}前重新确认，不需要登录。有困难请写"
        "明原因"
        "和方便的时间。\n\n随信附有更新后的日历文件，打开后原来的日程会移到新时间。"
    ),
    body_en=(
        "The timetable of {{ call }} has changed for “{{ what }}”, where you are {{ part }}:\n\n- It was: {{ was }}, "
        "{{ was_hall }}\n- It is now: {{ when }}, {{ hall }}\n- Minutes: {{ minutes }}\n\nPlease confirm the new "
        "hour "
        "by {{ by }}; you need not sign in. If you cannot make it, say why and which hours suit you.\n\nThe entry "
        "for "
        "your calendar is enclosed: it moves the one that you have."
    ),
    variables=(_CALL, _WHAT, _PART, _WAS, _WAS_HALL, _WHEN, _HALL, _MINUTES, _BY),
    sms_zh="“{{ what }}”改到{{ when }}，请查收邮件并确认。",
    sms_en="“{{ what }}” moves to {{ when }}. Please confirm: see your e-mail.",
    action_zh="确认新时间",
    action_en="Confirm the new hour",
)
CANCELLED = _letter(
    key="timetable.cancelled",
    name_zh="日程取消",
    name_en="An hour is cancelled",
    subject_zh="“{{ what }}”的日程取消",
    subject_en="“{{ what }}” is no longer in the timetable",
    body_zh=(
        "{{ call }}的新日程中，您不再需要参加“{{ what }}”。原定时间：{{ was }}，{{ was_hall }}。\n\n随信附有日历文"
        "件，打"
        "开后原来的日程会取消。如有疑问，请直接回复这封信。"
    ),
    body_en=(
        "In the new timetable of {{ call }} you are no longer asked to “{{ what }}”. It was: {{ was }}, {{ was_hall "
        "}}.\n\nThe entry for your calendar is enclosed: it takes back the one that you have. If you wonder why, "
        "just "
        "answer this letter."
    ),
    variables=(_CALL, _WHAT, _WAS, _WAS_HALL),
    action_zh="查看日程",
    action_en="See the timetable",
)
REMINDER = _letter(
    key="timetable.remind",
    name_zh="日程确认提醒",
    name_en="Reminder to confirm an hour",
    subject_zh="请确认：“{{ what }}”，{{ when }}",
    subject_en="Please confirm: “{{ what }}”, {{ when }}",
    body_zh=(
        "您还没有确认{{ call }}“{{ what }}”的时间：{{ when }}，{{ hall }}。\n\n"
        "请在{{ by }}前打开链接，选择能参加或不能参加，不需要登录。"
    ),
    body_en=(
        "{{ call }}: you have not confirmed the hour of “{{ what }}” yet: {{ when }}, {{ hall }}.\n\n"
        "Please open the link by {{ by }} and say whether you can come; you need not sign in."
    ),
    variables=(_CALL, _WHAT, _WHEN, _HALL, _BY),
    kind=Kind.REMINDER,
    action_zh="确认时间",
    action_en="Confirm the hour",
)
CANNOT = Letter(
    key="timetable.cannot",
    name_zh="有人不能按时参加",
    name_en="Somebody cannot come",
    subject_zh="{{ name }}不能参加“{{ what }}”（{{ when }}）",
    subject_en="{{ name }} cannot come to “{{ what }}” ({{ when }})",
    body_zh=(
        "{{ call }}：{{ name }}不能按{{ when }}参加“{{ what }}”。\n\n原因：{{ reason }}\n\n请联系本人，或调整日程后"
        "重新公布。"
    ),
    body_en=(
        "{{ call }}: {{ name }} cannot come to “{{ what }}” at {{ when }}.\n\nWhy: {{ reason }}\n\nPlease get in "
        "touch, "
        "or move the item and publish again."
    ),
    variables=(_CALL, _NAME, _WHAT, _WHEN, _REASON),
    why_zh="您负责本次征集。",
    why_en="You run this call.",
    about="call",
    action_zh="查看日程确认情况",
    action_en="See who confirmed",
)
_asked = partial(Letter, about="call", why_zh="您将参加本次活动。", why_en="You take part in this event.")
WHEN = _asked(
    key="timetable.when",
    name_zh="询问可参加的时间",
    name_en="When can you be there?",
    subject_zh="“{{ call }}”：请告诉我们您哪些时间方便",
    subject_en="“{{ call }}”: which hours suit you?",
    body_zh=(
        "我们正在安排“{{ call }}”的日程。请打开链接，在您当地的时间上标出“可以”“尽量不要”“不行”，不需要账号，"
        "一两分钟即可。\n\n请在{{ by }}前答复；到时没有答复的，按全天可以安排，并尽量落在您当地8:00到22:00之间。"
        "\n\n链接只供您本人使用；以后有变化，打开同一链接改动即可。"
    ),
    body_en=(
        "We are making the timetable of “{{ call }}”. Please open the link and mark, on your own clock, which hours "
        "you can, would rather not, and cannot. You need no account; it takes a minute or two.\n\nPlease answer by "
        "{{ by }}. Without an answer we take it that every hour is possible, and keep to 08:00–22:00 on your "
        "clock where we can.\n\nThe link is for you alone; when something changes, open it again and change your "
        "answer."
    ),
    variables=(_CALL, _BY),
    action_zh="标出时间",
    action_en="Mark my hours",
)
WHEN_REMINDER = _asked(
    key="timetable.when_reminder",
    name_zh="提醒答复可参加的时间",
    name_en="Reminder: when can you be there?",
    subject_zh="“{{ call }}”：还没有收到您方便的时间",
    subject_en="“{{ call }}”: we have not heard which hours suit you",
    body_zh=(
        "我们还没有收到您在“{{ call }}”期间方便的时间。请在{{ by }}前打开链接标出；此前的链接不再有效。"
        "没有答复的，按全天可以安排。"
    ),
    body_en=(
        "We have not heard yet which hours suit you during “{{ call }}”. Please open the link by {{ by }}; the earlier "
        "one no longer works. Without an answer we take it that every hour is possible."
    ),
    variables=(_CALL, _BY),
    kind=Kind.REMINDER,
    action_zh="标出时间",
    action_en="Mark my hours",
)
WHEN_FLAGGED = Letter(
    key="timetable.when_flagged",
    name_zh="有人改动时间，与日程冲突",
    name_en="Somebody's hours break the timetable",
    subject_zh="{{ name }}改动了方便的时间，与“{{ call }}”的日程冲突",
    subject_en="{{ name }} changed their hours: the timetable of “{{ call }}” breaks",
    body_zh=(
        "{{ name }}刚刚标出了不能参加的时间，其中有日程已经安排的项目。\n\n请打开页面查看，并调整日程或与本人联系。"
    ),
    body_en=(
        "{{ name }} has just marked hours as impossible at which the timetable needs them.\n\nPlease have a look: move "
        "the item, or get in touch with them."
    ),
    variables=(_CALL, _NAME),
    why_zh="您负责本次征集。",
    why_en="You run this call.",
    about="call",
    urgent=True,
    action_zh="查看",
    action_en="Have a look",
)
LETTERS = (PLACED, MOVED, CANCELLED, REMINDER, CANNOT, WHEN, WHEN_REMINDER, WHEN_FLAGGED)
# Those that carry an entry for a calendar.
CALENDAR_LETTERS = (PLACED, MOVED, CANCELLED)
# Those from which somebody knows an hour, or that there is none any more.
HOUR_LETTERS = (PLACED, MOVED, CANCELLED, REMINDER)
