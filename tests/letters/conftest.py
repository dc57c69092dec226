"""A workspace after one night on the fixtures, with a contact for one practice."""

from collections.abc import Iterator

import duckdb
import pytest

from flows.workspace import Workspace
from tests.warehouse.conftest import copied, fixtures_night
from warehouse.queries import open_published

CONTACT = """
[[contact]]
practice = "thistledown"
name = "Ada Quill"
phone = "919 555 0142"
address = ["5 Mill Road", "Durham, NC 27701"]
"""


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace after one night over everything in fixtures/remits. Tests must not change it."""
    space = copied(fixtures_night(tmp_path_factory), tmp_path_factory.mktemp("letters") / "workspace")
    settings = space.settings_file
    settings.write_text(settings.read_text("utf-8") + CONTACT, "utf-8")
    return space


@pytest.fixture
def published(office: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(office.data) as con:
        yield con
