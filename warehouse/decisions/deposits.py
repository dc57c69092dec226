"""The bank beside the remittances: deposits on record, and which payment each of them is. Nothing is adjusted to fit.

The cascade (each step only over what the steps before left open): a person's word; trace, payer and amount; trace and
amount; payer, amount and date, unique both ways; several payments of one payer in one deposit; a card's fee; the same
trace with another amount. Parts of a split remittance are one payment; repeats and tests never count.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from contracts.disputes.business_days import is_business_day
from parsers.bank.deposits import DEPOSIT_FINDINGS, Deposit
from warehouse.database import transaction
from warehouse.load import insert_rows, replace_rows
from warehouse.statements import naming, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

    from parsers.bank.deposits import BankFile

BEFORE = ("open_deposit", "open_unit", "match_by_hand", "match_trace_and_payer", "match_trace", "nearby")
NEAR = ("match_payer_amount_date",)
AFTER = ("match_card", "match_amount_differs", "deposit_match")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MatchRules:
    """How far a deposit and a payment may differ; sql/deposits/rules.toml has the defaults and their sources."""

    date_window_business_days: int
    most_together: int
    most_candidates: int
    eft_business_days: int
    check_business_days: int
    card_fee_percent: Decimal
    same_money_days: int
    shortest_trace: int
    card_methods: tuple[str, ...]

    @classmethod
    def load(cls, overrides: Mapping[str, object] | None = None) -> MatchRules:
        """The shipped rules, where `overrides` (values by name) says nothing else."""
        text = (files("warehouse") / "sql" / "deposits" / "rules.toml").read_text(encoding="utf-8")
        values: dict[str, Any] = {name: rule["value"] for name, rule in tomllib.loads(text).items()}
        values |= dict(overrides or {})
        values["card_fee_percent"] = Decimal(values["card_fee_percent"])
        values["card_methods"] = tuple(values["card_methods"])
        return cls(**values)

    def parameters(self) -> dict[str, object]:
        """The rules as parameters of statements."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return values | {"card_fee_percent": str(self.card_fee_percent), "card_methods": list(self.card_methods)}


@dataclass(frozen=True, slots=True)
class BankArrival:
    """A bank file whose bytes are archived, and what was read from it."""

    name: str
    sha256: str
    received_at: datetime
    file: BankFile


