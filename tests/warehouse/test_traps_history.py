"""Traps of one claim decided several times: reversals, corrections, resent files, split remittances and split lines."""

from decimal import Decimal

import pytest

from tests.warehouse.conftest import AS_OF, spend_night
from tests.warehouse.tiny import claim, line, remittance
from tests.warehouse.trapped import PPO, Judged, Night, deliver

night = Night("10B", "12A", "13A", "60A")
FIRST, SECOND, THIRD = "20260907", "20260921", "20261005"


def paid(account: str, amount: str, number: str | None = None, **more: str) -> tuple[str, list[str]]:
    return claim(account, number or account, [line("97110", "60", amount, served="20260901")], **more)


def taken_back(account: str, amount: str) -> tuple[str, list[str]]:
    return claim(account, account, [line("97110", "-60", f"-{amount}", served="20260901")], status="22")


@night.receives(remittance(PPO, taken_back("8A", "20"), day=FIRST))
def test_trap_8_reversal_alone_is_no_payment_below_the_fee(judged: Judged) -> None:
    assert judged.states("8A") == ["reversal_orphan"]


@night.receives(
    remittance(PPO, paid("9A", "20"), day=FIRST),
    remittance(PPO, taken_back("9A", "20"), paid("9A", "34.59"), day=SECOND),
)
def test_trap_9_reversal_and_correction_count_once(judged: Judged) -> None:
    assert judged.states("9A") == ["superseded", "reversed", "priced_ok"]


@night.receives(
    remittance(PPO, paid("10A", "34.59"), paid("10B", "34.59"), paid("10C", "34.59"), day=FIRST),
    remittance(PPO, taken_back("10A", "34.59"), taken_back("10B", "34.59"), taken_back("10C", "34.59"), day=SECOND),
    remittance(PPO, paid("10B", "30"), paid("10C", "34.59"), day=THIRD),
)
def test_trap_10_taken_back_now_and_corrected_in_the_next_remittance(judged: Judged) -> None:
    assert judged.states("10A") == ["pending_correction", "reversed"]
    assert judged.states("10B") == ["superseded", "reversed", "priced_short"]
    assert judged.states("10C") == ["superseded", "reversed", "priced_ok"]


@night.receives(
    remittance(PPO, paid("11A", "20", "11A1"), day=FIRST),
    remittance(PPO, paid("11A", "34.59", "11A2", frequency="7"), day=SECOND),
)
def test_trap_11_replacement_claim_takes_the_place_of_the_first(judged: Judged) -> None:
    assert judged.states("11A") == ["superseded", "priced_ok"]


TWICE = remittance(PPO, paid("12A", "20"), paid("12B", "34.59"), day=FIRST)


@night.receives(TWICE, TWICE)
def test_trap_12_same_file_twice(judged: Judged) -> None:
    assert judged.lines("12A") == ["priced_short 34.59 20.00"]
    assert judged.states("12B") == ["priced_ok"]


@night.receives(
    remittance(PPO, paid("13A", "20"), paid("13B", "34.59"), day=FIRST),
    remittance(PPO, paid("13A", "20"), paid("13B", "34.59"), day=FIRST, envelope="000000077"),
)
def test_trap_13_same_transaction_in_another_envelope(judged: Judged) -> None:
    assert judged.lines("13A") == ["priced_short 34.59 20.00"]
    assert judged.states("13B") == ["priced_ok"]
    assert judged.ask("select count(*) from payment_balance where duplicate_of is not null") == [(1,)]


@night.receives(
    remittance(PPO, paid("14A", "34.59"), day=SECOND, trace="T14", total="69.18"),
    remittance(PPO, paid("14B", "34.59"), day=SECOND, trace="T14", total="69.18"),
)
def test_trap_14_parts_of_a_split_remittance_add_up_together(judged: Judged) -> None:
    assert judged.states("14A") == judged.states("14B") == ["priced_ok"]
    assert (
        judged.ask("select state, off_by from payment_balance where trace = 'T14'")
        == [
            ("balanced_together", Decimal("34.59")),
        ]
        * 2
    )


@night.receives(
    remittance(PPO, claim("15A", "15A1", [line("97110", "60", "34.59", control="1")]),
               claim("15A", "15A2", [line("97140", "60", "32.81", control="2")]), day=SECOND),
)  # fmt: skip
def test_trap_15_one_claim_split_by_the_payer_is_both_parts(judged: Judged) -> None:
    assert judged.lines("15A") == ["priced_ok 34.59 34.59", "priced_ok 32.81 32.81"]


@night.receives(
    remittance(PPO, claim("16A", "16A", [line("97110", "60", "34.59", more="**1", control="7"),
                                         line("97110", "60", "34.59", more="**1", control="7")]),
               claim("16B", "16B", [line("97110", "60", "34.59", more="**2", control="7"),
                                    line("97110", "60", "34.59", more="**2", control="7")]), day=SECOND),
)  # fmt: skip
def test_trap_16_split_line_is_the_sum_of_its_parts(judged: Judged) -> None:
    assert judged.lines("16A") == judged.lines("16B") == ["priced_ok 34.59 34.59"] * 2


@night.receives(remittance(PPO, paid("60A", "33.00"), paid("60B", "33.00"), day=FIRST))
def test_trap_60_rates_raised_in_retrospect_are_short_until_the_payer_decides_again(judged: Judged) -> None:
    assert judged.disputed()["60A"] == "1.59"


@pytest.fixture(scope="module")
def decided_again(judged: Judged) -> Judged:
    """The night after: the payer has reprocessed what it knew. Runs after everything above."""
    deliver(judged.space, [remittance(PPO, taken_back("60B", "33.00"), paid("60B", "34.59"), day=THIRD)])
    spend_night(judged.space.root, AS_OF)
    return judged


def test_only_what_is_really_short_is_in_dispute(judged: Judged) -> None:
    assert judged.disputed().keys() == {*night.really_short, "60B"}


def test_trap_60_money_paid_by_the_reprocessing_closes_the_dispute(decided_again: Judged) -> None:
    assert decided_again.disputed().keys() == night.really_short
    assert decided_again.ask("select kind, amount from dispute_history where kind <> 'opened'") == [
        ("recovered", Decimal("1.59"))
    ]
