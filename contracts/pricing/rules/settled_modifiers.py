"""Modifiers whose percent the contract states, kept apart from Medicare's rules for modifiers.

Source: the contract's or the payer's modifier policy ([terms.modifiers]). A fee of its own for code and modifier, found
before, is more specific than the policy.
"""

from dataclasses import replace

from contracts.pricing.working_line import Case, WorkingLine, line_by_line


@line_by_line
def settled_modifiers(working: WorkingLine, case: Case) -> WorkingLine:
    """Sets the modifiers of the policy aside, for the rules that apply their percents."""
    if not case.terms.modifiers:
        return working
    line = working.line
    settled = tuple(
        each
        for each in line.modifiers
        if each != working.rate_modifier and case.terms.percent_of_modifier(each) is not None
    )
    others = tuple(each for each in line.modifiers if each not in settled)
    return replace(working, line=replace(line, modifiers=others), settled=settled)
