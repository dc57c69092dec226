"""What Medicare pays of what it allows, to the cent: an assistant's line by both readings, and less sequestration."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.medicare.payment import payer_shares, sequestration_excess

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
    found = payer_shares(Decimal(allowed), PERCENT, COINSURANCE, Decimal(deductible))
    assert found == tuple(None if text is None else Decimal(text) for text in (after_share, of_the_allowed))


@given(AMOUNTS)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_without_a_deductible_both_pay_the_same(allowed):
    first, second = payer_shares(allowed, PERCENT, COINSURANCE, Decimal(0))
    assert first is not None
    assert second is not None
    assert abs(first - second) <= Decimal("0.01")


@given(AMOUNTS, AMOUNTS)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_never_less_than_nothing_and_never_more_than_the_cut_amount(allowed, deductible):
    for share in payer_shares(allowed, PERCENT, COINSURANCE, deductible):
        assert share is None or 0 <= share <= PERCENT / 100 * allowed


@pytest.mark.parametrize(
    ("paid_before", "taken", "percent", "beyond"),
    [
        ("21.38", "0.43", "2", "0"),
        ("21.38", "0.42", "2", "0"),
        ("21.38", "0.45", "2", "0"),
        ("21.38", "0.46", "2", "0.03"),
        ("22.18", "0.44", "2", "0"),
        ("100.00", "5.00", "2", "3.00"),
        ("100.00", "2.00", "1", "1.00"),
        ("100.00", "2.00", "0", "2.00"),
        ("0.00", "0.53", "2", "0.53"),
    ],
)
def test_sequestration_beyond_the_percent(paid_before, taken, percent, beyond):
    assert sequestration_excess(Decimal(paid_before), Decimal(taken), Decimal(percent)) == Decimal(beyond)


@given(AMOUNTS, st.decimals(Decimal("0.01"), Decimal("60.00"), places=2))
@settings(max_examples=50)
def test_what_is_left_of_sequestration_is_the_percent_of_the_payment(paid_before, taken):
    left = taken - sequestration_excess(paid_before, taken, Decimal(2))
    assert left <= taken
    assert left <= paid_before * 2 / 100 + Decimal("0.025")
