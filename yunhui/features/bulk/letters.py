"""What the office writes to the applicants it selected."""

from yunhui.foundation.notices.enums import Kind, Release
from yunhui.foundation.notices.ports import Both, Letter, Variable

MESSAGE = Letter(
    key="bulk.message",
    name_zh="致申报人的信",
    name_en="Letter to selected applicants",
    subject_zh="{{ subject }}",
    subject_en="{{ subject }}",
    body_zh="关于您申报的“{{ project }}”：\n\n{{ text }}",
    body_en="About your project “{{ project }}”:\n\n{{ text }}",
    variables=(
        Variable("subject", "主题", "the subject", Both("补充说明", "A word on your application")),
        Variable("project", "项目", "the project", Both("钠离子储能电芯", "Sodium-ion storage cells")),
        Variable("text", "正文", "the text", Both("路演时间有调整。", "The time of your pitch has changed.")),
    ),
    why_zh="您是本项目的申报人、共同填写人或联系人。",
    why_en="You applied with this project, write it with others, or are its contact.",
    kind=Kind.ACTION,
    about="application",
    release=Release.HELD,
)
LETTERS = (MESSAGE,)
