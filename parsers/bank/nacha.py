"""Reads a NACHA file of the bank: CCD+ entries with their addenda, whose TRN names the remittance (CAQH CORE FAQ 523).

The minimum data for reassociation: record 5 field 9 effective entry date, record 6 field 6 amount, record 7 field 3
TRN. Records are 94 characters, one a line or without any line break; what is left out at the end of a line is blank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from parsers.bank.deposits import BankFile, Deposit, DepositFinding, decoded, reassociation

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORD: Final = 94
_OPENING = re.compile(rb"\s*101[ 0-9]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_PRENOTES: Final = "38"  # second digit of the transaction code
_LAST_CREDIT: Final = "4"  # 22 and 32 are credits, 27 and 37 debits
_CORPORATE: Final = ("CCD", "CTX")


@dataclass(slots=True)
class _Batch:
    """A batch header, and the running totals of its entries, in cents."""

    company_name: str | None
    company_id: str | None
    kind: str
    description: str | None
    day: date | None
    line_number: int
    count: int = 0
    credits: int = 0
    debits: int = 0


@dataclass(slots=True)
class _Entry:
    """An entry whose addenda are still being read; its amount in cents, below zero for a debit."""

    line_number: int
    cents: int | None
    reference: str | None
    name: str | None
    is_prenote: bool
    addenda: list[str] = field(default_factory=list)


def is_nacha(content: bytes) -> bool:
    """Whether the bytes begin as a NACHA file header does."""
    return _OPENING.match(content.removeprefix(b"\xef\xbb\xbf")) is not None


def read_nacha(content: bytes) -> BankFile:
    """Every entry of the file that moves money, in order; never raises on content."""
    text, odd = decoded(content)
    reader = _Reader(list(odd))
    for line_number, record in _records(text):
        reader.take(line_number, record)
    reader.finish()
    if not reader.deposits and not reader.findings:
        reader.report("bank_file_empty")
    return BankFile("nacha", tuple(reader.deposits), tuple(reader.findings))


def _records(text: str) -> Iterator[tuple[int, str]]:
    """(line number, record); records without line breaks are numbered as if each were a line."""
    lines = ((number, line) for number, line in enumerate(_LINE_END.split(text), 1))
    filled = [(number, line) for number, line in lines if line.strip()]
    if len(filled) == 1 and len(filled[0][1]) > RECORD:
        whole = filled[0][1]
        starts = range(0, len(whole), RECORD)
        return ((number, whole[start : start + RECORD]) for number, start in enumerate(starts, 1))
    return iter(filled)


class _Reader:
    """Record after record; entries wait for their addenda, batches for their control."""

    def __init__(self, findings: list[DepositFinding]) -> None:
        self.findings, self.deposits = findings, list[Deposit]()
        self._batch: _Batch | None = None
        self._entry: _Entry | None = None
        self._credits = self._debits = 0
        self._is_closed = False

    def report(self, code: str, line_number: int | None = None, detail: str | None = None) -> None:
        self.findings.append(DepositFinding(code, line_number, detail))

    def take(self, line_number: int, record: str) -> None:
        if len(record.rstrip()) > RECORD or len(record) < RECORD:
            self.report("nacha_record_length", line_number, f"{len(record)} characters")
        record = record.ljust(RECORD)
        take = {"5": self._header, "6": self._detail, "7": self._addenda, "8": self._control}.get(record[0])
        if take is not None:
            take(line_number, record)
        elif record[0] == "9":
            if not self._is_closed:
                self._close(line_number, record)
        elif record[0] != "1":
            self.report("nacha_record_unknown", line_number)

    def finish(self) -> None:
        self._settle()
        if self._batch is not None or not self._is_closed:
            self.report("nacha_not_closed")

    def _header(self, line_number: int, record: str) -> None:
        self._settle()
        if self._batch is not None:
            self.report("nacha_not_closed", self._batch.line_number)
        kind = record[50:53].strip()
        if kind not in _CORPORATE:
            self.report("nacha_not_corporate", line_number)
        day = _day(record[69:75])
        if day is None:
            self.report("deposit_date_unreadable", line_number, "effective entry date")
        self._batch = _Batch(_text(record[4:20]), _text(record[40:50]), kind, _text(record[53:63]), day, line_number)

    def _detail(self, line_number: int, record: str) -> None:
        self._settle()
        if self._batch is None:
            self.report("nacha_record_misplaced", line_number, "entry outside a batch")
            self._batch = _Batch(None, None, "", None, None, line_number)
        digits = record[29:39].strip()
        cents = int(digits) if digits.isascii() and digits.isdigit() else None
        code = record[1:3]
        is_debit = code[1] > _LAST_CREDIT
        self._batch.count += 1
        if cents is None:
            self.report("deposit_amount_unreadable", line_number, "amount")
        elif is_debit:
            self._batch.debits += cents
            cents = -cents
        else:
            self._batch.credits += cents
        name = record[58:74] if self._batch.kind == "CTX" else record[54:76]
        self._entry = _Entry(line_number, cents, _text(record[79:94]), _text(name), code[1] in _PRENOTES)

    def _addenda(self, line_number: int, record: str) -> None:
        if self._entry is None or self._batch is None:
            self.report("nacha_record_misplaced", line_number, "addenda without an entry")
            return
        self._batch.count += 1
        if record[1:3] == "05":
            self._entry.addenda.append(record[3:83])
        else:
            self.report("nacha_addenda_kind", line_number)

    def _control(self, line_number: int, record: str) -> None:
        self._settle()
        if self._batch is None:
            self.report("nacha_record_misplaced", line_number, "batch control without a batch")
            return
        if _number(record[4:10]) != self._batch.count:
            self.report("nacha_batch_count", line_number, f"{self._batch.count} counted")
        if (_number(record[20:32]), _number(record[32:44])) != (self._batch.debits, self._batch.credits):
            self.report("nacha_batch_total", line_number)
        self._debits += self._batch.debits
        self._credits += self._batch.credits
        self._batch = None

    def _close(self, line_number: int, record: str) -> None:
        self._settle()
        self._is_closed = True
        if (_number(record[31:43]), _number(record[43:55])) != (self._debits, self._credits):
            self.report("nacha_file_total", line_number)

    def _settle(self) -> None:
        """The entry's addenda are complete: it is a deposit, unless it is a prenotification."""
        entry, self._entry = self._entry, None
        if entry is None or self._batch is None:
            return
        if entry.is_prenote:
            self.report("nacha_prenote", entry.line_number)
            return
        # A TRN longer than one addenda goes on in the next, at the same column.
        addenda = "".join(entry.addenda).rstrip()
        found = reassociation(addenda)
        if found is None:
            self.report("deposit_without_trace", entry.line_number, f"{len(entry.addenda)} addenda")
        self.deposits.append(
            Deposit(
                line_number=entry.line_number,
                deposit_date=self._batch.day,
                amount=None if entry.cents is None else Decimal(entry.cents).scaleb(-2),
                trace=found.trace if found else None,
                originator_id=found.originator_id if found else None,
                company_id=self._batch.company_id,
                company_name=self._batch.company_name,
                reference=entry.reference,
                description=addenda or self._batch.description,
            )
        )


def _text(text: str) -> str | None:
    return text.strip() or None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def _day(text: str) -> date | None:
    """YYMMDD; strptime alone would take '26 1 3' and shorter ones."""
    if len(text) != len("YYMMDD") or not (text.isascii() and text.isdigit()):
        return None
    try:
        return datetime.strptime(text, "%y%m%d").date()  # noqa: DTZ007 -- a calendar day has no zone
    except ValueError:
        return None
