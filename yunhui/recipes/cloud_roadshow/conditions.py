"""Who can apply to a cloud roadshow, and what every applicant knows beforehand.

The conditions are defaults in the style of published notices (degree with an age limit, not registered in the city yet,
not supported already); a city sets its own.
"""

from yunhui.pipeline.calls.enums import FullTime
from yunhui.pipeline.calls.rules import Answer, BeforeYouApply, EligibilityQuestion, Limit

ELIGIBILITY = (
    EligibilityQuestion(
        key="degree",
        kind="choice",
        label_zh="您的最高学位",
        label_en="Your highest degree",
        help_zh="以项目负责人为准",
        help_en="Of the person who leads the project",
        choices=(
            Answer("doctor", "博士", "Doctorate"),
            Answer("master", "硕士", "Master"),
            Answer("other", "学士或其他，有十年以上同行业经历", "Bachelor or other, with ten years in the field"),
            Answer("none", "以上都不是", "None of these", ok=False),
        ),
        reason_zh="本次征集要求项目负责人有硕士以上学位，或十年以上同行业经历",
        reason_en="The project’s leader needs a master’s degree or more, or ten years in the field",
        instead_zh="可以由符合条件的合伙人作为负责人报名",
        instead_en="A partner who meets this can apply as the leader",
        clause="3.1",
    ),
    EligibilityQuestion(
        key="age",
        kind="number",
        label_zh="您的年龄",
        label_en="Your age",
        help_zh="周岁，按报名截止日计算",
        help_en="In full years on the day of the deadline",
        low=18,
        high=50,
        by="degree",
        limits=(Limit("doctor", 18, 55),),
        reason_zh="年龄上限：博士55周岁，其他50周岁",
        reason_en="The age limit is 55 with a doctorate and 50 otherwise",
        instead_zh="年龄超过上限的，可以以顾问身份加入团队，由团队其他成员报名",
        instead_en="You can join as an adviser while another member of the team applies",
        clause="3.2",
    ),
    EligibilityQuestion(
        key="registered",
        kind="choice",
        label_zh="项目公司是否已在本市注册",
        label_en="Is the project’s firm registered in this city?",
        choices=(
            Answer("no", "没有，或还没有公司", "No, or there is no firm yet"),
            Answer("recent", "已注册，不满十二个月", "Yes, for less than twelve months"),
            Answer("long", "已注册十二个月以上", "Yes, for twelve months or longer", ok=False),
        ),
        reason_zh="在本市注册满十二个月的企业不在本次征集范围",
        reason_en="A firm that has been registered in the city for twelve months is not under this call",
        instead_zh="已落地企业请联系所在县区人才办，了解成长期支持政策",
        instead_en="Ask the talent office of your district about support for firms that are here already",
        clause="3.3",
    ),
    EligibilityQuestion(
        key="supported",
        kind="choice",
        label_zh="同一项目是否已获本市人才项目资助",
        label_en="Has the city funded this project as a talent project before?",
        choices=(
            Answer("no", "没有", "No"),
            Answer("applied", "申报过，未获资助", "It applied, and was not funded"),
            Answer("yes", "已获资助", "Yes", ok=False),
        ),
        reason_zh="同一项目不重复资助",
        reason_en="The same project is not funded twice",
        instead_zh="有实质不同的新项目可以另行报名",
        instead_en="A project that is new in substance can apply",
        clause="3.4",
    ),
    EligibilityQuestion(
        key="rights",
        kind="choice",
        label_zh="核心技术的知识产权",
        label_en="The rights in the core technology",
        choices=(
            Answer("own", "归本人或团队所有", "Belong to you or the team"),
            Answer("licence", "有权利人的许可，或正在办理", "Are licensed, or the licence is on its way"),
            Answer("none", "归他人所有，没有许可", "Belong to somebody else, without a licence", ok=False),
        ),
        reason_zh="没有权利人许可的技术不能参加",
        reason_en="Technology that you have no right to use cannot take part",
        instead_zh="先与权利人（例如所在单位）谈妥许可，再来报名",
        instead_en="Agree on a licence with the owner, e.g. your employer, and then apply",
        clause="3.5",
    ),
)

BEFORE = BeforeYouApply(
    runs_zh="市人才工作领导小组办公室主办，各板块承接",
    runs_en="The city’s talent office runs the call; its host areas receive the projects",
    full_time=FullTime.EITHER,
    exclusive=False,
    funding_zh="报名和路演不产生资助。入围后与板块签订的协议写明金额、拨付节点和服务期，签约前可以带走请律师看",
    funding_en="Applying and pitching bring no money. What a host area offers stands in an agreement that names sums, "
    "instalments and terms; take it to your lawyer before you sign",
)

UNDERTAKING = (
    "我只为本次评审和对接阅读申报材料，不复制、不外传、不用于自己的项目；与申报人有利害关系的，我主动回避。"
    "每次打开都有记录，申报人可以看到。",
    "I read these applications only to review or host them. I copy nothing, pass nothing on and use nothing for work "
    "of my own; where I have a stake I step back. Each opening is recorded, and the applicant can see it.",
)
