"""A night without the scheduler: the inbox read, loaded, matched, priced and judged by plain function calls."""

import datetime as dt
from pathlib import Path

import duckdb

from contracts.agreements import load_book
from contracts.medicare.rates import MedicareRates
from flows.archive import Archive
from flows.inbox import batches, receive
from flows.settings import load_settings
from flows.workspace import Workspace
from warehouse import stages
from warehouse.database import open_working
from warehouse.load import Arrival, load_batch
from warehouse.publish import create_views


def run(root: Path, as_of: dt.date) -> duckdb.DuckDBPyConnection:
    """The working database after the night, with the published views; the caller closes it."""
    space, settings = Workspace(root), load_settings(root)
    rates = MedicareRates.load(space.rates if space.rates.is_dir() else None)
    setup = settings.setup.with_localities(rates)
    book = load_book(space.agreements, space.schedules, setup, rates)
    space.data.mkdir(exist_ok=True)
    archive = Archive(space.archive)
    receive(space.inbox, archive, settings.receive)
    con = open_working(space.working_database)
    for batch in batches(archive.ledger(), settings.night.batch_megabytes):
        load_batch(con, [Arrival(one.name, one.sha256, one.received_at, one.content()) for one in batch])
    stages.check(con)
    stages.chain(con)
    stages.match(con, setup, book)
    stages.price_new(con, book)
    stages.judge(con, book, as_of)
    create_views(con)
    return con
