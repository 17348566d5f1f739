"""Invented projects, speakers and experts: lifelike, seeded, nobody real."""

import random
from collections.abc import Iterator, Sequence
from itertools import product

from yunhui.foundation.codes.models import Place
from yunhui.recipes.demo.words import CHINESE_PLACES, FOREIGN, GIVEN, HOMES, IDEAS, SURNAMES, USES, Pair

LEVELS = (
    ("样机已在用户处试用", "A prototype runs at a user’s site"),
    ("小批量供货", "Small series are being delivered"),
    ("中试完成，在找第一条产线", "The pilot is done; we look for our first line"),
    ("实验室指标已由第三方复测", "A third party has repeated our laboratory results"),
)
NEEDS = (
    ("需要1500平方米厂房和首批用户", "We need 1,500 square metres and first users"),
    ("想建一条中试线，全职六人", "We would build a pilot line with six people full time"),
    ("希望与本地龙头企业联合测试", "We hope to test with a local leader of the field"),
    ("计划设研发中心，两年内量产", "We plan an R&D centre, and series within two years"),
)
BUYERS = {
    "equipment": (
        ("工程机械和汽车零部件厂", "makers of machinery and car parts"),
        ("省内三家轨道交通维保单位", "three rail maintenance firms of the province"),
        ("中小型铸造和焊接车间", "small foundries and welding shops"),
    ),
    "energy": (
        ("工商业储能业主和电网侧电站", "owners of commercial storage and grid stations"),
        ("港口和矿山的电动设备", "electric equipment of ports and mines"),
        ("北方冬季运行的公交车队", "bus fleets that run through northern winters"),
    ),
    "ict": (
        ("工业相机和机器人整机厂", "makers of industrial cameras and robots"),
        ("区域数据中心和园区运营方", "regional data centres and park operators"),
        ("电表和传感器模组厂", "makers of meters and sensor modules"),
    ),
    "health": (
        ("二级以上医院的检验科", "laboratories of larger hospitals"),
        ("康复机构和居家护理企业", "rehabilitation and home-care providers"),
        ("医疗器械经销商和第三方检测所", "distributors of devices and testing institutes"),
    ),
}
ORDERS = (
    ("已有{n}家试用单位，{m}家签了意向订单", "{n} users are testing it, {m} have signed letters of intent"),
    ("上年销售{n}套，复购{m}家", "{n} units were sold last year, {m} customers bought again"),
    ("在{n}家用户处并行比测，{m}家进入采购流程", "{n} users compare it side by side, {m} have begun to purchase"),
)
RAISED = (
    (
        "创始团队投入{own}万元，种子轮融资{raised}万元",
        "The founders put in CNY {own_m} million, a seed round CNY {raised_m} million",
    ),
    (
        "已获天使投资{raised}万元，自有资金{own}万元",
        "An angel round brought CNY {raised_m} million, own funds are CNY {own_m} million",
    ),
    ("科研项目经费{own}万元，尚未对外融资", "Research grants of CNY {own_m} million; no investors yet"),
)
SPENT = (
    ("用于中试线和认证", "for a pilot line and certification"),
    ("用于首批产线设备", "for the equipment of the first line"),
    ("用于临床和注册检验", "for trials and registration"),
    ("用于国内市场团队", "for a sales team in China"),
)
GROUPS = ("equipment", "energy", "ict", "health")


def names(rng: random.Random, abroad: Sequence[str] = FOREIGN) -> Iterator[tuple[str, bool]]:
    """Names without repetition; the flag says whether it is a Chinese one, `abroad` are the first of the others."""
    chinese = [f"{surname}{given}" for surname, given in product(SURNAMES, GIVEN)]
    foreign = [*abroad, *(f"{a.split()[0]} {b.split()[-1]}" for a, b in product(FOREIGN, FOREIGN) if a != b)]
    rng.shuffle(chinese)
    rng.shuffle(foreign[len(FOREIGN) :])
    while True:
        is_chinese = rng.random() < 0.55
        yield (chinese.pop() if is_chinese else foreign.pop(0)), is_chinese


