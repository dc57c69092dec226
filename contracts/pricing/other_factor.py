"""Lines at Medicare's conversion factor for qualifying APM participants, where nobody says which factor holds.

Source: contracts/medicare/law/conversion_factor.toml. From 2026 on Medicare publishes two factors, and which one it
pays is a fact of the clinician (42 CFR 414.1425), not of the claim: a remittance does not say it, and few contracts
do. So a line is short only of the lower factor, unless its clinician is known to be such a participant, and it is
overpaid only beyond the higher one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from contracts.agreements.agreement import Agreement, Book
from contracts.agreements.terms import Terms
from contracts.medicare.rates import MedicareRates
from contracts.pricing.price import price_case
from contracts.pricing.ranked_set import PERMITTED, Amounts, RankedSet
from contracts.pricing.working_line import Case
from contracts.situation import Situation
from contracts.steps import Expectation

QUALIFYING: Final = "qualifying_apm"


@dataclass(frozen=True, slots=True)
class AtOtherFactor:
    """Dollars of each priced line (by place, from 1) at the higher factor; `is_paid`: that is what all were allowed."""

    amounts: Amounts
    is_paid: bool


def open_periods(agreement: Agreement, rates: MedicareRates) -> tuple[date, ...]:
    """The first days of the periods in which two factors are published and the agreement names neither."""
    factors = rates.law.timeline("conversion_factor", QUALIFYING)
    return tuple(
        start
        for start, (_, terms) in agreement.by_period_start.items()
        if factors.on(start) is not None and any(part.has_open_factor for part in terms.parts())
    )


def at_other_factor(situation: Situation, book: Book, allowed: Amounts, rounding: Amounts) -> AtOtherFactor:
    """Prices a situation at the higher factor. `allowed` and `rounding` are dollars by place, as in ranked_set.py."""
    _, terms = book[situation.agreement].by_period_start[situation.period_start]
    terms = _throughout(terms, _qualifying)
    case = Case(situation, terms, situation.period_start, book.rates)
    outcomes = enumerate(price_case(case).lines, 1)
    amounts = {at: each.amount for at, each in outcomes if isinstance(each, Expectation)}
    together = RankedSet(situation, book, terms).compared(allowed, rounding)
    # a sum that comes out right by lines that are off is a likelier chance at two factors than at one
    if (
        together is not None
        and together.sentence == PERMITTED
        and _is_paid({**amounts, **together.expected}, allowed, rounding)
    ):
        return AtOtherFactor({**amounts, **together.expected}, is_paid=True)
    return AtOtherFactor(amounts, _is_paid(amounts, allowed, rounding))


def _is_paid(amounts: Amounts, allowed: Amounts, rounding: Amounts) -> bool:
    return all(abs(amounts[at] - allowed[at]) <= rounding[at] for at in amounts if at in allowed)


def _qualifying(terms: Terms) -> Terms:
    return replace(terms, conversion_factor_kind=QUALIFYING) if terms.has_open_factor else terms


def _throughout(terms: Terms, change: Callable[[Terms], Terms]) -> Terms:
    other = terms.alternative
    return replace(
        change(terms),
        alternative=None if other is None else replace(other, terms=_throughout(other.terms, change)),
        carve_outs=tuple(replace(clause, terms=change(clause.terms)) for clause in terms.carve_outs),
        unlisted=None if terms.unlisted is None else change(terms.unlisted),
    )
