"""What the contract says of a line before Medicare's own rules do: its terms and its percent."""

from decimal import Decimal

from contracts.agreements.terms import Terms
from contracts.medicare.rates import MedicareFee, RateRefusal
from contracts.money import percent_of
from contracts.pricing.rules.medicare_fee import find_fee
from contracts.pricing.working_line import Case, WorkingLine


def terms_of(line: WorkingLine, case: Case) -> Terms:
    """The terms that price the line: a carve-out's, or those of the visit."""
    return line.terms or case.terms


def fee_beside(line: WorkingLine, code: str, modifiers: tuple[str, ...], case: Case) -> MedicareFee | RateRefusal:
    """The fee of another row, under the terms and in the setting of `line`."""
    return find_fee(case.under(line.terms), code, modifiers, by_participant=line.line.by_participant)


def of_percent(line: WorkingLine, amount: Decimal, case: Case) -> Decimal:
    """The contract's percent of a Medicare amount in cents."""
    percent = terms_of(line, case).percent
    return amount if percent is None else percent_of(percent, amount)
