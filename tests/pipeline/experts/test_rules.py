"""Words by which an expert is found, account numbers, and lines that are typed into the form."""

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from yunhui.pipeline.experts.enums import ExpertState
from yunhui.pipeline.experts.forms import particulars_from
from yunhui.pipeline.experts.rules import masked
from yunhui.pipeline.experts.services.paying import is_account, payee_from_table
from yunhui.pipeline.experts.states import EXPERT
from yunhui.pipeline.experts.web.asked import Asked


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("6222020200112230", True),
        ("6222020200112231", False),
        ("DE89370400440532013000", True),
        ("DE89370400440532013001", False),
        ("12345678", True),
        ("1234567", False),
        ("320301040001234567890", True),
        ("no number", False),
        ("", False),
    ],
)
def test_an_account_number_is_checked_by_its_own_digits(number: str, is_one: bool) -> None:
    """Cards by Luhn, IBANs by theirs; plain account numbers have none."""
    assert is_account(number) is is_one


def test_a_table_tells_an_identity_number_from_a_passport() -> None:
    given_ = {"name": "顾明远", "holder": "", "bank": "青澜银行", "account": "1"}
    resident = payee_from_table(document="１１０１０５１９４９１２３１００２ｘ", **given_)
    assert (resident.document_kind, resident.holder) == ("id", "顾明远")
    assert payee_from_table(document="E1234567", **given_).document_kind == "passport"


@given(st.text(min_size=1, max_size=4))
def test_a_mask_shows_the_tail_alone(tail: str) -> None:
    assert masked(tail) == f"•••• {tail}" and masked("") == ""


def test_nobody_who_left_or_is_only_proposed_is_suspended() -> None:
    assert EXPERT.allows(ExpertState.ADMITTED, ExpertState.SUSPENDED)
    assert not EXPERT.allows(ExpertState.PROPOSED, ExpertState.SUSPENDED)
    assert not EXPERT.allows(ExpertState.LEFT, ExpertState.SUSPENDED)


def typed(**fields: str) -> Any:
    query = QueryDict(mutable=True)
    query.update(fields)
    return particulars_from(query)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("桐湾大学", ("桐湾大学", "employed", None, None)),
        ("桐湾大学 | employed | 2019–2023", ("桐湾大学", "employed", 2019, 2023)),
        ("桐湾大学｜Employed｜2019-", ("桐湾大学", "employed", 2019, None)),
        ("Helio | holding | 2020", ("Helio", "holding", 2020, 2020)),
        ("Helio | holding | soon", ("Helio", "holding", 0, 0)),
    ],
)
def test_a_line_of_organisations(line: str, meant: tuple[object, ...]) -> None:
    (one,) = typed(affiliations=line).affiliations
    assert (one.name, one.kind, one.since, one.until) == meant


def test_lists_in_ones_own_words() -> None:
    given_ = typed(terms="动力电池、 电解液,cells;;\n", ties="Ada Berg | coauthor | 2024")
    assert given_.terms == ["动力电池", "电解液", "cells"]
    assert [(one.name, one.kind, one.until) for one in given_.ties] == [("Ada Berg", "coauthor", 2024)]


@given(st.dictionaries(st.sampled_from([*Asked.__dataclass_fields__]), st.text(max_size=120)))
def test_an_address_says_all_that_is_asked(given_: dict[str, str]) -> None:
    """What is none of the answers is left out, and the rest comes back as it was."""
    query = QueryDict(mutable=True)
    query.update(given_)
    asked = Asked.of(query)
    assert Asked.of_text(asked.url) == asked
    assert asked.bare().call == asked.bare().view == ""
