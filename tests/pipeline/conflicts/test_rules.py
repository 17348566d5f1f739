"""Names, houses and addresses: what is one is seen, whatever way it is written."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunhui.pipeline.conflicts.enums import ConflictSource, Where
from yunhui.pipeline.conflicts.rules import (
    Lookalikes,
    Side,
    address_key,
    findings,
    house_of,
    may_be_one,
    name_keys,
    organisation_keys,
)
from yunhui.pipeline.conflicts.rules.sides import House, Name

ONE, OTHER, PROJECT = UUID(int=1), UUID(int=2), UUID(int=9)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张伟", "Zhang Wei"),
        ("张伟", "Wei ZHANG"),
        ("欧阳明月", "Mingyue Ouyang"),
        ("欧阳明月", "Ouyang Ming-Yue"),
        ("单田芳", "Shan Tianfang"),
        ("曾国华", "Zeng Guohua"),
        ("吕静", "Lyu Jing"),
        ("吕静", "Lü Jing"),
        ("Anna Müller", "Mueller, Anna"),
        ("Anna Müller", "ANNA MULLER"),
        ("Anna M. Müller", "Müller Anna"),
        ("Ｚｈａｎｇ Ｗｅｉ", "zhang wei"),
        ("José García", "García José"),
    ],
)
def test_one_person_written_in_two_ways(one: str, other: str) -> None:
    assert may_be_one(name_keys(one), name_keys(other))
    assert may_be_one(name_keys(other), name_keys(one))


@pytest.mark.parametrize(("one", "other"), [("张伟", "章伟"), ("张伟", "Zhang Min"), ("Anna Müller", "Anna Keller")])
def test_two_people(one: str, other: str) -> None:
    assert not may_be_one(name_keys(one), name_keys(other))


WORD = st.text("abcdefghijklmnopqrstuvwxyzéüøñ", min_size=2, max_size=9)


@given(st.lists(WORD, min_size=2, max_size=4), st.data())
def test_order_and_case_of_a_name_say_nothing(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    turned = words[start:] + words[:start]
    written = data.draw(st.sampled_from([str.upper, str.title, str.lower]))
    assert may_be_one(name_keys(" ".join(words)), name_keys(written(" ".join(turned))))


@given(st.text(max_size=12), st.text(max_size=12))
def test_a_likeness_has_no_direction(one: str, other: str) -> None:
    assert may_be_one(name_keys(one), name_keys(other)) == may_be_one(name_keys(other), name_keys(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("清华大学", "清华大学自动化系"),
        ("清华大学", "清华大学（深圳）"),
        ("University of Cambridge", "Cambridge University"),
        ("The University of Cambridge", "Dept. of Physics, University of Cambridge"),
        ("TU Delft", "tu delft"),
        ("TU Delft", "Delft University of Technology"),
        ("Technische Universiteit Delft", "Delft Univ. of Technology"),
        ("青澜电池有限公司", "青澜电池"),
        ("Helio Cells GmbH", "Helio Cells"),
    ],
)
def test_one_house_written_in_two_ways(one: str, other: str) -> None:
    assert organisation_keys(one) & organisation_keys(other)


def test_two_houses() -> None:
    assert not organisation_keys("清华大学") & organisation_keys("北京大学")
    assert not organisation_keys("University of Leeds") & organisation_keys("University of Leicester")


def test_what_looks_alike_is_found_and_what_does_not_is_not() -> None:
    known = Lookalikes(["青澜新能源科技股份有限公司", "Technische Universiteit Delft", "北原大学"])
    assert known.alike("青澜市青澜新能源科技有限公司") == ["青澜新能源科技股份有限公司"]
    assert known.alike("临江大学") == []
    numbered = Lookalikes(["Qinglan Hospital No. 1", "青澜第11中学研究院"])
    assert numbered.alike("Qinglan Hospital No. 11") == numbered.alike("青澜第１中学研究院") == []
    assert numbered.alike("Qinglan Hospital") == ["Qinglan Hospital No. 1"]


def test_addresses() -> None:
    assert address_key("Wei.Zhang+review@GMAIL.com") == address_key("weizhang@googlemail.com")
    assert address_key("a+b@Firm.example") == "a@firm.example"
    assert address_key("nobody") == ""
    assert house_of("wei@cs.tum.de") == house_of("x@ma.tum.de") == "tum.de"
    assert house_of("a@cs.cam.ac.uk") == "cam.ac.uk"
    assert house_of("a@qq.com") == house_of("nonsense") == ""


def side(pk: UUID, *, people: tuple[Name, ...] = (), houses: tuple[House, ...] = ()) -> Side:
    return Side(pk=pk, people=people, houses=houses, addresses=())


def test_each_tie_is_named_for_what_it_is() -> None:
    expert = side(
        ONE,
        people=(
            Name("陈述", name_keys("陈述")),
            Name("Ada Berg", name_keys("Ada Berg"), source=ConflictSource.COAUTHOR, until=2025),
        ),
        houses=(House("Helio GmbH", organisation_keys("Helio GmbH"), source=ConflictSource.FIRM),),
    )
    project = side(
        PROJECT,
        people=(
            Name("Berg, Ada", name_keys("Berg, Ada"), where=Where.SPEAKER),
            Name("Chen Shu", name_keys("Chen Shu"), where=Where.TEAM),
        ),
        houses=(House("Helio", organisation_keys("Helio"), where=Where.EMPLOYER),),
    )
    free = side(OTHER, people=(Name("Ines Carvalho", name_keys("Ines Carvalho")),))
    found = list(findings([expert, free], [project]))
    assert {(one.source, one.where, one.is_sure) for one in found} == {
        (ConflictSource.COAUTHOR, Where.SPEAKER, False),
        (ConflictSource.TEAM, Where.TEAM, False),
        (ConflictSource.FIRM, Where.EMPLOYER, True),
    }
    assert {one.expert for one in found} == {ONE}
    assert next(one.until for one in found if one.source == ConflictSource.COAUTHOR) == 2025


@given(st.permutations(["a", "b", "c"]))
def test_what_is_found_does_not_depend_on_the_order_of_experts(order: list[str]) -> None:
    experts = {
        key: side(UUID(int=number), houses=(House("TU Delft", organisation_keys("TU Delft")),))
        for number, key in enumerate("abc", 1)
    }
    project = side(PROJECT, houses=(House("tu delft", organisation_keys("tu delft"), where=Where.EMPLOYER),))
    found = findings([experts[key] for key in order], [project])
    assert {one.expert for one in found} == {UUID(int=number) for number in (1, 2, 3)}
