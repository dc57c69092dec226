"""The checks of `shortpay check`: all pass after a night, and each one finds the fault that is planted for it."""

import duckdb
import pytest

from warehouse.integrity import CHECKS, prove

PLANTED = {
    "line_in_one_state": "delete from derived.judged_line where line_id = (select min(line_id) from fact.line)",
    "state_is_listed": "update derived.judged_line set state = 'mislaid' where state = 'priced_ok'",
    "charge_is_explained": "update derived.line_amount set price_cut = price_cut + 0.01 where price_cut > 0",
    "claim_has_one_role": "insert into derived.claim_role select * from derived.claim_role limit 1",
    "file_is_accounted_for": "delete from fact.claim where claim_id = (select max(claim_id) from fact.claim)",
    "expectation_is_its_last_step": "update store.expectation set amount = amount + 0.01 where outcome = 'priced'",
    "short_line_has_deadline": "truncate derived.deadline",
    "dispute_is_its_lines": "update derived.ranked_dispute set shortfall = shortfall - 0.01",
    "ledger_is_its_events": "update store.dispute_event set amount = amount + 0.01 where kind = 'opened'",
    "deposit_is_accounted_for": "delete from derived.deposit_match where unit_id is not null",
    "payment_has_one_standing": "insert into derived.payment_standing select * from derived.payment_standing limit 1",
}


def test_a_night_over_the_fixtures_proves_every_check(published: duckdb.DuckDBPyConnection) -> None:
    assert {verdict.name: verdict.places for verdict in prove(published)} == {name: () for name, _ in CHECKS}


@pytest.mark.parametrize("name", [name for name, _ in CHECKS])
def test_each_check_finds_its_planted_fault(name: str, working: duckdb.DuckDBPyConnection) -> None:
    working.execute(PLANTED[name])
    (verdict,) = [verdict for verdict in prove(working) if verdict.name == name]
    assert not verdict.is_passed
    assert verdict.offenders >= len(verdict.places) > 0
