"""What an agreement that pays a percent of Medicare leaves open: a shortage of that kind is asked and not disputed.

"100 percent of Medicare" leaves open whether Medicare's cut for therapy assistants comes with it, and of what, and how
further therapy units are reduced in detail. A payer may read its contract in either way; a person confirms the reading
(confirmed_causes), and then it is disputed. Medicare itself is paid by law and leaves nothing open.
"""

from typing import Final

from contracts.agreements.agreement import Agreement
from contracts.agreements.statutory_terms import is_medicare_itself
from contracts.agreements.terms import Terms

ASSISTANTS: Final = "assistant_cut_not_in_contract"
FURTHER_UNITS: Final = "mppr_wrong_base"


def silent_causes(agreement: Agreement) -> frozenset[str]:
    """The causes of shortage that the agreement neither permits nor rules out."""
    if is_medicare_itself(agreement.applies_to.claim_filing_codes):
        return frozenset()
    return frozenset().union(*(_of(terms) for terms in agreement.terms if terms.method == "medicare"))


def _of(terms: Terms) -> frozenset[str]:
    assistants = {ASSISTANTS} if terms.assistant is None else set()
    return frozenset(assistants | ({FURTHER_UNITS} if terms.mppr == "medicare" else set()))
