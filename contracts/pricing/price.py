"""What a payer should have allowed in a situation: an ordered tuple of rules, and the steps they leave behind.

The derivation is the calculation: a line's expected amount is the amount of its last step. What was paid never enters,
and what cannot be priced is refused with a reason.
"""

from dataclasses import dataclass, replace
from typing import Final

from contracts.agreements.agreement import Book
from contracts.pricing.rules.assistant_on_contract_fee import assistant_on_contract_fee
from contracts.pricing.rules.assistant_on_payer_share import assistant_on_payer_share
from contracts.pricing.rules.bilateral import bilateral
from contracts.pricing.rules.carve_out import carve_out
from contracts.pricing.rules.credential_percent import credential_percent
from contracts.pricing.rules.diagnostic_mppr import diagnostic_mppr
from contracts.pricing.rules.fixed_fee import fixed_fee
from contracts.pricing.rules.further_units import further_units
from contracts.pricing.rules.global_package import global_package
from contracts.pricing.rules.greater_of import greater_of
from contracts.pricing.rules.lesser_of import lesser_of
from contracts.pricing.rules.medicare_fee import medicare_fee
from contracts.pricing.rules.modifiers_after_ranking import modifiers_after_ranking
from contracts.pricing.rules.modifiers_before_ranking import modifiers_before_ranking
from contracts.pricing.rules.multiple_procedures import multiple_procedures
from contracts.pricing.rules.multiply_units import multiply_units
from contracts.pricing.rules.non_participating import non_participating
from contracts.pricing.rules.non_physician_practitioners import non_physician_practitioners
from contracts.pricing.rules.not_priced import not_priced
from contracts.pricing.rules.percent_of_charge import percent_of_charge
from contracts.pricing.rules.percent_of_medicare import percent_of_medicare
from contracts.pricing.rules.percent_of_schedule import percent_of_schedule
from contracts.pricing.rules.practice_expense_share import practice_expense_share
from contracts.pricing.rules.repricing_modifiers import repricing_modifiers
from contracts.pricing.rules.scheduled_fee import scheduled_fee
from contracts.pricing.rules.settled_modifiers import settled_modifiers
from contracts.pricing.rules.surgery_mppr import surgery_mppr
from contracts.pricing.rules.surgical_roles import surgical_roles
from contracts.pricing.rules.telehealth_setting import telehealth_setting
from contracts.pricing.rules.therapy_mppr import therapy_mppr
from contracts.pricing.rules.unit_limit import unit_limit
from contracts.pricing.rules.units_billed import units_billed
from contracts.pricing.rules.unlisted_code import unlisted_code
from contracts.pricing.visits import amount_of_day
from contracts.pricing.working_line import Case, Lines, Rule, WorkingLine
from contracts.situation import Situation
from contracts.steps import Expectation, Unpriced

RULES: Final[tuple[Rule, ...]] = (
    # A price for the line's unit, from one of these
    units_billed,
    carve_out,
    scheduled_fee,
    settled_modifiers,
    unlisted_code,
    telehealth_setting,
    not_priced,
    fixed_fee,
    medicare_fee,
    percent_of_charge,
    repricing_modifiers,
    # What changes the unit: units that are not payable take no part in Medicare's ranking, and its reductions come
    # before the shares of credential and assistant
    percent_of_medicare,
    percent_of_schedule,
    unit_limit,
    bilateral,
    modifiers_before_ranking,
    surgery_mppr,
    diagnostic_mppr,
    therapy_mppr,
    practice_expense_share,
    further_units,
    multiple_procedures,
    global_package,
    surgical_roles,
    non_physician_practitioners,
    non_participating,
    credential_percent,
    modifiers_after_ranking,
    assistant_on_contract_fee,
    # What changes the line: the charge is for all its units, so it is compared after they are multiplied out
    multiply_units,
    lesser_of,
    assistant_on_payer_share,
)
"""Every rule that prices lines, in the order in which Medicare's carriers and the contracts apply them."""

BY_VISIT: Final = "priced_by_visit"
BY_CLAIM: Final = "priced_by_claim"


@dataclass(frozen=True, slots=True)
class Priced:
    """One outcome for each line of the situation, in its order.

    `visit` is that of the lines that are compared together, where the agreement compares so: by visit or by claim.
    """

    lines: tuple[Expectation | Unpriced, ...]
    visit: Expectation | Unpriced | None


def price(situation: Situation, book: Book) -> Priced:
    """Prices a situation. Raises KeyError for an agreement that is not in the book."""
    agreement = book[situation.agreement]
    found = agreement.by_period_start.get(situation.period_start)
    if found is None:
        sentence = f"{agreement.name} has no terms for services on {situation.period_start}."
        return Priced(tuple(Unpriced("no_terms", sentence) for _ in situation.lines), None)
    return price_case(Case(situation, found[1], situation.period_start, book.rates))


def price_case(case: Case, rules: tuple[Rule, ...] = RULES) -> Priced:
    """Prices a situation under the terms, on the day and with the rates of its case."""
    choice = case.terms.alternative
    if choice is not None:
        ours = price_case(case.under(replace(case.terms, alternative=None)), rules)
        other = price_case(case.under(choice.terms), rules)
        pairs = zip(ours.lines, other.lines, strict=True)
        return Priced(tuple(greater_of(mine, theirs, choice, case) for mine, theirs in pairs), None)
    lines: Lines = tuple(WorkingLine(line) for line in case.situation.lines)
    for rule in rules:
        lines = rule(lines, case)
    if case.terms.compare == "line":
        return Priced(tuple(_outcome(line) for line in lines), None)
    together = tuple(line for line in lines if _is_part(line, case))
    outcomes = tuple(_part_of_whole(line, case) if _is_part(line, case) else _outcome(line) for line in lines)
    return Priced(outcomes, amount_of_day(together, case) if together else None)


def _outcome(line: WorkingLine) -> Expectation | Unpriced:
    outcome = line.outcome()
    assert outcome is not None, "some rule prices or refuses every line"
    return outcome


def _is_part(line: WorkingLine, case: Case) -> bool:
    """What is carved out is priced by itself, unless it is compared with the claim's charges like the rest."""
    if case.terms.compare == "claim":
        return (line.terms or case.terms).lesser_of == "claim"
    return not line.is_apart


def _part_of_whole(line: WorkingLine, case: Case) -> Unpriced:
    """A line that is compared with others has no amount of its own, even where it alone could not be priced."""
    if case.terms.compare == "claim":
        reason, sentence = BY_CLAIM, "The agreement compares prices and charges of the claim as a whole."
    else:
        reason, sentence = BY_VISIT, "The agreement pays one amount for the visit."
    return Unpriced(reason, f"{sentence} {line.unpriced.sentence}" if line.unpriced else sentence, line.steps)
