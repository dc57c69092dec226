"""A visit's rate that depends on who furnished the visit.

Source: the contract's tiers (credential_percent) beside a visit rate. A visit by people whose tiers differ has no one
percent, and is asked rather than guessed.
"""

from contracts.money import percent_of, plain
from contracts.pricing.working_line import Case, Lines
from contracts.steps import Expectation, Step, Unpriced


def credential_on_visit(owed: Expectation, lines: Lines, case: Case) -> Expectation | Unpriced:
    """The tier that all lines of the visit share; a credential without a tier is paid in full."""
    if not case.terms.credential_percent or case.terms.visit_rate is None:
        return owed
    credentials = dict.fromkeys(line.line.credential for line in lines)
    if None in credentials:
        sentence = "The contract pays by credential, and the rendering provider of this visit is not known."
        return Unpriced("no_credential", sentence, owed.steps)
    tiers = dict(case.terms.credential_percent)
    percents = {tiers.get(str(credential)) for credential in credentials}
    named = ", ".join(map(str, credentials))
    if len(percents) > 1:
        sentence = f"The visit was furnished by {named}, whose percents of its rate differ."
        return Unpriced("two_rates", sentence, owed.steps)
    [percent] = percents
    if percent is None:
        return owed
    amount = percent_of(percent, owed.amount)
    text = f"credential {named}: {plain(percent)}% of {owed.amount} = {amount}"
    return Expectation(amount, (*owed.steps, Step("credential_on_visit", text, amount, case.terms.source)))
