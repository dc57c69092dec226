"""What Medicare pays for a therapy assistant's line: both readings of the rule, to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.medicare.payment import shares_of_the_payer

AMOUNTS = st.decimals(Decimal("0.01"), Decimal("3000.00"), places=2)
PERCENT, COINSURANCE = Decimal(85), Decimal(20)


@pytest.mark.parametrize(
    ("allowed", "deductible", "after_share", "of_the_allowed"),
    [
        ("27.72", "0.00", "18.85", "18.85"),
        ("21.21", "0.00", "14.42", "14.42"),
        ("27.72", "10.00", "12.05", "10.85"),
        ("27.72", "27.72", "0.00", None),
        ("27.72", "27.73", None, None),
        ("27.72", "23.56", "2.83", "0.00"),
    ],
)
def test_both_readings(allowed, deductible, after_share, of_the_allowed):
    found = shares_of_the_payer(Decimal(allowed), PERCENT, COINSURANCE, Decimal(deductible))
    assert found == tuple(None if text is None else Decimal(text) for text in (after_share, of_the_allowed))


@given(AMOUNTS)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_without_a_deductible_both_pay_the_same(allowed):
    first, second = shares_of_the_payer(allowed, PERCENT, COINSURANCE, Decimal(0))
    assert first is not None
    assert second is not None
    assert abs(first - second) <= Decimal("0.01")


@given(AMOUNTS, AMOUNTS)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_never_less_than_nothing_and_never_more_than_the_cut_amount(allowed, deductible):
    for share in shares_of_the_payer(allowed, PERCENT, COINSURANCE, deductible):
        assert share is None or 0 <= share <= PERCENT / 100 * allowed
