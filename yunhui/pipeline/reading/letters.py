"""What the security administrator, and later the applicant, are told of emergency readings."""

from datetime import UTC, datetime

from yunhui.foundation.notices.enums import Kind
from yunhui.foundation.notices.ports import Both, Letter, Variable

EMERGENCY = Letter(
    key="reading.emergency",
    name_zh="紧急查阅已开启",
    name_en="An emergency reading was opened",
    subject_zh="{{ reader }}紧急查阅{{ call }}第 {{ number }} 号申报",
    subject_en="{{ reader }} reads No. {{ number }} of {{ call }} in an emergency",
    body_zh="理由：{{ reason }}\n\n到 {{ until }} 自动结束。您认为不当的，可以立即结束。",
    body_en="Reason: {{ reason }}\n\nIt ends by itself at {{ until }}. If you think it is wrong, end it now.",
    variables=(
        Variable("reader", "查阅人", "who reads", "陆知行"),
        Variable("call", "征集", "the call", Both("高层次人才云创荟", "Cloud roadshow")),
        Variable("number", "申报编号", "number of the application", "0042"),
        Variable("reason", "理由", "the reason", "核实一项异议"),
        Variable("until", "结束时间", "when it ends", datetime(2026, 11, 27, 6, 0, tzinfo=UTC)),
    ),
    why_zh="您是安全管理员。",
    why_en="You are the security administrator.",
    kind=Kind.ACTION,
    about="application",
    urgent=True,
    action_zh="查看",
    action_en="Look",
)
EMERGENCY_TOLD = Letter(
    key="reading.emergency_told",
    name_zh="您的申报曾被紧急查阅",
    name_en="Your application was read in an emergency",
    subject_zh="您的{{ call }}第 {{ number }} 号申报曾被紧急查阅",
    subject_en="Your application No. {{ number }} in {{ call }} was read in an emergency",
    body_zh="您的申报材料曾被紧急查阅，查阅人身份：{{ role }}；查阅已于 {{ until }} 结束。"
    "紧急查阅须写明理由，由安全管理员监督，每次打开都记入安全审计日志。为不影响评审，结果公布后才告知您。\n\n"
    "每次打开的时间见“谁打开过”。对此有疑问，可以在同一页面向人才办提问。",
    body_en="Your application was read in an emergency, by: {{ role }}. The reading ended at {{ until }}. Whoever does "
    "so writes down why, the security administrator watches, and the audit log keeps each opening. You are told now, "
    "because the decision is known.\n\n"
    "“Who opened it” lists each opening. If you have a question about it, ask the office from your application's page.",
    variables=(
        Variable("role", "查阅人身份", "as whom", Both("安全审计管理员", "Security-audit administrator")),
        Variable("call", "征集", "the call", Both("高层次人才云创荟", "Cloud roadshow")),
        Variable("number", "申报编号", "number of the application", "0042"),
        Variable("until", "结束时间", "when it ended", datetime(2026, 11, 27, 6, 0, tzinfo=UTC)),
    ),
    why_zh="您是这份申报的申报人。",
    why_en="The application is yours.",
    kind=Kind.ACTION,
    about="application",
    action_zh="谁打开过",
    action_en="Who opened it",
)
LETTERS = (EMERGENCY, EMERGENCY_TOLD)
