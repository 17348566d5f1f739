"""What the room writes: to who objects, to the applicant whose entry it is, to the office."""

from datetime import UTC, datetime
from functools import partial

from yunhui.foundation.notices.enums import Kind
from yunhui.foundation.notices.ports import Both, Letter, Variable

_WHEN = datetime(2026, 12, 11, 16, tzinfo=UTC)
_CALL = Variable("call", "征集", "the call", Both("高层次人才云创荟", "Cloud roadshow"))
_ENTRY = Variable("entry", "公示条目", "the entry", Both("0042 号 钠离子储能电芯", "No. 0042 Sodium-ion storage cells"))
_NUMBER = Variable("number", "异议编号", "the objection's number", 1)
_UNTIL = Variable("until", "答复期限", "until when it is answered", _WHEN)
_ANSWER = Variable(
    "answer", "答复", "the answer", Both("经复核，材料属实。", "We examined it again; the papers are true.")
)
_TITLE = Variable("title", "项目", "the project", Both("钠离子储能电芯", "Sodium-ion storage cells"))
_NOTICE = Variable("notice", "公示顺延至", "until when the notice goes on", _WHEN)
_to_objector = partial(Letter, about="public_objection", why_zh="您对公示名单提出了异议。",
                       why_en="You objected to an entry on public notice.")  # fmt: skip
_to_applicant = partial(Letter, about="application", why_zh="您在本平台报名。", why_en="You apply on this platform.")

