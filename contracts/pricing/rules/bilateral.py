"""Both sides of the body: what Medicare pays for the second.

Source: contracts/medicare/law/bilateral.toml (CMS RVU25D.pdf, bilateral indicators). It comes before procedures are
ranked against each other. On two lines the first is paid as one side, the second the rest.
"""

from dataclasses import replace

from contracts.medicare.law import LawPeriod
from contracts.money import NOTHING, percent_of, plain
from contracts.pricing.procedures.agreed import terms_of
from contracts.pricing.procedures.sides import ONE, Sides, both_sides
from contracts.pricing.working_line import Case, Lines, UnitPrice, WorkingLine
from contracts.steps import Step


def bilateral(lines: Lines, case: Case) -> Lines:
    """Prices what was done on both sides; refuses a line for which that is unclear."""
    if not any(line.fee for line in lines):
        return lines
    done = list(lines)
    for sides in both_sides(lines, case):
        fee = lines[sides.at[0]].fee
        assert fee is not None
        rate = case.rates.law.timeline("bilateral", fee.row.bilateral).on(case.on)
        unclear = sides.unclear
        if unclear is None and rate is None:
            unclear = f"is billed for both sides, which its bilateral indicator {fee.row.bilateral} does not know"
        for at in sides.at:
            done[at] = (
                _refused(lines[at], unclear or "") if rate is None or unclear else _priced(lines, at, sides, rate, case)
            )
    return tuple(done)


def _refused(line: WorkingLine, unclear: str) -> WorkingLine:
    return line.refused("modifier_needs_review", f"{line.line.code} {unclear}.")


def _priced(lines: Lines, at: int, sides: Sides, rate: LawPeriod, case: Case) -> WorkingLine:
    line = lines[at]
    assert line.units is not None
    side = line.units[0].price
    each = case.rates.law.document("bilateral")["each_side"]
    if line.fee is not None and line.fee.row.bilateral == each:
        text = f"both sides of {line.line.code}, each in full: {side}"
        units = (UnitPrice(line.payable_units if sides.at[1:] else ONE + ONE, side),)
        return line.with_units(units, Step("bilateral", text, side, _source(line, rate, case)))
    both = percent_of(rate.number, side)
    ahead = f"both sides of {line.line.code}: {plain(rate.number)}% of {side} = {both}"
    if len(sides.at) == 1:
        return line.with_units((UnitPrice(ONE, both),), Step("bilateral", ahead, both, _source(line, rate, case)))
    first = min(side, both)
    part = first if at == sides.at[0] else max(both - first, NOTHING)
    text = f"{ahead}, of which this line is paid {part}"
    return line.with_units(
        (replace(line.units[0], price=part),), Step("bilateral", text, part, _source(line, rate, case))
    )


def _source(line: WorkingLine, rate: LawPeriod, case: Case) -> str:
    return f"{terms_of(line, case).source}; {rate.source}"
