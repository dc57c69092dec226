"""The Medicare fee of one unit at the place of service.

Source: 42 CFR 414.22-414.26 and the CMS relative value and index files named in each step: work, practice expense (PE)
and malpractice (MP) RVUs, each times its geographic index, added, times the conversion factor, rounded once. The
factor, the floor of the work index and the places that are facilities are in three files of the law:
contracts/medicare/law/conversion_factor.toml, contracts/medicare/law/work_floor.toml and
contracts/medicare/law/facility_places.toml.
"""

from typing import Final

from contracts.agreements.terms import SITE
from contracts.medicare.rates import MedicareFee, RateRefusal
from contracts.pricing.agreed_fee import agreed_fee
from contracts.pricing.working_line import Case, WorkingLine, line_by_line
from contracts.steps import Step

HOME_VISIT: Final = "home_visit"


@line_by_line
def medicare_fee(working: WorkingLine, case: Case) -> WorkingLine:
    """Dollars a unit before the contract's percent; a line without a fee is refused with the reason of the rates."""
    if not case.terms.by_relative_values or working.has_price:
        return working
    if locality_of(case) is None:
        reason = case.situation.site_problem or "no_locality"
        where = "where the patient lives" if reason == HOME_VISIT else "of the site"
        return working.refused(
            reason, f"Medicare pays by the locality {where}, and that is not known for this service."
        )
    line = working.line
    fee = find_fee(case, line.code, line.modifiers, by_participant=line.by_participant)
    if isinstance(fee, RateRefusal):
        return working.refused(fee.reason, f"{fee.sentence[0].upper()}{fee.sentence[1:].rstrip('.')}.")
    step = Step("medicare_fee", _text(fee), fee.amount, "; ".join((case.terms.source, *fee.sources)))
    return working.at_unit_price(fee.amount, step).with_rate(fee=fee, rate_modifier=fee.modifier)


def locality_of(case: Case) -> str | None:
    return case.situation.locality if case.terms.locality == SITE else case.terms.locality


def find_fee(
    case: Case, code: str, modifiers: tuple[str, ...], *, by_participant: bool = False
) -> MedicareFee | RateRefusal:
    """The fee at this case's locality, which must be known, and in its setting."""
    locality = locality_of(case)
    assert locality is not None
    terms, facility = case.terms, case.facility
    return agreed_fee(
        terms, case.rates, code, modifiers, case.on, locality, facility=facility, by_participant=by_participant
    )


def formula(fee: MedicareFee, practice_expense: str) -> str:
    """The formula with its numbers, to be checked with a calculator."""
    floor = " (floor)" if fee.floor_applied else ""
    return (
        f"(work {fee.work} x {fee.gpci_work}{floor} + {practice_expense} x {fee.gpci_pe}"
        f" + MP {fee.mp} x {fee.gpci_mp}) x {fee.conversion_factor}"
    )


def _text(fee: MedicareFee) -> str:
    name = f"{fee.code} with {fee.modifier}" if fee.modifier else fee.code
    setting = "facility" if fee.facility else "non-facility"
    notes = "".join(f" ({note})" for note in (fee.setting_note, fee.release_note) if note)
    return f"{name}, {setting}, {fee.locality}: {formula(fee, f'PE {fee.pe}')} = {fee.amount} a unit{notes}"
