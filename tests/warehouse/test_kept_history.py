"""A rebuilt database has the facts of the archive and the history of the newest snapshot."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from flows.workspace import Workspace
from tests.warehouse.conftest import AS_OF, new_workspace, spend_night
from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import PPO, deliver
from warehouse.integrity import prove
from warehouse.kept_history import HistoryLostError
from warehouse.queries import open_published

SHORT = remittance(PPO, claim("SHORT", "N1", [line("97110", "60", "20")]), day="20261001")
PAID = remittance(
    PPO,
    claim("SHORT", "N1", [line("97110", "-60", "-20", served="20261005")], status="22"),
    claim("SHORT", "N1", [line("97110", "60", "34.59")], frequency="7"),
    day="20261008",
)


@pytest.fixture(scope="module")
def recovered(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A dispute of one night that the next night's remittance pays. Tests work on copies."""
    space = new_workspace(tmp_path_factory.mktemp("recovered") / "workspace")
    deliver(space, [SHORT], AS_OF - timedelta(days=10))
    spend_night(space.root, AS_OF - timedelta(days=10))
    deliver(space, [PAID], AS_OF)
    spend_night(space.root)
    assert history(space) == [("opened", "14.59", AS_OF - timedelta(days=10)), ("recovered", "14.59", AS_OF)]
    return space


@pytest.fixture
def space(recovered: Workspace, tmp_path: Path) -> Workspace:
    """The same workspace without its working database."""
    shutil.copytree(recovered.root, tmp_path / "workspace", symlinks=True)
    space = Workspace(tmp_path / "workspace")
    space.working_database.unlink()
    return space


def history(space: Workspace) -> list[tuple[object, ...]]:
    with open_published(space.data) as con:
        assert all(verdict.is_passed for verdict in prove(con))
        return con.execute("select kind, amount::varchar, as_of from dispute_history order by event_id").fetchall()


def test_a_rebuilt_database_knows_what_was_opened_and_recovered(recovered: Workspace, space: Workspace) -> None:
    spend_night(space.root)
    assert history(space) == history(recovered)
    with open_published(space.data) as con:
        assert len(con.execute("select 1 from night").fetchall()) == 3


def test_a_damaged_snapshot_is_passed_over_for_the_one_before(recovered: Workspace, space: Workspace) -> None:
    newest = max(space.snapshots.glob("shortpay-*.duckdb"))
    newest.write_bytes(b"torn")
    spend_night(space.root)
    # the snapshot before it has the opening; the recovery is seen again
    assert history(space) == history(recovered)


def test_snapshots_that_cannot_be_read_end_the_night_before_anything_is_published(space: Workspace) -> None:
    for snapshot in space.snapshots.glob("shortpay-*.duckdb"):
        snapshot.write_bytes(b"torn")
    with pytest.raises(HistoryLostError, match="none of the 2 snapshots can be read"):
        spend_night(space.root)
    assert len(list(space.snapshots.iterdir())) == 2


def test_an_archive_that_has_lost_files_ends_the_night(space: Workspace) -> None:
    (space.archive / "received.jsonl").unlink()
    for path in space.inbox.iterdir():
        path.unlink()
    with pytest.raises(HistoryLostError, match=r"has 2 remittances on record, and archive/ lacks 2 of them"):
        spend_night(space.root)


def test_files_that_are_still_in_the_inbox_are_archived_again(recovered: Workspace, space: Workspace) -> None:
    (space.archive / "received.jsonl").unlink()
    spend_night(space.root)
    assert history(space) == history(recovered)


def test_a_first_night_has_no_history_to_take_over(tmp_path: Path) -> None:
    space = new_workspace(tmp_path / "workspace")
    deliver(space, [SHORT])
    spend_night(space.root)
    assert [kind for kind, _, _ in history(space)] == ["opened"]
