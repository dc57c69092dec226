"""NACHA files: what is written as CCD+ is read back to the cent and to the trace, and what is odd is a finding."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.bank.nacha import is_nacha, read_nacha
from tests.deposits.bank import Entry, nacha

DAY = date(2026, 1, 12)
TRACES = st.text(alphabet=st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=50)
ENTRIES = st.builds(
    Entry,
    day=st.dates(date(2000, 1, 1), date(2068, 12, 31)),
    amount=st.decimals(Decimal("-99999999.99"), Decimal("99999999.99"), places=2),
    trace=st.none() | TRACES,
    originator=st.from_regex(r"1[0-9]{9}", fullmatch=True),
)


def codes(content):
    return {finding.code for finding in read_nacha(content).findings}


@settings(max_examples=60, deadline=None)
@given(
    entries=st.lists(ENTRIES, min_size=1, max_size=5),
    end=st.sampled_from(["\\", "~", ""]),
    newline=st.sampled_from(["\n", "\r\n", "", "\r"]),
)
def test_what_is_written_is_read_back(entries, end, newline):
    content = nacha(entries, end=end, newline=newline)
    assert is_nacha(content)
    found = read_nacha(content)
    read = [(d.deposit_date, d.amount, d.trace, d.originator_id, d.company_id) for d in found.deposits]
    assert read == [(e.day, e.amount, e.trace, e.originator if e.trace else None, e.originator) for e in entries]
    assert codes(content) <= {"deposit_without_trace"}


def test_each_row_keeps_the_number_of_its_line():
    content = nacha([Entry(DAY, Decimal("302.19"), "8260112A20"), Entry(DAY, Decimal("5.00"))])
    lines = content.decode().split("\n")
    found = read_nacha(content)
    assert [lines[row.line_number - 1][:3] for row in found.deposits] == ["622", "622"]
    assert [row.line_number for row in found.deposits] == [3, 7]


def test_a_trn_that_fills_two_addenda_is_one():
    entry = Entry(DAY, Decimal("1.00"), "T" * 90)
    (row,) = read_nacha(nacha([entry], kind="CTX")).deposits
    assert (row.trace, row.originator_id) == ("T" * 90, "1890000201")


def spoiled(change):
    lines = nacha([Entry(DAY, Decimal("302.19"), "8260112A20")]).decode().split("\n")
    return "\n".join(change(lines)).encode()


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("nacha_not_closed", lambda lines: lines[:4]),
        ("nacha_not_closed", lambda lines: lines[:5]),
        ("nacha_batch_total", lambda lines: [*lines[:2], lines[2].replace("30219", "30218"), *lines[3:]]),
        ("nacha_batch_count", lambda lines: [line for line in lines if line[0] != "7"]),
        ("nacha_file_total", lambda lines: [lines[0], *lines[5:]]),
        ("nacha_record_length", lambda lines: [*lines[:3], lines[3][:90], *lines[4:]]),
        ("nacha_record_unknown", lambda lines: [*lines[:3], "X" * 94, *lines[3:]]),
        ("nacha_record_misplaced", lambda lines: [lines[0], *lines[2:]]),
        ("nacha_prenote", lambda lines: [line.replace("622", "623", 1) if line[0] == "6" else line for line in lines]),
        ("nacha_not_corporate", lambda lines: [line.replace("CCDHCC", "PPDHCC") for line in lines]),
        (
            "nacha_addenda_kind",
            lambda lines: [line.replace("705", "799", 1) if line[0] == "7" else line for line in lines],
        ),
        ("deposit_without_trace", lambda lines: [line.replace("TRN*1", "RMR*1") for line in lines]),
        ("deposit_amount_unreadable", lambda lines: [line.replace("0000030219", "00000302.9") for line in lines]),
        ("deposit_date_unreadable", lambda lines: [line.replace("260112   1", "261332   1") for line in lines]),
    ],
)
def test_what_is_odd_is_a_finding(code, change):
    assert code in codes(spoiled(change))


def test_a_row_that_cannot_be_read_stays_a_row():
    (row,) = read_nacha(spoiled(lambda lines: [line.replace("0000030219", "00000302.9") for line in lines])).deposits
    assert (row.amount, row.trace) == (None, "8260112A20")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400) | st.text(alphabet="1056789 TRN*\\~\nA", max_size=600).map(str.encode))
def test_nothing_raises(content):
    read_nacha(content)
