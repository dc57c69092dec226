"""A night without the scheduler, up to the working database it leaves behind."""

import datetime as dt
from pathlib import Path

import duckdb

from flows.night import one_night


def run(root: Path, as_of: dt.date) -> duckdb.DuckDBPyConnection:
    """The working database after the night, with the published views; the caller closes it."""
    with one_night(root, as_of) as night:
        night.receive()
        for batch in night.waiting():
            night.load(batch)
        for stage in (night.check, night.chain, night.match, night.price, night.judge, night.close):
            stage()
        return duckdb.connect(str(night.workspace.working_database))
