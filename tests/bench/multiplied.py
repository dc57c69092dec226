"""A warehouse with more on file than files would be read for: its facts again, as other claims of other patients.

The numbers of files, payments, claims and lines go on; whatever names a claim, a patient or a payment gets a suffix. So
the copies repeat codes, amounts and days, as a practice's visits do, and nothing of them belongs to anything else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.statements import naming

if TYPE_CHECKING:
    import duckdb

IDS = ("file_id", "payment_id", "claim_id", "line_id", "interchange_id")
NAMES = (
    "name", "sha256", "trace", "patient_control_number", "payer_control_number", "original_control_number",
    "patient_identifier", "subscriber_identifier", "line_control_number", "identity", "content",
)  # fmt: skip
TABLES = (
    "file", "interchange", "payment", "claim", "line", "adjustment", "remark", "reference", "amount", "quantity",
    "date", "party", "contact", "provider_adjustment", "finding",
)  # fmt: skip


def multiply(con: duckdb.DuckDBPyConnection, times: int) -> None:
    """Put everything on file `times` times on file."""
    tables = {name: _columns(con, name) for name in TABLES}
    highest = dict.fromkeys(IDS, 0)
    for name, columns in tables.items():
        for column in columns:
            if column in highest:
                text = naming("select coalesce(max({column}), 0) from {table}", column=column, table=f"fact.{name}")
                highest[column] = max(highest[column], con.execute(text).fetchall()[0][0])
    for name, columns in tables.items():
        parts = [
            naming("{column} + $time * $highest_", column=column) + column if column in IDS
            else naming("{column} || '-' || $time", column=column) if column in NAMES
            else naming("{column}", column=column)
            for column in columns
        ]  # fmt: skip
        last = {f"highest_{column}": highest[column] for column in columns if column in IDS}
        rows = naming("create temp table copied as select * from {table}", table=f"fact.{name}")
        con.execute(rows)
        for time in range(1, times):
            insert = naming("insert into {table} select ", table=f"fact.{name}") + ", ".join(parts) + " from copied"
            con.execute(insert, {"time": time, **last})
        con.execute("drop table copied")


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    rows = con.execute(
        "select column_name from duckdb_columns() where schema_name = 'fact' and table_name = ? order by column_index",
        [table],
    )
    return [name for (name,) in rows.fetchall()]
