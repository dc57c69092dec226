"""Puts each night on record: when, by which version, from which inputs, how much, and how long every entry took."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from warehouse.clock import as_stored, utc_now
from warehouse.database import schema_version
from warehouse.statements import statement

if TYPE_CHECKING:
    import duckdb

    from warehouse.context import NightContext
    from warehouse.load import LoadReport


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """SHA-256 of what a night was given besides remittances."""

    settings: str
    agreements: str
    rates: str


def record_night(night: NightContext, loaded: LoadReport, inputs: Fingerprints) -> None:
    """Append the night to store.night, which the published view `night` shows."""
    counts = night.counts
    night.con.execute(
        statement("add_night"),
        {
            "as_of": night.as_of,
            "started_at": night.started_at,
            "finished_at": as_stored(utc_now()),
            "version": version("shortpay"),
            "schema_version": schema_version(),
            "settings": inputs.settings,
            "agreements": inputs.agreements,
            "rates": inputs.rates,
            "files": loaded.read,
            "payments": loaded.payments,
            "claims": loaded.claims,
            "lines": loaded.lines,
            "claims_judged": counts["claims_judged"],
            "situations": counts["situations"],
            "newly_priced": counts["newly_priced"],
            "entries": list(night.seconds),
            "seconds": [str(each) for each in night.seconds.values()],
        },
    )


def is_judged_by_this_version(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the last night on record had this schema version and was spent here: then every relation is there.

    A rebuilt database has nights on record that were spent in the one before (kept_history.py).
    """
    row = con.execute("select schema_version from store.night order by started_at desc limit 1").fetchall()
    is_judged = con.execute("select 1 from store.night_basis limit 1").fetchall()
    return row == [(schema_version(),)] and bool(is_judged)
