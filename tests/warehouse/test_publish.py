"""Publishing: readers see a complete snapshot with comments, and never the working file."""

import os
import shutil
import subprocess
import threading
from pathlib import Path

import duckdb
import pytest

from flows.workspace import Workspace
from warehouse.publish import LINK, UnpublishableError, publish
from warehouse.published_views import VIEWS
from warehouse.queries import NothingPublishedError, open_published


def test_every_view_and_every_column_is_explained(published: duckdb.DuckDBPyConnection) -> None:
    views = published.execute(
        "select view_name, comment from duckdb_views() where not internal and schema_name = 'main'"
    ).fetchall()
    assert {name for name, _ in views} == set(VIEWS)
    assert [name for name, comment in views if not comment] == []
    silent = published.execute(
        "select table_name, column_name from duckdb_columns() "
        "where not internal and schema_name = 'main' and list_contains(?, table_name) and coalesce(comment, '') = ''",
        [list(VIEWS)],
    ).fetchall()
    assert silent == []


def test_a_snapshot_is_read_only_and_a_copy(office: Workspace) -> None:
    link = office.data / LINK
    assert link.is_symlink()
    assert link.resolve().parent == office.data.resolve() / "snapshots"
    with open_published(office.data) as con, pytest.raises(duckdb.InvalidInputException):
        con.execute("create table mine (a integer)")


def test_nothing_published_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NothingPublishedError, match="shortpay nightly"):
        open_published(tmp_path)


def test_a_file_that_is_open_is_never_copied(office: Workspace, tmp_path: Path) -> None:
    working = tmp_path / "working.duckdb"
    shutil.copy(office.working_database, working)
    working.with_name("working.duckdb.wal").write_bytes(b"")
    with pytest.raises(UnpublishableError, match=r"working\.duckdb"):
        publish(working, tmp_path)
    assert not (tmp_path / LINK).exists()


def test_old_snapshots_go_and_the_newest_stay(office: Workspace, tmp_path: Path) -> None:
    made = [publish(office.working_database, tmp_path, keep=2) for _ in range(4)]
    assert sorted((tmp_path / "snapshots").iterdir()) == made[-2:]
    assert (tmp_path / LINK).resolve() == made[-1].resolve()


def test_what_killed_processes_left_is_swept_and_what_a_live_one_writes_stays(
    office: Workspace, tmp_path: Path
) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    (tmp_path / "snapshots").mkdir()
    left = [
        tmp_path / "snapshots" / "shortpay-20260101T000000.000000Z.partial",
        tmp_path / f".refresh.{ended.pid}.duckdb",
        tmp_path / f".refresh.{ended.pid}.duckdb.wal",
        tmp_path / f".{LINK}.20260101T000000.000000Z",
    ]
    living = tmp_path / f".refresh.{os.getpid()}.duckdb"
    for path in (*left, living):
        path.write_bytes(b"")
    publish(office.working_database, tmp_path)
    assert [path for path in left if path.exists()] == []
    assert living.exists()


def test_readers_never_see_a_torn_snapshot_while_nights_publish(office: Workspace, tmp_path: Path) -> None:
    publish(office.working_database, tmp_path)
    expected = _lines(tmp_path)
    seen: list[int | Exception] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.append(_lines(tmp_path))
            except Exception as error:  # noqa: BLE001 -- any error of a reader fails this test
                seen.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(6):
        publish(office.working_database, tmp_path, keep=3)
    done.set()
    for reader in readers:
        reader.join()
    assert set(seen) == {expected}


def _lines(folder: Path) -> int:
    with open_published(folder) as con:
        row = con.execute("select count(*) from line_review").fetchone()
    assert row is not None
    return int(row[0])
