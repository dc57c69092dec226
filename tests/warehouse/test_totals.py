"""Numbers that must agree: lines with their claim, queued lines with a dispute, Medicare's lines with Medicare."""

from decimal import Decimal

import duckdb
import pytest

from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import ADVANTAGE, MEDICARE, PPO, VISIT, Judged, Night
from warehouse.integrity import prove
from warehouse.queries import open_published
from warehouse.statements import statement

night = Night()
# another view in the place of the one that is summed up
SCORECARD = "create or replace view payer_scorecard as select * replace ({}) from coverage"
COVERAGE = "create or replace view coverage as select 1 as short_amount, 0 as over_amount, 0 as line_count"


def of_claim(account: str, judged: Judged, *columns: str) -> list[tuple[object, ...]]:
    return judged.ask(
        f"select {', '.join(columns)} from line_review where patient_control_number = ? order by line_id",
        account,
    )


@night.receives(
    # a deductible of the claim, on lines reported as if nothing had been taken
    remittance(PPO, claim("ALL", "ALL", [line("97110", "60", "34.59"), line("97140", "60", "32.81")],
                          adjusted=["PR*1*67.40"]),
               claim("PART", "PART", [line("97110", "60", "34.59"), line("97140", "60", "32.81")],
                     adjusted=["PR*1*40", "CO*253*0.01"]),
               # of lines that were paid nothing the charge is the measure; what raises a payment is laid as well
               claim("RAISED", "RAISED", [line("97110", "60", "0", "PR*1*34.59"), line("97140", "30", "0")],
                     adjusted=["OA*94*-9"]),
               claim("BACK", "BACK", [line("97110", "-60", "-34.59"), line("97140", "-60", "-32.81")], status="22",
                     adjusted=["PR*1*-40"])),
)  # fmt: skip
def test_lines_are_paid_what_their_claim_is_paid(judged: Judged) -> None:
    assert of_claim("ALL", judged, "paid", "patient_share") == [
        (Decimal("0.00"), Decimal("34.59")),
        (Decimal("0.00"), Decimal("32.81")),
    ]
    totals = judged.ask(
        "select patient_control_number, sum(paid), sum(patient_share) from line_review "
        "where patient_control_number in ('PART', 'RAISED', 'BACK') group by 1 order by 1"
    )
    assert totals == [
        ("BACK", Decimal("-27.40"), Decimal("-40.00")),
        ("PART", Decimal("27.39"), Decimal("40.00")),
        ("RAISED", Decimal("9.00"), Decimal("34.59")),
    ]
    assert of_claim("RAISED", judged, "paid") == [(Decimal("6.00"),), (Decimal("3.00"),)]


@night.receives(
    # one visit of 94.00 over two claims: 40.00 and 30.00
    remittance(VISIT, claim("ONE", "ONE", [line("97110", "90", "40")], member="TWO"),
               claim("OTHER", "OTHER", [line("97140", "90", "30")], member="TWO")),
)  # fmt: skip
def test_every_line_of_a_visit_over_two_claims_is_in_the_dispute_of_the_visit(judged: Judged) -> None:
    [(dispute, shortfall)] = judged.ask(
        "select dispute_id, shortfall from dispute_queue where patient_control_number in ('ONE', 'OTHER')"
    )
    assert shortfall == Decimal("24.00")
    for account in ("ONE", "OTHER"):
        assert of_claim(account, judged, "dispute_id", "in_queue") == [(dispute, True)]


@night.receives(
    # the day of a first therapy unit and two reduced ones, as Medicare pays it, and as a plan pays in full
    remittance(MEDICARE, claim("BYLAW", "BYLAW", [
        line("97110:GP", "120", "38.92", "PR*2*9.93", "CO*253*0.80", units="2"),
        line("97140:GP", "60", "16.19", "PR*2*4.13", "CO*253*0.33"),
    ])),
    remittance(ADVANTAGE, claim("INFULL", "INFULL", [line("97110:GP", "120", "56.04", units="2"),
                                            line("97140:GP", "60", "26.73")])),
)  # fmt: skip
def test_the_yardstick_reduces_further_therapy_units_as_medicare_does(judged: Judged) -> None:
    rows = judged.ask(
        "select agreement, medicare_lines_allowed, medicare_amount, percent_of_medicare from payer_scorecard "
        "where agreement in ('medicare_b', 'juniper_advantage') order by 1 desc"
    )
    assert rows == [
        ("medicare_b", Decimal("70.30"), Decimal("70.30"), Decimal("100.0")),
        # 28.02 + 21.63 + 20.65 for three units at 28.02, 28.02 and 26.73
        ("juniper_advantage", Decimal("82.77"), Decimal("70.30"), Decimal("117.7")),
    ]


def test_everything_agrees_after_the_night(judged: Judged) -> None:
    with open_published(judged.space.data) as con:
        assert [verdict.name for verdict in prove(con) if not verdict.is_passed] == []


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ("payer_scorecard", SCORECARD.format("short_amount + 1 as short_amount")),
        ("over by payer", SCORECARD.format("over_amount + 1 as over_amount")),
        ("lines by payer", SCORECARD.format("line_count + 1 as line_count")),
        ("coverage", COVERAGE),
        ("cause_summary", "create or replace view cause_summary as select 1 as short_amount"),
        ("queue and expired", "update derived.batched_dispute set shortfall = shortfall + 1"),
        ("ledger", "update store.dispute_ledger set outstanding = outstanding + 1, opened_amount = opened_amount + 1"),
    ],
)
def test_each_total_that_differs_is_found(place: str, fault: str, working: duckdb.DuckDBPyConnection) -> None:
    working.execute(fault)
    found = [str(row[0]) for row in working.execute(statement("totals_agree")).fetchall()]
    assert any(each.startswith(f"{place} ") for each in found)
