"""What holds for any visit: no limit raises a price, only what matters moves it, and it is its last step's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.money import CENT
from contracts.pricing.price import Priced, price
from contracts.situation import Line, Situation
from contracts.steps import Expectation, Unpriced
from tests.contracts.world import book

DAYS = st.sampled_from([date(2024, 2, 1), date(2025, 6, 30), date(2025, 8, 4), date(2026, 2, 28), date(2026, 8, 3)])
CODES = ["97110", "97112", "97116", "97140", "97161", "97530", "98941", "20610", "72148", "97010", "97999"]
MODIFIERS = st.lists(st.sampled_from(["GP", "59", "XS", "CQ", "26", "50", "KX"]), max_size=2, unique=True).map(tuple)
CHARGES = st.decimals(Decimal("0.01"), Decimal("400.00"), places=2)
LINES = st.builds(
    Line, st.sampled_from(CODES), MODIFIERS, st.integers(1, 6).map(Decimal), st.none() | CHARGES, st.none()
)
PLAIN = st.builds(
    Line,
    st.sampled_from(["97110", "97112", "97116", "97140", "97530"]),
    MODIFIERS,
    st.integers(1, 6).map(Decimal),
    CHARGES,
)
PLACES = st.sampled_from([None, "11", "22"])
LOCALITIES = st.sampled_from(["11502/00", "01182/18", "02102/01", "09102/04"])
often = settings(max_examples=120, deadline=None, derandomize=True)


def visits(lines: st.SearchStrategy[Line], agreements: Sequence[str]) -> st.SearchStrategy[Situation]:
    def build(agreement: str, on: date, place: str | None, locality: str, lines: tuple[Line, ...]) -> Situation:
        period = book()[agreement].period_on(on)
        assert period is not None
        return Situation(agreement, period.start, place, locality, None, lines)

    some = st.lists(lines, min_size=1, max_size=4).map(tuple)
    return st.builds(build, st.sampled_from(agreements), DAYS, PLACES, LOCALITIES, some)


ALL = sorted(agreement.id for agreement in book())


def total(priced: Priced) -> Decimal:
    assert all(isinstance(line, Expectation) for line in priced.lines)
    return sum((line.amount for line in priced.lines if isinstance(line, Expectation)), start=Decimal(0))


@given(visits(LINES, ALL))
@often
def test_every_line_has_a_price_in_cents_with_its_steps_or_a_refusal(situation: Situation) -> None:
    priced = price(situation, book())
    assert len(priced.lines) == len(situation.lines)
    period = book()[situation.agreement].period_on(situation.period_start)
    assert (priced.visit is not None) == (period is not None and period.compare != "line")
    for outcome in (*priced.lines, priced.visit or priced.lines[0]):
        assert all(step.text and step.source for step in outcome.steps)
        if isinstance(outcome, Expectation):
            assert outcome.amount == outcome.steps[-1].amount >= 0
            assert outcome.amount == outcome.amount.quantize(CENT)
        else:
            assert isinstance(outcome, Unpriced)


@given(visits(LINES, ALL))
@often
def test_a_price_depends_on_its_key_alone(situation: Situation) -> None:
    assert price(Situation.from_key(situation.key()), book()) == price(situation, book())


@given(visits(LINES, ["lesser", "half", "carve_outs", "medicare"]))
@often
def test_the_lesser_of_never_raises_an_amount_and_never_exceeds_the_charge(situation: Situation) -> None:
    for line, outcome in zip(situation.lines, price(situation, book()).lines, strict=True):
        if isinstance(outcome, Unpriced):
            continue
        assert line.charge is not None
        assert outcome.amount <= line.charge
        for before, after in pairwise(outcome.steps):
            if after.rule == "lesser_of":
                assert after.amount == min(before.amount, line.charge)


@given(visits(LINES, ["capped"]))
@often
def test_a_cap_never_raises_a_visit(situation: Situation) -> None:
    visit = price(situation, book()).visit
    assume(isinstance(visit, Expectation))
    assert visit.amount == min(visit.steps[0].amount, Decimal("101.82"))


@given(visits(PLAIN, ["four_units"]))
@often
def test_a_unit_limit_never_raises_a_price(situation: Situation) -> None:
    limited, free = price(situation, book()), price(replace(situation, agreement="fees"), book())
    assume(situation.period_start < date(2026, 1, 1))  # then both agreements have the same fees
    for less, more in zip(limited.lines, free.lines, strict=True):
        if isinstance(less, Expectation) and isinstance(more, Expectation):
            assert less.amount <= more.amount


@given(visits(LINES, ["fees", "lesser", "carve_outs", "carved", "charges", "locked", "national", "reduced"]), st.data())
@often
def test_the_order_of_lines_does_not_matter_where_no_rule_counts_in_it(
    situation: Situation, data: st.DataObject
) -> None:
    """Units are counted in order under a unit limit, so it is left out. So are a tie of the reduction between lines of
    which only one has its charge below its price, or an assistant: the earlier line is the one in full."""
    if situation.agreement in {"national", "reduced"}:
        assume(not any("CQ" in line.modifiers for line in situation.lines))
    shuffled = replace(situation, lines=tuple(data.draw(st.permutations(situation.lines))))
    one, other = price(situation, book()), price(shuffled, book())
    amounts = [[line.amount for line in each.lines if isinstance(line, Expectation)] for each in (one, other)]
    assert sum(amounts[0]) == sum(amounts[1])
    assert sorted(line.reason for line in one.lines if isinstance(line, Unpriced)) == sorted(
        line.reason for line in other.lines if isinstance(line, Unpriced)
    )


@given(visits(PLAIN, ["fees", "four_units", "locked", "national", "reduced"]), st.integers(0, 3), st.integers(1, 5))
@often
def test_splitting_units_over_two_lines_changes_nothing_in_the_sum(situation: Situation, at: int, first: int) -> None:
    """Where every rounding is per unit. Per line are rounded: a percent of the charge, and the assistant's cut of the
    payer's share; and the lesser of charge and price is found by line, so it depends on how the charge is split."""
    at %= len(situation.lines)
    line = situation.lines[at]
    assume(line.units > 1)
    first = 1 + first % (int(line.units) - 1)
    assume(situation.agreement != "national" or not any("CQ" in each.modifiers for each in situation.lines))
    whole = price(situation, book())
    assume(all(isinstance(outcome, Expectation) for outcome in whole.lines))
    parts = (replace(line, units=Decimal(first)), replace(line, units=line.units - first))
    split = replace(situation, lines=(*situation.lines[:at], *parts, *situation.lines[at + 1 :]))
    assert total(price(split, book())) == total(whole)


