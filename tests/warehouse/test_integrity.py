"""The checks of `shortpay check`: all pass after a night, and each one finds the fault that is planted for it."""

import duckdb
import pytest

from warehouse.grain import declared
from warehouse.integrity import CHECKS, FIGURES, GRAIN, prove

PLANTED = {
    "line_in_one_state": "delete from derived.judged_line where line_id = (select min(line_id) from fact.line)",
    "state_is_listed": "update derived.judged_line set state = 'mislaid' where state = 'priced_ok'",
    "charge_is_explained": "update derived.line_amount set price_cut = price_cut + 0.01 where price_cut > 0",
    "claim_has_one_role": "insert into derived.claim_role select * from derived.claim_role limit 1",
    "file_is_accounted_for": "delete from fact.claim where claim_id = (select max(claim_id) from fact.claim)",
    "expectation_is_its_last_step": "update store.expectation set amount = amount + 0.01 where outcome = 'priced'",
    "short_line_has_deadline": "update derived.unit_deadline set deadline = null",
    "short_unit_has_cause": "update derived.owed set cause_sentence = null where cause = 'prior_schedule_version'",
    "dispute_is_its_lines": "update derived.batched_dispute set shortfall = shortfall - 0.01",
    "ledger_is_its_events": "update store.dispute_event set amount = amount + 0.01 where kind = 'opened'",
    "totals_agree": "update derived.visit_judgement set variance = variance + 0.01 where state = 'priced_short'",
    "interest_is_what_is_left": (
        "insert into derived.claim_interest_answer (claim_id, agreement_id, has_unnamed_interest, outcome, sentence, "
        "payment_date, pay_by, interest_due, interest_paid, interest_owed) "
        "select min(claim_id), 'x', false, 'owed', '', date '2026-02-01', date '2026-01-01', 2, 1, 2 from fact.claim"
    ),
    "queue_line_has_dispute": "update derived.line_owed set dispute_id = 'of no claim' where in_queue",
    "paid_is_of_lines": "update derived.judged_line set paid = paid + 0.01 where state = 'priced_ok'",
    "medicare_pays_as_medicare": "update derived.judged_line set medicare_amount = medicare_amount + 1",
    "figures_agree": "update derived.batched_dispute set deadline = null",
    "deposit_is_accounted_for": "delete from derived.deposit_outcome where unit_id is not null",
    "payment_has_one_standing": "insert into derived.payment_standing select * from derived.payment_standing limit 1",
    "grain": "insert into derived.batched_dispute select * from derived.batched_dispute limit 1",
}
NAMES = [name for name, _ in (*CHECKS, FIGURES, GRAIN)]


def test_a_night_over_the_fixtures_proves_every_check(published: duckdb.DuckDBPyConnection) -> None:
    assert {verdict.name: verdict.places for verdict in prove(published)} == dict.fromkeys(NAMES, ())


@pytest.mark.parametrize("name", NAMES)
def test_each_check_finds_its_planted_fault(name: str, working: duckdb.DuckDBPyConnection) -> None:
    working.execute(PLANTED[name])
    (verdict,) = [verdict for verdict in prove(working) if verdict.name == name]
    assert not verdict.is_passed
    assert verdict.offenders >= len(verdict.places) > 0


def test_what_repeats_a_key_is_named_with_the_views_over_it(working: duckdb.DuckDBPyConnection) -> None:
    working.execute(PLANTED["grain"])
    (verdict,) = [verdict for verdict in prove(working) if verdict.name == "grain"]
    assert verdict.places[0] == "derived.batched_dispute: 1 of its keys (dispute_id) are there more than once"
    assert any(place.startswith(("dispute_queue", "expired_disputes")) for place in verdict.places)


def test_every_relation_of_the_night_names_its_key() -> None:
    assert len(declared()) > 100
