"""Modifiers that say who furnished the service, or with whom, at the percent the contract names.

Source: the contract's or the payer's modifier policy ([terms.modifiers]): assistants at surgery, co-surgeons, therapy
assistants and all others that do not change what was done.
"""

from contracts.pricing.rules.modifiers_before_ranking import at_percents_of
from contracts.pricing.working_line import Case, WorkingLine, line_by_line


@line_by_line
def modifiers_after_ranking(working: WorkingLine, case: Case) -> WorkingLine:
    """The percent of each such modifier, one after the other; 100 percent leaves a step that says so."""
    return at_percents_of(working, case, before=False)
