"""Invented projects, speakers and experts: lifelike, seeded, nobody real."""

import random
from collections.abc import Iterator
from itertools import product

from yunhui.foundation.codes.models import Place
from yunhui.recipes.demo.words import CHINESE_PLACES, FOREIGN, GIVEN, HOMES, IDEAS, SURNAMES, USES, Pair

LEVELS = (
    ("样机已在用户处试用", "A prototype runs at a user's site"),
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
GROUPS = ("equipment", "energy", "ict", "health")


def names(rng: random.Random) -> Iterator[tuple[str, bool]]:
    """Names without repetition; the flag says whether it is a Chinese one."""
    chinese = [f"{surname}{given}" for surname, given in product(SURNAMES, GIVEN)]
    foreign = [*FOREIGN, *(f"{a.split()[0]} {b.split()[-1]}" for a, b in product(FOREIGN, FOREIGN) if a != b)]
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
    domestic = place.country in ("CN", "HK")
    gain = rng.randint(15, 60)
    summary_zh = f"{technology[0]}，面向{use[0]}。与现有做法相比，综合成本低{gain}%。{level[0]}。"
    summary_en = f"{technology[1]} for {use[1]}. Total cost is {gain} % below what is used today. {level[1]}."
    return {
        "title": f"面向{use[0]}的{technology[0]}",
        "title_en": f"{technology[1]} for {use[1]}",
        "group": group,
        "summary": f"{summary_zh}\n{summary_en}",
        "novelty": f"核心工艺自有，已申请专利{rng.randint(2, 19)}项。"
        if domestic
        else f"Own process, {rng.randint(2, 19)} patents filed.",
        "team": f"{size}人，其中博士{max(1, size // 4)}人。"
        if domestic
        else f"{size} people, {max(1, size // 4)} with a PhD.",
        "team_size": str(size),
        "landing": f"{need[0]}。\n{need[1]}.",
        "name": name,
        "email": f"applicant-{index + 1:03d}@{group}-{index % 23:02d}.example",
        "employer": f"{place.name_en} Works {index % 23 + 1}",
        "country": place.country,
        "place": place.code,
    }


def expert_profile(rng: random.Random, group: str) -> list[str]:
    """Texts of an expert's fields: three of the group's ideas, in both languages."""
    ideas = rng.sample(_pairs(group), 3)
    return [f"{zh} {en} {use_zh} {use_en}" for (zh, en), (use_zh, use_en) in ideas]


def _pairs(group: str) -> list[tuple[Pair, Pair]]:
    """Every technology of a group with each of its uses."""
    return [((zh, en), USES[key]) for zh, en, keys in IDEAS[group] for key in keys.split()]
