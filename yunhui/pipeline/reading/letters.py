"""What the security administrator is told of emergency readings."""

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
LETTERS = (EMERGENCY,)
