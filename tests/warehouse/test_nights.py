"""Several nights: no file is read twice, and no order or split of the files over nights changes the queue."""

import shutil
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from flows.workspace import Workspace
from tests.warehouse.conftest import AS_OF, copied, new_workspace, remits, spend_night
from warehouse.published_views import VIEWS
from warehouse.queries import open_published

# without the numbers that the order of loading gives
RESULT = "select * exclude (line_id, claim_id, payment_id, file_id) from line_review order by all"
QUEUE = "select * exclude (claim_id) from dispute_queue order by rank"


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return new_workspace(tmp_path / "workspace")


@pytest.fixture
def spent(tmp_path: Path, office: Workspace) -> Workspace:
    """A workspace after a night on the fixtures, to go on with."""
    return copied(office, tmp_path / "workspace")


def _found(space: Workspace, query: str) -> list[tuple[object, ...]]:
    with open_published(space.data) as con:
        return con.execute(query).fetchall()


def test_the_same_inbox_again_changes_nothing_and_says_so(spent: Workspace) -> None:
    space = spent
    before = _found(space, RESULT), _found(space, QUEUE), _found(space, "select * from file_log order by all")
    again = spend_night(space.root).report()
    assert (again.received, again.loaded.read, again.loaded.lines) == (0, 0, 0)
    assert again.known > 0
    assert again.pricing.newly_priced == 0
    assert again.pricing.situations > 0
    assert (_found(space, RESULT), _found(space, QUEUE), _found(space, "select * from file_log order by all")) == before


def test_twelve_files_a_night_give_the_result_of_one_night(space: Workspace, office: Workspace) -> None:
    waiting, judged = remits(), []
    for start in range(0, len(waiting), 12):
        for path in waiting[start : start + 12]:
            shutil.copy(path, space.inbox)
        judged.append(spend_night(space.root).claims_to_judge)
    assert _found(space, RESULT) == _found(office, RESULT)
    assert _found(space, QUEUE) == _found(office, QUEUE)
    claims = _found(space, "select count(*) from claim_history")[0][0]
    assert judged[0] is None
    assert all(0 < count < claims for count in judged[1:])


def test_incremental_nights_find_what_a_whole_night_finds(space: Workspace) -> None:
    for start in range(3):
        for path in remits()[start::3]:
            shutil.copy(path, space.inbox)
        night = spend_night(space.root)
    assert night.claims_to_judge is not None
    before = {
        view: _found(space, f"select * from {view} order by all")
        for view in VIEWS
        if view not in ("review_event", "night")
    }
    with duckdb.connect(str(space.working_database)) as con:
        con.execute("truncate store.night_basis")
    assert spend_night(space.root).claims_to_judge is None
    assert {view: _found(space, f"select * from {view} order by all") for view in before} == before
    assert all(before[view] for view in ("line_review", "dispute_queue", "visit_review", "overpayment", "coverage"))


def test_a_changed_agreement_prices_its_lines_again_and_no_others(spent: Workspace) -> None:
    [(priced_first,)] = _found(spent, "select counts.newly_priced from night")
    schedule = next(path for path in sorted((spent.root / "schedules").iterdir()))
    text = schedule.read_text()
    code, modifier, amount, *rest = text.splitlines()[1].split(",")
    raised = ",".join([code, modifier, f"{float(amount) + 1:.2f}", *rest])
    schedule.write_text(text.replace(text.splitlines()[1], raised))
    assert 0 < spend_night(spent.root).report().pricing.newly_priced < priced_first


def test_a_day_later_the_windows_that_ended_are_listed_as_expired(space: Workspace, office: Workspace) -> None:
    for path in remits():
        shutil.copy(path, space.inbox)
    spend_night(space.root, AS_OF + timedelta(days=1))
    key = "patient_control_number, payer_control_number, shortfall, deadline"
    everything = f"select {key} from dispute_queue union all select {key} from expired_disputes order by all"
    assert _found(space, everything) == _found(office, everything)
    closing = _found(office, f"select {key} from dispute_queue where days_left = 0 order by all")
    gone = set(_found(space, f"select {key} from expired_disputes")) - set(
        _found(office, f"select {key} from expired_disputes")
    )
    assert closing
    assert gone == set(closing)
