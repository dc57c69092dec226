"""Medicare Part B has one deductible a year: each claim on which more is taken has a finding."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from tests.warehouse.conftest import AS_OF, new_workspace, spend_night
from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import ADVANTAGE, MEDICARE, Judged, Night, deliver

night = Night()
FIRST, SECOND, THIRD = "20260907", "20260914", "20260921"


def visit(account: str, share: str, **more: str) -> tuple[str, list[str]]:
    """A claim of 400.00 of which so much is the patient's deductible; the first letter names the patient."""
    sent = line("97140:GP", "400", "0", f"PR*1*{share}", served=more.pop("served", "20260901"))
    return claim(account, account, [sent], member=f"M{account[0]}", **more)


def excesses(judged: Judged) -> list[tuple[object, ...]]:
    """(account, dollars beyond) of every claim with too much."""
    return judged.ask(
        "select patient_control_number, off_by from finding inner join "
        "(select distinct claim_id, patient_control_number from line_review) using (claim_id) "
        "where code = 'deductible_above_law' order by 1"
    )


@night.receives(
    remittance(MEDICARE, visit("A1", "200"), visit("B1", "283"), visit("C1", "200"), visit("D1", "200"), day=FIRST),
    # 283.00 in 2026: 83.00 was left of it, and then nothing
    remittance(MEDICARE, visit("A2", "100.50", served="20260801"), day=SECOND),
    remittance(MEDICARE, visit("A3", "20"), visit("A4", "0.01", patient="SIS"), day=THIRD),
    # another year, and a claim that takes the place of the first
    remittance(MEDICARE, visit("C2", "100", served="20251201"), day=SECOND),
    remittance(MEDICARE, claim("D1", "D1", [line("97140:GP", "-400", "0", "PR*1*-200", served="20260901")],
                               member="MD", status="22"), visit("D1", "250"), day=SECOND),
    remittance(ADVANTAGE, visit("E1", "390"), day=FIRST),
)  # fmt: skip
def test_each_claim_beyond_the_deductible_has_a_finding(judged: Judged) -> None:
    assert excesses(judged) == [("A2", Decimal("17.50")), ("A3", Decimal("20.00"))]


def test_the_claim_that_is_too_much_may_come_another_night(tmp_path: Path) -> None:
    space = new_workspace(tmp_path / "workspace")
    deliver(space, [remittance(MEDICARE, visit("A1", "283"), day=FIRST)])
    spend_night(space.root)
    deliver(space, [remittance(MEDICARE, visit("A2", "17.50", served="20260801"), day=SECOND)], AS_OF + timedelta(1))
    assert spend_night(space.root).claims_to_judge == 1
    assert excesses(Judged(space)) == [("A2", Decimal("17.50"))]