@dataclass(frozen=True, slots=True)
class Pairing:
    """A person's word that a deposit is a payment, or is not; of several the newest counts.

    `deposit_identity` and `occurrence` name the row by what the bank said, `payment_identity` the payment by its payer,
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
    return {digest for (digest,) in con.execute(statement("deposits/known_file")).fetchall()}


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
        told = arrival.file
        file_rows.append((file_id, arrival.name, arrival.sha256, arrival.received_at, told.kind, len(told.deposits)))
        seen: dict[str, int] = {}
        for each in told.deposits:
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
        findings += [(file_id, odd.line_number, odd.code, odd.detail) for odd in told.findings]
        file_id += 1
    with transaction(con):
        insert_rows(con, "fact.deposit_file", file_rows)
        insert_rows(con, "fact.deposit", rows)
        insert_rows(con, "fact.deposit_finding", findings)
    return len(rows)


def replace_pairings(con: duckdb.DuckDBPyConnection, pairings: Iterable[Pairing]) -> None:
    """Make the record of what people put together exactly this."""
    rows = [tuple(getattr(each, name) for name in Pairing.__slots__) for each in pairings]
    replace_rows(con, "fact.deposit_pairing", rows)


def pairing_of(
    con: duckdb.DuckDBPyConnection, deposit_id: int, payment_id: int, decided_by: str, *, belongs_together: bool
) -> Pairing | None:
    """The decision about a deposit and a payment of `deposit_match`; None when there is no such pair on record."""
    numbers = {"deposit_id": deposit_id, "payment_id": payment_id}
    row = con.execute(statement("deposits/pairing_names"), numbers).fetchone()
    if row is None:
        return None
    return Pairing(row[0], row[1], row[2], belongs_together, datetime.now(UTC).replace(tzinfo=None), decided_by)


def match_deposits(con: duckdb.DuckDBPyConnection, as_of: date, rules: MatchRules | None = None) -> None:
    """Find the deposit of every payment and the payment of every deposit, and age what has none.

    `as_of` is the day business days are counted to. Rebuilds derived tables only; needs those of the check.
    """
    rules = rules or MatchRules.load()
    known = {**rules.parameters(), "as_of": as_of}
    replace_rows(con, "reference.deposit_finding_kind", [(code, *said) for code, said in DEPOSIT_FINDINGS.items()])
    for name in ("bank_row", "payment_unit", "money_unit"):
        _run(con, name, known)
    days = [day for (day,) in con.execute(statement("deposits/wanted_day"), {"as_of": as_of}).fetchall()]
    replace_rows(con, "reference.business_day", list(zip(days, _ordinals(days), strict=True)))
    con.execute(naming("truncate {table}", table="derived.deposit_link"))
    for name in (*BEFORE, *NEAR):
        _run(con, name, known)
    insert_rows(con, "derived.deposit_link", _together(con, rules))
    for name in AFTER:
        _run(con, name, known)


@cache
def adding_up(total: Decimal, amounts: tuple[Decimal, ...], at_most: int) -> tuple[int, ...] | None:
    """The places of two to `at_most` of `amounts` (all above zero, ascending) whose sum is `total`.

    None when there are none or more than one such choice: a sum that two choices explain proves neither.
    """
    found: list[tuple[int, ...]] = []

    def search(start: int, left: Decimal, chosen: tuple[int, ...]) -> None:
        for place in range(start, len(amounts)):
            rest = left - amounts[place]
            if rest < 0 or len(found) > 1:
                return
            if rest == 0:
                if chosen:
                    found.append((*chosen, place))
            elif len(chosen) + 1 < at_most:
                search(place + 1, rest, (*chosen, place))

    search(0, total, ())
    return found[0] if len(found) == 1 else None


def _together(con: duckdb.DuckDBPyConnection, rules: MatchRules) -> list[tuple[object, ...]]:
    """Deposits that are the sum of several payments of one payer; a payment that two deposits claim stays open."""
    chosen: dict[int, tuple[int, ...]] = {}
    for deposit_id, total, unit_ids, amounts in con.execute(
        statement("deposits/together_candidate"), {"most_candidates": rules.most_candidates}
    ).fetchall():
        places = adding_up(total, tuple(amounts), rules.most_together)
        if places is not None:
            chosen[deposit_id] = tuple(unit_ids[place] for place in places)
    claims: dict[int, int] = {}
    for units in chosen.values():
        for unit in units:
            claims[unit] = claims.get(unit, 0) + 1
    return [
        (deposit_id, unit, "together", None)
        for deposit_id, units in chosen.items()
        if all(claims[unit] == 1 for unit in units)
        for unit in units
    ]


def _ordinals(days: Sequence[date]) -> list[int]:
    """How many business days there were from the first of the ascending `days` up to and including each."""
    ordinals: list[int] = []
    count, last = 0, days[0] - _ONE_DAY if days else date.min
    for day in days:
        while last < day:
            last += _ONE_DAY
            count += is_business_day(last)
        ordinals.append(count)
    return ordinals


def _identity(row: Deposit) -> str:
    """Everything the bank said of the row, but not where: exports of overlapping periods repeat rows."""
    said = (row.deposit_date, row.amount, row.trace, row.originator_id, row.company_id, row.reference, row.description)
    return sha256("\x1f".join("" if part is None else str(part) for part in said).encode()).hexdigest()


def _run(con: duckdb.DuckDBPyConnection, name: str, known: Mapping[str, object]) -> None:
    text = statement(f"deposits/{name}")
    wanted = {key: value for key, value in known.items() if f"${key}" in text}
    con.execute(text, wanted) if wanted else con.execute(text)


def _next(con: duckdb.DuckDBPyConnection, table: str) -> int:
    text = "select coalesce(max({column}), 0) + 1 from {table}"
    row = con.execute(naming(text, column=f"{table}_id", table=f"fact.{table}")).fetchone()
    assert row is not None
    return int(row[0])
