"""Checks that every relation has one row for each key of its grain, the first line of its SQL file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse import statements
from warehouse.statements import naming

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

REPEATED = "select count(*) from (select {keys} from {relation} group by all having count(*) > 1)"


def declared() -> tuple[str, ...]:
    """The SQL files that declare a relation of the night or a published view; the others below build/ fill one."""
    return (*filter(statements.creates, statements.names_in("build")), *statements.names_in("views"))


def violations(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Each relation of this database with a repeated key: its name, its key columns, and how many keys are repeated."""
    there = {
        f"{schema}.{name}".removeprefix("main.")
        for schema, name in con.execute(
            "select schema_name, table_name from duckdb_tables() union all "
            "select schema_name, view_name from duckdb_views() where not internal"
        ).fetchall()
    }
    for name in declared():
        relation, keys = statements.created(name), statements.grain(name)
        if relation in there and (count := repeated_count(con, name)):
            yield f"{relation}: {count} of its keys ({', '.join(keys)}) are there more than once"


def repeated_count(con: duckdb.DuckDBPyConnection, name: str) -> int:
    """The number of keys that more than one row has, in the relation of the SQL file `name`."""
    text = naming(REPEATED, relation=statements.created(name), keys=statements.grain(name))
    return int(con.execute(text).fetchall()[0][0])
