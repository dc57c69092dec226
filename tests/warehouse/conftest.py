"""The fixtures' office after one night: a published snapshot and the working database it was copied from."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from contracts.agreements.agreement import Book
from contracts.agreements.practice import Setup
from flows.intake.settings import load_settings
from flows.night import Night, one_night, read_contracts
from flows.workspace import Workspace
from warehouse import pipeline
from warehouse.bank_rules import BankRules
from warehouse.context import NightContext
from warehouse.queries import open_published

if TYPE_CHECKING:
    from tests.warehouse.trapped import Judged

FIXTURES = Path(__file__).parents[2] / "fixtures"
AS_OF = date.fromisoformat((FIXTURES / "AS_OF").read_text().strip())


def new_workspace(root: Path) -> Workspace:
    """The fixtures' agreements and settings with an empty inbox."""
    shutil.copytree(FIXTURES / "workspace", root)
    (root / "inbox").mkdir()
    return Workspace(root)


def remits(*verdicts: str) -> list[Path]:
    """The remittances of the fixtures, of some verdicts or of all, in the order of their names."""
    folders = [FIXTURES / "remits" / verdict for verdict in verdicts] or list((FIXTURES / "remits").iterdir())
    return sorted((path for folder in folders for path in folder.iterdir()), key=lambda path: path.name)


@cache
def fixture_contracts() -> tuple[Setup, Book]:
    """The practices and agreements of the fixtures."""
    return read_contracts(load_settings(FIXTURES / "workspace"))


def run_stages(
    con: duckdb.DuckDBPyConnection,
    *stages: str,
    contracts: tuple[Setup, Book] | None = None,
    review_file: Path = Path("no review state"),
    as_of: date = AS_OF,
    rules: BankRules | None = None,
) -> None:
    """Stages of the pipeline over every claim of an open database; by default under the fixtures' agreements."""
    con.execute("truncate store.night_basis")
    setup, book = contracts or fixture_contracts()
    context = NightContext(con, setup, book, as_of, review_file, {}, rules or BankRules.load())
    pipeline.run(context, *stages)


def spend_night(root: Path, as_of: date = AS_OF) -> Night:
    """One whole night without a scheduler; the working file is closed and published."""
    with one_night(root, as_of) as night:
        night.receive()
        for batch in night.waiting():
            night.load(batch)
        night.load_bank_files()
        night.run()
        night.close()
        night.publish()
    return night


def fixtures_night(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace after one night over everything in fixtures/remits, spent once for all workers. Never change it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # each worker has a folder in it
    space, done = Workspace(shared / "fixtures-night" / "workspace"), shared / "fixtures-night.done"
    with (shared / "fixtures-night.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            new_workspace(space.root)
            for path in remits():
                shutil.copy(path, space.inbox)
            spend_night(space.root)
            done.touch()
    return space


def copied(space: Workspace, root: Path) -> Workspace:
    """The workspace again, to be changed. Snapshots are linked: nothing writes into one."""
    snapshots = space.data / "snapshots"

    def copy(source: str, target: str) -> object:
        return os.link(source, target) if Path(source).parent == snapshots else shutil.copy2(source, target)

    shutil.copytree(space.root, root, symlinks=True, copy_function=copy)
    return Workspace(root)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace after one night over everything in fixtures/remits. Tests must not change it."""
    return fixtures_night(tmp_path_factory)


@pytest.fixture
def published(office: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(office.data) as con:
        yield con


@pytest.fixture
def working(office: Workspace, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A private copy of the working database, which a test may change."""
    copy = tmp_path / "working.duckdb"
    shutil.copy(office.working_database, copy)
    with duckdb.connect(str(copy)) as con:
        yield con


@pytest.fixture(scope="module")
def judged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> "Judged":
    """The results of one night over the remittances of the module's tests (`night = Night()` in it)."""
    judged: Judged = request.module.night.spend(tmp_path_factory.mktemp("traps") / "workspace")
    return judged
