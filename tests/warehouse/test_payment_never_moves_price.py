"""Changing what was paid, how it was adjusted or what was remarked never changes what was expected.

Only units denied with a quantity may: they are not to be paid for. Reasons decide which lines are priceable, and so
which are priced together; lines are compared whose company is the same. Amounts and remarks change not even that.
"""

import duckdb
import pytest

from flows.intake.settings import load_settings
from flows.night import read_contracts
from flows.workspace import Workspace
from tests.warehouse.conftest import run_stages

EXPECTED = """
    select
        l.line_id, list_sort(list(l.line_id) over (partition by l.group_key)) as priced_with, g.key, e.amount, e.reason
    from derived.situation_line as l
    inner join derived.situation as g on l.group_key = g.group_key
    left join store.expectation as e on g.situation_id = e.situation_id and l.line_in_situation = e.line_in_situation
"""
AMOUNTS = {
    "paid": "update fact.line set paid = paid + 7.31 where paid > 0",
    "adjustments": "update fact.adjustment set amount = amount + 3.17 where amount > 0",
    "remarks": "update fact.remark set code = 'M25'",
    "reported allowed": "update fact.line set allowed_reported = 1.00",
    "patient's share": "update fact.claim set patient_responsibility = 2.00 where patient_responsibility > 0",
}
REASONS = {
    "reason": "update fact.adjustment set reason_code = '45', group_code = 'CO' where quantity is null",
    "none": "delete from fact.adjustment where quantity is null",
}


def again(con: duckdb.DuckDBPyConnection, office: Workspace) -> dict[int, tuple[object, ...]]:
    """Every line with its question and its answer, judged and priced again."""
    run_stages(con, "chain", "match", "price", contracts=read_contracts(load_settings(office.root)))
    return {line_id: tuple(rest) for line_id, *rest in con.execute(EXPECTED).fetchall()}


@pytest.mark.parametrize("change", AMOUNTS.values(), ids=AMOUNTS.keys())
def test_amounts_and_remarks_move_nothing(working: duckdb.DuckDBPyConnection, office: Workspace, change: str) -> None:
    before = again(working, office)
    working.execute(change)
    after = again(working, office)
    assert len(before) > 100
    assert after == before


@pytest.mark.parametrize("change", REASONS.values(), ids=REASONS.keys())
def test_reasons_decide_whether_a_line_is_priced_but_never_at_what(
    working: duckdb.DuckDBPyConnection, office: Workspace, change: str
) -> None:
    before = again(working, office)
    working.execute(change)
    after = again(working, office)
    same = {line for line in before.keys() & after.keys() if before[line][0] == after[line][0]}
    assert len(same) > len(before) / 2
    assert {line for line in same if before[line] != after[line]} == set()
