"""The life of a dispute over several nights: every dollar that was opened is open, expired, recovered or withdrawn."""

import shutil
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from flows.workspace import Workspace
from tests.exam.run_nights import close_by_hand, ending
from tests.warehouse.conftest import AS_OF, copied, new_workspace, remits, spend_night
from warehouse.integrity import prove
from warehouse.queries import open_published

TOTALS = """
    select
        sum(amount) filter (where kind in ('opened', 'increased')),
        sum(amount) filter (where kind = 'recovered'),
        sum(amount) filter (where kind in ('withdrawn', 'repriced')),
        (select coalesce(sum(shortfall), 0) from dispute_queue),
        (select coalesce(sum(shortfall), 0) from expired_disputes)
    from dispute_history
"""


def _totals(space: Workspace) -> list[Decimal]:
    with open_published(space.data) as con:
        (row,) = con.execute(TOTALS).fetchall()
        assert all(verdict.is_passed for verdict in prove(con))
    return [value or Decimal(0) for value in row]


def test_every_dollar_is_somewhere_after_many_nights_with_late_files(tmp_path: Path) -> None:
    space, waiting = new_workspace(tmp_path / "workspace"), remits()
    late = waiting[::5]
    arriving = [path for path in waiting if path not in late] + late
    for night, start in enumerate(range(0, len(arriving), 15)):
        for path in arriving[start : start + 15]:
            shutil.copy(path, space.inbox)
        spend_night(space.root, AS_OF + timedelta(days=night - 3))
        opened, recovered, given_up, still_open, expired = _totals(space)
        assert opened == recovered + given_up + still_open + expired
        if start == 0:
            close_by_hand(space.root)
    assert opened > 0
    with open_published(space.data) as con:
        end = ending(con)
    assert end.conserves()
    assert {"open", "expired", "recovered", "closed by hand"} <= {row[0] for row in end.life}


def test_a_day_later_the_ended_window_is_an_event_and_loses_no_dollar(office: Workspace, tmp_path: Path) -> None:
    space = copied(office, tmp_path / "workspace")
    opened_before = _totals(space)[0]
    with open_published(space.data) as con:
        closing = {row[0] for row in con.execute("select dispute_id from dispute_queue where days_left = 0").fetchall()}
    spend_night(space.root, AS_OF + timedelta(days=1))
    with open_published(space.data) as con:
        since = con.execute(
            "select dispute_id, kind, amount from dispute_history where as_of > ? order by all", [AS_OF]
        ).fetchall()
    assert closing
    assert since == sorted((dispute, "expired", Decimal(0)) for dispute in closing)
    assert _totals(space)[0] == opened_before


def test_an_agreement_corrected_by_the_practice_withdraws_what_it_claimed(office: Workspace, tmp_path: Path) -> None:
    space = copied(office, tmp_path / "workspace")
    agreement = space.root / "agreements" / "quarry_comp.toml"
    text = agreement.read_text()
    with open_published(space.data) as con:
        (owed,) = con.execute(
            "select sum(shortfall) from (from dispute_queue union all by name from expired_disputes) "
            "where agreement = 'quarry_comp'"
        ).fetchall()[0]
    agreement.write_text(text.replace('percent = "', 'percent = "1" # was "', 1))
    spend_night(space.root)
    with open_published(space.data) as con:
        (withdrawn,) = con.execute("select sum(amount) from dispute_history where kind = 'withdrawn'").fetchall()[0]
    assert withdrawn == owed > 0
    _totals(space)
