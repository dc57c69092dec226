"""Reads a bank's CSV statement by the workspace's map of columns, because each bank has its own names and signs."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from parsers.bank.deposits import BankFile, Deposit, DepositFinding, decoded, originator_named, reassociation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PREAMBLE_LINES: Final = 40  # banks print account and period above the header
_DOLLARS = re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.(?P<cents>[0-9]{0,2}))?")
_NEGATIVE = re.compile(r"\((.*)\)|-(.*)|(.*)-")


@dataclass(frozen=True, slots=True)
class StatementColumns:
    """Which column of the statement is what, by the names in its header (case and outer spaces do not matter).

    Either `amount` is given, or `credit` or `debit` or both. `description` are columns whose text may hold a TRN.
    """

    date: str
    amount: str | None = None
    credit: str | None = None
    debit: str | None = None
    description: tuple[str, ...] = ()
    trace: str | None = None
    company_id: str | None = None
    company_name: str | None = None
    reference: str | None = None
    date_format: str = "%Y-%m-%d"
    is_credit_negative: bool = False
    delimiter: str = ","

    def named(self) -> tuple[str, ...]:
        """Every column that must be there."""
        single = (self.date, self.amount, self.credit, self.debit, self.trace)
        others = (self.company_id, self.company_name, self.reference, *self.description)
        return tuple(dict.fromkeys(_folded(name) for name in (*single, *others) if name is not None))


def read_statement(content: bytes, columns: StatementColumns) -> BankFile:
    """Every row below the header, in order; never raises on content."""
    text, odd = decoded(content)
    findings = list(odd)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=columns.delimiter)
    places: dict[str, int] | None = None
    deposits: list[Deposit] = []
    first_line = 1
    is_blank = True
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error:
            findings.append(DepositFinding("bank_row_short", rows.line_num, "not CSV"))
            continue
        # A quoted field may span lines: a row is known by the line it begins on.
        line_number, first_line = first_line, rows.line_num + 1
        if not any(field.strip() for field in row):
            continue
        is_blank = False
        if places is None:
            places = _places(row, columns) if line_number <= PREAMBLE_LINES else None
        else:
            deposits.append(_deposit(line_number, row, places, columns, findings))
    if is_blank:
        findings.append(DepositFinding("bank_file_empty"))
    elif places is None:
        findings.append(DepositFinding("bank_columns_missing"))
    return BankFile("csv", tuple(deposits), tuple(findings))


def _places(row: Sequence[str], columns: StatementColumns) -> dict[str, int] | None:
    """The place of each column, if this row is the header."""
    places = {_folded(name): place for place, name in reversed(list(enumerate(row)))}
    return places if all(name in places for name in columns.named()) else None


def _deposit(
    line_number: int,
    row: Sequence[str],
    places: Mapping[str, int],
    columns: StatementColumns,
    findings: list[DepositFinding],
) -> Deposit:
    def field(name: str | None) -> str | None:
        if name is None or (place := places[_folded(name)]) >= len(row):
            return None
        return row[place].strip() or None

    if len(row) < len(places):
        findings.append(DepositFinding("bank_row_short", line_number, f"{len(row)} of {len(places)} fields"))
    written = field(columns.date)
    day = _day(written, columns.date_format)
    if day is None:
        findings.append(DepositFinding("deposit_date_unreadable", line_number, columns.date))
    description = " ".join(part for name in columns.description if (part := field(name))) or None
    trace = field(columns.trace)
    found = reassociation(trace or "") or reassociation(description or "")
    return Deposit(
        line_number=line_number,
        deposit_date=day,
        amount=_amount(line_number, field, columns, findings),
        trace=found.trace if found else trace,
        originator_id=found.originator_id if found else None,
        company_id=field(columns.company_id) or originator_named(description or ""),
        company_name=field(columns.company_name),
        reference=field(columns.reference),
        description=description,
    )


def _amount(
    line_number: int,
    field: Callable[[str | None], str | None],
    columns: StatementColumns,
    findings: list[DepositFinding],
) -> Decimal | None:
    """The amount with the sign it has for us: above zero when money arrived."""
    written = [(name, sign, field(name)) for name, sign in ((columns.credit, 1), (columns.debit, -1)) if name]
    if columns.amount is not None:
        written = [(columns.amount, -1 if columns.is_credit_negative else 1, field(columns.amount))]
    filled = [(name, sign, text) for name, sign, text in written if text is not None]
    if not filled:
        findings.append(DepositFinding("deposit_amount_missing", line_number))
        return None
    total = Decimal(0)
    for name, sign, text in filled:
        dollars = dollars_of(text)
        if dollars is None:
            findings.append(DepositFinding("deposit_amount_unreadable", line_number, name))
            return None
        # A column of its own says the direction; some banks write its amounts negative all the same.
        total += sign * (dollars if columns.amount is not None else abs(dollars))
    return total


def dollars_of(text: str) -> Decimal | None:
    """Dollars and cents as banks write them: 1,234.50  $12  (3.00)  3.00-  ; None for anything else."""
    bare = text.strip().replace("$", "").replace(" ", "")
    is_negative = False
    if found := _NEGATIVE.fullmatch(bare):
        is_negative, bare = True, next(part for part in found.groups() if part is not None)
    bare = bare.removeprefix("+")
    form = _DOLLARS.fullmatch(bare)
    if form is None or not (form["whole"] or form["cents"]):
        return None
    dollars = Decimal(f"{form['whole'].replace(',', '') or '0'}.{(form['cents'] or '').ljust(2, '0')}")
    return -dollars if is_negative else dollars


def _day(text: str | None, form: str) -> date | None:
    if text is None:
        return None
    try:
        day = datetime.strptime(text, form).date()  # noqa: DTZ007 -- a calendar day has no zone
    except ValueError:
        return None
    # Without separators strptime takes short texts: 2026013 is no day.
    return day if not text.isdigit() or len(text) == len(day.strftime(form)) else None


def _folded(name: str) -> str:
    return name.strip().casefold()
