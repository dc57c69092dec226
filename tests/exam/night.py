"""A night without the scheduler, and the working database it leaves behind."""

import datetime as dt
from pathlib import Path

import duckdb

from tests.warehouse.conftest import spend_night


def run(root: Path, as_of: dt.date) -> duckdb.DuckDBPyConnection:
    """The working database after the night, with the published views; the caller closes it."""
    return duckdb.connect(str(spend_night(root, as_of).workspace.working_database))
