"""Telehealth under terms that do not say in which setting it is paid.

Source: the contract or the payer's telehealth policy (telehealth in [[terms]]); the places are in
contracts/medicare/law/telehealth_places.toml. Medicare pays place 02 as a facility; many states' parity laws and most
payers pay the fee of the clinic. Where the two settings have different fees and the terms are silent, it is asked; rows
of a schedule by setting are asked where they are looked up (scheduled_fee.py).
"""

from contracts.medicare.fees import MedicareFee
from contracts.pricing.agreed_fee import agreed_fee
from contracts.pricing.rules.medicare_fee import locality_of
from contracts.pricing.working_line import Case, WorkingLine, line_by_line


@line_by_line
def telehealth_setting(working: WorkingLine, case: Case) -> WorkingLine:
    """Refuses a telehealth line whose price depends on a setting that the terms do not name."""
    if not case.asks_setting or not _depends_on_setting(working, case):
        return working
    sentence = (
        f"Furnished by telehealth, and {working.line.code} has another fee in a facility: the terms say not which."
    )
    return working.refused("telehealth_needs_setting", sentence)


def _depends_on_setting(working: WorkingLine, case: Case) -> bool:
    terms, line = case.terms, working.line
    locality = locality_of(case) if terms.by_relative_values else None
    if locality is None:
        return False
    fees = [
        agreed_fee(terms, case.rates, line.code, line.modifiers, case.on, locality, facility=facility)
        for facility in (True, False)
    ]
    amounts = {fee.amount for fee in fees if isinstance(fee, MedicareFee)}
    return len(amounts) > 1
