"""The demo city of Qinglan (invented): its tree, host areas, officers, experts and administrators."""

import random
from dataclasses import dataclass, replace

from django.db import transaction

from yunhui.foundation.accounts.enums import Role, ScopeKind
from yunhui.foundation.accounts.models import User
from yunhui.foundation.accounts.services import create_user, grant_role
from yunhui.foundation.codes.services import load_codes
from yunhui.kernel.actor import Actor
from yunhui.parties.models import Board, Jurisdiction
from yunhui.parties.services import add_board, add_jurisdiction, add_organisation, keep_city, keep_person
from yunhui.pipeline.experts.enums import AffiliationKind
from yunhui.pipeline.experts.models import Expert
from yunhui.pipeline.experts.services import Past, admit_expert, keep_expert, particulars_of
from yunhui.recipes.demo.projects import GROUPS, expert_profile, names
from yunhui.recipes.demo.words import EXPERTS_ABROAD

EXPERTS = 40
# Where experts from abroad live; they serve the city's universities from there.
_LANDS = ("DE", "NL", "SE", "GB", "US", "JP", "SG")
# Where some experts serve beside their university: their conflicts of interest are found by it.
_BESIDE = {
    3: Past("Boston Works 4", str(AffiliationKind.PART_TIME), 2023),
    11: Past("Aachen Works 6", str(AffiliationKind.HOLDING), 2021),
    19: Past("Toronto Works 1", str(AffiliationKind.EMPLOYED), 2018, 2024),
    26: Past("Munich Works 2 GmbH", str(AffiliationKind.PART_TIME), 2024),
}
BOARDS = (
    ("landong", "county", "澜东区", "Landong District", ("ict", "equipment"), "芯片封测、车载电子", "Chip packaging, vehicle electronics", "领军人才最高2000万元", "Up to 20 million yuan for leading founders"),
    ("tongwu", "county", "桐坞县", "Tongwu County", ("energy",), "储能、铝基新材料", "Energy storage, aluminium materials", "专项资金1亿元，顶尖团队最高5000万元", "A fund of 100 million yuan, up to 50 million for top teams"),
    ("zheye", "county", "柘野市", "Zheye City", ("equipment",), "工程机械、液压", "Construction machinery, hydraulics", "首台套补三成", "30% of a first machine’s price"),
    ("qiwu", "county", "栖梧区", "Qiwu District", ("ict", "equipment"), "智能家电、轻装备", "Smart appliances, light equipment", "科技副总每年补6万元", "60,000 yuan a year for a science deputy GM"),
    ("yanhu", "county", "砚湖县", "Yanhu County", ("health",), "茶、菌菇与大健康", "Tea, mushrooms and health", "中试基地免费用一年", "A pilot site, free for a year"),
    ("shilan", "county", "石澜市", "Shilan City", ("energy", "equipment"), "精密陶瓷、新材料", "Precision ceramics, new materials", "团队公寓60套", "Sixty flats for teams"),
    ("linzhu", "county", "临渚区", "Linzhu District", ("health",), "医疗器械、康复", "Medical devices, rehabilitation", "厂房前三年免租", "No rent for three years"),
    ("luting", "county", "芦汀县", "Luting County", ("energy",), "风电部件、海缆", "Wind power parts, sea cables", "用地指标单列", "Land set aside"),
    ("kaifaqu", "zone", "青澜经开区", "Qinglan Development Zone", ("ict", "equipment", "energy"), "集成电路、智能制造", "Chips, smart manufacturing", "10亿元人才基金跟投", "A talent fund of one billion yuan invests beside you"),
    ("beidu", "county", "北渡区", "Beidu District", ("equipment", "ict"), "港航装备、物流", "Port equipment, logistics", "订单首购，一事一议", "First orders, terms case by case"),
    ("weichuan", "county", "苇川县", "Weichuan County", ("energy", "health"), "资源回收、环保装备", "Recycling, environmental equipment", "人才贷最高1000万元", "Talent loans up to 10 million yuan"),
    ("qut", "university", "青澜理工大学", "Qinglan University of Technology", ("ict", "health", "energy"), "联合实验室、博士后", "Joint laboratories, postdocs", "双聘教授，设备共享", "Joint professorships, shared equipment"),
)  # fmt: skip
STAFF = (
    ("office", "温予安", Role.OFFICE),
    ("approver", "林见深", Role.APPROVER),
    ("chair", "楚怀瑾", Role.CHAIR),
    ("system-admin", "池知微", Role.SYSTEM_ADMIN),
    ("security-admin", "桑牧野", Role.SECURITY_ADMIN),
    ("audit-admin", "晏长空", Role.AUDIT_ADMIN),
)


@dataclass(frozen=True, slots=True)
class DemoCity:
    """What later parts of the demo need."""

    jurisdiction: Jurisdiction
    boards: list[Board]
    experts: list[Expert]
    applicant: User


