"""The office's desk in the demo: forms that wait for their applicants, questions and answers, a table with bad rows."""

from collections.abc import Sequence

from yunhui.features.enquiries.services import (
    answer_enquiry,
    ask_again,
    ask_office,
    draft_faq,
    hand_over,
    merge_enquiries,
    publish_faq,
)
from yunhui.features.imports.enums import Kind
from yunhui.features.imports.services import start_import, work_on
from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.selectors import actor_of, holders
from yunhui.kernel.actor import VISITOR, Actor
from yunhui.parties.models import Board
from yunhui.pipeline.applications.models import StagePass
from yunhui.pipeline.applications.selectors import to_check
from yunhui.pipeline.applications.services import (
    Missing,
    ask_to_complete,
    claim_application,
    make_claim_link,
    refer_application,
)
from yunhui.pipeline.calls.models import Call
from yunhui.recipes.demo.city import DemoCity

ASKED = (
    (
        Missing("team", "请写明每位成员是否全职、何时到岗。", "Say for each member whether full time, and from when."),
        Missing("landing", "请写明所需场地面积和用电负荷。", "Say how much floor and power you need."),
    ),
    (Missing("summary", "写得过于简略，请具体说明。", "This is too short to judge. Please be specific."),),
    (
        Missing("novelty", "请补充专利号或论文信息。", "Please add patent numbers or papers."),
        Missing("", "请核对项目中英文名称是否一致。", "Please check that both names say the same."),
    ),
)
QUESTIONS = (
    ("兼职成员", "团队里有两位成员在高校任教，可以兼职参加吗？落地后多久必须全职？"),
    ("兼职可以吗", "核心成员可以兼职吗？"),
    ("Travel costs", "We would pitch on site. Does the city pay for the trip, and for how many of us?"),
)
FAQ = (
    (
        "团队成员可以兼职吗？",
        "May members of the team work part time?",
        "可以。负责人应在签约后六个月内全职，其他成员在报名表中写明即可。",
        "Yes. The lead works full time from six months after signing; for the others, say so in the form.",
    ),
    (
        "没有中国手机号可以报名吗？",
        "Can we apply without a Chinese phone number?",
        "可以。用邮箱注册即可，不需要中国手机号或身份证。",
        "Yes. An e-mail address is enough; neither a Chinese phone number nor an ID card is needed.",
    ),
    (
        "知识产权归谁？",
        "Who owns the intellectual property?",
        "归申报人。评审和对接不产生任何权利转让。",
        "You do. Neither review nor talks with host areas transfer any right.",
    ),
)
ORGANISATIONS = (
    "统一社会信用代码,单位名称,英文名称,单位性质,国家/地区,邮箱域名",
    ",青澜储能研究院,Qinglan Institute of Storage,科研院所,中国,storage.example",
    "911100006000373410,错码示例公司,,企业,中国,",
    ",Delft Battery Works,Delft Battery Works,企业,荷兰,battery.example",
    ",,,企业,中国,",
    ",云湖精工有限公司,Yunhu Precision,民营,中国,yunhu.example",
    ",Nordlys Materials AS,Nordlys Materials AS,Firm,NO,nordlys.example",
)


def keep_desk(*, actor: Actor, city: DemoCity) -> None:
    """Set the desk of the season's open call and of the one whose forms are being checked."""
    office = actor_of(holders(Role.OFFICE)[0])
    spring, youth = (Call.objects.get(code=code) for code in ("spring", "youth"))
    _owe(actor, office, spring, city)
    _owe_more(office, youth)
    _ask(office, spring, city)
    _recommend(spring, city.boards[1])
    _bring(office)


def _owe(actor: Actor, office: Actor, call: Call, city: DemoCity) -> None:
    """The demo's applicant takes over an application that the office had entered, and owes two answers."""
    one = _next(office, call)
    applicant = actor_of(city.applicant)
    link = make_claim_link(actor=actor, application_id=one.application_id)
    claim_application(actor=applicant, ticket=link.rsplit("/", 1)[1])
    ask_to_complete(actor=office, pass_id=one.pk, missing=ASKED[0])


def _owe_more(office: Actor, call: Call) -> None:
    for missing in ASKED[1:]:
        ask_to_complete(actor=office, pass_id=_next(office, call).pk, missing=missing)


def _next(office: Actor, call: Call) -> StagePass:
    found = to_check(office, call).first()
    assert found is not None, f"no form of {call} waits"
    return found


def _ask(office: Actor, call: Call, city: DemoCity) -> None:
    """Answered, joined, handed over, and waiting; and what everyone may read."""
    applicant = actor_of(city.applicant)
    first = ask_office(actor=applicant, call=call, subject=QUESTIONS[0][0], text=QUESTIONS[0][1])
    same = ask_office(
        actor=VISITOR, call=call, subject=QUESTIONS[1][0], text=QUESTIONS[1][1], name="陆知遥", email="lu@lab.example"
    )
    merge_enquiries(actor=office, enquiry_id=same.pk, into_id=first.pk)
    answer_enquiry(actor=office, enquiry_id=first.pk, zh=FAQ[0][2], en=FAQ[0][3])
    ask_again(actor=applicant, enquiry_id=first.pk, text="负责人签约后前六个月可以远程吗？")
    travel = ask_office(
        actor=VISITOR, call=call, subject=QUESTIONS[2][0], text=QUESTIONS[2][1], name="Ingrid Solberg",
        email="ingrid@nordlys.example",
    )  # fmt: skip
    hand_over(actor=office, enquiry_id=travel.pk, to=holders(Role.OFFICE)[0], note="请先与财务核对差旅标准。")
    for texts in FAQ:
        faq = draft_faq(actor=office, call=call)
        names = ("question_zh", "question_en", "answer_zh", "answer_en")
        publish_faq(actor=office, faq_id=faq.pk, texts=dict(zip(names, texts, strict=True)))


def _recommend(call: Call, board: Board) -> None:
    officer = actor_of(holders(Role.BOARD, "board", board.pk)[0])
    answers = {
        "title": "高熵合金刀具涂层",
        "title_en": "High-entropy alloy coatings for cutting tools",
        "group": "equipment",
        "name": "Tomasz Wilk",
        "email": "tomasz@coatings.example",
        "country": "PL",
    }
    refer_application(actor=officer, board=board, call=call, answers=answers)


def _bring(office: Actor) -> None:
    """A table of organisations that has been checked and waits to be written."""
    data = _table(ORGANISATIONS)
    run = start_import(actor=office, kind=Kind.ORGANISATIONS, file_name="合作单位名录.csv", data=data)
    work_on(run.pk)


def _table(lines: Sequence[str]) -> bytes:
    return "\r\n".join(lines).encode("gb18030")
