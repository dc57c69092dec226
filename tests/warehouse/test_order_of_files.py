"""The order of the files of a night, and their split into batches, change no line."""

import random
from pathlib import Path

from flows.intake.archive import Archive
from flows.night import one_night
from flows.workspace import Workspace
from tests.warehouse.conftest import AS_OF, new_workspace
from tests.warehouse.conservation import arrival
from warehouse.database import open_working
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

AT_ONCE = 7


def test_no_order_changes_a_line(office: Workspace, tmp_path: Path) -> None:
    files = list(Archive(office.archive).ledger())
    random.Random(835).shuffle(files)
    assert len(files) > 50
    space = new_workspace(tmp_path / "workspace")
    with one_night(space.root, AS_OF) as night:
        for start in range(0, len(files), AT_ONCE):
            load_batch(night.con, [arrival(each.name, each.content()) for each in files[start : start + AT_ONCE]])
        night.run()
        night.close()
    with open_working(space.working_database) as con, open_published(office.data) as usual:
        for query in (LINES, QUEUE, FILES):
            assert con.execute(query).fetchall() == usual.execute(query).fetchall()
