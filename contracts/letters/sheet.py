"""The spreadsheet of a batch: one row a disputed line, in the payer's columns, as CSV and as XLSX.

A text that a spreadsheet would run is written as text, and the same rows give the same bytes.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

import xlsxwriter

from contracts.letters.facts import DisputedClaim, Issue, ServiceLine
from contracts.letters.wording import cause_words

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
SHEET: Final = "Disputed lines"
Cell = str | int | Decimal | date | None


def rows_of(claims: Sequence[DisputedClaim], attachments: Sequence[str]) -> Iterator[Mapping[str, Cell]]:
    """Every disputed line once; `attachments` names each claim's evidence. `seq` counts claims, not rows."""
    for number, (claim, attachment) in enumerate(zip(claims, attachments, strict=True), 1):
        for issue in claim.issues:
            for place, line in enumerate(issue.lines):
                # What a visit should have been allowed stands once, on its first line.
                counts = place == 0
                yield {
                    "seq": number,
                    **_of_claim(claim, attachment),
                    **_of_line(line),
                    "allowed_expected": issue.expected if counts else None,
                    "variance": issue.short if counts else None,
                    "contract_section": issue.clause,
                    "schedule_version": _schedule(issue),
                    "reason": cause_words(issue.cause)["title"],
                    "expected_outcome": f"Allow {issue.expected:.2f}, remit {issue.short:.2f}" if counts else None,
                }


def as_csv(rows: Sequence[Mapping[str, Cell]], columns: Sequence[str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_safe(row.get(name)) for name in columns])
    return out.getvalue().encode()


def as_xlsx(rows: Sequence[Mapping[str, Cell]], columns: Sequence[str], on: date) -> bytes:
    """A workbook made on the day `on`, money as numbers, everything sent by a payer as text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": SHEET, "created": datetime.combine(on, time(), UTC).replace(tzinfo=None)})
        sheet = workbook.add_worksheet(SHEET)
        formats = {
            Decimal: workbook.add_format({"num_format": "#,##0.00"}),
            date: workbook.add_format({"num_format": "yyyy-mm-dd"}),
        }
        sheet.write_row(0, 0, columns, workbook.add_format({"bold": True, "bottom": 1}))
        for place, row in enumerate(rows, 1):
            for column, name in enumerate(columns):
                _write(sheet, place, column, row.get(name), formats)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        sheet.autofit()
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return out.getvalue()


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


def _safe(value: Cell) -> object:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return value.isoformat() if isinstance(value, date) else value


def _write(sheet: Any, row: int, column: int, value: Cell, formats: Mapping[type, Any]) -> None:  # noqa: ANN401 -- xlsxwriter has no types
    match value:
        case None:
            return
        case Decimal():
            sheet.write_number(row, column, value, formats[Decimal])
        case date():
            sheet.write_datetime(row, column, value, formats[date])
        case int():
            sheet.write_number(row, column, value)
        case _:
            sheet.write_string(row, column, value)
