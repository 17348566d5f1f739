"""What docking writes to whom. Letters to host areas name no other host area; letters to teams name no officer."""

from datetime import date

from yunhui.foundation.notices.enums import Kind
from yunhui.foundation.notices.ports import Both, Letter, Variable

_DAY = date(2026, 11, 27)
_CALL = Variable("call", "征集", "the call", Both("高层次人才云创荟", "Cloud roadshow"))
_PROJECT = Variable("project", "项目", "the project", Both("钠离子储能电芯", "Sodium-ion storage cells"))
_BOARD = Variable("board", "板块", "the host area", Both("云龙区", "Yunlong District"))
_COUNT = Variable("count", "项目数", "how many projects", 3)
_DUE = Variable("due", "截止", "the last day", _DAY)
_WHY_BOARD_ZH, _WHY_BOARD_EN = "您是该板块的对接工作人员。", "You work for this host area."
_WHY_TEAM_ZH, _WHY_TEAM_EN = "您是本项目的申报人。", "You applied with this project."
_WHY_OFFICE_ZH, _WHY_OFFICE_EN = "您负责本次征集。", "You run this call."

OFFERED = Letter(
    key="docking.offered",
    name_zh="新项目待对接",
    name_en="New projects for a host area",
    subject_zh="{{ call }}：{{ count }} 个新项目等待{{ board }}答复",
    subject_en="{{ call }}: {{ count }} new for {{ board }} to answer",
    body_zh="{{ count }} 个项目已送到{{ board }}。\n\n请在 {{ due }} 前答复“有意向”或“暂无意向”。到期未答复的，"
    "记为“逾期未反馈”。",
    body_en="Projects offered to {{ board }}: {{ count }}.\n\nPlease answer “interested” or “not interested "
    "for now” by {{ due }}. Silence is recorded as “no answer in time”.",
    variables=(_CALL, _BOARD, _COUNT, _DUE),
    why_zh=_WHY_BOARD_ZH,
    why_en=_WHY_BOARD_EN,
    about="call",
    action_zh="去答复",
    action_en="Answer",
)
REMIND_ANSWER = Letter(
    key="docking.remind_answer",
    name_zh="答复提醒",
    name_en="Reminder to answer",
    subject_zh="{{ board }}还有 {{ count }} 个项目未答复，剩 {{ days }} 个工作日",
    subject_en="{{ board }}: {{ count }} to answer, working days left: {{ days }}",
    body_zh="{{ call }}中还有 {{ count }} 个项目等待{{ board }}答复，截止 {{ due }}。\n\n到期未答复的，记为“"
    "逾期未反馈”。",
    body_en="In {{ call }}, projects still waiting for {{ board }}: {{ count }}, until {{ due }}.\n\nSilence "
    "is recorded as “no answer in time”.",
    variables=(_CALL, _BOARD, _COUNT, _DUE, Variable("days", "剩余工作日", "working days left", 3)),
    why_zh=_WHY_BOARD_ZH,
    why_en=_WHY_BOARD_EN,
    about="call",
    sms_zh="{{ board }}还有{{ count }}个项目未答复，剩{{ days }}个工作日。",
    sms_en="{{ board }}: {{ count }} to answer, working days left: {{ days }}.",
    action_zh="去答复",
    action_en="Answer",
)
REMIND_TALK = Letter(
    key="docking.remind_talk",
    name_zh="首次洽谈提醒",
    name_en="Reminder of a first talk",
    subject_zh="与“{{ project }}”的首次洽谈，{{ due }} 前完成并登记",
    subject_en="First talk with “{{ project }}”: hold and register it by {{ due }}",
    body_zh="{{ board }}对“{{ project }}”有意向，对方也愿意洽谈。\n\n请在 {{ due }} 前完成首次洽谈并登记。确"
    "有困难的，可说明原因延期一次。",
    body_en="{{ board }} is interested in “{{ project }}”, and the team would like to talk.\n\nPlease hold "
    "the first talk by {{ due }} and register it. If that cannot be done, extend the time once, with "
    "a reason.",
    variables=(_PROJECT, _BOARD, _DUE),
    why_zh=_WHY_BOARD_ZH,
    why_en=_WHY_BOARD_EN,
    about="offer",
    action_zh="登记洽谈",
    action_en="Register the talk",
)
TALK_OVERDUE = Letter(
    key="docking.talk_overdue",
    name_zh="首次洽谈逾期",
    name_en="First talk overdue",
    subject_zh="与“{{ project }}”的首次洽谈已逾期",
    subject_en="The first talk with “{{ project }}” is overdue",
    body_zh="首次洽谈应在 {{ due }} 前完成，目前没有登记。逾期计入{{ board }}的对接情况，人才办可见。\n\n已经"
    "谈过的，请补登记。",
    body_en="The first talk was due by {{ due }}; none is registered. It counts on the page of {{ board }} "
    "and for the talent office.\n\nIf you have talked, please register it now.",
    variables=(_PROJECT, _BOARD, _DUE),
    why_zh=_WHY_BOARD_ZH,
    why_en=_WHY_BOARD_EN,
    about="offer",
    action_zh="登记洽谈",
    action_en="Register the talk",
)
INTERESTED = Letter(
    key="docking.interested",
    name_zh="有板块对项目有意向",
    name_en="A host area is interested",
    subject_zh="{{ board }}对您的项目有意向",
    subject_en="{{ board }} is interested in your project",
    body_zh="{{ board }}对“{{ project }}”有意向，并写明了能提供的场地或载体、政策和下一步。\n\n您愿意洽谈时，"
    "请在页面上说明；此后双方才能看到彼此的联系方式。暂不洽谈也不影响评审。",
    body_en="{{ board }} is interested in “{{ project }}” and says what site or carrier, policy and next "
    "step it offers.\n\nIf you would like to talk, say so on the page; only then does each side see "
    "how to reach the other. Saying “not now” has no bearing on the review.",
    variables=(_PROJECT, _BOARD),
    why_zh=_WHY_TEAM_ZH,
    why_en=_WHY_TEAM_EN,
    about="application",
    action_zh="看看能提供什么",
    action_en="See what it offers",
)
NO_LONGER = Letter(
    key="docking.no_longer_interested",
    name_zh="板块收回意向",
    name_en="A host area takes its interest back",
    subject_zh="{{ board }}暂不再跟进您的项目",
    subject_en="{{ board }} does not go on with your project for now",
    body_zh="{{ board }}收回了对“{{ project }}”的意向，双方的联系方式已经关闭。这不影响评审，也不影响其他板块。",
    body_en="{{ board }} has taken back its interest in “{{ project }}”; contact details are closed on both "
    "sides. This has no bearing on the review or on other host areas.",
    variables=(_PROJECT, _BOARD),
    why_zh=_WHY_TEAM_ZH,
    why_en=_WHY_TEAM_EN,
    kind=Kind.RESULT,
    about="application",
)
WANTS_TO_TALK = Letter(
    key="docking.wants_to_talk",
    name_zh="申报人愿意洽谈",
    name_en="A team would like to talk",
    subject_zh="“{{ project }}”愿意与{{ board }}洽谈",
    subject_en="“{{ project }}” would like to talk with {{ board }}",
    body_zh="双方都有意向，联系方式已经开放；每次查看都会记录，申报人看得到。\n\n请在 {{ due }} 前完成首次洽谈并登记。",
    body_en="Both sides are interested: contact details are open. Each look at them is recorded, and the "
    "team sees it.\n\nPlease hold the first talk by {{ due }} and register it.",
    variables=(_PROJECT, _BOARD, _DUE),
    why_zh=_WHY_BOARD_ZH,
    why_en=_WHY_BOARD_EN,
    about="offer",
    urgent=True,
    sms_zh="有项目愿意与{{ board }}洽谈，联系方式已开放，请登录查看。",
    sms_en="A team would like to talk with {{ board }}. Contact details are open; sign in to see them.",
    action_zh="查看联系方式",
    action_en="See the contact details",
)
ENDED = Letter(
    key="docking.ended",
    name_zh="项目对接终止",
    name_en="A project is closed to a host area",
    subject_zh="{{ call }}有项目对{{ board }}关闭",
    subject_en="{{ call }}: a project is closed to {{ board }}",
    body_zh="申报人作出了决定：编号 {{ number }} 的项目对{{ board }}关闭。不再需要答复或洽谈，联系方式也已关"
    "闭。请删除已保存的材料。",
    body_en="The applicant has decided: project no. {{ number }} is closed to {{ board }}. No answer and no "
    "talk is owed any more; contact details are closed. Please delete what you have kept.",
    variables=(_CALL, _BOARD, Variable("number", "编号", "the number", "0042")),
    why_zh=_WHY_BOARD_ZH,
    why_en=_WHY_BOARD_EN,
    kind=Kind.RESULT,
    about="call",
)
OBJECTION = Letter(
    key="docking.objection",
    name_zh="首谈异议待决定",
    name_en="An objection to decide",
    subject_zh="{{ call }}：项目 {{ number }} 的首谈登记有异议",
    subject_en="{{ call }}: an objection to the first contact with no. {{ number }}",
    body_zh="另一个板块认为自己先与该项目洽谈，并提交了依据。请听取双方意见后决定，并写明理由；双方都会看到理由。",
    body_en="Another host area says that it talked with the project first, and gives its evidence. Please "
    "hear both, decide, and give your reasons; both read them.",
    variables=(_CALL, Variable("number", "编号", "the number", "0042")),
    why_zh=_WHY_OFFICE_ZH,
    why_en=_WHY_OFFICE_EN,
    about="call",
    action_zh="去决定",
    action_en="Decide",
)
DECIDED = Letter(
    key="docking.objection_decided",
    name_zh="首谈异议已决定",
    name_en="An objection is decided",
    subject_zh="项目 {{ number }} 的首谈异议已决定：{{ outcome }}",
    subject_en="First contact with no. {{ number }}: {{ outcome }}",
    body_zh="人才办的决定：{{ outcome }}。\n\n理由：{{ reason }}",
    body_en="The talent office has decided: {{ outcome }}.\n\nReasons: {{ reason }}",
    variables=(
        Variable("number", "编号", "the number", "0042"),
        Variable("outcome", "结果", "the outcome", Both("首谈登记维持", "the first contact stands")),
        Variable("reason", "理由", "the reasons", "登记时间与会议记录一致。"),
    ),
    why_zh=_WHY_BOARD_ZH,
    why_en=_WHY_BOARD_EN,
    kind=Kind.RESULT,
    about="offer",
)
LETTERS = (
    OFFERED,
    REMIND_ANSWER,
    REMIND_TALK,
    TALK_OVERDUE,
    INTERESTED,
    NO_LONGER,
    WANTS_TO_TALK,
    ENDED,
    OBJECTION,
    DECIDED,
)
