"""The same office, paid by payers who keep their contracts, with all that only looks short: nothing is disputed."""

import dataclasses
import shutil
from collections.abc import Iterator

import duckdb
import pytest

from tests.exam import night
from tests.generate import chains, lookalikes, oddities, shortages
from tests.generate.__main__ import write_remits
from tests.generate.claims import Payment, Remit
from tests.generate.desk import Desk
from tests.generate.facts import AS_OF, WORKSPACE
from tests.generate.plan import ARRIVALS, lookalikes_of, remits

KEEP_THEIR_CONTRACTS = tuple(dataclasses.replace(arrival, habit=None) for arrival in ARRIVALS)


def plant(desk: Desk, of: dict[str, Payment]) -> None:
    """Every trap and every odd claim of the plan, and no shortage that was not made good."""
    lookalikes_of(desk, of)
    chains.supplemented(desk, of["summer_aug/p"], of["summer_sep/p"])
    chains.corrected_in_one_file(desk, of["summer_may_a/t"])
    chains.corrected_later(desk, of["basalt_may/p"], of["basalt_sep/p"], of["basalt_oct/p"])
    chains.correction_awaited(desk, of["orchard_oct/p"], of["orchard_nov/p"])
    chains.orphan(desk, of["summer_feb/t"])
    chains.pended_then_paid(desk, of["juniper_jan/t"], of["juniper_may/t"])
    chains.still_pended(desk, of["orchard_nov/p"])
    chains.denied_as_duplicate(desk, of["juniper_jul/p"], of["juniper_sep/p"])
    chains.overpaid_then_right(desk, of["quarry_jun/p"], of["quarry_oct/p"])
    shortages.units_denied(desk, of["summer_aug/p"])
    shortages.one_cent(desk, of["basalt_oct/p"])
    shortages.visit_of_two_claims(desk, of["willow_sep/p"], "0.00")
    shortages.unbalanced_line(desk, of["summer_nov/t"])
    oddities.anesthesia(desk, of["summer_nov/t"])
    oddities.revenue_code_only(desk, of["summer_nov/p"])
    oddities.undated(desk, of["alderwick_oct/t"])
    oddities.spanning(desk, of["summer_aug/t"])
    oddities.in_hospital(desk, of["juniper_oct/p"])
    oddities.denied_visit(desk, of["willow_sep/p"])
    oddities.partly_denied_visit(desk, of["willow_oct/t"])
    oddities.under_the_cap(desk, of["pemberly_oct/t"])
    oddities.above_the_unit_limit(desk, of["alderwick_apr/t"])
    oddities.limit_shown(desk, of["alderwick_oct/p"])
    # an assistant's part of a day, paid right
    claim = desk.bill(of["ca_oct/p"], "medicare_b", "pasadena_pt", chains.day_before(of["ca_oct/p"], 20),
                      "97140:CQ 97110x2 97530:CQ")  # fmt: skip
    desk.pay(claim, story="assistant, paid right")
    lookalikes.charge_below_fee(desk, of["juniper_oct/p"], "juniper_advantage", "pasadena_pt")


@pytest.fixture(scope="module")
def made() -> list[Remit]:
    return remits(Desk(), KEEP_THEIR_CONTRACTS, plant)


@pytest.fixture(scope="module")
def con(made: list[Remit], tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("clean")
    root = folder / "office"
    shutil.copytree(WORKSPACE, root)
    (root / "inbox").mkdir()
    write_remits(folder, made)
    for path in (folder / "remits").rglob("*.*"):
        shutil.copy(path, root / "inbox")
    con = night.run(root, AS_OF)
    yield con
    con.close()


def test_the_generator_made_nothing_short(made: list[Remit]) -> None:
    states = {line.state for remit in made for payment in remit.payments for claim in payment.claims
              for line in claim.lines}  # fmt: skip
    assert not states & {"priced_short", "priced_rate_finding"}
    assert {"priced_ok", "priced_over", "bundled", "capitated", "cob_zero", "pended", "superseded"} <= states


def test_nothing_is_disputed(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute(
        "select patient_control_number, shortfall, cause from dispute_queue "
        "union all select patient_control_number, shortfall, cause from expired_disputes"
    ).fetchall()
    assert found == []
    assert con.execute("select count(*) from dispute_history").fetchall() == [(0,)]


def test_the_night_is_large_and_has_lines_in_many_states(con: duckdb.DuckDBPyConnection) -> None:
    """Hundreds of priced lines, and every way of not being priced."""
    counted = dict(con.execute("select state, count(*) from line_review group by state").fetchall())
    assert counted["priced_ok"] > 500
    assert counted["visit_priced"] > 50
    assert len(counted) > 18


def test_no_set_up_question_is_asked(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute("select count(*) from setup_question").fetchall() == [(0,)]
