"""Which payments of remittances that break the guide are posted, and which count once."""

import re
from decimal import Decimal

import duckdb
import pytest

from tests.warehouse.conftest import run_stages
from tests.warehouse.conservation import arrival
from tests.warehouse.tiny import claim, line, remittance
from warehouse.database import open_working
from warehouse.load import load_batch

PAYER = "stranger"


def paid(account: str, amount: str = "40", **more: str) -> bytes:
    return remittance(PAYER, claim(account, f"N{account}", [line("97110", "60", amount)]), **more)


def without(tag: str, content: bytes) -> bytes:
    return re.sub(rf"(?<=~){tag}\*[^~]*~".encode(), b"", content)


def zero_pay(account: str) -> bytes:
    """A denial without money, under the one trace that this payer has on all of them."""
    return paid(account, "0", trace="EO0000000000")


WHOLE = paid("WHOLE")
AGAIN = paid("AGAIN")
# Each case: the files as they arrive, and what each payment of them becomes, in the order of the files.
CASES: dict[str, tuple[list[bytes], list[str]]] = {
    "no SE, but it adds up": ([without("SE", paid("NOSE"))], ["posted"]),
    "no SE, and claims are missing": ([without("SE", paid("CUT", total="99"))], ["truncated"]),
    "SE01 is wrong": ([paid("SEX").replace(b"SE*", b"SE*9")], ["posted"]),
    "SE01 is no number, and it does not add up": (
        [re.sub(rb"~SE\*\d+", b"~SE*many", paid("SEN", total="41"))],
        ["posted"],
    ),
    "no GE, no IEA": ([without("IEA", without("GE", paid("NOGE")))], ["posted"]),
    "no LX": ([without("LX", paid("NOLX"))], ["posted"]),
    "BPR02 is text": ([paid("BPR").replace(b"BPR*I*40*", b"BPR*I*forty*")], ["unreadable"]),
    "an amount of a claim is text": ([paid("CLP").replace(b"*1*60*40*", b"*1*60*x*")], ["posted"]),
    "test data": ([paid("TEST", usage="T")], ["test"]),
    "test data first, then in earnest": ([paid("TEST2", usage="T"), paid("TEST2")], ["test", "posted"]),
    "interchanges of one control number": ([paid("ICN1") + paid("ICN2") + paid("ICN3")], ["posted"] * 3),
    "the same bytes under another name": ([WHOLE, WHOLE], ["posted"]),
    "the same without its line breaks": ([AGAIN, AGAIN.replace(b"~", b"~\r\n")], ["posted", "duplicate"]),
    "the same with other separators": (
        [paid("SEP"), paid("SEP").replace(b"*", b"|").replace(b"~", b"\n")],
        ["posted", "duplicate"],
    ),
    "the same in another envelope": ([paid("ENV"), paid("ENV", envelope="000000009")], ["posted", "duplicate"]),
    "the same twice in one file": ([paid("TWO") + paid("TWO")], ["posted", "duplicate"]),
    "whole after it was cut off": (
        [without("SE", paid("LATER", total="99"))[:-40], paid("LATER", total="99")],
        ["superseded", "posted"],
    ),
    "denials under one trace": ([zero_pay("ZERO1"), zero_pay("ZERO2"), zero_pay("ZERO3")], ["posted"] * 3),
    "a denial under that trace sent again": ([zero_pay("ZERO1") + b"\n"], ["duplicate"]),
    "equal claims of two patients": (
        [paid("EQ1", trace="TEQ") + paid("EQ2", trace="TEQ")],
        ["posted", "posted"],
    ),
    "a part of a split, sent again": (
        [paid("HALF1", total="80", trace="TH"), paid("HALF2", total="80", trace="TH"),
         paid("HALF1", total="80", trace="TH", envelope="000000008")],
        ["posted", "posted", "duplicate"],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    arrivals = [
        arrival(f"{case} {place}.835", content)
        for case, (contents, _) in CASES.items()
        for place, content in enumerate(contents)
    ]
    with open_working(tmp_path_factory.mktemp("posting") / "working.duckdb") as con:
        load_batch(con, arrivals)
        run_stages(con, "check")
        yield con


@pytest.mark.parametrize("case", CASES)
def test_what_becomes_of_each_payment(case: str, con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        "select s.standing from derived.payment_standing as s inner join fact.payment as p using (payment_id) "
        "inner join fact.file as f using (file_id) where regexp_replace(f.name, ' \\d+\\.835$', '') = ? "
        "order by p.payment_id",
        [case],
    ).fetchall()
    assert [standing for (standing,) in rows] == CASES[case][1]


def test_parts_of_a_split_are_put_together_before_the_payment_is_proved(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        "select state, off_by, split_group from derived.payment_equation where trace = 'TH' order by payment_id"
    ).fetchall()
    part = ("balanced_together", Decimal("40.00"), "TH")
    assert rows[:2] == [part, part]
    assert rows[2][0] == "duplicate"


def test_an_unreadable_amount_is_posted_as_absent_and_never_as_zero(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        "select c.charge, c.paid, b.off_by, t.off_by, v.state from fact.claim as c "
        "inner join derived.claim_balance as b using (claim_id) "
        "inner join derived.payment_total as t on c.payment_id = t.payment_id "
        "inner join derived.payment_equation as v on c.payment_id = v.payment_id "
        "where c.patient_control_number = 'CLP'"
    ).fetchall()
    assert rows == [(Decimal("60.00"), None, None, None, "not_evaluable")]
