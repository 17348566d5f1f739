"""What a good password is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunhui.foundation.accounts.rules import password_problem, totp_at


@pytest.mark.parametrize(
    "bad", ["", "eleven char", "aaaaaaaaaaaaaaaa", "abababababab", "1234567890123", "Password12345!", "q" * 1001]
)
def test_what_is_guessed_first_is_refused(bad: str) -> None:
    assert str(password_problem(bad))


@pytest.mark.parametrize("bad", ["zhangwei1985", "zhangwei-2027!", "ZHANGWEI.firm"])
def test_ones_own_name_is_no_password(bad: str) -> None:
    assert str(password_problem(bad, ("Zhang Wei", "zhangwei@firm.example")))


@pytest.mark.parametrize(
    "good", ["quiet otters sleep late", "青澜的春天来得很早呀我喜欢", "Zhang Wei walks to the river", "vK8#pQ2!mZ7$"]
)
def test_long_beats_complicated(good: str) -> None:
    assert not password_problem(good, ("Zhang Wei", "zhangwei@firm.example"))


@given(st.text(max_size=11))
def test_nothing_short_passes(text: str) -> None:
    assert str(password_problem(text))


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert totp_at(b"12345678901234567890", seconds // 30) == code
