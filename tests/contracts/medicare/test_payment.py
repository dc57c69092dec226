"""From allowed to paid: the worked examples of the therapy reduction and of therapy assistants, to the cent."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.medicare.law import shipped
from contracts.medicare.payment import (
    CUT,
    UNCHANGED,
    NoPaymentLawError,
    acceptable_reading,
    deductible_of,
    limiting_charge,
    non_participating,
    paid_of,
    readings,
)

TODAY = date(2026, 8, 3)
AMOUNTS = st.decimals(Decimal("0.01"), Decimal("3000.00"), places=2)


def dollars(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


@pytest.mark.parametrize(
    ("allowed", "coinsurance", "share", "sequestration", "paid"),
    [
        ("27.72", "5.54", "22.18", "0.44", "21.74"),
        ("35.07", "7.01", "28.06", "0.56", "27.50"),
        ("44.42", "8.88", "35.54", "0.71", "34.83"),
        ("21.21", "4.24", "16.97", "0.34", "16.63"),
    ],
)
def test_a_line_without_deductible(allowed, coinsurance, share, sequestration, paid):
    found = paid_of(Decimal(allowed), (), TODAY, shipped())
    assert [found.coinsurance, found.allowed - found.coinsurance, found.sequestration, found.paid] == dollars(
        coinsurance, share, sequestration, paid
    )
    assert [step.rule for step in found.steps] == ["deductible", "coinsurance", "sequestration"]
    assert found.steps[-1].amount == found.paid


@pytest.mark.parametrize(
    ("place", "lines", "paid"),
    [
        ("national", ("35.07", "44.42", "21.21"), "78.96"),
        ("CA-18", ("39.23", "47.94", "22.88"), "86.26"),
        ("FL-99", ("34.36", "44.16", "21.09"), "78.09"),
    ],
)
def test_a_visit_is_paid_line_by_line(place, lines, paid):
    found = [paid_of(Decimal(allowed), (), TODAY, shipped()).paid for allowed in lines]
    assert sum(found) == Decimal(paid)


def test_a_visit_rounded_as_one_line_is_off_by_a_cent():
    assert paid_of(Decimal("100.70"), (), TODAY, shipped()).paid == Decimal("78.95")


@pytest.mark.parametrize(
    ("allowed", "left", "by_first", "by_second"),
    [
        # allowed, deductible left, (allowed, coinsurance, share after the cut, paid) under either reading
        ("27.72", "0.00", ("27.72", "5.54", "18.85", "18.47"), ("23.56", "4.71", "18.85", "18.47")),
        ("21.21", "0.00", ("21.21", "4.24", "14.42", "14.13"), ("18.03", "3.61", "14.42", "14.13")),
        ("27.72", "10.00", ("27.72", "3.54", "12.05", "11.81"), ("23.56", "2.71", "10.85", "10.63")),
    ],
)
def test_an_assistants_line_may_be_read_in_two_ways(allowed, left, by_first, by_second):
    first, second = readings(Decimal(allowed), ("GP", "CQ"), TODAY, shipped(), deductible_left=Decimal(left))
    assert (first.name, second.name) == (UNCHANGED, CUT)
    for reading, expected in ((first, by_first), (second, by_second)):
        payment = reading.payment
        shares = [reading.allowed, payment.coinsurance, payment.paid + payment.sequestration, payment.paid]
        assert shares == dollars(*expected)


def test_the_cut_of_a_full_unit():
    [first, _] = readings(Decimal("27.72"), ("CO",), TODAY, shipped())
    assert first.payment.assistant_cut == Decimal("3.33")
    assert first.payment.patient + first.payment.paid == Decimal("24.01")
    assert first.visible == Decimal("24.39")


@pytest.mark.parametrize(
    ("actual", "name"),
    [
        ("27.72", UNCHANGED),
        ("24.39", UNCHANGED),
        ("23.56", CUT),
        ("23.55", None),
        ("21.21", None),
        ("30.00", UNCHANGED),
    ],
)
def test_what_is_acceptable_for_an_assistants_line(actual, name):
    found = acceptable_reading(Decimal(actual), Decimal("27.72"), ("CQ",), TODAY, shipped())
    assert (found.name if found else None) == name


def test_a_cent_of_tolerance_and_no_second_reading_without_an_assistant():
    full = Decimal("27.72")
    assert acceptable_reading(Decimal("23.55"), full, ("CQ",), TODAY, shipped(), tolerance=Decimal("0.01")) is not None
    assert acceptable_reading(Decimal("23.56"), full, ("GP",), TODAY, shipped()) is None
    assert len(readings(full, ("CQ",), date(2021, 12, 31), shipped())) == 1


def test_mips_comes_before_sequestration():
    gain = paid_of(Decimal("100.00"), (), TODAY, shipped(), mips_percent=Decimal("1.25"))
    loss = paid_of(Decimal("100.00"), (), TODAY, shipped(), mips_percent=Decimal(-9))
    assert (gain.mips, gain.sequestration, gain.paid) == (Decimal("1.00"), Decimal("1.62"), Decimal("79.38"))
    assert (loss.mips, loss.sequestration, loss.paid) == (Decimal("-7.20"), Decimal("1.46"), Decimal("71.34"))


def test_nothing_is_seized_from_a_line_that_only_meets_the_deductible():
    found = paid_of(Decimal("27.72"), (), TODAY, shipped(), deductible_left=deductible_of(2026, shipped()))
    assert (found.deductible, found.coinsurance, found.sequestration, found.paid) == tuple(
        dollars("27.72", "0.00", "0.00", "0.00")
    )


@pytest.mark.parametrize(("year", "amount"), [(2024, "240"), (2025, "257"), (2026, "283")])
def test_the_deductible_of_a_year(year, amount):
    assert deductible_of(year, shipped()) == Decimal(amount)


def test_a_year_without_law_has_no_deductible():
    with pytest.raises(NoPaymentLawError, match=r"rates/law/deductible\.toml"):
        deductible_of(2027, shipped())


def test_who_does_not_participate_is_allowed_less_and_may_charge_more():
    fee = Decimal("27.72")
    assert non_participating(fee, TODAY, shipped()) == Decimal("26.33")
    assert limiting_charge(fee, TODAY, shipped()) == Decimal("30.28")


@given(AMOUNTS, st.sampled_from([(), ("CQ",)]), AMOUNTS, st.decimals(-9, 9, places=2))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_every_cent_of_the_allowed_amount_is_somewhere(allowed, modifiers, left, mips):
    found = paid_of(allowed, modifiers, TODAY, shipped(), deductible_left=left, mips_percent=mips)
    parts = found.patient + found.assistant_cut + found.sequestration + found.paid
    assert found.allowed + found.mips == parts
    assert min(found.deductible, found.coinsurance, found.assistant_cut, found.paid) >= 0
