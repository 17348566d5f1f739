"""What the room writes to applicants; decisions have letters of their own in their room."""

from datetime import UTC, datetime

from yunhui.foundation.notices.enums import Kind
from yunhui.foundation.notices.ports import Both, Letter, Variable

_WHEN = datetime(2026, 12, 1, 9, tzinfo=UTC)
_CALL = Variable("call", "征集", "the call", Both("高层次人才云创荟", "Cloud roadshow"))
_TITLE = Variable("title", "项目", "the project", Both("钠离子储能电芯", "Sodium-ion storage cells"))
_NUMBER = Variable("number", "编号", "the number", "0042")
_STAGE = Variable("stage", "环节", "the stage", Both("形式审查", "Form check"))
_WHY_ZH, _WHY_EN = "您在本平台报名。", "You apply on this platform."

INVITATION = Letter(
    key="applications.invitation",
    name_zh="邀请共同填写",
    name_en="Invitation to write an application together",
    subject_zh="{{ inviter }}邀请您共同填写报名：{{ call }}",
    subject_en="{{ inviter }} invites you to an application: {{ call }}",
    body_zh="{{ inviter }}邀请您参与“{{ call }}”的一份报名，您可以{{ right }}。\n\n请用您自己的账号登录后接受。"
    "链接只能使用一次，{{ until }} 前有效。如果您不认识邀请人，请不要打开，也不必理会。",
    body_en="{{ inviter }} invites you to {{ right }} an application to “{{ call }}”.\n\nSign in with an account "
    "of your own and accept. The link works once, until {{ until }}. If you do not know who invites you, leave this "
    "letter alone.",
    variables=(
        Variable("inviter", "邀请人", "who invites", "沈砚秋 Shen Yanqiu"),
        _CALL,
        Variable("right", "权限", "what one may do", Both("阅读和填写", "read and write")),
        Variable("until", "有效期", "until when the link works", _WHEN),
    ),
    why_zh="有人在报名中写了您的邮箱。",
    why_en="Somebody wrote your address into an application.",
    about="application",
    action_zh="查看邀请",
    action_en="See the invitation",
    private=True,
)
JOINED = Letter(
    key="applications.joined",
    name_zh="共同填写人已加入",
    name_en="A co-applicant has joined",
    subject_zh="{{ name }}已加入“{{ title }}”",
    subject_en="{{ name }} has joined “{{ title }}”",
    body_zh="{{ name }}（邀请发至 {{ email }}）接受了您的邀请。\n\n您随时可以更改权限或移出。",
    body_en="{{ name }} (invited as {{ email }}) has accepted your invitation.\n\nYou can change what they may do, or "
    "take them out, at any time.",
    variables=(
        Variable("name", "加入者", "who joined", "Maarten de Vries"),
        Variable("email", "邮箱", "the address", "maarten@firm.example"),
        _TITLE,
    ),
    why_zh="您邀请了对方。",
    why_en="You invited them.",
    kind=Kind.ACCOUNT,
    about="application",
)
SUBMITTED = Letter(
    key="applications.submitted",
    name_zh="报名回执",
    name_en="Receipt of an application",
    subject_zh="已收到您的报名：{{ number }} 号（第 {{ version }} 版）",
    subject_en="We have received your application: No. {{ number }}, version {{ version }}",
    body_zh="我们已收到您在“{{ call }}”的报名“{{ title }}”。\n\n- 编号：{{ number }}\n- 版本：{{ version }}\n"
    "- 收到时间：{{ at }}\n- 指纹：{{ digest }}\n\n在 {{ closes? }} 前您可以修改并重新提交，以最后一版为准。"
    "\n\n回执（PDF）和接下来的安排在您的页面上。",
    body_en="We have received “{{ title }}” for “{{ call }}”.\n\n- Number: {{ number }}\n- Version: {{ version }}\n"
    "- Received: {{ at }}\n- Fingerprint: {{ digest }}\n\nYou can change it and submit again until {{ closes? }}; the "
    "last version counts.\n\nThe receipt (PDF) and what happens next are on your page.",
    variables=(
        _CALL,
        _TITLE,
        _NUMBER,
        Variable("version", "版本", "the version", 1),
        Variable("at", "收到时间", "when it was received", _WHEN),
        Variable("digest", "指纹", "the fingerprint", "sha256:9f86d081884c7d65"),
        Variable("closes", "截止时间", "when the call closes", _WHEN),
    ),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    kind=Kind.RESULT,
    about="application",
    action_zh="查看回执",
    action_en="See the receipt",
)
CLOSES_SOON = Letter(
    key="applications.closes_soon",
    name_zh="草稿截止提醒",
    name_en="Reminder of a draft",
    subject_zh="您的报名还没有提交：{{ closes }} 截止",
    subject_en="Your application is not submitted yet: it closes {{ closes }}",
    body_zh="您在“{{ call }}”的草稿“{{ title }}”还没有提交。\n\n{{ closes }} 截止，以平台时钟为准，过时不能提交。"
    "\n\n不想报名了，可以不管它，也可以删去草稿。",
    body_en="Your draft “{{ title }}” for “{{ call }}” is not submitted yet.\n\nThe call closes {{ closes }} by the "
    "platform's clock; nothing is taken after that.\n\nIf you do not want to apply any more, leave it or withdraw it.",
    variables=(_CALL, _TITLE, Variable("closes", "截止时间", "when the call closes", _WHEN)),
    why_zh="您开始了一份报名。",
    why_en="You started an application.",
    kind=Kind.REMINDER,
    about="application",
    action_zh="继续填写",
    action_en="Go on",
)
WITHDRAWN = Letter(
    key="applications.withdrawn",
    name_zh="撤回确认",
    name_en="An application was withdrawn",
    subject_zh="您的报名已撤回：{{ call }}",
    subject_en="Your application is withdrawn: {{ call }}",
    body_zh="“{{ title }}”已于 {{ at }} 撤回，不再参加“{{ call }}”。\n\n您写的内容仍可在您的页面上查看。\n\n"
    "如果不是您操作的，请马上联系我们。",
    body_en="“{{ title }}” was withdrawn on {{ at }} and takes no further part in “{{ call }}”.\n\nWhat you wrote "
    "stays readable on your page.\n\nIf this was not you, write to us at once.",
    variables=(_CALL, _TITLE, Variable("at", "撤回时间", "when it was withdrawn", _WHEN)),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    kind=Kind.RESULT,
    about="application",
)
STAGE_PASSED = Letter(
    key="applications.stage_passed",
    name_zh="环节通过",
    name_en="A stage is passed",
    subject_zh="{{ number }} 号报名：{{ stage }}已通过",
    subject_en="No. {{ number }}: {{ stage }} passed",
    body_zh="“{{ title }}”已通过{{ stage }}。\n\n{{ next? }}\n\n您现在不需要做什么。",
    body_en="“{{ title }}” has passed: {{ stage }}.\n\n{{ next? }}\n\nThere is nothing for you to do now.",
    variables=(
        _TITLE,
        _NUMBER,
        _STAGE,
        Variable(
            "next",
            "接下来",
            "what comes next",
            Both("接下来：三位专家评审，预计 12月18日 前完成。", "Next: three experts review it, expected by 18 Dec."),
        ),
    ),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    kind=Kind.RESULT,
    about="application",
)
STAGE_FAILED = Letter(
    key="applications.stage_failed",
    name_zh="环节未通过",
    name_en="A stage is not passed",
    subject_zh="{{ number }} 号报名：{{ stage }}未通过",
    subject_en="No. {{ number }}: {{ stage }} not passed",
    body_zh="“{{ title }}”未通过{{ stage }}，本次报名到此结束。\n\n原因：{{ reason? }}\n\n不清楚的，可以向我们提问；"
    "征集未截止的，可以重新报名。",
    body_en="“{{ title }}” did not pass: {{ stage }}. This application ends here.\n\nReason: {{ reason? }}\n\nAsk us "
    "what is not clear. While the call is open you can apply again.",
    variables=(_TITLE, _NUMBER, _STAGE, Variable("reason", "原因", "the reason", "缺少知识产权证明 No proof of IP")),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    kind=Kind.RESULT,
    about="application",
)
_MISSING = Variable(
    "missing",
    "缺少什么",
    "what is missing",
    Both("- 团队：请写明谁全职\n- 附件：请重新上传", "- Team: say who works full time\n- File: upload it again"),
)
_UNTIL = Variable("until", "截止时间", "until when", _WHEN)
TO_COMPLETE = Letter(
    key="applications.to_complete",
    name_zh="一次性告知 · 补正",
    name_en="Please complete (form check)",
    subject_zh="请在 {{ until }} 前补正：{{ number }} 号报名",
    subject_en="Please complete No. {{ number }} by {{ until }}",
    body_zh="我们查看了“{{ title }}”，以下内容需要补正，一次告知如下：\n\n{{ missing }}\n\n{{ again? }}\n\n请在 "
    "{{ until }} 前在您的页面上补正。此前审查计时停止；逾期未补正的，本次报名到此结束。",
    body_en="We have looked at “{{ title }}”. This is missing, and this is all of it:\n\n{{ missing }}\n\n"
    "{{ again? }}\n\nComplete it on your page until {{ until }}. Our clock stands still until then; without an answer "
    "the application ends there.",
    variables=(_TITLE, _NUMBER, _MISSING, _UNTIL, Variable("again", "再次告知的原因", "why again", "")),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    about="application",
    urgent=True,
    sms_zh="您的 {{ number }} 号报名需要补正，请在 {{ until }} 前登录平台办理。",
    sms_en="Your application No. {{ number }} needs completing by {{ until }}. Sign in to see what is missing.",
    action_zh="去补正",
    action_en="Complete it",
)
COMPLETE_SOON = Letter(
    key="applications.complete_soon",
    name_zh="补正到期提醒",
    name_en="Reminder to complete",
    subject_zh="还没有补正：{{ number }} 号报名 {{ until }} 到期",
    subject_en="Not completed yet: No. {{ number }} is due {{ until }}",
    body_zh="“{{ title }}”还缺：\n\n{{ missing }}\n\n请在 {{ until }} 前补正，逾期本次报名到此结束。来不及的，请现在就"
    "告诉我们，可以申请延长。",
    body_en="“{{ title }}” still lacks:\n\n{{ missing }}\n\nComplete it until {{ until }}, or the application ends "
    "there. If you need more time, tell us now.",
    variables=(_TITLE, _NUMBER, _MISSING, _UNTIL),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    about="application",
    urgent=True,
    action_zh="去补正",
    action_en="Complete it",
)
MORE_TIME = Letter(
    key="applications.more_time",
    name_zh="补正延期",
    name_en="More time to complete",
    subject_zh="{{ number }} 号报名的补正期限延长至 {{ until }}",
    subject_en="You have until {{ until }} to complete No. {{ number }}",
    body_zh="“{{ title }}”的补正期限延长至 {{ until }}。\n\n原因：{{ reason }}",
    body_en="You have until {{ until }} to complete “{{ title }}”.\n\nReason: {{ reason }}",
    variables=(_TITLE, _NUMBER, _UNTIL, Variable("reason", "原因", "the reason", "附件较大 Large files")),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    about="application",
)
NOT_NEEDED = Letter(
    key="applications.not_needed",
    name_zh="无需补正",
    name_en="Nothing to complete any more",
    subject_zh="{{ number }} 号报名无需补正",
    subject_en="No. {{ number }} needs no completing any more",
    body_zh="“{{ title }}”先前的补正要求已收回，您不需要再做什么，审查继续进行。\n\n原因：{{ reason }}",
    body_en="We have taken back what we asked of “{{ title }}”. There is nothing for you to do; the check goes on."
    "\n\nReason: {{ reason }}",
    variables=(_TITLE, _NUMBER, Variable("reason", "原因", "the reason", "已在另一处写明 Said elsewhere already")),
    why_zh=_WHY_ZH,
    why_en=_WHY_EN,
    about="application",
)
COMPLETED = Letter(
    key="applications.completed",
    name_zh="申报人已补正",
    name_en="An applicant has completed",
    subject_zh="已补正：{{ number }} 号报名",
    subject_en="Completed: No. {{ number }}",
    body_zh="“{{ title }}”已补正（第 {{ version }} 版）。审查计时继续，请在 {{ until }} 前作出结论。",
    body_en="“{{ title }}” is completed (version {{ version }}). Your clock goes on: decide by {{ until }}.",
    variables=(_TITLE, _NUMBER, Variable("version", "版本", "the version", 2), _UNTIL),
    why_zh="您提出了补正要求。",
    why_en="You asked for it.",
    about="application",
    action_zh="继续审查",
    action_en="Go on with the check",
)
REFERRED = Letter(
    key="applications.referred",
    name_zh="板块推荐，请本人确认",
    name_en="Recommended by a host area: please confirm",
    subject_zh="{{ board }}推荐您的项目参加“{{ call }}”",
    subject_en="{{ board }} recommends your project for “{{ call }}”",
    body_zh="{{ board }}推荐“{{ title }}”参加“{{ call }}”，并代您填写了部分内容。\n\n未经您确认，不会提交，也不会有人"
    "评审。请用您自己的账号登录确认，看过并补全后由您本人提交。链接在 {{ until }} 前有效。"
    "\n\n如果您不想参加，可以不理会。",
    body_en="{{ board }} recommends “{{ title }}” for “{{ call }}” and has filled in a part of the form for you.\n\n"
    "Nothing is submitted and nobody reviews it unless you confirm. Sign in with an account of your own, read it, "
    "complete it and submit it yourself. The link works until {{ until }}.\n\nIf you do not want to take part, leave "
    "this letter alone.",
    variables=(
        Variable("board", "板块", "the host area", Both("云湖区", "Yunhu District")),
        _CALL,
        _TITLE,
        _UNTIL,
    ),
    why_zh="有板块在推荐中写了您的邮箱。",
    why_en="A host area wrote your address into a recommendation.",
    about="application",
    action_zh="查看并确认",
    action_en="See and confirm",
    private=True,
)
CLAIM = Letter(
    key="applications.claim",
    name_zh="认领导入的报名",
    name_en="Take over an application that was brought in",
    subject_zh="您的报名已录入“{{ call }}”：{{ number }} 号",
    subject_en="Your application is entered in “{{ call }}”: No. {{ number }}",
    body_zh="人才办把您的项目“{{ title }}”录入了“{{ call }}”，编号 {{ number }}。\n\n认领后，您可以查看进度、补正材料、"
    "决定谁能阅读。链接在 {{ until }} 前有效。",
    body_en="The talent office has entered your project “{{ title }}” in “{{ call }}” as No. {{ number }}.\n\nTake it "
    "over to see how it stands, to complete it, and to decide who reads it. The link works until {{ until }}.",
    variables=(_CALL, _TITLE, _NUMBER, _UNTIL),
    why_zh="您的邮箱写在导入的报名表里。",
    why_en="Your address stands in an application that was brought in.",
    about="application",
    action_zh="认领",
    action_en="Take it over",
    private=True,
)
LETTERS = (
    INVITATION,
    JOINED,
    SUBMITTED,
    CLOSES_SOON,
    WITHDRAWN,
    STAGE_PASSED,
    STAGE_FAILED,
    TO_COMPLETE,
    COMPLETE_SOON,
    MORE_TIME,
    NOT_NEEDED,
    COMPLETED,
    REFERRED,
    CLAIM,
)
