"""What the law adds to an agreement with Medicare itself, so that its file need not repeat the law.

An agreement for the claim filing codes of Medicare Part B alone is Medicare itself, not a contract about its fees.
Practitioners, therapy assistants and qualifying APM participants are then paid as the law says, unless the terms say
otherwise; sequestration and
the quality program need no permission; and the dispute window is the law's.
"""

from collections.abc import Iterable
from dataclasses import replace

from contracts.agreements.terms import Assistant, Terms
from contracts.codes import special_codes
from contracts.medicare.law import Law


def is_medicare_itself(filing_codes: Iterable[str]) -> bool:
    """Whether an agreement for these claim filing codes is Medicare Part B and nothing else."""
    codes = frozenset(filing_codes)
    return bool(codes) and codes <= special_codes.part_b_filing_codes()


def deductions_by_law(filing_codes: Iterable[str]) -> frozenset[str]:
    """The reason codes that the law lets this payer take after the price without any clause; none for other payers."""
    return special_codes.medicare_deductions() if is_medicare_itself(filing_codes) else frozenset()


def completed(terms: Terms, filing_codes: Iterable[str], law: Law) -> Terms:
    """Medicare's own terms with what the law says where they say nothing; any other agreement's terms unchanged."""
    if not is_medicare_itself(filing_codes):
        return terms
    clauses = tuple(replace(clause, terms=_completed(clause.terms, law)) for clause in terms.carve_outs)
    unlisted = None if terms.unlisted is None else _completed(terms.unlisted, law)
    return replace(_completed(terms, law), carve_outs=clauses, unlisted=unlisted)


def _completed(terms: Terms, law: Law) -> Terms:
    if terms.method != "medicare":
        return terms
    assistant = terms.assistant or _assistant(terms, law)
    terms = replace(terms, telehealth=terms.telehealth or "by_law")
    if terms.has_open_factor:
        terms = replace(terms, conversion_factor_kind="by_clinician")
    if terms.npp is None and not terms.credential_percent:
        return replace(terms, npp="by_law", assistant=assistant)
    return replace(terms, assistant=assistant)


def _assistant(terms: Terms, law: Law) -> Assistant | None:
    """The cut of Medicare's share, for the modifiers that the terms do not price themselves."""
    percent = law.timeline("therapy_assistant").on(terms.effective_from)
    coinsurance = law.timeline("coinsurance").on(terms.effective_from)
    named = law.document("therapy_assistant")["modifiers"]
    modifiers = tuple(each for each in named if terms.percent_of_modifier(each) is None)
    if percent is None or coinsurance is None or not modifiers or terms.lesser_of == "claim":
        return None
    return Assistant(modifiers, percent.number, "payer_share", coinsurance.number)
