"""Codes the contract does not pay for each time they are furnished.

Source: the contract's exclusions (method = "not_covered") and its prepaid services (method = "capitated").
"""

from contracts.pricing.working_line import Case, WorkingLine, line_by_line


@line_by_line
def not_priced(working: WorkingLine, case: Case) -> WorkingLine:
    """Refuses the line in the contract's words."""
    if case.terms.method == "not_covered":
        return working.refused("not_covered", f"{case.terms.source} does not cover {working.line.code}.")
    if case.terms.method == "capitated":
        return working.refused("capitated", f"{case.terms.source} prepays {working.line.code}.")
    return working
