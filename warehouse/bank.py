"""Puts bank files on record: their rows as sent, append-only, and the matches that people made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from warehouse.clock import as_stored, utc_now
from warehouse.database import transaction
from warehouse.load import insert_rows, replace_rows
from warehouse.statements import naming, statement

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    import duckdb

    from parsers.bank.deposits import BankFile, Deposit


@dataclass(frozen=True, slots=True)
class BankArrival:
    """A bank file whose bytes are archived, and what was read from it."""

    name: str
    sha256: str
    received_at: datetime
    file: BankFile


@dataclass(frozen=True, slots=True)
class Pairing:
    """A person's decision that a deposit is a payment, or is not; the newest counts.

    `deposit_identity` and `occurrence` identify the row by its content, `payment_identity` the payment by its payer,
    trace, day and amount, so that a rebuilt database finds both again. `decided_at` is UTC without a zone.
    """

    deposit_identity: str
    occurrence: int
    payment_identity: str
    belongs_together: bool
    decided_at: datetime
    decided_by: str


def known_bank_files(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The hash of every bank file on record."""
    return {digest for (digest,) in con.execute(statement("known_bank_file")).fetchall()}


def load_deposits(con: duckdb.DuckDBPyConnection, arrivals: Iterable[BankArrival]) -> int:
    """Append the rows of bank files not on record, in one transaction; return how many rows."""
    known = known_bank_files(con)
    file_id, deposit_id = _next(con, "deposit_file"), _next(con, "deposit")
    file_rows: list[tuple[object, ...]] = []
    rows: list[tuple[object, ...]] = []
    findings: list[tuple[object, ...]] = []
    for arrival in arrivals:
        if arrival.sha256 in known:
            continue
        known.add(arrival.sha256)
        read = arrival.file
        file_rows.append((file_id, arrival.name, arrival.sha256, arrival.received_at, read.kind, len(read.deposits)))
        seen: dict[str, int] = {}
        for each in read.deposits:
            identity = _identity(each)
            seen[identity] = seen.get(identity, 0) + 1
            rows.append(
                (
                    file_id, each.line_number, deposit_id, each.deposit_date, each.amount, each.trace,
                    each.originator_id, each.company_id, each.company_name, each.reference, each.description,
                    identity, seen[identity],
                )
            )  # fmt: skip
            deposit_id += 1
        findings += [(file_id, odd.line_number, odd.code, odd.detail) for odd in read.findings]
        file_id += 1
    with transaction(con):
        insert_rows(con, "fact.deposit_file", file_rows)
        insert_rows(con, "fact.deposit", rows)
        insert_rows(con, "fact.deposit_finding", findings)
    return len(rows)


def replace_pairings(con: duckdb.DuckDBPyConnection, pairings: Iterable[Pairing]) -> None:
    """Replace the recorded matches made by hand by these."""
    rows = [tuple(getattr(each, name) for name in Pairing.__slots__) for each in pairings]
    replace_rows(con, "fact.deposit_pairing", rows)


def pairing_of(
    con: duckdb.DuckDBPyConnection, deposit_id: int, payment_id: int, decided_by: str, *, belongs_together: bool
) -> Pairing | None:
    """The decision about a deposit and a payment of `deposit_match`; None when there is no such pair on record."""
    numbers = {"deposit_id": deposit_id, "payment_id": payment_id}
    rows = con.execute(statement("pairing_names"), numbers).fetchall()
    if not rows:
        return None
    [row] = rows
    return Pairing(row[0], row[1], row[2], belongs_together, as_stored(utc_now()), decided_by)


def _identity(row: Deposit) -> str:
    """Hash of the row's content, not of its place: exports of overlapping periods repeat rows."""
    sent = (row.deposit_date, row.amount, row.trace, row.originator_id, row.company_id, row.reference, row.description)
    return sha256("\x1f".join("" if part is None else str(part) for part in sent).encode()).hexdigest()


def _next(con: duckdb.DuckDBPyConnection, table: str) -> int:
    text = "select coalesce(max({column}), 0) + 1 from {table}"
    [(number,)] = con.execute(naming(text, column=f"{table}_id", table=f"fact.{table}")).fetchall()
    return int(number)
