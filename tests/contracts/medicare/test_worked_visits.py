"""The worked examples of Medicare's rules on the whole CMS files, and what holds for any visit under them."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from contracts.agreements.agreement import Book, load_book
from contracts.medicare.rates import MedicareRates
from contracts.pricing.price import Priced, price
from contracts.situation import Line, Situation
from contracts.steps import Expectation, Unpriced
from tests.contracts.world import CASES, line, setup, shown

TODAY = date(2026, 8, 3)
PLACES = {"national": ("national", None), "CA-18": ("medicare", "01182/18"), "FL-99": ("medicare", "09102/99")}
often = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def book(whole: MedicareRates) -> Book:
    return load_book(CASES / "agreements", CASES / "schedules", setup(), whole)


def asked(book: Book, lines: tuple[Line, ...], at: str = "national", place: str | None = None) -> Situation:
    agreement, locality = PLACES[at]
    period = book[agreement].period_on(TODAY)
    assert period is not None
    return Situation(agreement, period.start, place, locality, None, lines)


def outcome(book: Book, texts: list[str], at: str = "national", place: str | None = None) -> Priced:
    charged = tuple(replace(line(text), charge=Decimal(9999)) for text in texts)
    return price(asked(book, charged, at, place), book)


@pytest.mark.parametrize(
    ("at", "place", "lines", "expect"),
    [
        ("national", None, ["2 x 97110", "1 x 97140", "1 x 97530"], ["44.42", "21.21", "35.07"]),
        ("CA-18", None, ["2 x 97110", "1 x 97140", "1 x 97530"], ["47.94", "22.88", "39.23"]),
        ("FL-99", None, ["2 x 97110", "1 x 97140", "1 x 97530"], ["44.16", "21.09", "34.36"]),
        ("national", None, ["3 x 97140"], ["70.14"]),
        ("national", None, ["1 x 97110", "1 x 97116"], ["29.06", "22.21"]),
        ("CA-18", "22", ["1 x 99213"], ["60.24"]),
        ("national", "21", ["1 x 27447"], ["1159.35"]),
        ("national", "21", ["1 x 27447-80"], ["185.50"]),
        ("national", "21", ["1 x 27447-AS"], ["157.67"]),
        ("national", "21", ["1 x 27447-62", "1 x 27447-66"], ["visit_incomplete", "modifier_needs_review"]),
        ("national", "21", ["1 x 27447-62"], ["724.59"]),
        ("national", "21", ["1 x 27447-54"], ["915.89"]),  # 10% before and 69% during
        ("national", "21", ["1 x 27447-55"], ["243.46"]),
        ("national", None, ["1 x 11042-54"], ["modifier_needs_review"]),
        ("national", None, ["1 x 20610-50"], ["103.22"]),
        ("national", None, ["2 x 20610"], ["103.22"]),
        ("national", None, ["1 x 20610-RT-LT"], ["103.22"]),
        ("national", None, ["1 x 20610-RT", "1 x 20610-LT"], ["68.81", "34.41"]),
        ("national", None, ["1 x 20610-RT", "1 x 20610"], ["modifier_needs_review"] * 2),
        ("national", None, ["3 x 20610"], ["modifier_needs_review"]),
        ("national", None, ["1 x 11042-50"], ["132.60"]),  # indicator 0: one side
        ("national", None, ["1 x 92133-50"], ["30.73"]),  # indicator 2: both already
        ("national", None, ["1 x 77067-50"], ["126.26"]),
        ("national", None, ["1 x 73721-50"], ["334.87"]),
        ("national", None, ["1 x 11042", "1 x 20610"], ["132.60", "34.41"]),
        ("national", None, ["1 x 20610-50", "1 x 11042"], ["51.61", "132.60"]),  # both sides, then half
        ("national", None, ["5 x 11042"], ["397.80"]),
        ("national", None, ["6 x 11042"], ["multiple_procedures"]),
        ("national", None, ["1 x 11042", "1 x 20610-22"], ["visit_incomplete", "modifier_needs_review"]),
        ("national", None, ["1 x 11042", "1 x 29999"], ["visit_incomplete", "contractor_priced"]),
        ("national", None, ["1 x 45385", "1 x 45380"], ["500.01", "101.87"]),
        ("national", None, ["1 x 45385", "1 x 45378"], ["500.01", "0.00"]),
        ("national", None, ["1 x 45378-53"], ["189.38"]),
        ("national", None, ["1 x 45380", "1 x 45385", "1 x 43239"], ["101.87", "500.01", "209.43"]),
        ("national", None, ["1 x 72148-TC", "1 x 72141-TC"], ["123.25", "61.29"]),
        ("national", None, ["1 x 72148-26", "1 x 72141-26"], ["68.47", "64.73"]),
        ("national", None, ["1 x 72141", "1 x 72148"], ["126.02", "191.72"]),
        ("national", None, ["1 x 93306", "1 x 93880-TC"], ["164.42", "151.64"]),
        ("national", None, ["2 x 92133-TC"], ["14.36"]),
    ],
)
def test_worked_examples(book: Book, at, place, lines, expect):
    found = [shown(each) for each in outcome(book, lines, at, place).lines]
    assert found == expect


LOW, HIGH = Decimal("0.01"), Decimal("9000.00")
CODES = ["97110", "97140", "97530", "20610", "11042", "45385", "45380", "45378", "72148", "72141", "93306", "99213"]
LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from(CODES),
        st.sampled_from([(), (), (), ("59",), ("RT",), ("GP",)]),
        st.integers(1, 2).map(Decimal),
        st.decimals(LOW, HIGH, places=2),
    ),
    min_size=1,
    max_size=5,
).map(tuple)


def amounts(priced: Priced) -> list[Decimal]:
    assume(all(isinstance(each, Expectation) for each in priced.lines))
    return [each.amount for each in priced.lines if isinstance(each, Expectation)]


@given(lines=LINES, data=st.data())
@often
def test_the_order_of_lines_moves_only_what_equal_procedures_are_paid(book: Book, lines, data):
    """Of equal procedures the earlier line is paid in full: lines of a tie may swap amounts, and their sum is the same.

    A charge below one of them would move the sum, so charges are not compared here.
    """
    shuffled = tuple(data.draw(st.permutations(lines)))
    one, other = (price(asked(book, each), book) for each in (lines, shuffled))
    refused = [sorted(each.reason for each in found.lines if isinstance(each, Unpriced)) for found in (one, other)]
    assert refused[0] == refused[1]
    assert sum(amounts(one)) == sum(amounts(other))


@given(lines=LINES, at=st.integers(0, 4))
@often
def test_units_on_one_line_or_two_are_paid_the_same(book: Book, lines, at):
    at %= len(lines)
    parts = (replace(lines[at], units=Decimal(1)), replace(lines[at], units=lines[at].units - 1))
    assume(parts[1].units > 0)
    split = (*lines[:at], *parts, *lines[at + 1 :])
    whole, apart = (amounts(price(asked(book, each), book)) for each in (lines, split))
    # Both sides of one body, at half and rounded on two lines, may be a cent apart.
    assert abs(sum(whole) - sum(apart)) <= Decimal("0.01") * (lines[at].code == "20610")


@given(lines=LINES)
@often
def test_a_unit_that_is_cut_lowers_no_other_line(book: Book, lines):
    before = price(asked(book, lines), book)
    cheapest = Line("97035", (), Decimal(1), None)
    assume(any(each.code.startswith("97") for each in lines))
    after = price(asked(book, (*lines, cheapest)), book)
    assert [shown(each) for each in after.lines[: len(lines)]] == [shown(each) for each in before.lines]


@given(lines=LINES)
@often
def test_a_lesser_charge_never_raises_an_amount(book: Book, lines):
    free = price(asked(book, lines, "CA-18"), book)
    capped = price(asked(book, tuple(replace(each, charge=Decimal("20.00")) for each in lines), "CA-18"), book)
    for less, more in zip(capped.lines, free.lines, strict=True):
        if isinstance(less, Expectation) and isinstance(more, Expectation):
            assert less.amount <= Decimal("20.00")
            assert less.amount <= max(more.amount, Decimal("20.00"))
        assert isinstance(less, Unpriced) == isinstance(more, Unpriced)


def test_a_situation_has_nothing_that_was_paid(book: Book):
    """What a payer did cannot move what it should have done: a situation has no place for it."""
    names = {field.name for each in (Situation, Line) for field in fields(each)}
    assert not [name for name in names if "paid" in name or "allowed" in name or "adjust" in name]


def test_every_cut_says_where_it_comes_from(book: Book, whole: MedicareRates):
    rules = {"bilateral", "surgery_mppr", "diagnostic_mppr", "surgical_roles", "therapy_mppr"}
    visits = [["1 x 20610-50", "1 x 11042"], ["2 x 72148"], ["1 x 27447-80"], ["2 x 97110"]]
    met = set()
    for texts in visits:
        for step in _steps(outcome(book, texts, place="21" if "27447" in texts[0] else None)):
            if step.rule in rules:
                met.add(step.rule)
                assert "RVU25D.pdf" in step.source or "chapter 12" in step.source
    assert met == rules


def _steps(priced: Priced):
    return [step for each in priced.lines for step in each.steps]


def test_the_files_are_whole(workspace_rates: Path):
    assert len(MedicareRates.load(workspace_rates).release("RVU26C")) > 19_000
