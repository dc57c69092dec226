"""A code that the fee schedule does not list.

Source: the contract's clause on unlisted services: a percent of the charge, or prepaid with everything outside the
carve-outs. Without such a clause there is no rate, and a missing fee is never taken for zero.
"""

from contracts.money import percent_of, plain
from contracts.so_far import Case, LineSoFar, line_by_line
from contracts.steps import Step


@line_by_line
def unlisted_code(so_far: LineSoFar, case: Case) -> LineSoFar:
    """The terms for such codes, percent of the charge, capitated, or no rate."""
    terms, line = case.terms, so_far.line
    if terms.schedule is None or so_far.has_price:
        return so_far
    if terms.unlisted is not None:
        text = f"{line.code} is not in the fee schedule {terms.schedule.file}: the clause for such codes prices it"
        return so_far.under(terms.unlisted, Step("unlisted_code", text, None, terms.source), is_apart=so_far.is_apart)
    missing = f"The schedule {terms.schedule.file} has no fee for {line.code} on these dates"
    if terms.capitated_unlisted:
        return so_far.refused("capitated", f"{missing}, and {terms.source} prepays every code it does not list.")
    percent = terms.unlisted_percent_of_charge
    if percent is None:
        return so_far.refused("no_rate", f"{missing}, and the terms say nothing about unlisted codes.")
    if line.charge is None:
        return so_far.refused("no_charge", f"{missing}; it is paid at {plain(percent)}% of a charge that is not known.")
    amount = percent_of(percent, line.charge)
    text = f"{line.code} is not in the fee schedule: {plain(percent)}% of the charge {line.charge} = {amount}"
    return so_far.at_amount(Step("unlisted_code", text, amount, f"{terms.source}; not in {terms.schedule.file}"))
