"""A modifier that changes the price by a rule that is not on file.

Source: contracts/medicare/law/modifiers.toml. Components (26, TC, 53) need a rate of their own; others (22, 50, 52, 80
and so on) depend on the payer's judgement or on another provider's share. A row of the contract's schedule settles any
of them, and for a Medicare fee some have a rule of Medicare's, which comes later.
"""

from contracts.pricing.working_line import Case, WorkingLine, line_by_line


@line_by_line
def repricing_modifiers(working: WorkingLine, case: Case) -> WorkingLine:
    """Refuses a unit price found for the bare code when the line's modifier makes it another service."""
    if working.units is None:  # a percent of the charge is a percent of what was asked for this very service
        return working
    by_rule = case.rates.law.document("modifiers")["by_rule"] if working.fee is not None else ()
    for modifier in working.line.modifiers:
        if modifier in by_rule:
            continue
        meaning = case.rates.repricing_modifiers.get(modifier)
        if meaning is not None and modifier != working.rate_modifier:
            where = case.terms.schedule.file if case.terms.schedule else "the Medicare file"
            sentence = f"Modifier {modifier} ({meaning}) changes the price, and {where} has no row for it."
            return working.refused("modifier_needs_review", sentence)
    return working
