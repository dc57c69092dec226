"""What a bank says arrived: one row a movement of money, from a CSV statement or a NACHA file, as it was written.

Nothing is matched here. A row whose date or amount cannot be read stays a row, with a finding; every row keeps the
number of its line in the archived bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

Severity = Literal["error", "warning", "note"]

# TRN*1*<TRN02>*1<TIN>*<TRN04>~ ; NACHA writes the terminator as a backslash, banks drop it as often as not.
_TRN = re.compile(r"TRN\*[0-9]{1,2}\*([^*\\~]+)(?:\*([^*\\~\s]*))?")
_ORIGINATOR = re.compile(r"\b(?:ORIG(?:INATOR)?|CO(?:MPANY)?)[ _]*ID[ :#=]*([0-9]{9,10})\b", re.IGNORECASE)

DEPOSIT_FINDINGS: Final[Mapping[str, tuple[Severity, str]]] = MappingProxyType(
    {
        "bank_file_empty": ("error", "The file holds no row of a statement and no NACHA record."),
        "bank_columns_missing": ("error", "No line of the file names all the columns that [deposits] maps."),
        "bank_row_short": ("warning", "The row has fewer fields than the header; what is missing is absent."),
        "deposit_amount_missing": ("error", "The row has no amount; it is kept and never matched."),
        "deposit_amount_unreadable": ("error", "The amount is not dollars and cents; the row is kept, never matched."),
        "deposit_date_unreadable": ("error", "The date does not have the form given; the row is kept, never matched."),
        "text_is_not_utf8": ("note", "The text is not UTF-8; it was read as Windows-1252 or Latin-1."),
        "nacha_record_length": ("warning", "A NACHA record does not have 94 characters."),
        "nacha_record_unknown": ("warning", "A NACHA record of a type that is none of 1, 5, 6, 7, 8, 9 was skipped."),
        "nacha_record_misplaced": ("warning", "A NACHA record stands where its type does not belong."),
        "nacha_not_closed": ("warning", "A batch or the file is not closed by its control record; it may be cut off."),
        "nacha_batch_total": ("warning", "The amounts of a batch do not add up to its control record."),
        "nacha_batch_count": (
            "warning",
            "A batch does not hold as many entries and addenda as its control record says.",
        ),
        "nacha_file_total": ("warning", "The amounts of the file do not add up to its control record."),
        "nacha_prenote": ("note", "A prenotification moves no money; it is no deposit."),
        "nacha_not_corporate": ("note", "The batch is neither CCD nor CTX: not the form of a health care payment."),
        "nacha_addenda_kind": ("note", "An addenda that is not type 05 was not read for a trace."),
        "deposit_without_trace": ("note", "No TRN came with the entry: the bank must be asked for the addenda."),
    }
)


@dataclass(frozen=True, slots=True)
class Deposit:
    """One movement on the account. `amount` is dollars, negative when money left; absent when it cannot be read.

    `trace` and `originator_id` are TRN02 and TRN03 of the addenda; `company_id` is who sent the money.
    """

    line_number: int
    deposit_date: date | None
    amount: Decimal | None
    trace: str | None = None
    originator_id: str | None = None
    company_id: str | None = None
    company_name: str | None = None
    reference: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class DepositFinding:
    """What is odd about the file (`line_number` None) or about a line. `detail` names columns and counts, no values."""

    code: str
    line_number: int | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class BankFile:
    """Everything one file of a bank says, in its order. `kind` is the form it was read in."""

    kind: Literal["csv", "nacha"]
    deposits: tuple[Deposit, ...]
    findings: tuple[DepositFinding, ...]


@dataclass(frozen=True, slots=True)
class Reassociation:
    """What ties a deposit to its remittance: TRN02 and TRN03."""

    trace: str
    originator_id: str | None


def reassociation(text: str) -> Reassociation | None:
    """The TRN inside a text of the bank: an addenda, a memo, a description. None when there is none."""
    found = _TRN.search(text)
    if found is None or not found[1].strip():
        return None
    return Reassociation(found[1].strip(), (found[2] or "").strip() or None)


def originator_named(text: str) -> str | None:
    """The number behind ORIG ID or COMPANY ID in a description, which banks print of an ACH entry."""
    found = _ORIGINATOR.search(text)
    return found[1] if found else None


def decoded(content: bytes) -> tuple[str, tuple[DepositFinding, ...]]:
    """The text of a bank's file; never raises."""
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), (DepositFinding("text_is_not_utf8"),)
    except UnicodeDecodeError:
        return content.decode("latin-1"), (DepositFinding("text_is_not_utf8"),)
