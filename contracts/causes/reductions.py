"""Explains a shortage by a reduction of further procedures that is not in the agreement, or larger than agreed.

Source: Medicare's multiple procedure payment reduction (contracts/pricing/rules/therapy_mppr.py), and the plainer cuts
of commercial policies, which keep a share of the whole rate (thresholds.toml).
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from contracts.causes.bounds import fee_of
from contracts.causes.change import Asked, Bounds, Change, World, rounding_slack, throughout
from contracts.causes.other_rates import RateChange, changed
from contracts.causes.thresholds import kept_of_further_units
from contracts.money import AS_A_HUNDREDTH, percent_of, plain
from contracts.pricing.working_line import Case, Lines, Rule, UnitPrice
from contracts.steps import Step

ONE = Decimal(1)
NO_UNIT = Decimal(0)


def further_units(asked: Asked, _: World) -> Iterator[Change]:
    """Medicare's reduction, then a share of the rate; on all units but one, or on all where the day has other lines."""
    if asked.is_visit:
        return
    terms = asked.case.terms
    is_agreed = terms.mppr != "none" or terms.multiple_procedures is not None
    cause = "mppr_wrong_base" if is_agreed else "mppr_not_in_contract"
    units = asked.service.units
    is_alone = not asked.in_company and len(asked.case.situation.lines) == 1
    if (fee := fee_of(asked)) is not None:
        name = "every unit reduced" if is_agreed else "Medicare's reduction"
        share = fee.reduced_amount / fee.amount if fee.amount else None
        if not is_agreed:
            text = "with Medicare's reduction of further units"
            left = None if share is None else (ONE + (units - ONE) * share) / units
            bounds = None if left is None else (left, left)
            yield Change(cause, name, text, _reduced_by_medicare, bounds, composes="not")
        if is_agreed or not is_alone:
            text = "with every unit reduced as Medicare reduces further ones"
            bounds = None if share is None else (share, ONE if is_agreed else share)
            yield Change(cause, name, text, _every_unit_reduced, bounds, composes="not")
    for kept in kept_of_further_units():
        for full in (ONE, NO_UNIT):
            if full == ONE < units or (full == NO_UNIT and not is_alone):
                which = "further units" if full else "every unit"
                left = (full + (units - full) * kept.scaleb(AS_A_HUNDREDTH)) / units
                yield Change(
                    cause,
                    f"further units at {plain(kept)}%",
                    f"with {which} at {plain(kept)}% of the whole rate",
                    _unreduced,
                    bounds=_bounds(asked, kept, left),
                    composes="not" if is_agreed else "as_share",
                    rule=_share_of_units(asked.line - 1, kept, full),
                    slack=rounding_slack(asked),
                )


def further_units_not_agreed(asked: Asked, world: World) -> Iterator[Change]:
    """Only where the agreement has no reduction at all."""
    if asked.case.terms.mppr == "none" and asked.case.terms.multiple_procedures is None:
        yield from further_units(asked, world)


def _bounds(asked: Asked, kept: Decimal, left: Decimal) -> Bounds | None:
    """Shares of full and reduced units; of units that we reduce too, the payer's percent over our reduction."""
    if asked.case.terms.multiple_procedures is not None:
        return None
    if asked.case.terms.mppr == "none":
        return (left, left)
    fee = fee_of(asked)
    if fee is None or not fee.reduced_amount:
        return None
    return (ONE, percent_of(kept, fee.amount) / fee.reduced_amount)


def _reduced_by_medicare(case: Case) -> Case:
    return throughout(case, lambda terms: replace(terms, mppr="medicare"))


def _unreduced(case: Case) -> Case:
    return throughout(case, lambda terms: replace(terms, mppr="none", multiple_procedures=None))


def _every_unit_reduced(case: Case) -> Case:
    return replace(_unreduced(case), rates=changed(case.rates, RateChange(every_unit_reduced=True)))


def _share_of_units(at: int, kept: Decimal, full: Decimal) -> Rule:
    """Keeps `full` units whole and a percent of each of the others, rounded per unit."""

    def share_of_units(lines: Lines, case: Case) -> Lines:
        line = lines[at]
        if line.unpriced is not None or not line.units:
            return lines
        price = line.units[0].price
        cut = percent_of(kept, price)
        parts = (UnitPrice(full, price), UnitPrice(line.payable_units - full, cut))
        step = Step("share_of_units", f"{plain(kept)}% of {price} = {cut}", cut, case.terms.source)
        return (*lines[:at], line.with_units(tuple(part for part in parts if part.units), step), *lines[at + 1 :])

    return share_of_units
