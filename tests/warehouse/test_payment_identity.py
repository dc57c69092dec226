"""Two payments are the same one when identity and content are equal, in any envelope and order."""

from pathlib import Path

import pytest

from tests.warehouse.conftest import run_stages
from tests.warehouse.conservation import arrival
from tests.warehouse.tiny import claim, line, remittance
from warehouse.database import open_working
from warehouse.load import load_batch

ONE = claim("A1", "N1", [line("97110", "100", "30.00"), line("97140", "100", "32.81")])
TWO = claim("A2", "N2", [line("97110", "100", "34.59")])
# the first claim's money the other way round among its lines, and another reason for the same amount
OTHER_LINES = claim("A1", "N1", [line("97110", "100", "32.81"), line("97140", "100", "30.00")])
OTHER_REASON = claim("A1", "N1", [line("97110", "100", "30.00", "CO*131*70.00"), line("97140", "100", "32.81")])
PLB = ["PLB*2900100019*20261231*WO:N9*1.00"]
OTHER_PLB = ["PLB*2900100019*20261231*WO:N8*1.00"]


@pytest.mark.parametrize(
    ("first", "second", "standing"),
    [
        ((ONE, TWO), (ONE, TWO), "duplicate"),
        ((ONE, TWO), (TWO, ONE), "duplicate"),
        ((ONE, TWO), (OTHER_LINES, TWO), "posted"),
        ((ONE, TWO), (OTHER_REASON, TWO), "posted"),
        ((ONE,), (TWO,), "posted"),
    ],
)
def test_only_the_same_claims_make_the_same_payment(tmp_path: Path, first: tuple, second: tuple, standing: str) -> None:
    sent = [
        remittance("summerfield_ppo", *claims, trace="T1", total="97.40", envelope=f"00000000{number}")
        for number, claims in enumerate((first, second), start=1)
    ]
    assert _standings(tmp_path, *sent) == ["posted", standing]


@pytest.mark.parametrize(("foot", "standing"), [(PLB, "duplicate"), (OTHER_PLB, "posted")])
def test_a_payment_of_provider_adjustments_alone_is_identified_by_them(
    tmp_path: Path, foot: list[str], standing: str
) -> None:
    nothing = ("A3", [])
    sent = [
        remittance("summerfield_ppo", nothing, trace="T1", foot=each, envelope=f"00000000{number}")
        for number, each in enumerate((PLB, foot), start=1)
    ]
    assert _standings(tmp_path, *sent) == ["posted", standing]


def _standings(folder: Path, *contents: bytes) -> list[str]:
    con = open_working(folder / "shortpay.duckdb")
    load_batch(con, [arrival(f"{n}.835", each) for n, each in enumerate(contents)])
    run_stages(con, "check")
    rows = con.execute("select standing from derived.payment_standing order by payment_id").fetchall()
    con.close()
    return [standing for (standing,) in rows]
