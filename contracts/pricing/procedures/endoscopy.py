"""Endoscopies of one family (same base procedure): the highest in full, every other without the base it contains.

Source: CMS RVU25D.pdf, multiple procedure indicator 3. The base procedure itself is then paid nothing, as
each of the others contains it. A family is settled before it is ranked with the day's other procedures, as one of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from contracts.medicare.rates import RateRefusal
from contracts.money import NOTHING
from contracts.pricing.procedures.agreed import fee_beside, of_percent, terms_of
from contracts.pricing.procedures.procedure import Procedure, Unit, unit_prices
from contracts.pricing.working_line import Case, Lines, WorkingLine
from contracts.steps import Step

Settled = dict[int, WorkingLine]


def with_families(procedures: Sequence[Procedure], lines: Lines, case: Case) -> tuple[list[Procedure], Settled] | str:
    """The procedures with each family as one, and the lines that changed; a sentence where a family has no price."""
    families: dict[str, list[Procedure]] = defaultdict(list)
    for procedure in procedures:
        if base := _base(lines[procedure.first], case):
            families[base].append(procedure)
    for procedure in procedures:
        line = lines[procedure.first]
        if line.line.code in families:
            if _base(line, case):
                return f"{line.line.code} is the base of one family of endoscopies and a member of another."
            families[line.line.code].append(procedure)
    settled: Settled = {}
    whole, members = [], set[Procedure]()
    for base, family in families.items():
        if len(family) > 1:
            found = _without_base(base, family, lines, case)
            if isinstance(found, str):
                return found
            one, changed = found
            settled |= changed
            whole.append(one)
            members |= set(family)
    return [*whole, *(each for each in procedures if each not in members)], settled


def _base(line: WorkingLine, case: Case) -> str:
    endoscopy = case.rates.law.document("surgery_mppr")["endoscopy"]
    return line.fee.row.endoscopy_base if line.fee and line.fee.multiple_procedure == endoscopy else ""


def _without_base(base: str, family: Iterable[Procedure], lines: Lines, case: Case) -> tuple[Procedure, Settled] | str:
    ordered = sorted(family, key=lambda each: (lines[each.first].line.code == base, -each.amount, each.first))
    highest = lines[ordered[0].first]
    fee = fee_beside(highest, base, (), case)
    if isinstance(fee, RateRefusal):
        return f"The base procedure {base} of the visit's endoscopies has no price: {fee.sentence}."
    less = of_percent(highest, fee.amount, case)
    units: list[Unit] = []
    for procedure in ordered:
        [unit, *sides] = procedure.units
        if sides or unit.price != _of_one_side(lines[unit.at], case):
            return f"{lines[unit.at].line.code} was done on both sides, in a family of endoscopies: paid by report."
        units.append(unit if not units else Unit(unit.at, max(unit.price - less, NOTHING)))
    settled = {}
    for at in {unit.at for unit in units}:
        settled[at] = _settled(lines[at], at, units, base, less, case)
    return Procedure(tuple(units)), settled


def _of_one_side(line: WorkingLine, case: Case) -> Decimal:
    assert line.fee is not None
    return of_percent(line, line.fee.amount, case)


def _settled(line: WorkingLine, at: int, units: Sequence[Unit], base: str, less: Decimal, case: Case) -> WorkingLine:
    price = _of_one_side(line, case)
    text = f"of the endoscopies with base {base}, "
    if units[0].at == at:
        text += f"{line.line.code} is the highest and paid in full, {price}"
        text += f"; further units less {less} for the base" if sum(unit.at == at for unit in units) > 1 else ""
    elif line.line.code == base:
        text += "another contains it: nothing is paid for the base itself"
    else:
        text += f"{line.line.code} is paid {price} - {less} for the base = {price - less}"
    prices = [unit.price for unit in units if unit.at == at]
    return line.with_units(unit_prices(prices), Step("endoscopy", text, prices[-1], terms_of(line, case).source))
