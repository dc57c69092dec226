"""A claim said again, in part or under another number: what is paid twice, and which denial is over (835 1.10.2.8)."""

import re

import pytest

from flows.workspace import Workspace
from tests.warehouse.test_twice_paid_or_taken import FIRST, LATER, PPO, RIGHT, rows, spent
from tests.warehouse.tiny import claim, line, remittance

# Summerfield pays 97110 34.59 and 97140 less than its charge since July 2026.
Sent = tuple[str, list[str]]


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
    # owed 34.59, paid 40.00 twice: 45.41 is too much
    "above the price, under two numbers": (
        one("40"), one("40", number="N2"), ["priced_over", "priced_over"], ["40.00", "5.41"], 0),
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


DENIED = one("0", "CO*16*100")
CURES: dict[str, tuple[Sent, str]] = {
    "the same, under a new number": (one(RIGHT, number="N2"), "superseded"),
    "by another therapist": (one(RIGHT, number="N2", provider="2000001026"), "denied_correctable"),
    "a repeat by its modifier": (one(RIGHT, number="N2", code="97110:76"), "denied_correctable"),
    "another account": (one(RIGHT, number="N2", account="A2"), "superseded"),
    "denied again": (one("0", "CO*50*100", number="N2"), "denied_correctable"),
}


def of_lines(*lines: list[str], **more: str) -> Sent:
    return claim("A1", "N1", lines, member="M1", **more)


WHOLE = of_lines(line("97110", "100", "30", control="1"), line("97140", "80", "0", "CO*97*80", control="2"))
ONE_LINE_BACK = of_lines(line("97140", "-80", "0", "CO*97*-80", control="2"), status="22")
ONE_LINE_ANEW = of_lines(line("97140", "80", "10", control="2"))
TAKEN_BACK = {
    "one line": (WHOLE, [ONE_LINE_BACK, ONE_LINE_ANEW]),
    "a line not on file": (
        of_lines(line("97110", "100", RIGHT), line("97140", "80", "10")),
        [of_lines(line("97140", "-80", "-11"), status="22")],
    ),
}
SENT: dict[str, tuple[Sent, list[Sent]]] = {
    **{case: (first, [second]) for case, (first, second, *_) in TWICE.items()},
    **{case: (DENIED, [second]) for case, (second, _) in CURES.items()},
    **TAKEN_BACK,
}
"""What the first remittance of each case brings, and what a later one does."""
assert len(SENT) == len(TWICE) + len(CURES) + len(TAKEN_BACK)


def own(case: str, sent: Sent) -> Sent:
    """The claim with an account, numbers and a patient that no other case has: one night holds every case."""
    at = list(SENT).index(case)
    account, segments = sent
    renamed = [re.sub(r"(?<=[*])([ANM]\d)(?=[*]|$)", rf"\1.{at}", segment) for segment in segments]
    return f"{account}.{at}", renamed


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A night over what came first in every case, and one over what came later."""
    first = [remittance(PPO, own(case, sent), day=FIRST) for case, (sent, _) in SENT.items()]
    later = [remittance(PPO, *(own(case, each) for each in sent), day=LATER) for case, (_, sent) in SENT.items()]
    return spent(tmp_path_factory.mktemp("said"), first, later)


def lines_of(space: Workspace, case: str, columns: str) -> list[tuple[object, ...]]:
    account = f"A_.{list(SENT).index(case)}"
    query = f"select {columns} from line_review where patient_control_number like '{account}'"
    return rows(space, f"{query} order by payment_date, line_id")


@pytest.mark.parametrize("case", TWICE)
def test_paid_again(case: str, said: Workspace) -> None:
    *_, states, over, asked = TWICE[case]
    assert [state for (state,) in lines_of(said, case, "state")] == states
    claims = ", ".join(str(claim_id) for (claim_id,) in lines_of(said, case, "claim_id"))
    found = rows(said, f"select over_amount::varchar from overpayment where claim_id in ({claims}) order by line_id")
    assert [amount for (amount,) in found] == over
    named = rows(said, f"select count(*) from finding where code = 'paid_again' and claim_id in ({claims})")
    assert named == [(asked,)]


@pytest.mark.parametrize("case", CURES)
def test_what_cures_a_denial(case: str, said: Workspace) -> None:
    _, state = CURES[case]
    [(found, reason), _] = lines_of(said, case, "state, reason")
    assert (found, "N2" in str(reason)) == (state, state == "superseded")


def test_what_a_reversal_of_one_line_leaves_out_is_as_it_was(said: Workspace) -> None:
    found = lines_of(said, "one line", "state, in_queue")
    states = ["priced_short", "superseded", "reversed", "priced_short"]
    assert found == [(state, state == "priced_short") for state in states]


def test_a_reversal_of_a_line_that_is_not_on_file_takes_nothing_back(said: Workspace) -> None:
    found = [state for (state,) in lines_of(said, "a line not on file", "state")]
    assert found == ["priced_ok", "priced_short", "reversal_orphan"]
