"""What the room writes: to who asked, to the office, to the officer who gets a question."""

from datetime import UTC, datetime

from yunhui.foundation.notices.enums import Kind
from yunhui.foundation.notices.ports import Both, Letter, Variable

_WHEN = datetime(2026, 12, 1, 9, tzinfo=UTC)
_CALL = Variable("call", "征集", "the call", Both("高层次人才云创荟", "Cloud roadshow"))
_SUBJECT = Variable("subject", "问题", "the question", "团队成员可以兼职吗 Part-time members")
_UNTIL = Variable("until", "答复期限", "until when it is answered", _WHEN)

RECEIVED = Letter(
    key="enquiries.received",
    name_zh="收到提问",
    name_en="A question has arrived",
    subject_zh="已收到您的问题：{{ subject }}",
    subject_en="We have your question: {{ subject }}",
    body_zh="我们收到了您关于“{{ call }}”的问题，将在 {{ until }} 前答复到本邮箱。\n\n您的问题：\n\n{{ text }}",
    body_en="We have your question about “{{ call }}” and answer to this address until {{ until }}.\n\nYou asked:\n\n"
    "{{ text }}",
    variables=(_CALL, _SUBJECT, _UNTIL, Variable("text", "提问内容", "what was asked", "团队成员可以兼职吗？")),
    why_zh="您留下了邮箱向我们提问。",
    why_en="You asked us a question and left your address.",
    about="enquiry",
)
ANSWERED = Letter(
    key="enquiries.answered",
    name_zh="答复提问",
    name_en="An answer to a question",
    subject_zh="答复：{{ subject }}",
    subject_en="Answer: {{ subject }}",
    body_zh="关于“{{ call }}”，您问：{{ subject }}\n\n答复：\n\n{{ answer }}\n\n还有疑问的，可以继续提问。",
    body_en="About “{{ call }}” you asked: {{ subject }}\n\nOur answer:\n\n{{ answer }}\n\nAsk again if something is "
    "not clear.",
    variables=(
        _CALL,
        _SUBJECT,
        Variable("answer", "答复", "the answer", Both("可以，须在报名表中写明。", "Yes; say so in the form.")),
    ),
    why_zh="您向我们提了问题。",
    why_en="You asked us a question.",
    kind=Kind.RESULT,
    about="enquiry",
    action_zh="查看",
    action_en="See the thread",
)
ASKED = Letter(
    key="enquiries.asked",
    name_zh="有新的提问",
    name_en="A new question",
    subject_zh="待答复：{{ subject }}（{{ until }} 前）",
    subject_en="To answer by {{ until }}: {{ subject }}",
    body_zh="“{{ call }}”有一个问题等待答复：{{ subject }}\n\n请在 {{ until }} 前答复。",
    body_en="A question about “{{ call }}” waits for an answer: {{ subject }}\n\nAnswer it by {{ until }}.",
    variables=(_CALL, _SUBJECT, _UNTIL),
    why_zh="您负责这个征集。",
    why_en="You work on this call.",
    kind=Kind.REMINDER,
    about="enquiry",
    action_zh="去答复",
    action_en="Answer",
)
HANDED_OVER = Letter(
    key="enquiries.handed_over",
    name_zh="问题转交给您",
    name_en="A question was handed to you",
    subject_zh="转交给您：{{ subject }}（{{ until }} 前答复）",
    subject_en="Handed to you, answer by {{ until }}: {{ subject }}",
    body_zh="“{{ call }}”的一个问题转交给您答复：{{ subject }}\n\n请在 {{ until }} 前答复。",
    body_en="A question about “{{ call }}” was handed to you: {{ subject }}\n\nAnswer it by {{ until }}.",
    variables=(_CALL, _SUBJECT, _UNTIL),
    why_zh="同事把问题转交给了您。",
    why_en="A colleague handed it to you.",
    about="enquiry",
    action_zh="去答复",
    action_en="Answer",
)
LETTERS = (RECEIVED, ANSWERED, ASKED, HANDED_OVER)
