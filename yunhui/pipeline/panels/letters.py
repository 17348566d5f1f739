"""What experts are told of a panel. The letters with a link are private: no table, page or log shows whom they went to
ask for what before the list is opened."""

from datetime import UTC, datetime
from functools import partial

from yunhui.foundation.notices.enums import Kind
from yunhui.foundation.notices.ports import Both, Letter, Variable

_CALL = Variable("call", "征集", "the call", Both("高层次人才云创荟", "Cloud roadshow"))
_BY = Variable("by", "答复截止", "until when an answer is asked for", datetime(2026, 12, 4, 16, tzinfo=UTC))
_DAYS = Variable("days", "活动日期", "the days of the event", Both("6月11日和12日", "11 and 12 June"))
_FEE = Variable("fee", "劳务费", "the fee", Both("每份评分表100元", "100 yuan for each score sheet"))
_letter = partial(Letter, about="call", why_zh="您在本市专家库中。", why_en="You are in the city's expert library.")
_sealed = partial(_letter, private=True, urgent=True, hides_reader=True)

INVITATION = _sealed(
    key="panels.invitation",
    name_zh="评审专家邀请",
    name_en="Invitation to a panel",
    subject_zh="“{{ call }}”：邀请您担任评审专家",
    subject_en="“{{ call }}”: would you judge?",
    body_zh="诚邀您担任“{{ call }}”的评审专家。\n\n活动日期：{{ days? }}\n劳务费：{{ fee? }}\n\n请在{{ by "
    "}}前打开链接答复，"
    "不需要账号。能否参加都请告诉我们；不能参加的，也可以推荐一位同行。\n\n专家名单在签到前保密，请不要告诉他人您收到了"
    "邀请。链接只供您本人使用。",
    body_en="We would like you to judge in “{{ call }}”.\n\nDays of the event: {{ days? }}\nFee: {{ fee? }}\n\nPlease "
    "open the "
    "link and answer by {{ by }}; you need no account. Tell us either way: where you cannot, you may name a "
    "colleague.\n\nWho "
    "judges stays secret until the sign-in: please tell nobody that you were asked. The link is for you alone.",
    variables=(_CALL, _DAYS, _FEE, _BY),
    action_zh="答复邀请",
    action_en="Answer",
)
REMINDER = _sealed(
    key="panels.reminder",
    name_zh="评审专家邀请提醒",
    name_en="Reminder of an invitation to a panel",
    subject_zh="“{{ call }}”：请答复评审邀请",
    subject_en="“{{ call }}”: your answer is awaited",
    body_zh="您还没有答复“{{ call }}”的评审邀请。请在{{ by }}前打开链接告诉我们能否参加；到时没有答复的，"
    "将按顺序邀请下一位。",
    body_en="You have not answered the invitation to judge in “{{ call }}” yet. Please tell us by {{ by }}; after "
    "that the next "
    "person is asked.",
    variables=(_CALL, _BY),
    kind=Kind.ACTION,
    action_zh="答复邀请",
    action_en="Answer",
)
CANCELLED = _sealed(
    key="panels.cancelled",
    name_zh="评审专家邀请取消",
    name_en="Invitation to a panel taken back",
    subject_zh="“{{ call }}”：评审邀请取消",
    subject_en="“{{ call }}”: the invitation is taken back",
    body_zh="“{{ call }}”的评审安排有变，此前的邀请取消，链接不再有效。感谢您的支持，期待以后再合作。",
    body_en="The plan of the review in “{{ call }}” has changed: the invitation is taken back, and its link no longer "
    "works. "
    "Thank you; we hope to ask you again.",
    variables=(_CALL,),
)
OPENED = _letter(
    key="panels.opened",
    name_zh="评审签到开始",
    name_en="The sign-in of a panel is open",
    subject_zh="“{{ call }}”：请签到",
    subject_en="“{{ call }}”: please sign in",
    body_zh="“{{ call }}”的评审签到已经开始。请阅读并签署廉洁与保密承诺书，签到后即可开始评审。",
    body_en="The sign-in for the review of “{{ call }}” is open. Please read and sign the undertaking of integrity and "
    "confidentiality; then the review begins.",
    variables=(_CALL,),
    action_zh="去签到",
    action_en="Sign in",
)

LETTERS = (INVITATION, REMINDER, CANCELLED, OPENED)
