"""Which claim a payer control number means, by patient, account and days; and that a dispute keeps its id."""

from pathlib import Path

import pytest

from flows.workspace import Workspace
from tests.warehouse.conftest import new_workspace, spend_night
from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import PPO, Judged, deliver

# Summerfield pays 97110 34.59 since July 2026 and 33.10 before.
FIRST, LATER = "20260914", "20261012"
SHORT, RIGHT = "30.00", "34.59"


def sent(account: str, number: str, paid: str, *adjusted: str, served: str = "20260907", **more: str) -> bytes:
    return remittance(PPO, one(account, number, paid, *adjusted, served=served, **more), day=FIRST)


def one(
    account: str, number: str, paid: str, *adjusted: str, served: str = "20260907", **more: str
) -> tuple[str, list[str]]:
    charge = "-100" if paid.startswith("-") else "100"
    status = "22" if paid.startswith("-") else "1"
    return claim(account, number, [line("97110", charge, paid, *adjusted, served=served)], status=status, **more)


def later(*claims: tuple[str, list[str]]) -> bytes:
    return remittance(PPO, *claims, day=LATER)


# the remittances of the first night, and those of a later one
SENT: dict[str, tuple[list[bytes], list[bytes]]] = {
    "a sister under the number": (
        [sent("A1", "SAME", SHORT)],
        [later(one("A2", "SAME", RIGHT, patient="SIS", member="MA2"))],
    ),
    "one number on all visits": (
        [sent("B1", "NA", RIGHT, served="20260105", member="MB")],
        [later(one("B2", "NA", SHORT, member="MB"))],
    ),
    "one number and account on all visits": (
        [sent("C1", "NA", RIGHT, served="20260105")],
        [later(one("C1", "NA", SHORT))],
    ),
    "one number, and an earlier visit is pended": (
        [sent("D1", "NA", "0", "OA*133*100", served="20260903", member="MD")],
        [later(one("D2", "NA", RIGHT, member="MD"))],
    ),
    "one number, two accounts of one day": (
        [sent("E1", "NA", SHORT, member="ME"), sent("E3", "NA", RIGHT, member="ME", served="20260901")],
        [later(one("E2", "NA", RIGHT, member="ME"))],
    ),
    "decided again under another account": (
        [sent("F1", "FN1", SHORT, member="MF")],
        [later(one("F2", "FN1", RIGHT, member="MF"))],
    ),
    "corrected under a number that names the old one": (
        [sent("G1", "GN1", SHORT)],
        [later(one("G1", "GN1", "-30.00"), one("G1", "GN2", "31.00", original="GN1"))],
    ),
    "taken back and corrected under a new number": (
        [sent("H1", "HN1", SHORT)],
        [later(one("H1", "HN9", "-30.00"), one("H1", "HN9", "31.00"))],
    ),
    "taken back and decided alike under a number of its own": (
        [sent("L1", "LN1", SHORT, served="20260105")],
        [later(one("L1", "LN1", "-30.00", served="20260105"), one("L1", "LN2", SHORT, served="20260105"))],
    ),
    "corrected beside its reversal for another day": (
        [sent("I1", "IN1", SHORT)],
        [later(one("I1", "IN1", "-30.00"), one("I1", "IN1", "31.00", served="20260908"))],
    ),
    "corrected with another member id": (
        [sent("J1", "JN1", SHORT, member="WRONG")],
        [later(one("J1", "JN1", "31.00", member="MJ"))],
    ),
    "one number and account on two patients of a day": (
        [sent("0", "KN", SHORT, member="MK1", patient="KIM")],
        [later(one("0", "KN", RIGHT, member="MK2", patient="KAI"))],
    ),
}
DISPUTES = """
    select patient_control_number, dispute_id from dispute_queue
    union all select patient_control_number, dispute_id from expired_disputes order by all
"""


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[object, object], Judged]:
    """The disputes after the first night, by account, and everything after the second."""
    judged = Judged(_spent(tmp_path_factory, [content for first, _ in SENT.values() for content in first]))
    before = dict(judged.ask(DISPUTES))
    deliver(judged.space, [content for _, second in SENT.values() for content in second])
    spend_night(judged.space.root)
    return before, judged


def _spent(tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]) -> Workspace:
    space = new_workspace(Path(tmp_path_factory.mktemp("number")) / "workspace")
    deliver(space, contents)
    spend_night(space.root)
    return space


@pytest.mark.parametrize(
    ("accounts", "states"),
    [
        ("A1 A2", "priced_short priced_ok"),
        ("B1 B2", "priced_over priced_short"),
        ("C1", "priced_over priced_short"),
        ("D1 D2", "pended priced_ok"),
        ("E1 E2", "priced_short priced_ok"),
        ("F1 F2", "superseded priced_ok"),
        ("G1", "superseded reversed priced_short"),
        ("H1", "superseded reversed priced_short"),
        ("I1", "superseded reversed priced_short"),
        ("J1", "superseded priced_short"),
        ("L1", "superseded reversed priced_short"),
        ("0", "priced_short priced_ok"),
    ],
)
def test_whose_claim_a_number_is(nights: tuple[dict[object, object], Judged], accounts: str, states: str) -> None:
    _, judged = nights
    assert [state for account in accounts.split() for state in judged.states(account)] == states.split()


def test_the_same_decision_under_another_number_opens_no_window(nights: tuple[dict[object, object], Judged]) -> None:
    found = nights[1].ask("select distinct deadline::varchar from line_review where patient_control_number = 'L1'")
    assert ("2027-03-13",) in found  # 180 days after September 14


@pytest.mark.parametrize("account", ["B2", "C1"])
def test_the_window_of_a_visit_is_its_own(nights: tuple[dict[object, object], Judged], account: str) -> None:
    found = nights[1].ask("select deadline::varchar from dispute_queue where patient_control_number = ?", account)
    assert found == [("2027-04-10",)]  # 180 days after October 12


@pytest.mark.parametrize("account", ["A1", "E1", "G1", "H1", "I1", "J1", "L1"])
def test_what_comes_later_renames_no_dispute(nights: tuple[dict[object, object], Judged], account: str) -> None:
    before, judged = nights
    assert dict(judged.ask(DISPUTES))[account] == before[account]
    kinds = judged.ask("select kind from dispute_history where dispute_id = ? order by event_id", before[account])
    assert ("withdrawn",) not in kinds
    assert ("opened",) in kinds


def test_one_night_over_everything_gives_the_same_names(
    nights: tuple[dict[object, object], Judged], tmp_path_factory: pytest.TempPathFactory
) -> None:
    contents = [content for first, second in SENT.values() for content in (*second, *first)]
    assert Judged(_spent(tmp_path_factory, contents)).ask(DISPUTES) == nights[1].ask(DISPUTES)
