"""The [[reprocessing]] tables of an agreement: amendments that were signed after the days from which they hold.

What was paid before the signature was paid by the terms of its day and is short by the amendment. No window can have
run before there was anything to dispute, so it counts from the signature, with the length that the amendment grants.
Source: the clause that each table names.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from contracts.agreements.dispute_window import DisputeWindow, read_level
from contracts.agreements.toml_table import Table

_KEYS: Final = ("signed_on", "effective_from", "effective_until")


@dataclass(frozen=True, slots=True)
class Reprocessing:
    """An amendment of `signed_on` for services from `effective_from` to `effective_until` (both included, None = open);
    `window` counts from the signature."""

    signed_on: date
    effective_from: date
    effective_until: date | None
    window: DisputeWindow


def read_reprocessings(document: Table) -> tuple[Reprocessing, ...]:
    """Every amendment of the agreement, in the order of the file; problems are added to the document's."""
    read: dict[date, Reprocessing] = {}
    for table in document.tables("reprocessing"):
        amendment = _read(table)
        if amendment is None:
            continue
        if amendment.signed_on in read:
            place = list(read).index(amendment.signed_on) + 1
            table.problem("signed_on", f"{amendment.signed_on} is already that of reprocessing[{place}]")
        read.setdefault(amendment.signed_on, amendment)
    return tuple(read.values())


def _read(table: Table) -> Reprocessing | None:
    signed_on, first = table.date("signed_on"), table.date("effective_from")
    last = table.optional_date("effective_until")
    window, found = read_level({key: table.raw(key) for key in table if key not in _KEYS}, "amendment")
    for key, message in found:
        table.problem(key, message)
    if "signed_on" in table and "effective_from" in table and first >= signed_on:
        table.problem("effective_from", f"{first} is not before signed_on {signed_on}: nothing was paid before it")
    if last is not None and last < first:
        table.problem("effective_until", f"{last} is before effective_from {first}")
    return None if window is None else Reprocessing(signed_on, first, last, window)
