"""The contract's own fee: dollars a unit from its schedule.

Source: the contract's fee exhibit, as loaded from schedules/. A row for code and modifier is more specific than the
row for the code alone.
"""

from contracts.so_far import Case, LineSoFar, line_by_line
from contracts.steps import Step


@line_by_line
def scheduled_fee(so_far: LineSoFar, case: Case) -> LineSoFar:
    """Dollars a unit from the row in force; a code without a row is left to the next rule."""
    schedule = case.terms.schedule
    if schedule is None:
        return so_far
    line = so_far.line
    rows = schedule.find(line.code, line.modifiers, case.on)
    if not rows:
        return so_far
    if len({row.amount for row in rows}) > 1:
        listed = " and ".join(f"row {row.number} ({row.code} {row.modifier}: {row.amount})" for row in rows)
        return so_far.refused("two_rates", f"The schedule {schedule.file} gives this line two fees: {listed}.")
    row = rows[0]
    name = f"{row.code} with {row.modifier}" if row.modifier else row.code
    step = Step(
        "scheduled_fee",
        f"{name}: {row.amount} a unit",
        row.amount,
        f"{case.terms.source}; {schedule.file} row {row.number}",
    )
    return so_far.at_unit_price(row.amount, step).knowing(rate_modifier=row.modifier)