def account(actor: Actor, key: str, name: str, language: str = "zh-hans", zone: str = "Asia/Shanghai") -> User:
    """An account of the demo; it has no password, the demo's door is the only one."""
    return create_user(actor=actor, email=f"{key}@demo.example", name=name, language=language, zone=zone)


@transaction.atomic
def add_host_areas(*, actor: Actor) -> tuple[Jurisdiction, list[Board]]:
    """Reference data, the invented city's tree, and its twelve host areas."""
    load_codes(actor=actor)
    province = add_jurisdiction(actor=actor, code="demo", kind="province", name_zh="云省", name_en="Yun Province")
    city = add_jurisdiction(
        actor=actor, code="qinglan", kind="city", name_zh="青澜市", name_en="Qinglan", parent=province
    )
    return city, [_board(actor, city, sort, row) for sort, row in enumerate(BOARDS)]


@transaction.atomic
def build_city(*, actor: Actor, seed: int) -> DemoCity:
    """The tree, twelve host areas, forty experts, the office and the three administrators."""
    city, boards = add_host_areas(actor=actor)
    keep_city(
        actor=actor,
        jurisdiction=city,
        site_zh="青澜市人才工作平台",
        site_en="Qinglan talent office",
        office_zh="青澜市人才工作领导小组办公室",
        office_en="Qinglan Talent Office",
        address_zh="澜东区府前路16号 · 工作日 9:00—17:30",
        address_en="16 Fuqian Road, Landong District · weekdays 9:00–17:30",
        email="yunhui@qinglan.example",
        icp="云ICP备00000000号-1",
        police="云公网安备 00000000000000号",
        code="bm00000000",
        latitude="34.2",
        longitude="117.3",
    )
    for key, name, role in STAFF:
        grant_role(actor=actor, user=account(actor, key, name), role=role)
    officer = account(actor, "board", "贺临川")
    grant_role(actor=actor, user=officer, role=Role.BOARD, scope_kind=ScopeKind.BOARD, scope_id=boards[1].pk)
    return DemoCity(
        city, boards, _experts(actor, seed), account(actor, "applicant", "Yanqiu Shen", "en", "Europe/Amsterdam")
    )


def _board(actor: Actor, city: Jurisdiction, sort: int, row: tuple[object, ...]) -> Board:
    code, kind, zh, en, industries, wants_zh, wants_en, offers_zh, offers_en = row
    node = add_jurisdiction(
        actor=actor, code=f"qinglan-{code}", kind=str(kind), name_zh=str(zh), name_en=str(en), parent=city, sort=sort
    )
    organisation = add_organisation(
        actor=actor,
        kind="university" if kind == "university" else "government",
        name_zh=str(zh),
        name_en=str(en),
        jurisdiction=node,
        email_domain=f"{code}.qinglan.example",
    )
    return add_board(
        actor=actor,
        organisation=organisation,
        jurisdiction=node,
        kind=str(kind),
        name_zh=zh,
        name_en=en,
        industries=list(industries),  # type: ignore[call-overload]
        wants_zh=wants_zh,
        wants_en=wants_en,
        offers_zh=offers_zh,
        offers_en=offers_en,
        sort=sort,
    )


def _experts(actor: Actor, seed: int) -> list[Expert]:
    rng = random.Random(seed)
    people = names(rng, EXPERTS_ABROAD)
    units = [
        add_organisation(
            actor=actor,
            kind="university",
            name_zh=f"{name}大学",
            name_en=f"{latin} University",
            email_domain=f"{latin.lower()}.example",
        )
        for name, latin in (("云州", "Yunzhou"), ("江北", "Jiangbei"), ("沧浪", "Canglang"), ("岳西", "Yuexi"), ("海宁湾", "Hainingwan"),
                            ("北原", "Beiyuan"), ("临江", "Linjiang"), ("松溪", "Songxi"), ("长汀", "Changting"), ("南屏", "Nanping"))
    ]  # fmt: skip
    experts = []
    for index in range(EXPERTS):
        group = GROUPS[index % len(GROUPS)]
        key = "expert" if index == 0 else f"expert-{index + 1:02d}"
        name, is_chinese = next(people)
        user = account(actor, key, name)
        grant_role(actor=actor, user=user, role=Role.EXPERT)
        person = keep_person(
            actor=actor,
            name=name,
            user=user,
            organisation=units[index % len(units)],
            email=f"{key}@{units[index % 10].email_domain}",
            country="CN" if is_chinese else _LANDS[index % len(_LANDS)],
        )
        expert = admit_expert(
            actor=actor,
            person=person,
            industries=[group],
            profile=expert_profile(rng, group),
            title_zh="教授",
            title_en="Professor",
        )
        if index in _BESIDE:
            now = particulars_of(expert)
            more = replace(now, languages=["zh", "en"], affiliations=[*now.affiliations, _BESIDE[index]])
            expert = keep_expert(actor=actor, particulars=more, expert_id=expert.pk)
        experts.append(expert)
    return experts
