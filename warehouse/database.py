"""Opens the working database and migrates its schema; the meaning of the tables is in sql/."""

from __future__ import annotations

from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING

import duckdb

from warehouse.statements import migrations, names_in, naming, statement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class NewerDatabaseError(Exception):
    """The database file was written by a later version of shortpay than this one."""


class ChangedMigrationError(Exception):
    """A migration that this database has already run reads differently now."""


class DatabaseUnreadableError(Exception):
    """The file cannot be opened as a DuckDB database."""


def open_working(path: Path) -> duckdb.DuckDBPyConnection:
    """Open (or create) the working database at `path`, run the migrations it lacks, define the macros of sql/macros/.

    Raises NewerDatabaseError when the file has migrations that this version has not, ChangedMigrationError when a
    recorded migration has changed, DatabaseUnreadableError when DuckDB cannot open the file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        con = duckdb.connect(str(path))
    except (duckdb.IOException, duckdb.SerializationException, duckdb.InvalidInputException) as error:
        reason = str(error).splitlines()[0]
        raise DatabaseUnreadableError(
            f"{path}: DuckDB cannot open this file ({reason}). If another program holds it, close that program; "
            f"if the file is damaged, move it away: the next night rebuilds it from archive/."
        ) from error
    try:
        migrate(con, path)
        # in this order, because one uses the other
        for macro in ("payer_number", *names_in("macros")):
            con.execute(statement(macro))
    except BaseException:
        con.close()
        raise
    return con


def migrate(con: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    """Run every migration not on record, each in one transaction with its record; return the names of those run."""
    con.execute(
        "create table if not exists migration (number integer primary key, name varchar not null, "
        "sha256 varchar not null, applied_at timestamp not null default current_timestamp::timestamp)"
    )
    applied = dict(con.execute("select number, sha256 from migration").fetchall())
    known = migrations()
    newest = schema_version()
    if applied and max(applied) > newest:
        raise NewerDatabaseError(
            f"{path}: written by a newer shortpay (schema {max(applied)}, this one knows {newest}). "
            "Upgrade shortpay, or point --workspace at another workspace."
        )
    ran = []
    for number, name, text in known:
        digest = sha256(text.encode()).hexdigest()
        if number in applied:
            if applied[number] != digest:
                raise ChangedMigrationError(f"{path}: migration {number:04d}_{name} was applied with another text.")
            continue
        with transaction(con):
            con.execute(text)
            con.execute("insert into migration (number, name, sha256) values (?, ?, ?)", [number, name, digest])
        ran.append(name)
    return ran


def schema_version() -> int:
    """The number of the newest migration of this version."""
    return max(number for number, _, _ in migrations())


def columns_of(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    """The columns of a table or view, each with its type, in their order. `table` may be qualified: schema.table."""
    empty = con.sql(naming("from {table} limit 0", table=table))
    return list(zip(empty.columns, map(str, empty.types), strict=True))


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what the block did, or nothing of it."""
    con.execute("begin transaction")
    try:
        yield
    except BaseException:
        con.execute("rollback")
        raise
    con.execute("commit")


@contextmanager
def appending(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Have the block's statements append on one thread: several threads wait for each other to keep the order of rows,
    and take twice as long.

    Row groups are compressed and written as soon as they are full, while the next part is read, and not at the commit.
    FSST would make the file a third smaller and would take a fifth of the time.
    """
    con.execute("set threads = 1")
    con.execute("set write_buffer_row_group_count = 1")
    con.execute("set disabled_compression_methods = 'fsst'")
    try:
        yield
    finally:
        con.execute("reset threads")
        con.execute("reset write_buffer_row_group_count")
        con.execute("reset disabled_compression_methods")
