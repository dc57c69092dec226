"""A night that fails or is killed loses nothing, and a second night on the same inbox changes nothing."""

import json
import shutil
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from contracts.problems import Problems
from flows.errors import WorkspaceError
from flows.lock import BusyError, only_one
from flows.night import one_night
from tests.flows.conftest import AS_OF, FIXTURES, ROOT, Run, fill, go_through, spend
from warehouse.queries import open_published

TWO = ("20260406_orchard.835", "20260515_willow.835")


def counts(root: Path) -> list[tuple[object, ...]]:
    with open_published(root / "data") as con:
        return con.execute("select disposition, count(*), sum(lines) from file_log group by 1 order by 1").fetchall()


def test_every_file_is_accounted_for_once(night_place: Path) -> None:
    with open_published(night_place / "data") as con:
        found = [name for (name,) in con.execute("select split_part(file_name, '!', 1) from file_log").fetchall()]
    assert sorted(found) == sorted(path.name for path in (FIXTURES / "remits").glob("*/*"))


def test_the_same_inbox_twice_changes_nothing(tmp_path: Path) -> None:
    root = fill(tmp_path / "w", *TWO)
    first, before = spend(root), counts(root)
    second = spend(root)
    assert (first.received, first.known, first.loaded.read) == (2, 0, 2)
    assert (second.received, second.known, second.loaded.read, second.pricing.newly_priced) == (0, 2, 0, 0)
    assert counts(root) == before


def test_what_was_received_but_not_loaded_is_loaded_next_night(tmp_path: Path) -> None:
    root = fill(tmp_path / "w", *TWO)
    with one_night(root, AS_OF) as night:
        night.receive()
    shutil.rmtree(root / "inbox")
    assert spend(root).loaded.read == 2


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.flows.conftest import spend
from warehouse.runner import List
List.rows_before, List.run = List.run, lambda entry, night: (
    os.kill(os.getpid(), signal.SIGKILL) if entry.relation == "agreement" else List.rows_before(entry, night)
)
spend(Path(sys.argv[1]))
"""


def test_a_killed_night_is_reported_and_the_next_one_does_its_work(tmp_path: Path, night_place: Path, run: Run) -> None:
    root = fill(tmp_path / "w")
    killed = subprocess.run([sys.executable, "-c", KILLED, str(root)], cwd=ROOT, check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert not (root / "data" / "current.duckdb").exists()
    lock = root / "data" / "night.lock"
    began = datetime.fromisoformat(json.loads(lock.read_text())["since"])
    message = (
        f"A night began on {began:%Y-%m-%d at %H:%M} and did not finish: its process was stopped. Nothing was lost"
    )
    _, _, complaint = run("queue", "--workspace", root)
    assert message in complaint
    assert spend(root).loaded.read == 0
    assert run("queue", "--workspace", root)[2] == ""
    assert counts(root) == counts(night_place)


def test_a_lost_database_is_built_again_from_the_archive(tmp_path: Path) -> None:
    root = fill(tmp_path / "w", *TWO)
    spend(root)
    before = counts(root)
    shutil.rmtree(root / "data")
    shutil.rmtree(root / "inbox")
    assert spend(root).loaded.read == 2
    assert counts(root) == before


def test_refused_files_are_on_record_once(tmp_path: Path) -> None:
    root = fill(tmp_path / "w", *TWO)
    (root / "inbox" / "letter.pdf").write_bytes(b"%PDF")
    assert spend(root).refused == 1
    spend(root)
    with open_published(root / "data") as con:
        rows = con.execute("select file_name, code, reason from held where container = 'file'").fetchall()
    assert len(rows) == 1
    assert rows[0][:2] == ("letter.pdf", "unsupported")
    assert "rename it" in rows[0][2]


def test_bytes_lost_in_the_archive_are_named_and_taken_again(tmp_path: Path) -> None:
    root = fill(tmp_path / "w", *TWO)
    with one_night(root, AS_OF) as night:
        night.receive()
        entry = night.archive.ledger()[0]
        entry.path.write_bytes(b"x" * entry.size)
        for batch in night.waiting():
            night.load(batch)
        assert (night.loaded.read, night.loaded.refused) == (1, 1)
    assert spend(root).loaded.read == 1


def test_batches_are_cut_by_size(tmp_path: Path) -> None:
    root = fill(tmp_path / "w")
    with (root / "shortpay.toml").open("a") as settings:
        settings.write("\n[night]\nbatch_megabytes = 1\nkeep_snapshots = 2\n")
    with one_night(root, AS_OF) as night:
        night.receive()
        batches = night.waiting()
        assert sum(len(batch) for batch in batches) == len(list((root / "inbox").iterdir()))
        assert all(sum(entry.size for entry in batch) <= 1 << 20 for batch in batches)
        go_through(night)
    spend(root)
    spend(root)
    assert len(list((root / "data" / "snapshots").iterdir())) == 2


def test_only_one_night_at_a_time(tmp_path: Path) -> None:
    root = fill(tmp_path / "w", *TWO)
    with (
        only_one(root / "data" / "night.lock", "A night is running"),
        pytest.raises(BusyError, match="process"),
        one_night(root, AS_OF),
    ):
        pass


def test_without_agreements_nothing_is_touched(workspace: Path) -> None:
    for path in (workspace / "agreements").iterdir():
        path.unlink()
    with pytest.raises(WorkspaceError, match=r"no agreement \(\*\.toml\)"), one_night(workspace, AS_OF):
        pass
    assert not (workspace / "data" / "working.duckdb").exists()


def test_a_broken_agreement_stops_the_night_before_it_begins(workspace: Path) -> None:
    with (workspace / "agreements" / "example_ppo.toml").open("a") as agreement:
        agreement.write("\nsurprise = 1\n")
    with pytest.raises(Problems, match="surprise"), one_night(workspace, AS_OF):
        pass
    assert not (workspace / "data" / "working.duckdb").exists()