def invented_projects(count: int, seed: int, places: dict[str, Place]) -> list[dict[str, str]]:
    """Answers to the recipe's form for `count` projects, the four groups in turn."""
    rng = random.Random(seed)
    people = names(rng)
    ideas = {group: _pairs(group) for group in GROUPS}
    for pairs in ideas.values():
        rng.shuffle(pairs)
    abroad = [place for place, often in HOMES for _ in range(often) if place not in CHINESE_PLACES]
    home = [place for place, often in HOMES for _ in range(often) if place in CHINESE_PLACES]
    rows = []
    for index in range(count):
        group = GROUPS[index % len(GROUPS)]
        technology, use = ideas[group].pop()
        name, is_chinese = next(people)
        place = places[rng.choice(home if is_chinese and rng.random() < 0.62 else abroad)]
        rows.append(_answers(rng, index, group, technology, use, name, place))
    return rows


def _answers(
    rng: random.Random,
    index: int,
    group: str,
    technology: tuple[str, str],
    use: tuple[str, str],
    name: str,
    place: Place,
) -> dict[str, str]:
    level, need, size = rng.choice(LEVELS), rng.choice(NEEDS), rng.randint(3, 28)
    gain = rng.randint(15, 60)
    patents, doctors = rng.randint(2, 19), max(1, size // 4)
    summary_zh = f"{technology[0]}，面向{use[0]}。与现有做法相比，综合成本低{gain}%。{level[0]}。"
    summary_en = f"{technology[1]} for {use[1]}. Total cost is {gain}% below what is used today. {level[1]}."
    return {
        "title": f"面向{use[0]}的{technology[0]}",
        "title_en": f"{technology[1]} for {use[1]}",
        "group": group,
        "summary": f"{summary_zh}\n{summary_en}",
        "novelty": f"核心工艺自有，已申请专利{patents}项。\nOwn process, {patents} patents filed.",
        "team": f"{size}人，其中博士{doctors}人。\n{size} people, {doctors} with a PhD.",
        "team_size": str(size),
        **_business(random.Random(f"business-{index}-{name}"), group),
        "landing": f"{need[0]}。\n{need[1]}.",
        "name": name,
        "email": f"applicant-{index + 1:03d}@{group}-{index % 23:02d}.example",
        "employer": f"{place.name_en} Works {index % 23 + 1}",
        "country": place.country,
        "place": place.code,
    }


def _business(rng: random.Random, group: str) -> dict[str, str]:
    """Market and money in both languages."""
    spent = rng.choice([one for one in SPENT if group == "health" or "临床" not in one[0]])
    buyers, orders, raised = rng.choice(BUYERS[group]), rng.choice(ORDERS), rng.choice(RAISED)
    n = rng.randint(4, 16)
    sold = {"n": n, "m": rng.randint(1, n // 2)}
    own, round_, need = rng.randrange(80, 600, 20), rng.randrange(300, 2000, 50), rng.randrange(500, 4000, 100)
    sums = {"own": own, "raised": round_, "own_m": f"{own / 100:g}", "raised_m": f"{round_ / 100:g}"}
    market = (
        f"主要客户是{buyers[0]}；{orders[0]}。".format(**sold),
        f"Customers: {buyers[1]}; {orders[1]}.".format(**sold),
    )
    money = (
        f"{raised[0]}；还需{need}万元，{spent[0]}。".format(**sums),
        f"{raised[1]}; CNY {need / 100:g} million more is needed {spent[1]}.".format(**sums),
    )
    return {"market": "\n".join(market), "money": "\n".join(money)}


def expert_profile(rng: random.Random, group: str) -> list[str]:
    """Texts of an expert's fields: three of the group's ideas, in both languages."""
    ideas = rng.sample(_pairs(group), 3)
    return [f"{zh} {en} {use_zh} {use_en}" for (zh, en), (use_zh, use_en) in ideas]


def _pairs(group: str) -> list[tuple[Pair, Pair]]:
    """Every technology of a group with each of its uses."""
    return [((zh, en), USES[key]) for zh, en, keys in IDEAS[group] for key in keys.split()]
