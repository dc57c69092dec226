"""The technical and professional components of a diagnostic test, as Medicare ranks them.

Source: contracts/medicare/law/diagnostic_mppr.toml and the rows TC and 26 of the relative value file; a component is
never found by subtracting one row from another.
"""

from collections.abc import Mapping
from decimal import Decimal

from contracts.medicare.rates import RateRefusal
from contracts.pricing.procedures.agreed import fee_beside, of_percent
from contracts.pricing.working_line import Case, WorkingLine

Halves = Mapping[str, Decimal]
"""Component -> dollars a unit, after the contract's percent."""


def halves_of(line: WorkingLine, case: Case) -> Halves | str:
    """The components of a line's unit; a sentence that says why, where they have no price of their own."""
    law, fee = case.rates.law.document("diagnostic_mppr"), line.fee
    [unit] = line.units or ()
    assert fee is not None
    if unit.units != unit.units.to_integral_value():
        return f"{fee.code} has no whole number of units, so the tests of the visit cannot be ranked."
    if fee.modifier:
        return {fee.modifier: unit.price}
    if fee.row.pctc == law["technical_only"]:
        return {law["technical"]: unit.price}
    if fee.row.pctc != law["divisible"]:
        return f"{fee.code} has no components of its own, so the tests of the visit cannot be ranked."
    halves = {}
    for component in (law["professional"], law["technical"]):
        half = fee_beside(line, fee.code, (component,), case)
        if isinstance(half, RateRefusal):
            return f"Component {component} of {fee.code} has no price: {half.sentence}."
        halves[component] = of_percent(line, half.amount, case)
    return halves
