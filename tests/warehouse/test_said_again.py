"""A claim said again, in part or under another number: what is paid twice, and which denial is over (835 1.10.2.8)."""

from pathlib import Path

import pytest

from tests.warehouse.test_twice_paid_or_taken import FIRST, LATER, PPO, RIGHT, rows, spent
from tests.warehouse.tiny import claim, line, remittance

# Summerfield pays 97110 34.59 and 97140 less than its charge since July 2026.
Sent = tuple[str, list[str]]
STATES = "select state from line_review order by payment_date, line_id"
OVER = "select over_amount::varchar from overpayment"
ASKED = "select count(*) from finding where code = 'paid_again'"


def one(
    paid: str,
    *adjusted: str,
    number: str = "N1",
    account: str = "A1",
    code: str = "97110",
    control: str = "",
    **more: str,
) -> Sent:
    return claim(account, number, [line(code, "100", paid, *adjusted, control=control)], **({"member": "M1"} | more))


TWICE: dict[str, tuple[Sent, Sent, list[str], list[str], int]] = {
    "in a payment made anew": (one(RIGHT), one(RIGHT), ["superseded", "priced_ok"], [], 0),
    "in full, under one number": (one(RIGHT), one(RIGHT, control="7"), ["superseded", "priced_ok"], [RIGHT], 0),
    "in full, under two numbers": (
        one(RIGHT), one(RIGHT, number="N2"), ["priced_ok", "priced_ok"], [RIGHT], 0),
    "the rest of it": (one("30.00"), one("4.59"), ["superseded", "priced_ok"], [], 0),
    "the rest of it, under another number": (
        one("30.00"), one("4.59", number="N2"), ["priced_ok", "priced_ok"], [], 0),
    "less, after what was paid before": (
        one("30.00"), one("4.59", "OA*B13*30.00"), ["superseded", "priced_ok"], [], 0),
    "no rule says": (one("30.00"), one("31.00"), ["superseded", "priced_short"], [], 2),
    "a payment of another code": (
        one(RIGHT), one("10", number="N2", code="97140"), ["priced_ok", "priced_short"], [], 0),
    "another therapist": (
        one(RIGHT), one(RIGHT, number="N2", provider="2000001026"), ["priced_ok", "priced_ok"], [], 0),
}  # fmt: skip


@pytest.mark.parametrize("case", TWICE)
def test_paid_again(case: str, tmp_path: Path) -> None:
    first, second, states, over, asked = TWICE[case]
    space = spent(tmp_path, [remittance(PPO, first, day=FIRST)], [remittance(PPO, second, day=LATER)])
    assert [state for (state,) in rows(space, STATES)] == states
    assert [amount for (amount,) in rows(space, OVER)] == over
    assert rows(space, ASKED) == [(asked,)]


DENIED = one("0", "CO*16*100")
CURES: dict[str, tuple[Sent, str]] = {
    "the same, under a new number": (one(RIGHT, number="N2"), "superseded"),
    "another therapist": (one(RIGHT, number="N2", provider="2000001026"), "denied_correctable"),
    "a repeat by its modifier": (one(RIGHT, number="N2", code="97110:76"), "denied_correctable"),
    "another account": (one(RIGHT, number="N2", account="A2"), "denied_correctable"),
    "denied again": (one("0", "CO*50*100", number="N2"), "denied_correctable"),
}


@pytest.mark.parametrize("case", CURES)
def test_what_cures_a_denial(case: str, tmp_path: Path) -> None:
    second, state = CURES[case]
    space = spent(tmp_path, [remittance(PPO, DENIED, day=FIRST)], [remittance(PPO, second, day=LATER)])
    [(found, reason)] = rows(space, "select state, reason from line_review where payer_control_number = 'N1'")
    assert (found, "N2" in str(reason)) == (state, state == "superseded")


def test_what_a_reversal_of_one_line_leaves_out_is_as_it_was(tmp_path: Path) -> None:
    whole = claim(
        "A1", "N1", [line("97110", "100", "30", control="1"), line("97140", "80", "0", "CO*97*80", control="2")]
    )
    back = claim("A1", "N1", [line("97140", "-80", "0", "CO*97*-80", control="2")], status="22")
    anew = claim("A1", "N1", [line("97140", "80", "10", control="2")])
    space = spent(tmp_path, [remittance(PPO, whole, day=FIRST)], [remittance(PPO, back, anew, day=LATER)])
    assert [state for (state,) in rows(space, STATES)] == ["priced_short", "superseded", "reversed", "priced_short"]
    [(shortfall,)] = rows(space, "select line_count from dispute_queue")
    assert shortfall == 2


def test_a_reversal_of_a_line_that_is_not_on_file_takes_nothing_back(tmp_path: Path) -> None:
    whole = claim("A1", "N1", [line("97110", "100", RIGHT), line("97140", "80", "10")])
    back = claim("A1", "N1", [line("97140", "-80", "-11")], status="22")
    space = spent(tmp_path, [remittance(PPO, whole, day=FIRST)], [remittance(PPO, back, day=LATER)])
    assert [state for (state,) in rows(space, STATES)] == ["priced_ok", "priced_short", "reversal_orphan"]