RECEIVED = _to_objector(
    key="objections.received",
    name_zh="收到异议",
    name_en="An objection has arrived",
    subject_zh="已收到您的异议（第 {{ number }} 号）",
    subject_en="We have your objection No. {{ number }}",
    body_zh="您对“{{ call }}”公示名单中 {{ entry }} 提出的异议已收到，编号第 {{ number }} 号。\n\n我们将复核，并"
    "在 {{ until }} 前"
    "把结果和理由答复到本邮箱。在此之前，该条目的公示停止计时，其他条目不受影响。\n\n您的姓名和联系方式只有我办知道，不告诉申报"
    "人，也不公开。\n\n"
    "您提出：\n\n{{ text }}",
    body_en="We have your objection to {{ entry }} in the list of “{{ call }}”; its number is {{ number }}.\n\n"
    "We examine it "
    "and answer to this address, with reasons, by {{ until }}. Until then the clock of this entry stands still; "
    "no other "
    "entry is touched.\n\nYour name and address are known to the office alone: they are told "
    "neither to the applicant nor to the public.\n\nYou wrote:\n\n{{ text }}",
    variables=(
        _CALL,
        _ENTRY,
        _NUMBER,
        _UNTIL,
        Variable("text", "异议内容", "what was objected", "该项目已在外市落户。"),
    ),
)
UPHELD = _to_objector(
    key="objections.upheld",
    name_zh="异议成立",
    name_en="An objection is upheld",
    subject_zh="您的异议（第 {{ number }} 号）：成立",
    subject_en="Your objection No. {{ number }} is upheld",
    body_zh="您对“{{ call }}”公示名单中 {{ entry }} 提出的异议，经复核成立，该项目不再入围。\n\n理由：\n\n{{ answer }}",
    body_en="We have examined your objection to {{ entry }} in the list of “{{ call }}” and uphold it: the "
    "project is no "
    "longer selected.\n\nOur reasons:\n\n{{ answer }}",
    variables=(_CALL, _ENTRY, _NUMBER, _ANSWER),
    kind=Kind.RESULT,
)
DISMISSED = _to_objector(
    key="objections.dismissed",
    name_zh="异议不成立",
    name_en="An objection is dismissed",
    subject_zh="您的异议（第 {{ number }} 号）：不成立",
    subject_en="Your objection No. {{ number }} is dismissed",
    body_zh="您对“{{ call }}”公示名单中 {{ entry }} 提出的异议，经复核不成立。\n\n理由：\n\n{{ answer }}",
    body_en="We have examined your objection to {{ entry }} in the list of “{{ call }}” and dismiss it.\n\nOur reasons:"
    "\n\n{{ answer }}",
    variables=(_CALL, _ENTRY, _NUMBER, _ANSWER),
    kind=Kind.RESULT,
)
STOPPED = _to_applicant(
    key="objections.stopped",
    name_zh="公示期内收到异议",
    name_en="An objection to an entry",
    subject_zh="“{{ title }}”公示期内收到异议，正在复核",
    subject_en="“{{ title }}”: an objection arrived and is being examined",
    body_zh="“{{ call }}”公示期内，有人对您的项目“{{ title }}”提出了异议。我们将在 {{ until }} 前复核；在此之前，"
    "您的公示停止"
    "计时。\n\n您现在不需要做什么；需要您说明时，我们会联系您。您的入围在复核期间不受影响。",
    body_en="While “{{ call }}” is on public notice, somebody has objected to your project “{{ title }}”. We "
    "examine it by "
    "{{ until }}; until then the clock of your notice stands still.\n\nThere is nothing for you to do now; we "
    "ask you if we "
    "need your word. Your selection stands meanwhile.",
    variables=(_CALL, _TITLE, _UNTIL),
)
GOES_ON = _to_applicant(
    key="objections.goes_on",
    name_zh="异议不成立，公示继续",
    name_en="The objection is dismissed, the notice goes on",
    subject_zh="“{{ title }}”：异议不成立，公示继续",
    subject_en="“{{ title }}”: the objection is dismissed, the notice goes on",
    body_zh="对您的项目“{{ title }}”的异议，经复核不成立。\n\n公示继续至：{{ notice? }}",
    body_en="We have examined the objection to your project “{{ title }}” and dismiss it.\n\nThe public notice goes on "
    "until: {{ notice? }}",
    variables=(_TITLE, _NOTICE),
    kind=Kind.RESULT,
)
LOST = _to_applicant(
    key="objections.lost",
    name_zh="异议成立，入围取消",
    name_en="The objection is upheld, the place is lost",
    subject_zh="“{{ title }}”：异议成立，不再入围",
    subject_en="“{{ title }}”: the objection is upheld; the project is no longer selected",
    body_zh="“{{ call }}”公示期内对您的项目“{{ title }}”的异议，经复核成立，该项目不再入围，名额由候补项目递补。"
    "\n\n理由："
    "\n\n{{ answer }}\n\n如对此有疑问，可以在您的页面上向我们提出。",
    body_en="The objection to your project “{{ title }}” in “{{ call }}” was examined and is upheld: the project is no "
    "longer selected, and the next reserve moves up.\n\nOur reasons:\n\n{{ answer }}\n\nYou can ask us about it "
    "on your "
    "page.",
    variables=(_CALL, _TITLE, _ANSWER),
    kind=Kind.RESULT,
)
TO_ANSWER = Letter(
    key="objections.to_answer",
    name_zh="有异议待复核",
    name_en="An objection to examine",
    subject_zh="异议第 {{ number }} 号待复核，{{ until }} 前答复",
    subject_en="Objection No. {{ number }} to examine, answer by {{ until }}",
    body_zh="“{{ call }}”公示名单中 {{ entry }} 收到异议（第 {{ number }} 号），该条目公示已停止计时。\n\n请在 "
    "{{ until }} 前复核"
    "并答复。",
    body_en="Objection No. {{ number }} was filed against {{ entry }} in the list of “{{ call }}”; the clock of "
    "this entry "
    "stands still.\n\nExamine and answer it by {{ until }}.",
    variables=(_CALL, _ENTRY, _NUMBER, _UNTIL),
    kind=Kind.REMINDER,
    about="public_objection",
    why_zh="您负责这个征集。",
    why_en="You work on this call.",
    action_zh="去复核",
    action_en="Examine it",
)
RECHECK_TO_ANSWER = Letter(
    key="objections.recheck_to_answer",
    name_zh="有复核申请待办",
    name_en="A re-check is asked for",
    subject_zh="复核申请第 {{ number }} 号待办，{{ until }} 前答复",
    subject_en="Re-check No. {{ number }} to examine, answer by {{ until }}",
    body_zh="“{{ call }}”未入围项目 {{ entry }} 申请复核（第 {{ number }} 号）。名单的公示照常进行。\n\n请在 "
    "{{ until }} 前核对其形式审查、对接和评审的记录，并答复。",
    body_en="The applicant of {{ entry }} in “{{ call }}”, which was not selected, asks for a re-check (No. "
    "{{ number }}). The public notice of the list goes on.\n\nGo through the records of its form check, match and "
    "review, and answer by {{ until }}.",
    variables=(_CALL, _ENTRY, _NUMBER, _UNTIL),
    kind=Kind.REMINDER,
    about="public_objection",
    why_zh="您负责这个征集。",
    why_en="You work on this call.",
    action_zh="去复核",
    action_en="Examine it",
)
RECHECK_RECEIVED = _to_applicant(
    key="objections.recheck_received",
    name_zh="收到复核申请",
    name_en="We have your request for a re-check",
    subject_zh="“{{ title }}”：已收到复核申请（第 {{ number }} 号）",
    subject_en="“{{ title }}”: we have your request for a re-check, No. {{ number }}",
    body_zh="您对“{{ call }}”结果提出的复核申请已收到，编号第 {{ number }} 号。\n\n我们将核对形式审查、对接和评审的"
    "程序和记录，并在 {{ until }} 前把结果和理由答复给您。专家的评分不会因此重新打分；名单的公示照常进行。\n\n您提出："
    "\n\n{{ text }}",
    body_en="We have your request for a re-check of the result in “{{ call }}”; its number is {{ number }}.\n\nWe go "
    "through the procedure and the records of form check, match and review, and answer with reasons by {{ until }}. "
    "Nothing is scored anew; the public notice of the list goes on.\n\nYou wrote:\n\n{{ text }}",
    variables=(
        _CALL,
        _TITLE,
        _NUMBER,
        _UNTIL,
        Variable("text", "复核申请", "what was asked", "评审意见提到的材料不是我们提交的版本。"),
    ),
)
RECHECK_UPHELD = _to_applicant(
    key="objections.recheck_upheld",
    name_zh="复核成立",
    name_en="A re-check is upheld",
    subject_zh="“{{ title }}”：复核申请成立",
    subject_en="“{{ title }}”: your request for a re-check is upheld",
    body_zh="您对“{{ call }}”结果的复核申请（第 {{ number }} 号），经核对成立。\n\n核对结果和后续办理：\n\n"
    "{{ answer }}",
    body_en="We have examined your request for a re-check in “{{ call }}” (No. {{ number }}) and uphold it.\n\nWhat we "
    "found, and what follows:\n\n{{ answer }}",
    variables=(_CALL, _TITLE, _NUMBER, _ANSWER),
    kind=Kind.RESULT,
)
RECHECK_DISMISSED = _to_applicant(
    key="objections.recheck_dismissed",
    name_zh="复核结果：维持原结果",
    name_en="A re-check confirms the result",
    subject_zh="“{{ title }}”：复核后维持原结果",
    subject_en="“{{ title }}”: the re-check confirms the result",
    body_zh="您对“{{ call }}”结果的复核申请（第 {{ number }} 号）已核对，维持原结果。\n\n理由：\n\n{{ answer }}",
    body_en="We have examined your request for a re-check in “{{ call }}” (No. {{ number }}); the result stands."
    "\n\nOur reasons:\n\n{{ answer }}",
    variables=(_CALL, _TITLE, _NUMBER, _ANSWER),
    kind=Kind.RESULT,
)
LETTERS = (
    RECEIVED,
    UPHELD,
    DISMISSED,
    STOPPED,
    GOES_ON,
    LOST,
    TO_ANSWER,
    RECHECK_TO_ANSWER,
    RECHECK_RECEIVED,
    RECHECK_UPHELD,
    RECHECK_DISMISSED,
)