@given(visits(PLAIN, ["national", "reduced", "half_units"]), PLAIN)
@often
def test_a_unit_that_is_cut_lowers_no_other_line(situation: Situation, added: Line) -> None:
    """Not under 100/50/25: there a unit in the middle pushes those after it down, as the contract says."""
    one = replace(added, units=Decimal(1))
    before = price(situation, book())
    after = price(replace(situation, lines=(*situation.lines, one)), book())
    alone = price(replace(situation, lines=(one,)), book())
    assume(all(isinstance(line, Expectation) for line in (*after.lines, *alone.lines)))
    assume(total(replace(after, lines=after.lines[-1:])) < total(alone))
    for was, now in zip(before.lines, after.lines, strict=False):
        assert isinstance(was, Expectation)
        assert isinstance(now, Expectation)
        assert now.amount >= was.amount


CLAIMS = st.builds(
    Line,
    st.sampled_from(["97110", "97140", "97530", "98941"]),
    st.just(()),
    st.integers(1, 4).map(Decimal),
    CHARGES,
    claim=st.sampled_from([1, 2]),
)


@given(visits(CLAIMS, ["by_claim"]), st.integers(0, 3), st.decimals("0.01", "0.99", places=2))
@often
def test_the_lesser_of_by_claim_is_that_of_each_claims_sums(situation: Situation, at: int, share: Decimal) -> None:
    """However lines, units and charges of a claim are split, and never above prices, charges, or the lesser by line."""
    whole = price(situation, book()).visit
    priced = price(replace(situation, agreement="fees"), book())
    assume(situation.period_start < date(2026, 1, 1))  # then both agreements have the same fees
    assert isinstance(whole, Expectation)
    prices, charges, by_line = dict.fromkeys((1, 2), Decimal(0)), dict.fromkeys((1, 2), Decimal(0)), Decimal(0)
    for line, outcome in zip(situation.lines, priced.lines, strict=True):
        assert isinstance(outcome, Expectation)
        assert line.charge is not None
        assert line.claim is not None
        prices[line.claim] += outcome.amount
        charges[line.claim] += line.charge
        by_line += min(outcome.amount, line.charge)
    assert whole.amount == sum(min(prices[claim], charges[claim]) for claim in prices)
    assert by_line <= whole.amount <= total(priced)
    line = situation.lines[at % len(situation.lines)]
    assume(line.units > 1)
    assert line.charge is not None
    part = (line.charge * share).quantize(CENT)
    parts = (
        replace(line, units=Decimal(1), charge=part),
        replace(line, units=line.units - 1, charge=line.charge - part),
    )
    others = tuple(each for place, each in enumerate(situation.lines) if place != at % len(situation.lines))
    split = price(replace(situation, lines=(*others, *parts)), book()).visit
    assert isinstance(split, Expectation)
    assert split.amount == whole.amount


@pytest.mark.parametrize("agreement", ALL)
def test_the_same_question_has_the_same_answer(agreement: str) -> None:
    period = book()[agreement].period_on(date(2025, 8, 4))
    assert period is not None
    line = Line("97110", ("GP",), Decimal(2), Decimal("90.00"))
    situation = Situation(agreement, period.start, "11", "11502/00", None, (line, line))
    assert price(situation, book()) == price(situation, book())
