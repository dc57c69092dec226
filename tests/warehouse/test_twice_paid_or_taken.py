"""Money said twice or taken back unannounced: what is read as a take-back, and what is named before it is posted twice.

835 guide 1.10.2.8 (a reversal has status 22) and TRN02 (one trace is one payment's; X12 RFI 217).
"""

from pathlib import Path

import pytest

from flows.workspace import Workspace
from tests.warehouse.conftest import new_workspace, spend_night
from tests.warehouse.tiny import claim, line, remittance
from warehouse.queries import open_published

PPO = "summerfield_ppo"
# Summerfield pays 97110 34.59 since July 2026.
RIGHT = "34.59"
FIRST, LATER = "20261012", "20261019"


def spent(root: Path, *nights: list[bytes]) -> Workspace:
    space = new_workspace(root / "workspace")
    for number, contents in enumerate(nights):
        space.inbox.mkdir(exist_ok=True)
        for place, content in enumerate(contents):
            (space.inbox / f"{number}_{place}.835").write_bytes(content)
        spend_night(space.root)
    return space


def rows(space: Workspace, query: str) -> list[tuple[object, ...]]:
    with open_published(space.data) as con:
        return con.execute(query).fetchall()


def one(account: str, paid: str, charge: str = "100") -> tuple[str, list[str]]:
    return claim(account, f"N{account}", [line("97110", charge, paid)])


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A night over four claims, and one in which something is paid below zero on three of them."""
    nothing = claim("A4", "NA4", [line("97110", "100", "0", "PR*3*34.59")])
    first = [one("A1", RIGHT), one("A2", RIGHT), one("A3", RIGHT), nothing]
    later = [one("A1", "-34.59", "-100"), one("A2", "-34.59"), one("A3", "-30", "-80")]
    return spent(
        tmp_path_factory.mktemp("taken"),
        [remittance(PPO, each, day=FIRST) for each in first],
        [remittance(PPO, each, day=LATER) for each in later],
    )


def states(space: Workspace, account: str) -> list[object]:
    query = f"select state from line_review where patient_control_number = '{account}' order by payment_date, line_id"
    return [state for (state,) in rows(space, query)]


def test_below_zero_without_status_22_takes_back_what_it_repeats(taken: Workspace) -> None:
    assert states(taken, "A1") == ["pending_correction", "reversed"]
    assert rows(taken, "select code from finding where code = 'taken_back_without_status'") != []


def test_paid_below_zero_on_a_charge_above_it_is_a_take_back_too(taken: Workspace) -> None:
    assert states(taken, "A2") == ["pending_correction", "reversed"]


def test_below_zero_of_something_else_is_said_and_not_priced(taken: Workspace) -> None:
    assert states(taken, "A3") == ["priced_ok", "reversal_orphan"]


def test_nothing_paid_is_not_below_zero(taken: Workspace) -> None:
    assert states(taken, "A4") == ["priced_ok"]


def test_what_is_taken_back_is_not_overpaid(taken: Workspace) -> None:
    assert rows(taken, "select count(*) from overpayment") == [(0,)]


REPEATS = "select trace, suspected_repeat_of is not null from payment_balance order by all"
NAMED = "select count(distinct payment_id) from finding where code = 'payment_repeated'"


def cheque(account: str, trace: str, **more: str) -> bytes:
    return remittance(PPO, claim(account, "N" + account, [line("97110", "100", RIGHT)]), trace=trace, **more)


def test_one_trace_day_and_amount_with_other_content_is_named_on_both(tmp_path: Path) -> None:
    space = spent(tmp_path, [cheque("A1", "SAME")], [cheque("A2", "SAME")])
    assert rows(space, REPEATS) == [("SAME", False), ("SAME", True)]
    assert rows(space, NAMED) == [(2,)]


def test_another_trace_or_day_is_another_payment(tmp_path: Path) -> None:
    space = spent(tmp_path, [cheque("A1", "ONE"), cheque("A2", "TWO"), cheque("A3", "ONE", day=LATER)])
    assert [suspected for _, suspected in rows(space, REPEATS)] == [False, False, False]
    assert rows(space, NAMED) == [(0,)]


def test_parts_that_balance_only_together_are_one_payment(tmp_path: Path) -> None:
    parts = [
        remittance(PPO, claim(a, a, [line("97110", "100", RIGHT)]), trace="SPLIT", total="69.18") for a in ("A1", "A2")
    ]
    space = spent(tmp_path, parts)
    assert rows(space, "select distinct state from payment_balance") == [("balanced_together",)]
    assert rows(space, NAMED) == [(0,)]
