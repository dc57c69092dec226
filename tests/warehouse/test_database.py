"""The working database: migrations run once, each recorded; a file from a newer version is refused with a message."""

from pathlib import Path

import duckdb
import pytest

from warehouse import database
from warehouse.database import (
    ChangedMigrationError,
    DatabaseUnreadableError,
    NewerDatabaseError,
    open_working,
    transaction,
)


def test_a_new_file_gets_every_migration_once(tmp_path: Path) -> None:
    path = tmp_path / "data" / "working.duckdb"
    with open_working(path) as con:
        first = con.execute("select number, name, sha256, applied_at from migration order by number").fetchall()
    with open_working(path) as con:
        assert con.execute("select number, name, sha256, applied_at from migration order by number").fetchall() == first
    assert [number for number, *_ in first] == list(range(1, len(first) + 1))


def test_a_file_from_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "working.duckdb"
    with open_working(path) as con:
        con.execute("insert into migration (number, name, sha256) values (999, 'later', 'x')")
    with pytest.raises(NewerDatabaseError, match=r"working\.duckdb.*newer shortpay.*Upgrade"):
        open_working(path)


def test_a_migration_that_changed_after_it_ran_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "working.duckdb"
    with open_working(path) as con:
        con.execute("update migration set sha256 = 'other' where number = 1")
    with pytest.raises(ChangedMigrationError, match="0001_facts"):
        open_working(path)


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "working.duckdb"
    path.write_text("not a database, and longer than a header " * 400)
    before = path.read_bytes()
    with pytest.raises(DatabaseUnreadableError, match=r"working\.duckdb"):
        open_working(path)
    assert path.read_bytes() == before


def test_half_a_migration_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = [*database.migrations(), (998, "broken", "create table half (a integer); select * from nowhere")]
    monkeypatch.setattr(database, "migrations", lambda: broken)
    path = tmp_path / "working.duckdb"
    with pytest.raises(duckdb.CatalogException):
        open_working(path)
    with duckdb.connect(str(path)) as con:
        assert con.execute("select count(*) from duckdb_tables() where table_name = 'half'").fetchone() == (0,)
        assert con.execute("select count(*) from migration where number = 998").fetchone() == (0,)


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    with open_working(tmp_path / "working.duckdb") as con:
        with pytest.raises(duckdb.ConversionException), transaction(con):
            con.execute("insert into reference.deciding_remark values ('MA130'); select 'x'::integer")
        assert con.execute("select count(*) from reference.deciding_remark").fetchone() == (0,)
