"""What a call's own changes are told with."""

from datetime import UTC, datetime

from yunhui.foundation.notices.ports import Both, Letter, Variable

AMENDED = Letter(
    key="calls.amended",
    name_zh="征集公告变更",
    name_en="Amendment of a call",
    subject_zh="“{{ call }}”有变更，请查看对您报名的影响",
    subject_en="“{{ call }}” has been amended: see what it means for your application",
    body_zh="“{{ call }}”的公告有变更。\n\n{{ changes }}\n\n变更原因：{{ why }}\n\n报名截止：{{ closes? }}\n\n"
    "您已填写的内容都还在。表单有改动的，打开报名即可看到新的问题。",
    body_en="The call “{{ call }}” has been amended.\n\n{{ changes }}\n\nWhy: {{ why }}\n\nApplications close: "
    "{{ closes? }}\n\nNothing that you wrote is lost. Where the form has changed, you see the new questions when you "
    "open your application.",
    variables=(
        Variable("call", "征集", "the call", Both("高层次人才云创荟", "Cloud roadshow")),
        Variable(
            "changes",
            "变更内容，每行一项",
            "what has changed, one line each",
            Both("- 报名截止：11月30日 → 12月7日", "- Applications close: 30 Nov → 7 Dec"),
        ),
        Variable("why", "变更原因", "why", Both("应多个团队请求延期", "Several teams asked for more time")),
        Variable("closes", "报名截止", "when applications close", datetime(2026, 12, 7, 16, tzinfo=UTC)),
    ),
    why_zh="您在此次征集中有报名或草稿。",
    why_en="You have an application or a draft in this call.",
    about="call",
    action_zh="打开我的报名",
    action_en="Open my application",
)

LETTERS = (AMENDED,)
