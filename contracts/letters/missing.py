"""The facts that a letter needs and that are not on file, named in words."""

from collections.abc import Mapping
from typing import Final

from contracts.letters.facts import DisputedClaim

LABELS: Final[Mapping[str, str]] = {
    "payee_name": "name of the practice as the payer has it",
    "tin": "tax id of the practice",
    "npi": "NPI of the practice",
    "practice_address": "address of the practice",
    "contact": "name and telephone of the contact",
    "payer_name": "name of the payer",
    "payer_address": "where the payer takes disputes",
    "patient_name": "patient's name",
    "member_id": "member ID",
    "medicare_number": "Medicare number of the beneficiary",
    "dob": "patient's date of birth",
    "group_number": "group number",
    "payer_claim_no": "the payer's claim number",
    "dos": "dates of service",
    "remit_date": "date of the remittance",
    "trace": "check or EFT trace number",
    "cpt": "procedure codes",
    "clause": "clause of the agreement",
    "remittance": "remittance in the archive",
    "signature": "signature and its date",
}
EVERY_LETTER: Final = (
    "payee_name", "tin", "npi", "practice_address", "contact", "payer_name", "payer_address", "patient_name",
    "member_id", "payer_claim_no", "dos", "remit_date", "trace", "clause", "remittance",
)  # fmt: skip


def missing_facts(claim: DisputedClaim) -> tuple[str, ...]:
    """The names of the facts that this claim's letter should have and no file gives; () when nothing is missing.

    A fact that no remittance has (date of birth, signature) is missing wherever the payer asks for it.
    """
    facts = _facts(claim)
    asked = dict.fromkeys((*EVERY_LETTER, *claim.profile.facts))
    return tuple(LABELS[name] for name in asked if name in LABELS and not facts.get(name))


def _facts(claim: DisputedClaim) -> Mapping[str, object]:
    contact = claim.payee.contact
    return {
        "payee_name": claim.payee.name,
        "tin": claim.payee.tin,
        "npi": claim.payee.npi,
        "practice_address": claim.payee.address or (contact and contact.address),
        "contact": contact and contact.name and contact.phone,
        "payer_name": claim.payer.name,
        "payer_address": claim.payer.address or claim.payer.channel,
        "patient_name": claim.patient,
        "member_id": claim.member_id,
        "medicare_number": claim.member_id,
        "group_number": claim.group_number,
        "payer_claim_no": claim.payer_control_number,
        "dos": claim.service_dates,
        "remit_date": claim.remittance_date or claim.payment_date,
        "trace": claim.trace,
        "cpt": all(line.code for line in claim.lines),
        "clause": all(issue.clause for issue in claim.issues),
        "remittance": all(source.is_whole for source in claim.sources),
    }
