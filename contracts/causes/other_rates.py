"""Medicare's fee as a payer may have it wrong: of another day, in another setting, or with every unit reduced.

A payer loads the three parts of a year's fee (relative values, geographic indices, conversion factor) separately, so
each of them can be of another day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from contracts.medicare.fees import FeeAsked, MedicareFee, RateRefusal, Rates
from contracts.medicare.formula import repriced
from contracts.medicare.rates import MedicareRates


@dataclass(frozen=True, slots=True)
class RateChange:
    """What is different; None and False leave it as it is. The three days replace the day the fee is read for."""

    values_of: date | None = None
    indices_of: date | None = None
    factor_of: date | None = None
    facility: bool | None = None
    every_unit_reduced: bool = False


class OtherRates(Rates):
    """Rates like MedicareRates, with a change."""

    def __init__(self, rates: MedicareRates, change: RateChange) -> None:
        super().__init__(rates.law)
        self.rates = rates
        self.change = change

    @property
    def repricing_modifiers(self) -> Mapping[str, str]:
        return self.rates.repricing_modifiers

    def facility_place(self, place_of_service: str | None, on: date) -> bool:
        return self.rates.facility_place(place_of_service, on)

    def telehealth_place(self, place_of_service: str | None, on: date) -> bool:
        return self.rates.telehealth_place(place_of_service, on)

    def _answer(self, asked: FeeAsked) -> MedicareFee | RateRefusal:
        """The fee of the day, setting and place asked for, but for what is changed."""
        change = self.change
        here = asked if change.facility is None else asked._replace(facility=change.facility)
        parts = []
        for day in (change.values_of or asked.on, change.indices_of or asked.on, change.factor_of or asked.on):
            part = self.rates.answered(here._replace(on=day))
            if isinstance(part, RateRefusal):
                return part
            parts.append(part)
        values, indices, factor = parts
        fee = values if values is indices and values is factor else _mixed(values, indices, factor)
        is_reduced = change.every_unit_reduced and fee.multiple_procedure == self._therapy()
        return replace(fee, amount=fee.reduced_amount) if is_reduced else fee

    def _therapy(self) -> str:
        return str(self.law.document("therapy_mppr")["indicator"])


def _mixed(values: MedicareFee, indices: MedicareFee, factor: MedicareFee) -> MedicareFee:
    """One day's relative values at another's indices and factor."""
    mixed = replace(
        values,
        gpci_work=indices.gpci_work,
        gpci_pe=indices.gpci_pe,
        gpci_mp=indices.gpci_mp,
        floor_applied=indices.floor_applied,
        unfloored_work=indices.unfloored_work,
        conversion_factor=factor.conversion_factor,
    )
    return repriced(mixed)


def changed(rates: Rates, change: RateChange) -> Rates:
    """`rates` with one more change; earlier changes are kept."""
    if isinstance(rates, OtherRates):
        before = rates.change
        return _other(
            rates.rates,
            RateChange(
                values_of=change.values_of or before.values_of,
                indices_of=change.indices_of or before.indices_of,
                factor_of=change.factor_of or before.factor_of,
                facility=before.facility if change.facility is None else change.facility,
                every_unit_reduced=change.every_unit_reduced or before.every_unit_reduced,
            ),
        )
    assert isinstance(rates, MedicareRates)
    return _other(rates, change)


def loaded(rates: Rates) -> MedicareRates:
    """The rates on file, without any change."""
    if isinstance(rates, OtherRates):
        return rates.rates
    assert isinstance(rates, MedicareRates)
    return rates


@lru_cache
def _other(rates: MedicareRates, change: RateChange) -> OtherRates:
    return OtherRates(rates, change)
