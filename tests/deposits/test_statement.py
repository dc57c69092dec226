"""CSV statements: every bank's columns, dates and signs by a map, and amounts that are read exactly or not at all."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.bank.statement import StatementColumns, dollars_of, read_statement
from tests.deposits.bank import Entry, statement
from tests.deposits.test_nacha import DAY, ENTRIES

COLUMNS = StatementColumns(
    date="posting date", amount="AMOUNT", description=("Memo",), reference="Bank Ref", date_format="%m/%d/%Y"
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ENTRIES, min_size=1, max_size=6))
def test_what_is_written_is_read_back(entries):
    found = read_statement(statement(entries), COLUMNS)
    assert found.findings == ()
    read = [(d.line_number, d.deposit_date, d.amount, d.trace, d.company_id) for d in found.deposits]
    assert read == [(n, e.day, e.amount, e.trace, e.originator) for n, e in enumerate(entries, 2)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("302.19", "302.19"), ("1,234.5", "1234.50"), ("$12", "12.00"), ("(3.00)", "-3.00"), ("-3.00", "-3.00"),
        ("3.00-", "-3.00"), ("$ 1,234,567.89", "1234567.89"), (".45", "0.45"), ("45.", "45.00"), ("+7.10", "7.10"),
        ("-$5.00", "-5.00"), ("1.234,56", None), ("12,34", None), ("1.005", None), ("1e3", None), ("", None),
        ("--3", None), ("$", None), ("12 USD", None), ("٣.00", None),
    ],
)  # fmt: skip
def test_dollars(written, read):
    assert dollars_of(written) == (None if read is None else Decimal(read))


def test_credit_and_debit_may_have_columns_of_their_own():
    columns = StatementColumns(date="Date", credit="Credit", debit="Debit", description=("What",))
    text = (
        "Account 1234\n\nDate,What,Debit,Credit\n2026-01-12,EFT,,10.00\n2026-01-13,Rent,-5.00,\n2026-01-14,Nothing,,\n"
    )
    found = read_statement(text.encode("utf-8-sig"), columns)
    assert [(d.line_number, d.amount) for d in found.deposits] == [(4, 10), (5, -5), (6, None)]
    assert [(f.code, f.line_number) for f in found.findings] == [("deposit_amount_missing", 6)]


def test_a_bank_that_writes_credits_negative():
    columns = StatementColumns(date="D", amount="A", is_credit_negative=True, delimiter=";")
    (row,) = read_statement(b"D;A\n2026-01-12;-10.00\n", columns).deposits
    assert row.amount == 10


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bank_file_empty"),
        (b"Date,Amount\n", "bank_columns_missing"),
        (b"Posting Date,Amount,Memo,Bank Ref\n13/32/2026,1.00,x,y\n", "deposit_date_unreadable"),
        (b"Posting Date,Amount,Memo,Bank Ref\n01/12/2026,1.00x,x,y\n", "deposit_amount_unreadable"),
        (b"Posting Date,Amount,Memo,Bank Ref\n01/12/2026,1.00\n", "bank_row_short"),
        (b"Posting Date,Amount,Memo,Bank Ref\n01/12/2026,1.00,caf\xe9,y\n", "text_is_not_utf8"),
    ],
)
def test_what_is_odd_is_a_finding(content, code):
    assert code in {finding.code for finding in read_statement(content, COLUMNS).findings}


def test_a_field_over_two_lines_is_known_by_its_first():
    text = b'Posting Date,Amount,Memo,Bank Ref\n01/12/2026,1.00,"a\nb",r\n01/13/2026,2.00,c,s\n'
    assert [row.line_number for row in read_statement(text, COLUMNS).deposits] == [2, 4]


def test_a_trace_column_may_hold_the_whole_segment():
    columns = StatementColumns(date="D", amount="A", trace="T", date_format="%Y%m%d")
    text = b"D,A,T\n20260112,1.00,TRN*1*882*1890000201~\n2026013,1.00,99\n"
    first, second = read_statement(text, columns).deposits
    assert (first.trace, first.originator_id) == ("882", "1890000201")
    assert (second.trace, second.deposit_date) == ("99", None)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_nothing_raises(content):
    read_statement(content, COLUMNS)
    read_statement(b"Posting Date,Amount,Memo,Bank Ref\n" + content, COLUMNS)


def test_days_of_the_sample():
    assert read_statement(statement([Entry(DAY, Decimal(1))]), COLUMNS).deposits[0].deposit_date == date(2026, 1, 12)
