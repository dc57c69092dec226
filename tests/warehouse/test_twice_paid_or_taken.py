"""Money said twice or taken back unannounced: what is read as a take-back, and what is named before it is posted twice.

835 guide 1.10.2.8 (a reversal has status 22) and TRN02 (one trace is one payment's; X12 RFI 217).
"""

from pathlib import Path

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


def one(paid: str, charge: str = "100", **more: str) -> tuple[str, list[str]]:
    return claim("A1", more.pop("number", "N1"), [line("97110", charge, paid)], **more)


STATES = "select state from line_review order by payment_date, line_id"
OVER = "select count(*) from overpayment"


def test_below_zero_without_status_22_takes_back_what_it_repeats(tmp_path: Path) -> None:
    space = spent(
        tmp_path, [remittance(PPO, one(RIGHT), day=FIRST)], [remittance(PPO, one("-34.59", "-100"), day=LATER)]
    )
    assert rows(space, STATES) == [("pending_correction",), ("reversed",)]
    assert rows(space, OVER) == [(0,)]
    assert rows(space, "select code from finding where code = 'taken_back_without_status'") != []


def test_paid_below_zero_on_a_charge_above_it_is_a_take_back_too(tmp_path: Path) -> None:
    space = spent(tmp_path, [remittance(PPO, one(RIGHT), day=FIRST)], [remittance(PPO, one("-34.59"), day=LATER)])
    assert rows(space, STATES) == [("pending_correction",), ("reversed",)]


def test_below_zero_of_something_else_is_said_and_not_priced(tmp_path: Path) -> None:
    space = spent(tmp_path, [remittance(PPO, one(RIGHT), day=FIRST)], [remittance(PPO, one("-30", "-80"), day=LATER)])
    assert rows(space, STATES) == [("priced_ok",), ("reversal_orphan",)]
    assert rows(space, OVER) == [(0,)]


def test_nothing_paid_is_not_below_zero(tmp_path: Path) -> None:
    space = spent(tmp_path, [remittance(PPO, claim("A1", "N1", [line("97110", "100", "0", "PR*3*34.59")]))])
    assert rows(space, STATES) == [("priced_ok",)]


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
