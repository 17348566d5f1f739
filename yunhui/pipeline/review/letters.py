"""What experts are told. A letter names no applicant and no project: experts read those after signing in."""

from datetime import UTC, datetime

from yunhui.foundation.notices.enums import Kind
from yunhui.foundation.notices.ports import Both, Letter, Variable

_CALL = Variable("call", "征集", "the call", Both("高层次人才云创荟", "Cloud roadshow"))
_COUNT = Variable("count", "项目数", "how many projects", 12)
_DUE = Variable("due", "评审截止", "until when scores are due", datetime(2026, 12, 4, 16, tzinfo=UTC))
_WHY_ZH, _WHY_EN = "您在本市专家库中。", "You are in the expert library of the city."

ASSIGNED = Letter(
    key="review.assigned",
    name_zh="评审任务",
    name_en="Projects to review",
    subject_zh="“{{ call }}”：请您评审 {{ count }} 个项目",
    subject_en="“{{ call }}”: your review is asked for, projects: {{ count }}",
    body_zh="“{{ call }}”有 {{ count }} 个项目请您评审。\n\n请在 {{ due? }} 前完成评分。\n\n开始前请先看是否有应"
    "回避的情形："
    "有亲属、同单位、合作或利益关系的，请在项目页面申请回避，由他人评审。您的身份不会告知申报人。",
    body_en="In “{{ call }}” your review is asked for. Projects: {{ count }}.\n\nPlease score them by "
    "{{ due? }}.\n\nLook "
    "for conflicts of interest first: where you are related, work in the same unit, cooperate or have an interest, "
    "step back on the project's page and somebody else reviews it. Applicants are not told who you are.",
    variables=(_CALL, _COUNT, _DUE),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    about="call",
    sms_zh="“{{ call }}”有{{ count }}个项目请您评审，请登录平台查看。",
    sms_en="{{ call }}: your review is asked for, projects: {{ count }}. Please sign in.",
    action_zh="去评审",
    action_en="Review",
)
REMIND = Letter(
    key="review.remind",
    name_zh="评审提醒",
    name_en="Reminder to review",
    subject_zh="“{{ call }}”：还有 {{ count }} 个项目待评分",
    subject_en="“{{ call }}”: still to score, projects: {{ count }}",
    body_zh="“{{ call }}”还有 {{ count }} 个项目等待您评分，截止 {{ due }}。\n\n已保存的分数都在，锁定后才生效。"
    "不能完成的，"
    "请尽早在页面上弃权，以便另请专家。",
    body_en="In “{{ call }}” projects still wait for your scores: {{ count }}. They are due {{ due }}.\n\nWhat "
    "you have "
    "saved is kept; scores count once you lock them. If you cannot finish, abstain on the page soon, so that another "
    "expert can be asked.",
    variables=(_CALL, _COUNT, _DUE),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    kind=Kind.REMINDER,
    about="call",
    sms_zh="“{{ call }}”还有{{ count }}个项目待您评分，请登录平台完成。",
    sms_en="{{ call }}: still to score, projects: {{ count }}. Please sign in.",
    action_zh="去评审",
    action_en="Review",
)
REOPENED = Letter(
    key="review.reopened",
    name_zh="评分表重新打开",
    name_en="A score sheet is open again",
    subject_zh="“{{ call }}”：一份已锁定的评分表重新打开",
    subject_en="“{{ call }}”: one of your locked sheets is open again",
    body_zh="评审组组长重新打开了您在“{{ call }}”中已锁定的一份评分表，理由：{{ reason }}\n\n原来的打分原样留存，"
    "新的一份已填好同样的分数。改与不改由您决定，请再次锁定；锁定前这一份不计入。",
    body_en="The panel leader has opened one of your locked sheets in “{{ call }}” again. The reason: {{ reason }}\n\n"
    "What you had given stays on record as it was; the new sheet begins with the same points. Whether you change them "
    "is yours to decide. Lock it again: until then it does not count.",
    variables=(_CALL, Variable("reason", "理由", "the reason", "Team scored twice")),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    about="call",
    sms_zh="“{{ call }}”您的一份评分表已重新打开，请登录平台查看并再次锁定。",
    sms_en="{{ call }}: one of your score sheets is open again. Please sign in and lock it.",
    action_zh="去看评分表",
    action_en="See the sheet",
)

REMARK = Letter(
    key="review.remark",
    name_zh="评审讨论有新发言",
    name_en="New words in a discussion",
    subject_zh="“{{ call }}”：您评过的一个项目有新的讨论发言",
    subject_en="“{{ call }}”: somebody wrote about a project that you scored",
    body_zh="“{{ call }}”中您评过的一个项目，有专家或评审组组长写了意见。\n\n"
    "登录后在评分表下方阅读和回复。申报人看不到讨论。",
    body_en="In “{{ call }}” an expert or the panel leader wrote about a project that you have scored.\n\nSign in to "
    "read it under your score sheet and to answer. Applicants do not see the discussion.",
    variables=(_CALL,),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    about="call",
    sms_zh="“{{ call }}”您评过的一个项目有新的讨论发言，请登录平台查看。",
    sms_en="{{ call }}: somebody wrote about a project that you scored. Please sign in.",
    action_zh="去看讨论",
    action_en="Read it",
)

LETTERS = (ASSIGNED, REMIND, REOPENED, REMARK)
