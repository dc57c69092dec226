"""Workspaces for the tests: a new one, and one that has gone through a night on the fixtures."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from flows import cli
from flows.commands.workspace import create
from flows.night import Night, NightReport, one_night
from tests.warehouse.conftest import copied, fixtures_night

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
AS_OF = date.fromisoformat((FIXTURES / "AS_OF").read_text().strip())
Run = Callable[..., tuple[int, str, str]]


def spend(root: Path, as_of: date = AS_OF) -> NightReport:
    """A whole night without Prefect."""
    with one_night(root, as_of) as night:
        return go_through(night)


def go_through(night: Night) -> NightReport:
    night.receive()
    for batch in night.waiting():
        night.load(batch)
    night.load_bank_files()
    night.run()
    night.close()
    night.publish()
    return night.report()


def fill(root: Path, *names: str) -> Path:
    """The fixtures' workspace at `root` with their remittances (or those named) in the inbox."""
    shutil.copytree(FIXTURES / "workspace", root)
    (root / "inbox").mkdir()
    for path in sorted((FIXTURES / "remits").glob("*/*")):
        if not names or path.name in names:
            shutil.copy(path, root / "inbox")
    return root


@pytest.fixture(autouse=True)
def environment() -> Iterator[None]:
    """What `quiet` sets for Prefect in one test does not reach the next."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace as `shortpay init` makes it."""
    create(tmp_path / "workspace")
    return tmp_path / "workspace"


@pytest.fixture(scope="session")
def night_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after one night on all fixtures. Read it, do not change it."""
    return copied(fixtures_night(tmp_path_factory), tmp_path_factory.mktemp("night") / "workspace").root


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `shortpay ARGUMENTS` in this process: (exit code, standard output, standard error)."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["shortpay", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        code = left.value.code
        return (code if isinstance(code, int) else 0), out, err

    return run
