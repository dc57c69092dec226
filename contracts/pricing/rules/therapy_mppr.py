"""Medicare's multiple procedure payment reduction (MPPR) for therapy.

Source: Medicare Claims Processing Manual, chapter 5, section 10.7, and contracts/medicare/law/therapy_mppr.toml. Of all
units of always-therapy codes of one patient and day, one unit of the code with the highest practice expense (PE) RVU
is paid in full; a tie goes to the higher unit price, then to the earlier line, unless the case assigns it
(ranked_set.py). Every other unit keeps part of its PE, is rounded, and then takes the contract's percent.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from contracts.medicare.law import Law, LawPeriod
from contracts.medicare.rates import MedicareFee
from contracts.money import percent_of, plain
from contracts.pricing.rules.medicare_fee import find_fee, formula
from contracts.pricing.working_line import Case, Lines, UnitPrice, WorkingLine
from contracts.steps import Step

ONE = Decimal(1)
NO_UNIT = Decimal(0)


def therapy_mppr(lines: Lines, case: Case) -> Lines:
    """Splits therapy lines into the unit in full and reduced units; a single therapy unit stays as it is."""
    indicator, reduction = reduction_on(case.rates.law, case.on)
    if case.terms.mppr != "medicare" or reduction is None:
        return lines
    therapy = {
        at for at, line in enumerate(lines) if line.unpriced is None and line.units and _is_therapy(line.fee, indicator)
    }
    # A therapy line without a price might be the one that is paid in full, so the others cannot be priced.
    if therapy and (unpriced_code := _without_price(lines, case, indicator)):
        sentence = f"{unpriced_code} has no price, so it is not known which therapy unit of the visit is paid in full."
        return tuple(
            line.refused("visit_incomplete", sentence) if at in therapy else line for at, line in enumerate(lines)
        )
    if sum(lines[at].payable_units for at in therapy) <= ONE:
        return lines
    full_line = lines[full_unit({at: _rank(lines[at]) for at in therapy}, case)]
    return tuple(_split(line, full_line, reduction, case) if at in therapy else line for at, line in enumerate(lines))


def full_unit(ranks: Mapping[int, tuple[Decimal, Decimal]], case: Case) -> int:
    """The place of the line with the full unit, by the practice expense RVU and the unit price of each place.

    Of equal practice expense any may have it, as the case's assignment chooses.
    """
    ours = max(ranks, key=lambda at: (*ranks[at], -at))
    choice = case.assignment
    if choice is None or choice.full_unit is None or choice.full_unit not in ranks:
        return ours
    is_equal = ranks[choice.full_unit][0] == ranks[ours][0]
    return choice.full_unit if is_equal or choice.is_forced else ours


def _is_therapy(fee: object, indicator: str) -> bool:
    return isinstance(fee, MedicareFee) and fee.multiple_procedure == indicator


def _without_price(lines: Lines, case: Case, indicator: str) -> str | None:
    # What the contract prices by other means than relative values takes no part in Medicare's ranking.
    ranked = (line for line in lines if line.terms is None or line.terms.by_relative_values)
    refused = (line.line for line in ranked if line.unpriced is not None and line.line.units > NO_UNIT)
    return next((line.code for line in refused if _is_therapy(find_fee(case, line.code, ()), indicator)), None)


def _rank(line: WorkingLine) -> tuple[Decimal, Decimal]:
    assert line.fee is not None
    assert line.units is not None
    return line.fee.pe, line.units[0].price


def _split(line: WorkingLine, full_line: WorkingLine, reduction: LawPeriod, case: Case) -> WorkingLine:
    assert line.fee is not None
    assert full_line.fee is not None
    assert line.units is not None
    terms = case.under(line.terms).terms
    fee, [unit] = line.fee, line.units
    full = min(unit.units, ONE) if line is full_line else NO_UNIT
    text = f"{full_line.fee.code} has the highest practice expense of the visit (PE {full_line.fee.pe})"
    source = f"{terms.source}; {reduction.source}"
    if full == unit.units:
        text += f": it is paid in full, {unit.price}"
        return line.with_units(line.units, Step("therapy_mppr", text, unit.price, source))
    reduced = fee.reduced_amount if terms.percent is None else percent_of(terms.percent, fee.reduced_amount)
    text += f": one unit is paid in full, {'each further unit' if full else 'each unit of ' + fee.code} at"
    text += f" {formula(fee, f'{plain(reduction.number)}% of PE {fee.pe}')} = {fee.reduced_amount}"
    if terms.percent is not None and reduced != fee.reduced_amount:
        text += f", of which {plain(terms.percent)}% is {reduced}"
    parts = (UnitPrice(full, unit.price), UnitPrice(unit.units - full, reduced))
    step = Step("therapy_mppr", text, reduced, source)
    return line.with_units(tuple(part for part in parts if part.units), step)


@cache
def reduction_on(law: Law, on: date) -> tuple[str, LawPeriod | None]:
    """(indicator of the codes it concerns, percent of practice expense that a reduced unit keeps)."""
    return str(law.document("therapy_mppr")["indicator"]), law.timeline("therapy_mppr").on(on)
