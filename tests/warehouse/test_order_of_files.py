"""The order in which the files of a night are read, and into how many batches they are cut, changes no line of it."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from flows.archive import Archive, ReceivedFile
from flows.night import one_night
from flows.workspace import Workspace
from tests.warehouse.conftest import AS_OF, new_workspace
from tests.warehouse.conservation import arrival
from warehouse.load import load_batch
from warehouse.queries import open_published

# Of a transaction that came twice the one read first is posted, so the file's name may be another.
LINES = """
    select patient_control_number, payer_control_number, line_control_number, service_date, procedure_code, charge,
        paid, state, expected_allowed, actual_allowed, variance, cause, deadline, in_queue
    from line_review order by all
"""
QUEUE = (
    "select rank, patient_control_number, payer_control_number, shortfall, deadline from dispute_queue order by rank"
)
FILES = "select disposition, payments, claims, lines, count(*) from file_log group by all order by all"

ORDERS: dict[str, tuple[Callable[[list[ReceivedFile]], Sequence[ReceivedFile]], int]] = {
    "backwards, at once": (lambda files: files[::-1], 1_000),
    "shuffled, seven at a time": (lambda files: random.Random(835).sample(files, len(files)), 7),
}


@pytest.mark.parametrize("order", ORDERS)
def test_no_order_changes_a_line(order: str, office: Workspace, tmp_path: Path) -> None:
    arrange, size = ORDERS[order]
    files = arrange(list(Archive(office.archive).ledger()))
    space = new_workspace(tmp_path / "workspace")
    with one_night(space.root, AS_OF) as night:
        for start in range(0, len(files), size):
            load_batch(night.con, [arrival(each.name, each.content()) for each in files[start : start + size]])
        for stage in (night.check, night.chain, night.match, night.price, night.judge, night.close, night.publish):
            stage()
    for query in (LINES, QUEUE, FILES):
        with open_published(space.data) as con, open_published(office.data) as usual:
            assert con.execute(query).fetchall() == usual.execute(query).fetchall()
