"""Bank files of our own making: entries written as NACHA and as CSV, so that what is read back is known."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True)
class Entry:
    """An entry for a bank file; `amount` below zero is a debit."""

    day: date
    amount: Decimal
    trace: str | None = None
    originator: str = "1890000201"
    name: str = "JUNIPER CREST"
    reference: str = "091000010000001"
    company_id: str | None = None


def addenda_text(entry: Entry, end: str = "\\") -> str:
    return f"TRN*1*{entry.trace}*{entry.originator}{end}" if entry.trace else ""


def nacha(entries: list[Entry], *, end: str = "\\", newline: str = "\n", kind: str = "CCD") -> bytes:
    """A NACHA file with one batch an entry, as banks send them, blocked to ten records."""
    records = [f"101 091000019 0910000192611{21:02}0730A094101{'OUR BANK':<23}{'ITS CUSTOMER':<23}{'':8}"]
    left = arrived = count = 0
    for number, entry in enumerate(entries, 1):
        cents = int(abs(entry.amount) * 100)
        is_debit = entry.amount < 0
        company = (entry.company_id or entry.originator)[:10]
        head = f"5220{entry.name[:16]:<16}{'':20}{company:<10}{kind}HCCLAIMPMT{'':6}{entry.day:%y%m%d}   1"
        records.append(f"{head}09100001{number:07}")
        text = addenda_text(entry, end)
        code = "27" if is_debit else "22"
        detail = f"6{code}091000019{'5550002':<17}{cents:010}{'ID':<15}{'THISTLEDOWN PT':<22}  {int(bool(text))}"
        records.append(f"{detail}{entry.reference:<15}")
        parts = [text[at : at + 80] for at in range(0, len(text), 80)]
        records += [f"705{part:<80}{place:04}{number:07}" for place, part in enumerate(parts, 1)]
        held = 1 + len(parts)
        totals = f"{cents if is_debit else 0:012}{0 if is_debit else cents:012}"
        records.append(f"8220{held:06}{9100001:010}{totals}{company:<10}{'':25}09100001{number:07}")
        count += held
        left, arrived = left + (cents if is_debit else 0), arrived + (0 if is_debit else cents)
    blocks = (len(records) + 1 + 9) // 10
    records.append(f"9{len(entries):06}{blocks:06}{count:08}{9100001:010}{left:012}{arrived:012}{'':39}")
    records += ["9" * 94] * (blocks * 10 - len(records))
    assert {len(record) for record in records} == {94}
    return newline.join(records).encode()


def statement(entries: list[Entry]) -> bytes:
    """A CSV statement as the columns of COLUMNS map it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Posting Date", "Amount", "Memo", "Bank Ref"])
    for entry in entries:
        memo = f"HCCLAIMPMT ORIG ID:{entry.originator} {addenda_text(entry, '~')}".strip()
        writer.writerow([f"{entry.day:%m/%d/%Y}", f"{entry.amount:,.2f}", memo, entry.reference])
    return text.getvalue().encode()
