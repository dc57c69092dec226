"""The state of the worklist after a night on the fixtures, and users who are signed in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.workspace import Workspace
from tests.warehouse.conftest import copied, fixtures_night
from tests.worklist.people import Person, staffed
from warehouse.worklist.state import AppState


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace after one night over everything in fixtures/remits. Copied, never changed."""
    return fixtures_night(tmp_path_factory)


@pytest.fixture
def space(night: Workspace, tmp_path: Path) -> Workspace:
    return copied(night, tmp_path / "workspace")


@pytest.fixture
def app_state(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppState]:
    monkeypatch.setattr("warehouse.worklist.queue_page.SIZE", 500)  # the whole queue on one page
    app_state = staffed(space)
    yield app_state
    app_state.close()


@pytest.fixture
def enter(app_state: AppState) -> Callable[[str], Person]:
    return lambda name: Person(app_state, name)
