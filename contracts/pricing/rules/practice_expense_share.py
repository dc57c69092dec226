"""Medicare's reduction of therapy, taken from the fees of the contract's own schedule.

Source: the contract's reimbursement policy (mppr = "practice_expense_share"); the American Chiropractic Association's
example on those of UnitedHealthcare and Aetna (20.00, half of it practice expense, 20 percent less of that: 18.00); the
rankings by practice expense (PE) RVU of UnitedHealthcare and Blue Cross Blue Shield of Michigan; read 2026-12-01.

The reading chosen: of a fee F, a reduced unit loses F x (PE RVU / total RVU) x the percent that Medicare takes (half),
with CMS's relative values of the year of service before any geographic index; what is left of the unit is rounded once.
One unit of the code with the highest PE RVU of the day is paid in full, as Medicare ranks them (therapy_mppr.py). A
policy that prints shares of its own has to be asked for them.
"""

from decimal import Decimal
from typing import Final

from contracts.medicare.fees import MedicareFee
from contracts.medicare.law import LawPeriod
from contracts.money import cents, plain
from contracts.pricing.practice_expense import is_open, is_ranked, refused, relative_values
from contracts.pricing.rules.therapy_mppr import full_unit, reduction_on
from contracts.pricing.working_line import Case, Lines, UnitPrice, WorkingLine
from contracts.steps import Step

ONE: Final = Decimal(1)
NO_UNIT: Final = Decimal(0)


def practice_expense_share(lines: Lines, case: Case) -> Lines:
    """Splits therapy lines into the unit in full and reduced units; a single therapy unit stays as it is."""
    if case.terms.mppr != "practice_expense_share":
        return lines
    indicator, reduction = reduction_on(case.rates.law, case.on)
    if reduction is None:
        return lines
    ranked = {at: relative_values(line, case) for at, line in enumerate(lines) if is_ranked(line)}
    therapy = {
        at: fee
        for at, fee in ranked.items()
        if isinstance(fee, MedicareFee) and fee.multiple_procedure == indicator and _is_priced(lines[at])
    }
    open_lines = [at for at, found in ranked.items() if is_open(lines[at], found, indicator)]
    if sum(_units(lines[at]) for at in {*therapy, *open_lines}) <= ONE:
        return lines
    if open_lines:
        return refused(lines, therapy, open_lines, ranked)
    first = full_unit({at: (fee.pe, _price(lines[at])) for at, fee in therapy.items()}, case)
    return tuple(
        _split(line, therapy[at], therapy[first], reduction, case, is_first=at == first) if at in therapy else line
        for at, line in enumerate(lines)
    )


def _is_priced(line: WorkingLine) -> bool:
    return line.unpriced is None and line.payable_units > NO_UNIT


def _units(line: WorkingLine) -> Decimal:
    return line.line.units if line.units is None else line.payable_units


def _price(line: WorkingLine) -> Decimal:
    assert line.units is not None
    return line.units[0].price


def _split(
    line: WorkingLine, fee: MedicareFee, first: MedicareFee, reduction: LawPeriod, case: Case, *, is_first: bool
) -> WorkingLine:
    assert line.units is not None
    [unit] = line.units
    source = f"{case.under(line.terms).terms.source}; {reduction.source}; {fee.sources[0]}"
    full = min(unit.units, ONE) if is_first else NO_UNIT
    text = f"{first.code} has the highest practice expense of the visit (PE {first.pe})"
    if full == unit.units:
        text += f": it is paid in full, {unit.price}"
        return line.with_units(line.units, Step("practice_expense_share", text, unit.price, source))
    total, kept = fee.work + fee.pe + fee.mp, fee.reduced_share
    reduced = cents(unit.price * (total - fee.pe + kept * fee.pe) / total)
    text += f": one unit is paid in full, {'each further unit' if full else 'each unit of ' + fee.code} at {unit.price}"
    text += f" with {plain(reduction.number)}% of its practice expense (PE {fee.pe} of {total} RVUs): {reduced}"
    parts = (UnitPrice(full, unit.price), UnitPrice(unit.units - full, reduced))
    return line.with_units(
        tuple(part for part in parts if part.units), Step("practice_expense_share", text, reduced, source)
    )
