"""The tax withheld of a fee (劳务报酬): worked examples, and what holds for every sum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunhui.pipeline.panels.rules import Tax, tax_on

# State Taxation Administration, Announcement 2018 No. 61, articles 8 and 9; sums in yuan:
# (fee, taxable, rate in percent, quick deduction, tax).
RESIDENT = [
    (0, 0, 20, 0, 0),
    (500, 0, 20, 0, 0),
    (800, 0, 20, 0, 0),
    (1_000, 200, 20, 0, 40),
    (4_000, 3_200, 20, 0, 640),
    (4_000.01, 3_200.01, 20, 0, 640),
    (5_000, 4_000, 20, 0, 800),
    (25_000, 20_000, 20, 0, 4_000),
    (25_010, 20_008, 30, 2_000, 4_002.4),
    (30_000, 24_000, 30, 2_000, 5_200),
    (62_500, 50_000, 30, 2_000, 13_000),
    (62_510, 50_008, 40, 7_000, 13_003.2),
    (100_000, 80_000, 40, 7_000, 25_000),
]
ABROAD = [
    (1_000, 800, 3, 0, 24),
    (3_750, 3_000, 3, 0, 90),
    (5_000, 4_000, 10, 210, 190),
    (15_000, 12_000, 10, 210, 990),
    (20_000, 16_000, 20, 1_410, 1_790),
    (40_000, 32_000, 25, 2_660, 5_340),
    (50_000, 40_000, 30, 4_410, 7_590),
    (100_000, 80_000, 35, 7_160, 20_840),
    (120_000, 96_000, 45, 15_160, 28_040),
]


def fen(yuan: float) -> int:
    return round(yuan * 100)


@pytest.mark.parametrize(("fee", "base", "rate", "deduction", "tax"), RESIDENT)
def test_of_who_is_a_resident(fee: float, base: float, rate: int, deduction: int, tax: float) -> None:
    """800 yuan are free up to 4,000, a fifth above; 20, 30 and 40 % with their quick deductions."""
    assert tax_on(fen(fee), is_resident=True) == Tax(fen(base), rate, fen(deduction), fen(tax))


@pytest.mark.parametrize(("fee", "base", "rate", "deduction", "tax"), ABROAD)
def test_of_who_is_none(fee: float, base: float, rate: int, deduction: int, tax: float) -> None:
    """A fifth is free, the rest by the monthly table."""
    assert tax_on(fen(fee), is_resident=False) == Tax(fen(base), rate, fen(deduction), fen(tax))


@given(st.integers(0, 20_000_000), st.booleans())
def test_who_earns_more_keeps_more(gross: int, is_resident: bool) -> None:
    """The tax is never negative, never more than its rate, and a fen more of fee never leaves less in the hand."""
    here, more = tax_on(gross, is_resident=is_resident), tax_on(gross + 1, is_resident=is_resident)
    assert 0 <= here.amount <= gross * here.rate / 100 + 1
    assert gross + 1 - more.amount >= gross - here.amount
