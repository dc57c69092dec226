"""The contract's own reduction of several procedures in one visit.

Source: the contract's clause (multiple_procedures), such as 100/50/25 percent, or every line but the highest at half.
Of the lines (or units) in its scope the highest-priced comes first, a tie goes to the earlier line; the last percent of
the list holds for all that follow. Unlike Medicare's reduction it cuts the whole price.
"""

from dataclasses import replace
from decimal import Decimal

from contracts.agreements.terms import Reduction
from contracts.money import percent_of, plain
from contracts.pricing.working_line import Case, Lines, UnitPrice, WorkingLine
from contracts.steps import Step

ONE = Decimal(1)


def multiple_procedures(lines: Lines, case: Case) -> Lines:
    """Each line at the percent of its rank; a line or unit alone stays as it is."""
    reduction = case.terms.multiple_procedures
    if reduction is None:
        return lines
    inside = [at for at, line in enumerate(lines) if reduction.scope.holds_code(line.line.code) and not line.is_apart]
    unpriced_code = next((lines[at].line.code for at in inside if _is_open(lines[at])), None)
    priced = [at for at in inside if lines[at].unpriced is None]
    if unpriced_code is not None:
        sentence = f"{unpriced_code} has no unit price, so it is not known how the procedures of the visit rank."
        return tuple(
            line.refused("visit_incomplete", sentence) if at in priced else line for at, line in enumerate(lines)
        )
    first = case.assignment.full_unit if case.assignment and case.assignment.is_forced else None
    done, rank = list(lines), Decimal(0)
    for at in sorted(priced, key=lambda at: (at != first, -_price(lines[at], reduction), at)):
        count = lines[at].payable_units if reduction.by == "unit" else min(lines[at].payable_units, ONE)
        done[at] = _reduced(lines[at], rank, reduction, case)
        rank += count
    return tuple(done)


def _is_open(line: WorkingLine) -> bool:
    if line.unpriced is not None:
        return line.unpriced.reason not in {"not_covered", "capitated", "no_units"}
    return line.units is None


def _price(line: WorkingLine, reduction: Reduction) -> Decimal:
    assert line.units is not None
    prices = (part.price if reduction.by == "unit" else part.units * part.price for part in line.units)
    return sum(prices, start=Decimal(0))


def _reduced(line: WorkingLine, rank: Decimal, reduction: Reduction, case: Case) -> WorkingLine:
    assert line.units is not None
    parts, texts = [], []
    for part in line.units:
        for units, percent in _ranks(part.units, rank, reduction):
            price = percent_of(percent, part.price)
            parts.append(UnitPrice(units, price))
            texts.append(f"{plain(units)} at {plain(percent)}% of {part.price} = {price}")
        rank += part.units
    if all(part.price == was.price for part in parts for was in line.units):
        return line
    where = f"number {plain(rank - line.payable_units + ONE)} of the visit by price" if parts else ""
    step = Step(
        "multiple_procedures", f"{where}: {', '.join(texts)}", parts[-1].price, case.under(line.terms).terms.source
    )
    return line.with_units(_joined(parts), step)


def _ranks(units: Decimal, rank: Decimal, reduction: Reduction) -> list[tuple[Decimal, Decimal]]:
    """(units, percent) of so many units from a rank on."""
    if reduction.by == "line":
        return [(units, reduction.percents[min(int(rank), len(reduction.percents) - 1)])]
    found, left = [], units
    while left > 0:
        last = len(reduction.percents) - 1
        here = left if rank >= last else min(left, ONE)
        found.append((here, reduction.percents[min(int(rank), last)]))
        rank, left = rank + here, left - here
    return found


def _joined(parts: list[UnitPrice]) -> tuple[UnitPrice, ...]:
    joined: list[UnitPrice] = []
    for part in parts:
        if joined and joined[-1].price == part.price:
            joined[-1] = replace(part, units=joined[-1].units + part.units)
        else:
            joined.append(part)
    return tuple(joined)
