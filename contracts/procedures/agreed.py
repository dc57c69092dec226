"""What the contract says of a line before Medicare's own rules do: its terms and its percent."""

from decimal import Decimal

from contracts.medicare.rates import MedicareFee, RateRefusal
from contracts.money import percent_of
from contracts.rules.medicare_fee import find_fee
from contracts.so_far import Case, LineSoFar
from contracts.terms import Terms


def terms_of(line: LineSoFar, case: Case) -> Terms:
    """The terms that price the line: a carve-out's, or those of the visit."""
    return line.terms or case.terms


def fee_beside(line: LineSoFar, code: str, modifiers: tuple[str, ...], case: Case) -> MedicareFee | RateRefusal:
    """The fee of another row, under the terms and in the setting of `line`."""
    return find_fee(case.under(line.terms), code, modifiers)


def of_percent(line: LineSoFar, amount: Decimal, case: Case) -> Decimal:
    """The contract's percent of a Medicare amount in cents."""
    percent = terms_of(line, case).percent
    return amount if percent is None else percent_of(percent, amount)
