"""The rows of a batch's spreadsheet: one row a disputed line, every column a payer can ask for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from contracts.codes import cause_label
from contracts.letters.facts import DisputedClaim, Issue, ServiceLine

SHEET: Final = "Disputed lines"
Cell = str | int | Decimal | date | None


def rows_of(claims: Sequence[DisputedClaim], attachments: Sequence[str]) -> Iterator[Mapping[str, Cell]]:
    """One row for each disputed line. `attachments` names the letter of each claim; `seq` numbers claims, not rows."""
    for number, (claim, attachment) in enumerate(zip(claims, attachments, strict=True), 1):
        for issue in claim.issues:
            for place, line in enumerate(issue.lines):
                # A visit has one expected amount: it is on the first line only.
                counts = place == 0
                yield {
                    "seq": number,
                    **_of_claim(claim, attachment),
                    **_of_line(line),
                    "allowed_expected": issue.expected if counts else None,
                    "variance": issue.short if counts else None,
                    "contract_section": issue.clause,
                    "schedule_version": _schedule(issue),
                    "reason": cause_label(issue.cause),
                    "expected_outcome": f"Allow {issue.expected:.2f}, remit {issue.short:.2f}" if counts else None,
                }


def _of_claim(claim: DisputedClaim, attachment: str) -> dict[str, Cell]:
    served = claim.service_dates
    return {
        "payer_claim_no": claim.payer_control_number,
        "our_claim_no": claim.patient_control_number,
        "member_id": claim.member_id,
        "patient_last": claim.patient_last,
        "patient_first": claim.patient_first,
        "dob": None,  # no remittance carries it
        "relationship": None,
        "dos_from": served[0] if served else None,
        "dos_to": served[-1] if served else None,
        "billing_tin": claim.payee.tin,
        "billing_npi": claim.payee.npi,
        "remit_date": claim.remittance_date or claim.payment_date,
        "trace_no": claim.trace,
        "plan_type": claim.filing_code,
        "attachment_ref": attachment,
    }


def _of_line(line: ServiceLine) -> dict[str, Cell]:
    return {
        "dos_from": line.service_date,
        "dos_to": line.service_date,
        "rendering_npi": line.rendering_npi,
        "cpt": line.code,
        "modifiers": " ".join(line.modifiers) or None,
        "units": None if line.units is None else f"{line.units.normalize():f}",
        "billed": line.charge,
        "paid": line.paid,
        "allowed_paid": line.actual,
    }


def _schedule(issue: Issue) -> str | None:
    since = f"in force from {issue.terms_from.isoformat()}" if issue.terms_from else None
    return ", ".join(part for part in (issue.schedule, since) if part) or None
