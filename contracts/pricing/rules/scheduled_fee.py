"""The contract's own fee: dollars a unit from its schedule.

Source: the contract's fee exhibit, as loaded from schedules/. The row with the most conditions (modifier, setting,
site, credential) that hold for the line prices it; of two such rows, the one that begins later. Raises agreed
beforehand come on top, those after the row's own first day.
"""

from dataclasses import replace
from decimal import Decimal

from contracts.agreements.fee_schedule import FeeRow, Place
from contracts.pricing.working_line import Case, WorkingLine, line_by_line
from contracts.steps import ScheduleRow, Step


@line_by_line
def scheduled_fee(working: WorkingLine, case: Case) -> WorkingLine:
    """Dollars a unit from the row in force; a code without a row is left to the next rule."""
    schedule, line = case.terms.schedule, working.line
    if schedule is None:
        return working
    rows = schedule.find(line.code, line.modifiers, case.on, _place(working, case))
    if missing := _missing(working, case):
        return working.refused(*missing)
    if not rows:
        return working
    if len({row.amount for row in rows}) > 1:
        listed = " and ".join(f"row {row.number} ({row}: {row.amount})" for row in rows)
        return working.refused("two_rates", f"The schedule {schedule.file} gives this line two fees: {listed}.")
    row, source = rows[0], f"{case.terms.source}; {schedule.file} row {rows[0].number}"
    used = ScheduleRow(schedule.file, row.number)
    amount, text = _raised(row.amount, row, case)
    further, further_text = (None, "") if row.further_amount is None else _raised(row.further_amount, row, case)
    more = "" if further is None else f", {further_text} for each further unit of the day"
    step = Step("scheduled_fee", f"{row}: {text} a unit{more}", amount, source, used)
    priced = working.at_unit_price(amount, step).with_rate(rate_modifier=row.modifier)
    return priced if further is None else replace(priced, further_price=further)


def _raised(amount: Decimal, row: FeeRow, case: Case) -> tuple[Decimal, str]:
    """The amount in force on the day, and how it came about."""
    if case.terms.escalator is None:
        return amount, str(amount)
    raised, text = case.terms.escalator.raised(amount, row.effective_from, case.on)
    return raised, text or str(raised)


def _place(working: WorkingLine, case: Case) -> Place:
    situation = case.situation
    return Place(case.facility, situation.site, working.line.credential)


def _missing(working: WorkingLine, case: Case) -> tuple[str, str] | None:
    """(reason, sentence) where a row of the code has a condition that the situation does not answer: it might hold."""
    assert case.terms.schedule is not None
    rows = [row for row in case.terms.schedule.by_code.get(working.line.code, ()) if row.in_force(case.on)]
    if case.situation.site is None and any(row.site is not None for row in rows):
        reason = case.situation.site_problem or "no_site"
        return reason, "The schedule pays by site, and that is not known for this service."
    if working.line.credential is None and any(row.credential is not None for row in rows):
        return "no_credential", "The schedule pays by credential, and the rendering provider is not known."
    if case.asks_setting and any(row.facility is not None for row in rows):
        code = working.line.code
        return (
            "telehealth_needs_setting",
            f"The schedule pays {code} by setting, and the terms say of telehealth not which.",
        )
    return None
