"""Codes, modifiers, sites, products or credentials that the contract prices apart.

Source: the contract's carve-outs and its percents or conversion factors by code family ([[terms.carve_out]],
[[terms.percent_for]], [[terms.conversion_factor_for]]). The most specific clause that holds for a line prices it; two
equally specific clauses with different terms are refused.
"""

from contracts.agreements.terms import CarveOut
from contracts.pricing.working_line import Case, WorkingLine, line_by_line
from contracts.steps import Step


@line_by_line
def carve_out(working: WorkingLine, case: Case) -> WorkingLine:
    """Puts the line under the terms of the most specific clause that holds for it."""
    if not case.terms.carve_outs:
        return working
    line, situation = working.line, case.situation
    fits = [(each.scope.fit(line, situation.site, facility=case.facility), each) for each in case.terms.carve_outs]
    best = max((fit for fit, _ in fits if fit is not None), default=None)
    if best is None:
        return _without_site(working, case)
    found = [each for fit, each in fits if fit == best]
    if any(each.terms != found[0].terms for each in found):
        listed = " and ".join(f"{each.label} ({each.scope})" for each in found)
        return working.refused("two_rates", f"Two clauses price {line.code}, neither more specific: {listed}.")
    chosen = found[0]
    text = f"{line.code} is priced by the clause for {chosen.scope}"
    step = Step("carve_out", text, None, f"{chosen.terms.source}; {chosen.label}")
    return working.under(chosen.terms, step, is_apart=chosen.is_apart)


def _without_site(working: WorkingLine, case: Case) -> WorkingLine:
    """A clause for one site may hold for the line as long as its site is not known."""
    situation = case.situation
    if situation.site is None and any(_might_hold(each, working) for each in case.terms.carve_outs):
        sentence = "The contract pays by site, and that is not known for this service."
        return working.refused(situation.site_problem or "no_site", sentence)
    return working


def _might_hold(clause: CarveOut, working: WorkingLine) -> bool:
    return bool(clause.scope.sites) and clause.scope.holds_code(working.line.code)
