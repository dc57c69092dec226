"""Explains what is missing by Medicare's sequestration, taken without its code and left in the contractual adjustment.

Source: contracts/medicare/law/sequestration.toml: a percent of what the payer pays after the patient's share. Medicare
gives it CARC 253; a plan that copies it may write the reduced payment and let CO-45 fill the gap.
"""

from collections.abc import Collection
from decimal import Decimal

from contracts.causes.change import Asked
from contracts.causes.shortage import Shortage
from contracts.codes import special_codes
from contracts.money import AS_A_HUNDREDTH, CENT, NOTHING, cents, percent_of, plain

SEQUESTERED = "sequestration without its code"


def sequestered(asked: Asked, shortage: Shortage, price: Decimal) -> tuple[Decimal, Decimal] | None:
    """(dollars, percent) of sequestration that leaves exactly the amount allowed of `price`; None where none does.

    A payer may drop the fraction of a cent, or take the percent of a claim and share it out: a cent is no other amount.
    """
    period = asked.cut("sequestration")
    paid = price - shortage.patient_share
    if period is None or shortage.is_sequestered or shortage.deducted or paid <= NOTHING:
        return None
    taken, missing = percent_of(period.number, paid), price - shortage.actual
    return (missing, period.number) if missing > CENT and abs(missing - taken) <= CENT else None


def price_before(asked: Asked, shortage: Shortage) -> Decimal | None:
    """The price that the amount allowed would be left of, to within a cent or two; None where none can be."""
    period = asked.cut("sequestration")
    if period is None or shortage.is_sequestered or shortage.deducted:
        return None
    left = 1 - period.number.scaleb(AS_A_HUNDREDTH)
    return shortage.patient_share + cents((shortage.actual - shortage.patient_share) / left)


def without_code(asked: Asked, shortage: Shortage, permitted: Collection[str]) -> tuple[str, str, str] | None:
    """(cause, candidate, text) where the price is right and only the sequestration is missing from it."""
    found = sequestered(asked, shortage, shortage.expected)
    if found is None:
        return None
    is_permitted = special_codes.sequestration_reason() in permitted
    cause = "sequestration_without_code" if is_permitted else "sequestration_not_in_contract"
    return cause, SEQUESTERED, f"the right price {less(shortage, shortage.expected, found)}"


def less(shortage: Shortage, price: Decimal, found: tuple[Decimal, Decimal]) -> str:
    """The words for it, with the two numbers it rests on."""
    taken, percent = found
    paid = price - shortage.patient_share
    return f"less {taken}, which is sequestration's {plain(percent)}% of the payer's part {paid}, without its code"
