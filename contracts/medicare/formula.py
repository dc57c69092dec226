"""The payment formula: relative values times indices times conversion factor, rounded once.

unit = (work x work index + practice expense x its index + malpractice x its index) x conversion factor
Exact Decimal throughout and half up to cents at the end: of the 6,670 amounts CMS printed for the 2025 imaging cap this
reproduces every one, while rounding any earlier misses at least 733 of them.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from contracts.medicare.fees import MedicareFee
from contracts.medicare.rvu import RelativeValues
from contracts.money import cents

ONE: Final = Decimal("1.000")


@dataclass(frozen=True, slots=True)
class PlaceIndices:
    """The three indices that price a service."""

    work: Decimal
    pe: Decimal
    mp: Decimal


NATIONAL: Final = PlaceIndices(ONE, ONE, ONE)


@dataclass(frozen=True, slots=True)
class FormulaPrice:
    """A unit's price in US dollars with the RVUs that made it.

    `reduced_amount` has only `reduced_share` of the practice expense; `is_capped` says that the outpatient hospital
    price was lower and its practice expense and malpractice RVUs are used.
    """

    pe: Decimal
    mp: Decimal
    unrounded: Decimal
    amount: Decimal
    reduced_amount: Decimal
    is_capped: bool


def formula_price(
    row: RelativeValues, indices: PlaceIndices, conversion_factor: Decimal, *, facility: bool, reduced_share: Decimal
) -> FormulaPrice:
    """The price of one unit of `row` in a setting."""

    def dollars(pe: Decimal, mp: Decimal) -> Decimal:
        return _product(row.work_rvu, pe, mp, indices, conversion_factor)

    pe, mp = row.pe_facility_rvu if facility else row.pe_nonfacility_rvu, row.mp_rvu
    cap_pe, cap_mp = row.opps_pe_facility_rvu if facility else row.opps_pe_nonfacility_rvu, row.opps_mp_rvu
    # All zero means that no cap applies; taken at its word it would make the service free.
    is_capped = cap_pe + cap_mp > 0 and dollars(cap_pe, cap_mp) < dollars(pe, mp)
    if is_capped:
        pe, mp = cap_pe, cap_mp
    return FormulaPrice(
        pe, mp, dollars(pe, mp), cents(dollars(pe, mp)), cents(dollars(pe * reduced_share, mp)), is_capped
    )


def repriced(fee: MedicareFee) -> MedicareFee:
    """The fee with the amounts that its own RVUs, indices and conversion factor make."""
    indices = PlaceIndices(fee.gpci_work, fee.gpci_pe, fee.gpci_mp)
    whole, reduced = (
        _product(fee.work, pe, fee.mp, indices, fee.conversion_factor) for pe in (fee.pe, fee.pe * fee.reduced_share)
    )
    return replace(fee, unrounded=whole, amount=cents(whole), reduced_amount=cents(reduced))


def _product(work: Decimal, pe: Decimal, mp: Decimal, indices: PlaceIndices, factor: Decimal) -> Decimal:
    return (work * indices.work + pe * indices.pe + mp * indices.mp) * factor
