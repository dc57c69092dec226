"""A code that the fee schedule does not list, or that Medicare has no fee for.

Source: the contract's clause on unlisted services: a percent of the charge, another method, or prepaid with everything
outside the carve-outs. Without such a clause there is no rate, and a missing fee is never taken for zero. Under a
percent of Medicare it covers codes for which CMS prints no fee, not codes that only our own file lacks.
"""

from contracts.medicare.rates import RateRefusal
from contracts.money import percent_of, plain
from contracts.pricing.rules.medicare_fee import find_fee, locality_of
from contracts.pricing.working_line import Case, WorkingLine, line_by_line
from contracts.steps import Step


@line_by_line
def unlisted_code(working: WorkingLine, case: Case) -> WorkingLine:
    """The terms for such codes, percent of the charge, capitated, or no rate."""
    terms, line = case.terms, working.line
    missing = _what_is_missing(working, case)
    if missing is None:
        return working
    if terms.unlisted is not None:
        text = f"{missing}: the clause for such codes prices it"
        return working.under(terms.unlisted, Step("unlisted_code", text, None, terms.source), is_apart=working.is_apart)
    if terms.capitated_unlisted:
        return working.refused("capitated", f"{missing}, and {terms.source} prepays every code it does not list.")
    percent = terms.unlisted_percent_of_charge
    if percent is None:
        return working.refused("no_rate", f"{missing}, and the terms say nothing about unlisted codes.")
    if line.charge is None:
        return working.refused(
            "no_charge", f"{missing}; it is paid at {plain(percent)}% of a charge that is not known."
        )
    amount = percent_of(percent, line.charge)
    text = f"{missing}: {plain(percent)}% of the charge {line.charge} = {amount}"
    return working.at_amount(Step("unlisted_code", text, amount, terms.source))


def _what_is_missing(working: WorkingLine, case: Case) -> str | None:
    """Half a sentence; None where there is a fee, or nothing to put in its place."""
    terms, code = case.terms, working.line.code
    if terms.schedule is not None:
        return None if working.has_price else f"The schedule {terms.schedule.file} has no fee for {code} on these dates"
    has_clause = terms.unlisted is not None or terms.unlisted_percent_of_charge is not None
    if not has_clause or not terms.by_relative_values or locality_of(case) is None:
        return None
    found = find_fee(case, code, working.line.modifiers)
    return f"Medicare has no fee: {found.sentence}" if isinstance(found, RateRefusal) and found.has_no_fee else None
